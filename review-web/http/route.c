// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/route.h"

#include "review-web/http/handlers.h"

#define LANE_OF(method, audit)                                                                     \
  ((METHOD_##method) != METHOD_GET || (audit) != NULL ? LANE_WRITE : LANE_READ)

const struct route routes[] = {
#define ROUTE(m, path, serve, right, max, audit)                                                   \
  {METHOD_##m, path, serve, right, max, audit, LANE_OF(m, audit)},
#define HASHED(m, path, serve, right, max, audit)                                                  \
  {METHOD_##m, path, serve, right, max, audit, LANE_HASH},
#define LONGER(m, path, serve, right, max, audit)                                                  \
  {METHOD_##m, path, serve, right, max, audit, LANE_LONG},
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER
};
const size_t routes_n = countof(routes);

#define ROUTE(m, path, serve, right, max, audit)                                                   \
  _Static_assert((right) != 0, path " asks for no right");
#define HASHED ROUTE
#define LONGER ROUTE
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER

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
  if (sv_eq(pattern, SV("{id}"))) {
    bool good = id_parse(part, &arg->id) == OK;
    err_forget();
    return good;
  }
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

enum err route_find(enum method m, struct sv path, const struct route **out,
                    struct route_arg *out_arg) {
  bool seen = false;
  for (size_t i = 0; i < routes_n; i++) {
    struct route_arg arg = {0};
    size_t fixed = strcspn(routes[i].path, "{");
    if (path.n < fixed || memcmp(path.p, routes[i].path, fixed) != 0) continue;
    if (!path_matches(sv_of(routes[i].path), path, &arg)) continue;
    seen = true;
    if (routes[i].method != m) continue;
    *out = &routes[i];
    *out_arg = arg;
    return OK;
  }
  return seen ? fail(E_METHOD, "this address does not do that")
              : fail(E_NOT_FOUND, "there is nothing at this address");
}

const char *method_name(enum method m) {
  static const char *const names[] = {"GET", "POST", "PUT", "DELETE", "?"};
  return names[m];
}
