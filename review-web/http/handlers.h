// SPDX-License-Identifier: Apache-2.0
// Every handler schemas/routes.def names, declared from it. They live in review-web/api, one noun
// one file; a row whose handler is missing does not link.
#pragma once
#include "core/base.h"

struct request;

#define ROUTE(m, path, serve, right, max, audit) enum err serve(struct request *req);
#define HASHED                                   ROUTE
#define LONGER                                   ROUTE
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER
