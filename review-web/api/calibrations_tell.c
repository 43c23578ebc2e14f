// SPDX-License-Identifier: Apache-2.0
// How a calibration is told. Until it is revealed: the calls, the form, the viewer's own part and
// how many are in, and nothing of what anybody answered. Then: every question of every call, those
// the raters were furthest apart on first, with the answers, and the figures that say how far it
// can be trusted. Severity is between the rater and the quality lead, and is said from ten calls
// on.
#include "review-web/api/calibrations.h"

// ---- the calls, as far as one may know them ----------------------------------------------------

static enum err hears(struct request *req, struct id call, bool *out) {
  struct standing s;
  struct hearing h;
  enum err rc = policy_hear(req, call, &s, &h);
  *out = !rc;
  if (rc && rc != E_NOT_FOUND && rc != E_FORBIDDEN) return rc;
  err_forget();
  return OK;
}

static void out_mine(struct request *req, const struct calibration_scores_row *s, size_t n,
                     struct id call) {
  struct buf *b = &req->out;
  jsonw_key(b, "mine");
  for (size_t i = 0; i < n; i++) {
    if (!id_eq(s[i].interaction, call) || !id_eq(s[i].person, req->viewer.person)) continue;
    buf_add_char(b, '{');
    out_id(b, "evaluation", s[i].evaluation);
    out_text(b, "state", s[i].state);
    buf_add_char(b, '}');
    return;
  }
  jsonw_null(b);
}

// Whose call and what about, for those who may hear it; a closed session is nobody's door to it.
static enum err out_calls(struct request *req, struct id session) {
  struct calibration_calls_row *c;
  struct calibration_scores_row *s;
  size_t n, scores;
  struct buf *b = &req->out;
  TRY(sql_calibration_calls(req->db, &req->arena, &(struct calibration_calls){session}, &c, &n));
  TRY(sql_calibration_scores(req->db, &req->arena, &(struct calibration_scores){session}, &s,
                             &scores));
  out_open(b, "calls", '[');
  for (size_t i = 0; i < n; i++) {
    bool may;
    TRY(hears(req, c[i].interaction, &may));
    out_open(b, NULL, '{');
    out_id(b, "interaction", c[i].interaction);
    out_bool(b, "hear", may);
    out_int(b, "duration_ms", c[i].duration_ms);
    out_text(b, "title", may ? c[i].title : NULL);
    out_named(b, "agent", may ? c[i].agent : (struct opt_id){0}, c[i].agent_name);
    out_opt_int(b, "started_ms", (struct opt_int){may, c[i].started_ms});
    out_mine(req, s, scores, c[i].interaction);
    out_close(b, '}');
  }
  out_close(b, ']');
  return OK;
}

static void out_raters(struct request *req, const struct seen_calibration *s) {
  struct buf *b = &req->out;
  out_open(b, "raters", '[');
  for (size_t i = 0; i < s->n_raters; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", s->raters[i].person);
    out_text(b, "name", s->raters[i].person_name);
    out_text(b, "part", s->raters[i].part);
    out_close(b, '}');
  }
  out_close(b, ']');
}

static void out_can(struct request *req, const struct seen_calibration *s) {
  struct buf *b = &req->out;
  bool open = !strcmp(s->row.state, "open"), revealed = !strcmp(s->row.state, "revealed");
  out_open(b, "can", '{');
  out_bool(b, "rate", open && s->part && strcmp(s->part, "present") != 0);
  out_bool(b, "reveal", open && s->leads);
  out_bool(b, "decide", revealed && s->leads);
  out_bool(b, "close", (open || revealed) && s->leads);
  out_close(b, '}');
}

static enum err out_head(struct request *req, const struct seen_calibration *s) {
  const struct calibration_get_row *r = &s->row;
  struct buf *b = &req->out;
  struct calibration_count count;
  TRY(calibration_count(req->db, &req->arena, r->id, &count));
  out_id(b, "id", r->id);
  out_text(b, "title", r->title);
  out_named(b, "owner", some_id(r->owner), r->owner_name);
  out_text(b, "method", r->method);
  out_text(b, "state", r->state);
  out_int(b, "created_ms", r->created_ms);
  out_int(b, "due_ms", r->due_ms);
  out_opt_int(b, "revealed_ms", r->revealed_ms);
  out_opt_int(b, "closed_ms", r->closed_ms);
  out_int(b, "version", r->version);
  out_raw(b, "rubric", r->document);
  out_text(b, "part", s->part);
  out_int(b, "in", (int64_t)count.in);
  out_int(b, "of", (int64_t)count.of);
  return OK;
}

