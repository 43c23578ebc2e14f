// SPDX-License-Identifier: Apache-2.0
// Routes: what a row of schemas/routes.def is, and which a path means. The table itself is handed
// to the server by who starts it (review-web/api/routes.h): this room knows no handler.
#pragma once
#include "centre/event_name.h"
#include "centre/reach.h"
#include "core/id.h"
#include "review-web/http/query.h"

struct request;

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE, METHOD_PATCH, METHOD_OTHER };

enum { ROUTE_EMPTY = 64 }; // bytes of a body that holds nothing: {}

enum route_lane { LANE_READ, LANE_WRITE, LANE_HASH, LANE_LONG };

struct route {
  enum method method;
  const char *path;
  enum err (*serve)(struct request *);
  rights right;
  enum reach_of of;
  uint32_t body_max;
  enum event audit;
  enum route_lane lane;
  bool csv;                            // how a body is sent, if not as JSON
  enum err (*begin)(struct request *); // TAKEN: before the body, to say where it goes; NULL: memory
};

struct route_arg {
  struct id id;
  char token[44];
};

struct routes {
  const struct route *v;
  size_t n;
  const struct query_member *member; // what their addresses take after '?'
  size_t members;
};

// E_NOT_FOUND: no such path; E_METHOD: the path is there, the method is not. Any thread.
MUST_CHECK enum err route_find(const struct routes *all, enum method m, struct sv path,
                               const struct route **out, struct route_arg *out_arg);
const char *method_name(enum method m);
