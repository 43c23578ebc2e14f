// SPDX-License-Identifier: Apache-2.0
// What was begun and is not done: a note half written, its author's alone wherever she sits down
// next; what one has promised a caller, and what one keeps for a colleague who did.
#include "gen/sql/begun.h"

#include "gen/sql/self.h"
#include "gen/told/evaluation.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

enum { DRAFT_MOST = 8000 };

// ---- notes ------------------------------------------------------------------------------------
// Nobody hears of it, and no line in the log says that she wrote. Emptied words are gone.

enum err serve_note_draft(struct request *req) {
  struct note_draft_put d = {.author = req->viewer.person, .interaction = req->arg.id};
  TRY(REQUEST_JSON(req, {"at_ms", BODY_INT, &d.at_ms, .max = DAY_MS},
                   {"len_ms", BODY_INT, &d.len_ms, .max = DAY_MS, .optional = true},
                   {"kind", BODY_TEXT, &d.kind, .max = 10},
                   {"aspect", BODY_TEXT, &d.aspect, .max = 10, .optional = true},
                   {"body", BODY_ANY_TEXT, &d.body, .max = DRAFT_MOST}));
  TRY(body_one_of("kind", d.kind, WORDS_NoteKind));
  if (d.aspect) TRY(body_one_of("aspect", d.aspect, WORDS_Aspect));
  if (!*d.body)
    return sql_note_draft_drop(req->db, &(struct note_draft_drop){d.author, req->arg.id});
  TRY(may_reach_second(asker(req), &req->reach, d.at_ms));
  d.written_ms = clock_wall_ms();
  return sql_note_draft_put(req->db, &d);
}

// Of the calls that she still sees.
enum err serve_me_drafts(struct request *req) {
  struct note_drafts_mine_row *r;
  size_t n, seen = 0;
  TRY(sql_note_drafts_mine(req->db, &req->arena, &(struct note_drafts_mine){req->viewer.person}, &r,
                           &n));
  for (size_t i = 0; i < n; i++) {
    bool listed;
    TRY(may_see_in_lists(asker(req), r[i].interaction, &listed));
    if (listed) r[seen++] = r[i];
  }
  ANSWER_ROWS(req, sql_note_drafts_mine_row_json, r, seen, NULL);
  return OK;
}

// ---- "we get back to you" ---------------------------------------------------------------------
// While a load window is open the reminder rests; the day the caller was promised stays as it is.
enum err serve_me_promises(struct request *req) {
  struct plan_pauses pauses;
  struct told_promises t = {0};
  struct id me = req->viewer.person;
  TRY(plan_pauses_read(req->db, &req->arena, clock_wall_ms(), &pauses));
  TRY(sql_promises_waiting(req->db, &req->arena, &(struct promises_waiting){me}, &t.rows,
                           &t.n_rows));
  TRY(sql_promises_handed(req->db, &req->arena, &(struct promises_handed){me}, &t.handed,
                          &t.n_handed));
  t.paused = plan_paused(&pauses);
  tell_promises(&req->out, &t);
  return OK;
}

enum err serve_promise_step(struct request *req) {
  int64_t later = 0;
  int64_t now = clock_wall_ms();
  TRY(REQUEST_JSON(
      req, {"later_ms", BODY_INSTANT, &later, .max = now + 366 * DAY_MS, .optional = true}));
  return promise_step(req->db, req->arg.id, req->viewer.person, (struct opt_int){later > 0, later},
                      now);
}

enum err serve_promise_hand_over(struct request *req) {
  struct promise_handing h = {.promise = req->arg.id, .agent = req->viewer.person};
  struct id to;
  TRY(REQUEST_JSON(req, {"to", BODY_ID, &to, .max = 0},
                   {"words", BODY_TEXT, &h.words, .max = 2000}));
  TRY(may_reach_colleague(asker(req), to, &h.receiver));
  return promise_hand(req->db, &h, clock_wall_ms());
}

enum err serve_promise_back(struct request *req) {
  return promise_back(req->db, req->arg.id, req->viewer.person);
}

enum err serve_me_colleagues(struct request *req) {
  struct colleagues_of_row *r;
  size_t n;
  TRY(sql_colleagues_of(
      req->db, &req->arena,
      &(struct colleagues_of){.viewer = req->viewer.person, .at_ms = clock_wall_ms()}, &r, &n));
  ANSWER_ROWS(req, sql_colleagues_of_row_json, r, n, NULL);
  return OK;
}