// ---- what they answered ------------------------------------------------------------------------

struct place { // one question of one call
  size_t unit, question;
  double apart;
};

static int worst_first(const void *x, const void *y) {
  const struct place *a = x, *b = y;
  double p = isnan(a->apart) ? -1 : a->apart, q = isnan(b->apart) ? -1 : b->apart;
  if (p < q || p > q) return p < q ? 1 : -1;
  if (a->unit != b->unit) return a->unit < b->unit ? -1 : 1;
  return (a->question > b->question) - (a->question < b->question);
}

static const char *cast_word(const struct room *r, size_t question, const struct cast *c) {
  switch (c->kind) {
  case ANSWER_OPTION: return r->rubric->questions[question].scale->options[c->option].id;
  case ANSWER_NA: return "na";
  case ANSWER_OUTSIDE_CONTROL: return "outside_control";
  case ANSWER_CANNOT_TELL: return "cannot_tell";
  case ANSWER_NONE: break;
  }
  return NULL;
}

struct telling {
  struct room room;
  struct calibration_answers_here_row *said;
  struct precedents_of_session_row *agreed;
  size_t n_said, n_agreed;
};

static void out_precedent(struct buf *b, const struct telling *t, struct id call, const char *key) {
  jsonw_key(b, "precedent");
  for (size_t i = 0; i < t->n_agreed; i++) {
    const struct precedents_of_session_row *p = &t->agreed[i];
    if (!id_eq(p->interaction, call) || strcmp(p->question, key) != 0) continue;
    buf_add_char(b, '{');
    out_id(b, "id", p->id);
    out_text(b, "value", p->value);
    out_text(b, "why", p->why);
    out_opt_int(b, "at_ms", p->at_ms);
    out_opt_int(b, "len_ms", p->len_ms);
    buf_add_char(b, '}');
    return;
  }
  jsonw_null(b);
}

static void out_said(struct buf *b, const struct telling *t, struct id call, const char *question) {
  out_open(b, "answers", '[');
  for (size_t i = 0; i < t->n_said; i++) {
    const struct calibration_answers_here_row *a = &t->said[i];
    if (!id_eq(a->interaction, call) || strcmp(a->question, question) != 0) continue;
    out_open(b, NULL, '{');
    out_id(b, "person", a->person);
    out_text(b, "value", a->value);
    out_text(b, "comment", a->comment);
    out_opt_int(b, "at_ms", a->at_ms);
    out_opt_int(b, "len_ms", a->len_ms);
    out_bool(b, "touched", a->touched);
    out_close(b, '}');
  }
  out_close(b, ']');
}

static void out_places(struct request *req, const struct telling *t) {
  const struct room *r = &t->room;
  struct buf *b = &req->out;
  size_t questions = r->rubric->question_count, n = r->units * questions;
  struct place *place = arena_array(&req->arena, n + 1, struct place);
  for (size_t i = 0; i < n; i++) {
    size_t unit = i / questions, question = i % questions;
    place[i] = (struct place){unit, question, room_apart(r, unit, question)};
  }
  qsort(place, n, sizeof *place, worst_first);
  out_open(b, "questions", '[');
  for (size_t i = 0; i < n; i++) {
    const struct rubric_question *q = &r->rubric->questions[place[i].question];
    struct id call = r->unit[place[i].unit].interaction;
    out_open(b, NULL, '{');
    out_id(b, "interaction", call);
    out_text(b, "question", q->id);
    jsonw_key(b, "apart");
    jsonw_real(b, place[i].apart);
    out_text(
        b, "agreed",
        cast_word(r, place[i].question, &r->agreed[place[i].unit * questions + place[i].question]));
    out_precedent(b, t, call, q->key);
    out_said(b, t, call, q->id);
    out_close(b, '}');
  }
  out_close(b, ']');
}

