// SPDX-License-Identifier: Apache-2.0
// What the handlers have in common. Each handler reads: the thing as dispatch found it
// (req->reach), fields, what they name (centre/may_reach.h), do it, say it. Who may is not theirs
// to say.
#pragma once
#include "centre/event.h"
#include "centre/may_reach.h"
#include "centre/may_see.h"
#include "centre/name.h"
#include "core/clock.h"
#include "core/db.h"
#include "gen/told/call.h"
#include "gen/told/words.h"
#include "review-web/api/routes.h"
#include "review-web/http/out.h"
#include "review-web/http/request.h"
#include "review-web/http/route.h"

#define DAY_MS INT64_C(86400000)

// {"rows":[ … ],"next":…,"seen":…}: between the two, the rows.
static inline void rows_begin(struct request *req) { buf_add_str(&req->out, "{\"rows\":["); }
static inline void rows_end(struct request *req, const char *next) {
  buf_add_str(&req->out, "],\"next\":");
  jsonw_text(&req->out, next);
  out_text(&req->out, "seen", may_see_share(&req->viewer, req->route->right));
  buf_add_char(&req->out, '}');
}

// Rows that are there, each by its writer: sql_…_row_json of a query's, tell_… of a shape's.
#define ANSWER_ROWS(req, write, v, n, next)                                                        \
  do {                                                                                             \
    rows_begin(req);                                                                               \
    for (size_t i_ = 0; i_ < (n); i_++) {                                                          \
      jsonw_comma(&(req)->out);                                                                    \
      write(&(req)->out, &(v)[i_]);                                                                \
    }                                                                                              \
    rows_end(req, next);                                                                           \
  } while (0)

// A thing by its name, in the request's arena.
static inline const struct told_named *told_name(struct request *req, struct id id,
                                                 const char *name) {
  struct told_named *n = arena_new(&req->arena, struct told_named);
  *n = (struct told_named){id, name};
  return n;
}

// What the act is about: its audit line, and whose visibility decides who hears of it.
static inline void about(struct request *req, struct id object, struct id interaction) {
  req->audit_object = object;
  req->news_interaction = interaction;
}

// {"id":…} as the answer to an addition.
static inline void answer_id(struct request *req, struct id id) {
  tell_made(&req->out, &(struct told_made){id});
}
