// SPDX-License-Identifier: Apache-2.0
// Calibrations: what people do in one. Every rule of a session's life lies in scoring/.
#include "review-web/api/calibrations.h"

#include "gen/sql/calibration.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"

enum { WHY_MOST = 2000, LISTED_MOST = 200, TITLE_MOST = 120, YEAR_DAYS = 400 };

// ---- opening one -------------------------------------------------------------------------------

static enum err check_call(struct request *req, struct id call) {
  const struct reached *reached;
  struct recording_of_row r;
  bool found;
  TRY(may_reach_call_to_rate(asker(req), call, &reached));
  TRY(sql_recording_of(req->db, &req->arena, &(struct recording_of){call}, &r, &found));
  if (found && !strcmp(r.state, "sealed")) return OK;
  return fail(E_CONFLICT, "this call has no recording: choose another");
}

enum err serve_calibration_add(struct request *req) {
  struct calibration_ask ask = {.owner = req->viewer.person};
  struct body_ids calls = {0}, raters = {0};
  const struct reached *rater;
  struct id id;
  TRY(REQUEST_JSON(
      req, {"title", BODY_NAME, &ask.title, .max = TITLE_MOST},
      {"rubric_version", BODY_ID, &ask.rubric_version, .optional = false},
      {"method", BODY_TEXT, &ask.method, .max = 20},
      {"due_ms", BODY_INSTANT, &ask.due_ms, .max = clock_wall_ms() + YEAR_DAYS * DAY_MS},
      {"interactions", BODY_IDS, &calls, .max = CALIBRATION_CALLS},
      {"raters", BODY_IDS, &raters, .max = CALIBRATION_RATERS},
      {"expert", BODY_ID, &ask.expert, .optional = true}));
  TRY(body_one_of("method", ask.method, WORDS_Method));
  for (size_t i = 0; i < calls.n; i++) TRY(check_call(req, calls.v[i]));
  for (size_t i = 0; i < raters.n; i++) TRY(may_reach_rater(asker(req), raters.v[i], &rater));
  ask.calls = calls.v;
  ask.n_calls = calls.n;
  ask.raters = raters.v;
  ask.n_raters = raters.n;
  TRY(calibration_add(req->db, &ask, clock_wall_ms(), &id));
  return calibration_tell(req, id);
}

// ---- all of them -------------------------------------------------------------------------------

static enum err own_left(struct request *req, struct id session, int64_t calls, int64_t *out_left) {
  struct calibration_scores_row *r;
  size_t n;
  TRY(sql_calibration_scores(req->db, &req->arena, &(struct calibration_scores){session}, &r, &n));
  *out_left = calls;
  for (size_t i = 0; i < n; i++)
    *out_left -= id_eq(r[i].person, req->viewer.person) && strcmp(r[i].state, "draft") != 0;
  return OK;
}

// mine: how many of its calls wait for the viewer; null when she does not write in it.
static enum err add_row(struct request *req, const struct calibration_newest_row *r,
                        struct told_calibration_row *rows, size_t *n) {
  struct seen_calibration seen;
  struct calibration_count count;
  int64_t left = 0;
  enum err rc = may_see_calibration(asker(req), r->id, &seen);
  if (rc == E_NOT_FOUND) {
    err_forget();
    return OK;
  }
  TRY(rc);
  TRY(calibration_count(req->db, &req->arena, r->id, &count));
  TRY(own_left(req, r->id, r->calls, &left));
  bool writes = seen.part && strcmp(seen.part, "present") != 0;
  rows[(*n)++] = (struct told_calibration_row){.calibration_newest = r,
                                               .in = (int64_t)count.in,
                                               .of = (int64_t)count.of,
                                               .mine = {writes, left}};
  return OK;
}

