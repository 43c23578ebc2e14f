// SPDX-License-Identifier: Apache-2.0
// What the handlers have in common. Each handler reads: fields, the thing, may they, do it, say it.
#pragma once
#include "core/clock.h"
#include "gen/sql.h"
#include "review-web/http/audit.h"
#include "review-web/http/handlers.h"
#include "review-web/http/policy.h"
#include "review-web/http/request.h"

#define DAY_MS INT64_C(86400000)

// {"rows":[ … ],"next":…}: between the two, each row with out_open(b, NULL, '{') … out_close.
static inline void rows_begin(struct request *req) { buf_add_str(&req->out, "{\"rows\":["); }
static inline void rows_end(struct request *req, const char *next) {
  buf_add_str(&req->out, "],\"next\":");
  jsonw_text(&req->out, next);
  buf_add_char(&req->out, '}');
}

// What the act is about: its audit line, and whose visibility decides who hears of it.
static inline void about(struct request *req, struct id object, struct id interaction) {
  req->audit_object = object;
  req->news_interaction = interaction;
}

// {"id":…} as the answer to an addition.
static inline void answer_id(struct request *req, struct id id) {
  buf_add_char(&req->out, '{');
  out_id(&req->out, "id", id);
  buf_add_char(&req->out, '}');
}
