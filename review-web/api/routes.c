// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/routes.h"

#include "gen/told/words.h"

#define LANE_OF(method, audit)                                                                     \
  ((METHOD_##method) != METHOD_GET || (audit) != EV_NONE ? LANE_WRITE : LANE_READ)

#define EMPTY ROUTE_EMPTY
static const struct route table[] = {
#define ROUTE(m, path, handler, right, of, max, audit)                                             \
  {METHOD_##m, path, serve_##handler, right, of, max, audit, LANE_OF(m, audit), false, NULL},
#define HASHED(m, path, handler, right, of, max, audit)                                            \
  {METHOD_##m, path, serve_##handler, right, of, max, audit, LANE_HASH, false, NULL},
#define SHEET(m, path, handler, right, of, max, audit)                                             \
  {METHOD_##m, path, serve_##handler, right, of, max, audit, LANE_OF(m, audit), true, NULL},
#define LONGER(m, path, handler, right, of, max, audit)                                            \
  {METHOD_##m, path, serve_##handler, right, of, max, audit, LANE_LONG, false, NULL},
#define TAKEN(m, path, handler, right, of, max, audit)                                             \
  {METHOD_##m, path, serve_##handler, right, of, max, audit, LANE_LONG, false, begin_##handler},
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER
#undef SHEET
#undef TAKEN
};

#define MOST_INT                 INT64_MAX
#define MEMBER_INT(least, most)  least, most, NULL
#define MEMBER_TEXT(least, most) least, most, NULL
#define MEMBER_ID(least, most)   0, 0, NULL
#define MEMBER_WORD(least, most) 0, 0, most
static const struct query_member members[] = {
#define MEMBER(handler, name, kind, least, most, says)                                             \
  {serve_##handler, name, QUERY_##kind, MEMBER_##kind(least, most)},
#include "schemas/members.def"
#undef MEMBER
};
const struct routes routes = {table, countof(table), members, countof(members)};

#define ROUTE(m, path, handler, right, of, max, audit)                                             \
  _Static_assert((right) != 0, path " asks for no right");                                         \
  _Static_assert((of) != 0, path " does not say of what");
#define HASHED ROUTE
#define LONGER ROUTE
#define SHEET  ROUTE
#define TAKEN  ROUTE
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER
#undef SHEET
#undef TAKEN
