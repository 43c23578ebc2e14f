// SPDX-License-Identifier: Apache-2.0
// Calibrations: what people do in one. Who may hear and see is asked here and in the policy; every
// rule of a session's life lies in scoring/. What may not be seen does not exist.
#include "review-web/api/calibrations.h"

enum { WHY_MOST = 2000, LISTED_MOST = 200, TITLE_MOST = 120, YEAR_DAYS = 400 };

enum err calibration_look(struct request *req, struct id id, struct seen_calibration *out) {
  bool found;
  *out = (struct seen_calibration){.leads = req->viewer.rights & R_CALIBRATE};
  TRY(sql_calibration_get(req->db, &req->arena, &(struct calibration_get){id}, &out->row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such calibration");
  TRY(sql_calibration_raters(req->db, &req->arena, &(struct calibration_raters){id}, &out->raters,
                             &out->n_raters));
  for (size_t i = 0; i < out->n_raters; i++)
    if (id_eq(out->raters[i].person, req->viewer.person)) out->part = out->raters[i].part;
  if (out->part || out->leads) return OK;
  return fail(E_NOT_FOUND, "there is no such calibration");
}

enum err calibration_news(struct request *req, const char *event,
                          const struct seen_calibration *s) {
  struct news n = {.event = event, .object = s->row.id};
  for (size_t i = 0; i < s->n_raters; i++) {
    n.person = s->raters[i].person;
    if (!id_eq(n.person, req->viewer.person)) TRY(news_tell(req->db, n));
  }
  n.person = s->row.owner;
  return news_tell(req->db, n);
}

// ---- opening one -------------------------------------------------------------------------------

// Asked of people who rate: a coach or a quality lead, now.
static enum err check_rater(struct request *req, struct id person) {
  struct grant_at_row *grants;
  size_t n;
  rights may = 0;
  TRY(sql_grant_at(req->db, &req->arena,
                   &(struct grant_at){.person = person, .at_ms = clock_wall_ms()}, &grants, &n));
  for (size_t i = 0; i < n; i++) may |= rights_of_role(grants[i].role);
  if (may & R_RATE) return OK;
  return fail(E_BAD_DATA, "raters: only coaches and quality leads rate in a calibration");
}

static enum err check_call(struct request *req, struct id call) {
  struct standing s;
  struct recording_of_row r;
  bool found;
  TRY(policy_call(req, call, R_EVALUATE | R_LISTEN, &s));
  TRY(sql_recording_of(req->db, &req->arena, &(struct recording_of){call}, &r, &found));
  if (found && !strcmp(r.state, "sealed")) return OK;
  return fail(E_CONFLICT, "this call has no recording: choose another");
}

enum err calibration_add(struct request *req) {
  struct calibration_ask ask = {.owner = req->viewer.person};
  struct body_ids calls = {0}, raters = {0};
  struct seen_calibration made;
  struct id id;
  TRY(REQUEST_JSON(req, {"title", BODY_TEXT, &ask.title, .max = TITLE_MOST},
                   {"rubric_version", BODY_ID, &ask.rubric_version, .optional = false},
                   {"method", BODY_TEXT, &ask.method, .max = 20},
                   {"due_ms", BODY_INT, &ask.due_ms, .max = clock_wall_ms() + YEAR_DAYS * DAY_MS},
                   {"interactions", BODY_IDS, &calls, .max = CALIBRATION_CALLS},
                   {"raters", BODY_IDS, &raters, .max = CALIBRATION_RATERS},
                   {"expert", BODY_ID, &ask.expert, .optional = true}));
  TRY(body_one_of("method", ask.method, "blind|group|reference"));
  for (size_t i = 0; i < calls.n; i++) TRY(check_call(req, calls.v[i]));
  for (size_t i = 0; i < raters.n; i++) TRY(check_rater(req, raters.v[i]));
  ask.calls = calls.v;
  ask.n_calls = calls.n;
  ask.raters = raters.v;
  ask.n_raters = raters.n;
  TRY(calibration_start(req->db, &ask, clock_wall_ms(), &id));
  TRY(calibration_look(req, id, &made));
  TRY(calibration_news(req, "calibration.invited", &made));
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
static enum err out_row(struct request *req, const struct calibration_newest_row *r) {
  struct buf *b = &req->out;
  struct seen_calibration seen;
  struct calibration_count count;
  int64_t left = 0;
  TRY(calibration_look(req, r->id, &seen));
  TRY(calibration_count(req->db, &req->arena, r->id, &count));
  TRY(own_left(req, r->id, r->calls, &left));
  out_open(b, NULL, '{');
  out_id(b, "id", r->id);
  out_text(b, "title", r->title);
  out_text(b, "method", r->method);
  out_text(b, "state", r->state);
  out_int(b, "created_ms", r->created_ms);
  out_int(b, "due_ms", r->due_ms);
  out_text(b, "rubric_sv", r->title_sv);
  out_text(b, "rubric_en", r->title_en);
  out_int(b, "calls", r->calls);
  out_int(b, "in", (int64_t)count.in);
  out_int(b, "of", (int64_t)count.of);
  jsonw_key(b, "mine");
  if (seen.part && strcmp(seen.part, "present") != 0)
    jsonw_int(b, left);
  else
    jsonw_null(b);
  out_close(b, '}');
  return OK;
}

enum err calibrations_list(struct request *req) {
  bool leads = req->viewer.rights & R_CALIBRATE;
  struct calibration_newest_row *all = NULL;
  struct calibration_of_person_row *own = NULL;
  size_t n = 0;
  if (leads)
    TRY(sql_calibration_newest(req->db, &req->arena, &(struct calibration_newest){LISTED_MOST},
                               &all, &n));
  else
    TRY(sql_calibration_of_person(
        req->db, &req->arena,
        &(struct calibration_of_person){.person = req->viewer.person, .limit = LISTED_MOST}, &own,
        &n));
  rows_begin(req);
  for (size_t i = 0; (all || own) && i < n; i++) {
    struct calibration_newest_row row =
        all ? all[i]
            : (struct calibration_newest_row){own[i].id,       own[i].title,      own[i].method,
                                              own[i].state,    own[i].created_ms, own[i].due_ms,
                                              own[i].title_sv, own[i].title_en,   own[i].calls};
    TRY(out_row(req, &row));
  }
  rows_end(req, NULL);
  return OK;
}

enum err calibration_show(struct request *req) { return calibration_tell(req, req->arg.id); }

// ---- rating, revealing, closing ----------------------------------------------------------------

enum err calibration_form(struct request *req) {
  struct seen_calibration s;
  struct id call, evaluation;
  TRY(calibration_look(req, req->arg.id, &s));
  TRY(REQUEST_JSON(req, {"interaction", BODY_ID, &call, .optional = false}));
  TRY(calibration_begin(req->db, s.row.id, call, req->viewer.person, clock_wall_ms(), &evaluation));
  answer_id(req, evaluation);
  return OK;
}

// Somebody handed in: how many are in has changed, and the last one reveals.
enum err calibration_after(struct request *req, struct id evaluation) {
  struct calibration_of_evaluation_row of;
  struct seen_calibration s;
  bool found;
  TRY(sql_calibration_of_evaluation(req->db, &req->arena,
                                    &(struct calibration_of_evaluation){evaluation}, &of, &found));
  if (!found) return OK;
  TRY(calibration_look(req, of.id, &s));
  bool revealed = !strcmp(of.state, "revealed");
  return calibration_news(req, revealed ? "calibration.revealed" : "calibration.handed_in", &s);
}

enum err calibration_uncover(struct request *req) {
  struct seen_calibration s;
  TRY(calibration_look(req, req->arg.id, &s));
  TRY(calibration_reveal(req->db, s.row.id, req->viewer.person, clock_wall_ms()));
  TRY(calibration_news(req, "calibration.revealed", &s));
  return calibration_tell(req, s.row.id);
}

enum err calibration_end(struct request *req) {
  struct seen_calibration s;
  TRY(calibration_look(req, req->arg.id, &s));
  TRY(calibration_close(req->db, s.row.id, req->viewer.person, clock_wall_ms()));
  return calibration_tell(req, s.row.id);
}

// ---- precedents --------------------------------------------------------------------------------

enum err precedent_add(struct request *req) {
  struct seen_calibration s;
  struct precedent_ask ask = {.author = req->viewer.person};
  struct id id;
  int64_t at = -1, len = -1;
  TRY(calibration_look(req, req->arg.id, &s));
  TRY(REQUEST_JSON(req, {"interaction", BODY_ID, &ask.interaction, .optional = false},
                   {"question", BODY_TEXT, &ask.question, .max = 100},
                   {"option", BODY_TEXT, &ask.value, .max = 100},
                   {"why", BODY_TEXT, &ask.why, .max = WHY_MOST},
                   {"at_ms", BODY_INT, &at, .max = DAY_MS, .optional = true},
                   {"len_ms", BODY_INT, &len, .max = DAY_MS, .optional = true}));
  ask.session = s.row.id;
  ask.at_ms = (struct opt_int){at >= 0, at};
  ask.len_ms = (struct opt_int){len >= 0, len};
  TRY(precedent_set(req->db, &ask, clock_wall_ms(), &id));
  return calibration_tell(req, s.row.id);
}

enum err precedent_delete(struct request *req) {
  return precedent_retire(req->db, req->arg.id, req->viewer.person, clock_wall_ms());
}

// Whoever scores with the form reads how it was judged; where in which call, only who may hear it.
static enum err out_place(struct request *req, const struct precedents_of_rubric_row *r) {
  struct buf *b = &req->out;
  struct standing s;
  struct hearing h;
  enum err rc = policy_hear(req, r->interaction, &s, &h);
  if (rc && rc != E_NOT_FOUND && rc != E_FORBIDDEN) return rc;
  err_forget();
  out_opt_id(b, "interaction", rc ? (struct opt_id){0} : some_id(r->interaction));
  out_opt_int(b, "at_ms", rc ? (struct opt_int){0} : r->at_ms);
  out_opt_int(b, "len_ms", rc ? (struct opt_int){0} : r->len_ms);
  return OK;
}

enum err precedents_list(struct request *req) {
  struct precedents_of_rubric_row *r;
  size_t n;
  struct buf *b = &req->out;
  const char *rubric = NULL;
  TRY(query_text(&req->query, "rubric", 100, &rubric));
  if (!rubric) return fail(E_BAD_DATA, "rubric: say which form's");
  TRY(sql_precedents_of_rubric(req->db, &req->arena, &(struct precedents_of_rubric){rubric}, &r,
                               &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_text(b, "question", r[i].question);
    out_text(b, "value", r[i].value);
    out_text(b, "why", r[i].why);
    out_int(b, "created_ms", r[i].created_ms);
    TRY(out_place(req, &r[i]));
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}
