// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/policy.h"

#include "core/clock.h"
#include "gen/sql.h"
#include "review-web/http/agreement.h"
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

enum err policy_admit(struct request *req) {
  if (req->method != METHOD_GET) TRY(same_site(req));
  if (req->route->right == R_ANYONE) return OK;
  TRY(session_find(req));
  if (!(req->viewer.rights & req->route->right))
    return fail(E_FORBIDDEN, "your roles do not carry this right");
  return OK;
}

// ---- one call ---------------------------------------------------------------------------------

// The rights of each grant of the viewer's that covers this segment, by the same rule as the view:
// an agent's calls belong to the teams she is or was in, an unclaimed call to its line's team.
static enum err rights_over(struct request *req, const struct call_segments_row *seg, rights *out) {
  const struct viewer *v = &req->viewer;
  for (size_t i = 0; i < v->n_scopes; i++) {
    const struct viewer_scope *s = &v->scopes[i];
    bool covers = id_is_none(s->id);
    if (!covers && !seg->agent.set) covers = seg->team.set && id_eq(seg->team.v, s->id);
    if (!covers && seg->agent.set && !id_eq(s->id, v->person)) {
      struct membership_ever_row row;
      TRY(sql_membership_ever(req->db, &req->arena,
                              &(struct membership_ever){.team = s->id, .person = seg->agent.v},
                              &row, &covers));
    }
    if (covers) *out |= s->rights;
  }
  return OK;
}

static enum err stand_by_segments(struct request *req, struct id interaction,
                                  struct standing *out) {
  struct call_segments_row *seg;
  size_t n;
  TRY(sql_call_segments(req->db, &req->arena, &(struct call_segments){interaction}, &seg, &n));
  for (size_t i = 0; i < n; i++) {
    if (seg[i].agent.set && id_eq(seg[i].agent.v, req->viewer.person)) out->own = true;
    if (!seg[i].agent.set && seg[i].team.set && viewer_in_team(&req->viewer, seg[i].team.v))
      out->unclaimed_near = true;
    rights over = 0;
    TRY(rights_over(req, &seg[i], &over));
    if (over) out->led = true;
    out->may |= over;
  }
  if (out->own)
    out->may |= rights_of_role("agent"); // whoever took a call, whatever else she is now
  return OK;
}

static enum err stand_by_list(struct request *req, struct id interaction, struct standing *out) {
  struct given_item_row row;
  TRY(sql_given_item(req->db, &req->arena,
                     &(struct given_item){.interaction = interaction, .person = req->viewer.person},
                     &row, &out->given));
  if (out->given) out->may |= R_CALLS | R_LISTEN;
  return OK;
}

enum err policy_call(struct request *req, struct id interaction, rights need,
                     struct standing *out) {
  struct standing s = {0};
  TRY(stand_by_segments(req, interaction, &s));
  TRY(stand_by_list(req, interaction, &s));
  if (s.unclaimed_near && (req->viewer.rights & R_CLAIM)) s.may |= R_CALLS | R_CLAIM;
  if (!(s.may & R_CALLS)) return fail(E_NOT_FOUND, "there is no such call");
  if ((s.may & need) != need)
    return fail(E_FORBIDDEN, "your roles do not carry this right for this call");
  *out = s;
  return OK;
}

enum err policy_agreement(struct request *req, const struct standing *s) {
  if (s->own) return OK;
  struct agreement_at_row now;
  bool found;
  TRY(sql_agreement_at(req->db, &req->arena, &(struct agreement_at){.at_ms = clock_wall_ms()}, &now,
                       &found));
  if (!found) return OK; // nothing was agreed, so nothing more is forbidden than the rights say
  struct grant_at_row *grants;
  size_t n;
  TRY(sql_grant_at(req->db, &req->arena,
                   &(struct grant_at){.person = req->viewer.person, .at_ms = clock_wall_ms()},
                   &grants, &n));
  for (size_t i = 0; i < n; i++)
    if (agreement_lets_listen(now.body, grants[i].role)) return OK;
  return fail(E_FORBIDDEN, "the agreement “%s”, version %" PRId64 ", does not let your role listen",
              now.title, now.version);
}
