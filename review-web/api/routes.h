// SPDX-License-Identifier: Apache-2.0
// Every handler schemas/routes.def names, declared from it, and the table of them all. One noun is
// one file; a row whose handler is missing does not link.
#pragma once
#include "review-web/http/request.h"

#define ROUTE(m, path, handler, right, of, max, audit)                                             \
  enum err serve_##handler(struct request *req);
#define HASHED ROUTE
#define LONGER ROUTE
#define SHEET  ROUTE
#define TAKEN(m, path, handler, right, of, max, audit)                                             \
  enum err serve_##handler(struct request *req);                                                   \
  enum err begin_##handler(struct request *req);
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER
#undef SHEET
#undef TAKEN

extern const struct routes routes;
