// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/route.h"

static bool is_token(struct sv part) {
  if (part.n != 43) return false;
  for (size_t i = 0; i < part.n; i++) {
    char c = part.p[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
          c == '_'))
      return false;
  }
  return true;
}

static bool part_matches(struct sv pattern, struct sv part, struct route_arg *arg) {
  if (sv_eq(pattern, SV("{id}"))) return id_is(part, &arg->id);
  if (!sv_eq(pattern, SV("{token}"))) return sv_eq(pattern, part);
  if (!is_token(part)) return false;
  memcpy(arg->token, part.p, part.n);
  arg->token[part.n] = '\0';
  return true;
}

static bool path_matches(struct sv pattern, struct sv path, struct route_arg *arg) {
  while (pattern.n && path.n)
    if (!part_matches(sv_cut(&pattern, '/'), sv_cut(&path, '/'), arg)) return false;
  return !pattern.n && !path.n;
}

enum err route_find(const struct routes *all, enum method m, struct sv path,
                    const struct route **out, struct route_arg *out_arg) {
  bool seen = false;
  for (size_t i = 0; i < all->n; i++) {
    const struct route *r = &all->v[i];
    struct route_arg arg = {0};
    size_t fixed = strcspn(r->path, "{");
    if (path.n < fixed || memcmp(path.p, r->path, fixed) != 0) continue;
    if (!path_matches(sv_of(r->path), path, &arg)) continue;
    seen = true;
    if (r->method != m) continue;
    *out = r;
    *out_arg = arg;
    return OK;
  }
  return seen ? fail(E_METHOD, "this address does not do that")
              : fail(E_NOT_FOUND, "there is nothing at this address");
}

const char *method_name(enum method m) {
  static const char *const names[] = {"GET", "POST", "PUT", "DELETE", "PATCH", "?"};
  return names[m];
}
