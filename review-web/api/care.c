// SPDX-License-Identifier: Apache-2.0
// Care: what an agent asked for after a hard call and who has it; who has it takes it and says when
// it is done. The press itself is a mark or an outcome (marks.c, interactions.c).
#include "centre/care.h"

#include "gen/sql/care.h"
#include "gen/told/care.h"
#include "review-web/api/common.h"

enum { DONE_SHOWN_DAYS = 14 };

enum err serve_me_care(struct request *req) {
  const struct settings *set = &req->site->settings;
  struct id me = req->viewer.person;
  int64_t now = clock_wall_ms();
  struct told_care t = {.moved_after_min = set->care_move_min,
                        .on_call = set->care_on_call[0] ? set->care_on_call : NULL};
  TRY(sql_care_mine(req->db, &req->arena,
                    &(struct care_mine){.viewer = me, .since_ms = now - DONE_SHOWN_DAYS * DAY_MS},
                    &t.mine, &t.n_mine));
  TRY(sql_care_tasks(req->db, &req->arena, &(struct care_tasks){.viewer = me, .at_ms = now},
                     &t.tasks, &t.n_tasks));
  tell_care(&req->out, &t);
  return OK;
}

enum err serve_care_take(struct request *req) {
  return care_take(req->db, &req->arena, req->arg.id, req->viewer.person, clock_wall_ms());
}

enum err serve_care_done(struct request *req) {
  return care_done(req->db, &req->arena, req->arg.id, req->viewer.person, clock_wall_ms());
}

enum err serve_care_show(struct request *req) {
  struct told_debrief t = {0};
  struct id care = req->arg.id;
  TRY(sql_care_words(req->db, &req->arena,
                     &(struct care_words){.care = care, .viewer = req->viewer.person}, &t.words,
                     &t.n_words));
  TRY(sql_care_rests(
      req->db, &req->arena,
      &(struct care_rests){.care = care, .since_ms = clock_wall_ms() - CARE_REST_DAYS * DAY_MS},
      &t.rests, &t.n_rests));
  tell_debrief(&req->out, &t);
  return OK;
}

enum err serve_care_say(struct request *req) {
  const char *body = NULL;
  TRY(REQUEST_JSON(req, {"body", BODY_TEXT, &body, .max = 8000}));
  return care_say(req->db, &req->arena, req->arg.id, req->viewer.person, body, clock_wall_ms());
}

enum err serve_care_rest(struct request *req) {
  int64_t minutes = 0;
  TRY(REQUEST_JSON(req, {"minutes", BODY_INT, &minutes, .min = 1, .max = 480}));
  return care_rest(req->db, &req->arena, req->arg.id, req->viewer.person, minutes, clock_wall_ms());
}
