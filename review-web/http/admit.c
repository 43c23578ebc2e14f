// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/admit.h"

#include "review-web/http/key.h"
#include "review-web/http/session.h"

// Only our own pages may change anything: Fetch metadata where the browser sends it (all since
// 2023), else Origin against Host; a program that sends neither carries no cookie it was tricked
// into sending. (OWASP CSRF cheat sheet, Fetch Metadata.)
static enum err same_site(const struct request *req) {
  struct sv site = request_header(req, "sec-fetch-site"), origin = request_header(req, "origin");
  if (site.p) {
    if (sv_eq(site, SV("same-origin")) || sv_eq(site, SV("none"))) return OK;
    return fail(E_FORBIDDEN, "another site's page asked for this");
  }
  if (!origin.p) return OK;
  struct sv host = request_header(req, "host");
  size_t scheme = sv_starts(origin, SV("https://")) ? 8 : sv_starts(origin, SV("http://")) ? 7 : 0;
  if (scheme && sv_eq(sv_from(origin, scheme), host)) return OK;
  return fail(E_FORBIDDEN, "another site's page asked for this");
}

// Another system: no browser carried its key here by itself.
static enum err by_key(struct request *req) {
  TRY(key_find(req));
  if (!(req->viewer.rights & req->route->right))
    return fail(E_FORBIDDEN, "this key is not for that");
  return OK;
}

enum err admit(struct request *req) {
  rights right = req->route->right;
  if (right != R_ANYONE && key_shown(req)) return by_key(req);
  if (req->method != METHOD_GET) TRY(same_site(req));
  if (right == R_ANYONE) return OK;
  if (right == R_SIGNED_IN && req->arg.token[0] && session_of_player(req)) return OK;
  TRY(session_find(req));
  if (!(req->viewer.rights & right)) return fail(E_FORBIDDEN, "your roles do not carry this right");
  return OK;
}
