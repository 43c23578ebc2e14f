// SPDX-License-Identifier: Apache-2.0
// What agents ask of those who lead them ("listen to this", "I want to talk about this call") and
// have not been answered; and which form a call is scored by.
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

enum { ASKED_MOST = 50, ASKED_DAYS = 30 };

enum err me_asked(struct request *req) {
  struct asked_of_row *r;
  size_t n;
  TRY(sql_asked_of(req->db, &req->arena,
                   &(struct asked_of){.viewer = req->viewer.person,
                                      .since_ms = clock_wall_ms() - ASKED_DAYS * DAY_MS,
                                      .limit = ASKED_MOST},
                   &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    struct buf *b = &req->out;
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_text(b, "kind", r[i].kind);
    out_int(b, "at_ms", r[i].at_ms);
    out_text(b, "detail", r[i].detail);
    out_int(b, "created_ms", r[i].created_ms);
    out_named(b, "author", some_id(r[i].author), r[i].author_name);
    out_open(b, "interaction", '{');
    out_id(b, "id", r[i].interaction);
    out_text(b, "title", r[i].title);
    out_int(b, "started_ms", r[i].started_ms);
    out_int(b, "duration_ms", r[i].duration_ms);
    TRY(out_call_topics(req, r[i].interaction));
    out_close(b, '}');
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}

enum err interaction_rubrics(struct request *req) {
  struct standing s;
  struct variant_form *forms;
  size_t n, chosen;
  TRY(policy_call(req, req->arg.id, R_EVALUATE, &s));
  TRY(variant_read(req->db, &req->arena, &forms, &n));
  TRY(variant_of_call(req->db, &req->arena, req->arg.id, "core", forms, n, &chosen));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    struct buf *b = &req->out;
    out_open(b, NULL, '{');
    out_id(b, "id", forms[i].version);
    out_text(b, "key", forms[i].key);
    out_int(b, "version", forms[i].number);
    out_text(b, "title_sv", forms[i].title_sv);
    out_text(b, "title_en", forms[i].title_en);
    out_bool(b, "chosen", i == chosen);
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}
