// SPDX-License-Identifier: Apache-2.0
// An agent says that a listening broke the agreement. The union and the data-protection officer
// read it and answer in words, by a day; the agent reads the answer.
#include "gen/sql/watch.h"
#include "review-web/api/common.h"

enum { DUE_DAYS = 14, SHOWN_MOST = 200 };

enum err serve_objection_add(struct request *req) {
  struct id id = id_new();
  const char *text = NULL;
  struct objection_of_row was;
  bool found;
  int64_t now = clock_wall_ms();
  TRY(REQUEST_JSON(req, {"words", BODY_TEXT, &text, .max = 4000}));
  TRY(sql_objection_of(
      req->db, &req->arena,
      &(struct objection_of){.listening = req->arg.id, .agent = req->viewer.person}, &was, &found));
  if (found) return fail(E_CONFLICT, "you have reported this listening already");
  TRY(sql_objection_add(req->db, &(struct objection_add){.id = id,
                                                         .listening = req->arg.id,
                                                         .agent = req->viewer.person,
                                                         .words = text,
                                                         .made_ms = now,
                                                         .due_ms = now + DUE_DAYS * DAY_MS}));
  req->audit_object = id;
  answer_id(req, id);
  return OK;
}

enum err serve_objection_answer(struct request *req) {
  const char *finding = NULL, *answer = NULL;
  struct objection_get_row o;
  bool found;
  TRY(REQUEST_JSON(req, {"finding", BODY_TEXT, &finding, .max = 20},
                   {"answer", BODY_TEXT, &answer, .max = 4000}));
  TRY(body_one_of("finding", finding, WORDS_Finding));
  TRY(sql_objection_get(req->db, &req->arena, &(struct objection_get){req->arg.id}, &o, &found));
  if (!found || o.answered_ms.set) return fail(E_CONFLICT, "somebody has answered it already");
  req->audit_object = req->arg.id;
  return sql_objection_answer(req->db, &(struct objection_answer){.finding = finding,
                                                                  .answer = answer,
                                                                  .answered_by = req->viewer.person,
                                                                  .answered_ms = clock_wall_ms(),
                                                                  .id = req->arg.id});
}

enum err serve_objections_list(struct request *req) {
  struct objection_list_row *r;
  size_t n;
  TRY(sql_objection_list(req->db, &req->arena, &(struct objection_list){SHOWN_MOST}, &r, &n));
  ANSWER_ROWS(req, sql_objection_list_row_json, r, n, NULL);
  return OK;
}

enum err serve_me_objections(struct request *req) {
  struct objection_list_own_row *r;
  size_t n;
  TRY(sql_objection_list_own(
      req->db, &req->arena,
      &(struct objection_list_own){.agent = req->viewer.person, .limit = SHOWN_MOST}, &r, &n));
  ANSWER_ROWS(req, sql_objection_list_own_row_json, r, n, NULL);
  return OK;
}
