// SPDX-License-Identifier: Apache-2.0
// Routes: the table of schemas/routes.def as data. A handler that is not there cannot be reached;
// a row without a right does not compile.
#pragma once
#include "core/id.h"
#include "review-web/http/rights.h"

struct request;

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE, METHOD_OTHER };

enum route_lane { LANE_READ, LANE_WRITE, LANE_HASH, LANE_LONG };

struct route {
  enum method method;
  const char *path;
  enum err (*serve)(struct request *);
  rights right;
  uint32_t body_max;
  const char *audit;
  enum route_lane lane;
};

struct route_arg {
  struct id id;
  char token[44];
};

extern const struct route routes[];
extern const size_t routes_n;

// E_NOT_FOUND: no such path; E_METHOD: the path is there, the method is not. Any thread.
MUST_CHECK enum err route_find(enum method m, struct sv path, const struct route **out,
                               struct route_arg *out_arg);
const char *method_name(enum method m);