static enum err sessions_read(struct request *req, struct calibration_newest_row **out, size_t *n) {
  struct calibration_of_person_row *own;
  if (may_see_held_calibrations(&req->viewer)) // of those she holds, each says which
    return sql_calibration_newest(req->db, &req->arena, &(struct calibration_newest){LISTED_MOST},
                                  out, n);
  TRY(sql_calibration_of_person(
      req->db, &req->arena,
      &(struct calibration_of_person){.person = req->viewer.person, .limit = LISTED_MOST}, &own,
      n));
  *out = arena_array(&req->arena, *n + 1, struct calibration_newest_row);
  for (size_t i = 0; i < *n; i++)
    (*out)[i] = (struct calibration_newest_row){own[i].id,        own[i].title,      own[i].method,
                                                own[i].state,     own[i].created_ms, own[i].due_ms,
                                                own[i].rubric_sv, own[i].rubric_en,  own[i].calls};
  return OK;
}

enum err serve_calibrations_list(struct request *req) {
  struct calibration_newest_row *r;
  size_t n, told = 0;
  TRY(sessions_read(req, &r, &n));
  struct told_calibration_row *rows = arena_array(&req->arena, n + 1, struct told_calibration_row);
  for (size_t i = 0; i < n; i++) TRY(add_row(req, &r[i], rows, &told));
  ANSWER_ROWS(req, tell_calibration_row, rows, told, NULL);
  return OK;
}

enum err serve_calibration_show(struct request *req) { return calibration_tell(req, req->arg.id); }

// ---- rating, revealing, closing ----------------------------------------------------------------

enum err serve_calibration_begin(struct request *req) {
  struct id call, evaluation;
  TRY(REQUEST_JSON(req, {"interaction", BODY_ID, &call, .optional = false}));
  TRY(calibration_begin(req->db, req->arg.id, call, req->viewer.person, clock_wall_ms(),
                        &evaluation));
  answer_id(req, evaluation);
  return OK;
}

enum err serve_calibration_reveal(struct request *req) {
  TRY(calibration_reveal(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  return calibration_tell(req, req->arg.id);
}

enum err serve_calibration_close(struct request *req) {
  TRY(calibration_close(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  return calibration_tell(req, req->arg.id);
}

// ---- precedents --------------------------------------------------------------------------------

enum err serve_precedent_add(struct request *req) {
  struct precedent_ask ask = {.author = req->viewer.person};
  struct id id;
  int64_t at = -1, len = -1;
  TRY(REQUEST_JSON(req, {"interaction", BODY_ID, &ask.interaction, .optional = false},
                   {"question", BODY_TEXT, &ask.question, .max = 100},
                   {"option", BODY_TEXT, &ask.value, .max = 100},
                   {"why", BODY_TEXT, &ask.why, .max = WHY_MOST},
                   {"at_ms", BODY_INT, &at, .max = DAY_MS, .optional = true},
                   {"len_ms", BODY_INT, &len, .max = DAY_MS, .optional = true}));
  ask.session = req->arg.id;
  ask.at_ms = (struct opt_int){at >= 0, at};
  ask.len_ms = (struct opt_int){len >= 0, len};
  TRY(precedent_add(req->db, &ask, clock_wall_ms(), &id));
  return calibration_tell(req, req->arg.id);
}

enum err serve_precedent_retire(struct request *req) {
  return precedent_retire(req->db, req->arg.id, req->viewer.person, clock_wall_ms());
}

enum err serve_precedents_list(struct request *req) {
  struct precedents_of_rubric_row *r;
  size_t n;
  const char *rubric = NULL;
  TRY(query_text(&req->query, "rubric", &rubric));
  if (!rubric) return fail(E_BAD_DATA, "rubric: say which form's");
  TRY(sql_precedents_of_rubric(req->db, &req->arena, &(struct precedents_of_rubric){rubric}, &r,
                               &n));
  // Whoever scores with the form reads how it was judged; where in which call, who may hear it.
  struct told_precedent *told = arena_array(&req->arena, n + 1, struct told_precedent);
  for (size_t i = 0; i < n; i++) {
    struct hearing h;
    TRY(may_see_hearable(asker(req), r[i].interaction, &h));
    told[i].precedents_of_rubric = &r[i];
    if (!h.n) continue;
    told[i].interaction = some_id(r[i].interaction);
    told[i].at_ms = r[i].at_ms;
    told[i].len_ms = r[i].len_ms;
  }
  ANSWER_ROWS(req, tell_precedent, told, n, NULL);
  return OK;
}
