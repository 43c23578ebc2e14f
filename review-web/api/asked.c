// SPDX-License-Identifier: Apache-2.0
// What agents ask of those who lead them ("listen to this", "I want to talk about this call") and
// have not been answered; and which form a call is scored by.
#include "gen/sql/work.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

enum { ASKED_MOST = 50, ASKED_DAYS = 30 };

enum err serve_me_asked(struct request *req) {
  struct asked_of_row *r;
  size_t n;
  TRY(sql_asked_of(req->db, &req->arena,
                   &(struct asked_of){.viewer = req->viewer.person,
                                      .since_ms = clock_wall_ms() - ASKED_DAYS * DAY_MS,
                                      .limit = ASKED_MOST},
                   &r, &n));
  struct told_asked *asked = arena_array(&req->arena, n + 1, struct told_asked);
  for (size_t i = 0; i < n; i++) {
    struct told_asked_call *call = &asked[i].interaction;
    asked[i].asked_of = &r[i];
    *call = (struct told_asked_call){.id = r[i].interaction,
                                     .title = r[i].title,
                                     .started_ms = r[i].started_ms,
                                     .duration_ms = r[i].duration_ms};
    TRY(call_topics(req, r[i].interaction, &call->topics, &call->n_topics));
  }
  ANSWER_ROWS(req, tell_asked, asked, n, NULL);
  return OK;
}

enum err serve_interaction_rubrics(struct request *req) {
  struct variant_form *forms;
  size_t n, chosen;
  TRY(variant_read(req->db, &req->arena, &forms, &n));
  TRY(variant_of_call(req->db, &req->arena, req->arg.id, "core", forms, n, &chosen));
  struct told_form_for_call *told = arena_array(&req->arena, n + 1, struct told_form_for_call);
  for (size_t i = 0; i < n; i++)
    told[i] = (struct told_form_for_call){.id = forms[i].version,
                                          .key = forms[i].key,
                                          .version = forms[i].number,
                                          .title_sv = forms[i].title_sv,
                                          .title_en = forms[i].title_en,
                                          .chosen = i == chosen};
  ANSWER_ROWS(req, tell_form_for_call, told, n, NULL);
  return OK;
}