// ---- figures -----------------------------------------------------------------------------------

static void out_figure(struct buf *b, const char *key, const struct figure *f) {
  out_open(b, key, '{');
  jsonw_key(b, "value");
  jsonw_real(b, f->value);
  jsonw_key(b, "lo");
  jsonw_real(b, f->ci.lo);
  jsonw_key(b, "hi");
  jsonw_real(b, f->ci.hi);
  out_int(b, "n", (int64_t)f->n);
  out_text(b, "undefined", f->undefined);
  out_close(b, '}');
}

static void out_room(struct request *req, const char *key, const struct room *r) {
  struct buf *b = &req->out;
  struct icc totals = room_totals(&req->arena, r);
  out_open(b, key, '{');
  out_int(b, "calls", (int64_t)r->units);
  out_int(b, "raters", (int64_t)r->raters);
  out_figure(b, "totals", &totals.figure);
  out_open(b, "questions", '[');
  for (size_t q = 0; q < r->rubric->question_count; q++) {
    struct room_question said = room_question(&req->arena, r, q);
    if (!said.answers) continue;
    out_open(b, NULL, '{');
    out_text(b, "question", r->rubric->questions[q].id);
    out_bool(b, "ordinal", said.ordinal);
    out_int(b, "calls", (int64_t)said.calls);
    out_int(b, "raters", (int64_t)said.raters);
    out_int(b, "answers", (int64_t)said.answers);
    out_int(b, "untouched", (int64_t)said.untouched);
    jsonw_key(b, "same");
    jsonw_real(b, said.same);
    out_figure(b, "gwet", &said.gwet);
    out_figure(b, "alpha", &said.alpha);
    out_bool(b, "unclear", said.unclear);
    out_close(b, '}');
  }
  out_close(b, ']');
  out_close(b, '}');
}

void out_milder(struct request *req, const struct room *all, struct id person) {
  struct figure f = room_severity(&req->arena, all, person);
  if (f.n < SAID_FROM) f = figure_undefined(f.method, f.n, "too few calls to say");
  out_figure(&req->out, "milder", &f);
}

// A rater learns her own; whoever leads, everyone's.
static void out_severity(struct request *req, const struct seen_calibration *s,
                         const struct room *all) {
  struct buf *b = &req->out;
  out_open(b, "severity", '[');
  for (size_t i = 0; i < s->n_raters; i++) {
    bool own = id_eq(s->raters[i].person, req->viewer.person);
    if ((!own && !s->leads) || strcmp(s->raters[i].part, "rater") != 0) continue;
    out_open(b, NULL, '{');
    out_id(b, "person", s->raters[i].person);
    out_milder(req, all, s->raters[i].person);
    out_close(b, '}');
  }
  out_close(b, ']');
}

static enum err out_revealed(struct request *req, const struct seen_calibration *s) {
  struct telling t = {0};
  struct room all;
  TRY(calibration_room(req->db, &req->arena, s->row.id, &t.room));
  TRY(calibration_rooms(req->db, &req->arena, s->row.rubric_version, &all));
  TRY(sql_calibration_answers_here(
      req->db, &req->arena, &(struct calibration_answers_here){s->row.id}, &t.said, &t.n_said));
  TRY(sql_precedents_of_session(req->db, &req->arena, &(struct precedents_of_session){s->row.id},
                                &t.agreed, &t.n_agreed));
  out_places(req, &t);
  out_open(&req->out, "figures", '{');
  out_room(req, "here", &t.room);
  out_room(req, "all", &all);
  out_close(&req->out, '}');
  out_severity(req, s, &all);
  return OK;
}

enum err calibration_tell(struct request *req, struct id id) {
  struct seen_calibration s;
  TRY(calibration_look(req, id, &s));
  buf_add_char(&req->out, '{');
  TRY(out_head(req, &s));
  out_raters(req, &s);
  TRY(out_calls(req, id));
  out_can(req, &s);
  if (s.row.revealed_ms.set) TRY(out_revealed(req, &s));
  buf_add_char(&req->out, '}');
  return OK;
}
