// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/routes.h"

#define LANE_OF(method, audit)                                                                     \
  ((METHOD_##method) != METHOD_GET || (audit) != EV_NONE ? LANE_WRITE : LANE_READ)

static const struct route table[] = {
#define ROUTE(m, path, handler, right, of, max, audit)                                             \
  {METHOD_##m, path, serve_##handler, right, of, max, audit, LANE_OF(m, audit)},
#define HASHED(m, path, handler, right, of, max, audit)                                            \
  {METHOD_##m, path, serve_##handler, right, of, max, audit, LANE_HASH},
#define LONGER(m, path, handler, right, of, max, audit)                                            \
  {METHOD_##m, path, serve_##handler, right, of, max, audit, LANE_LONG},
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER
};
const struct routes routes = {table, countof(table)};

#define ROUTE(m, path, handler, right, of, max, audit)                                             \
  _Static_assert((right) != 0, path " asks for no right");                                         \
  _Static_assert((of) != 0, path " does not say of what");
#define HASHED ROUTE
#define LONGER ROUTE
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER
