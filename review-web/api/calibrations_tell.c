// SPDX-License-Identifier: Apache-2.0
// How a calibration is told. Until it is revealed: the calls, the form, the viewer's own part and
// how many are in, and nothing of what anybody answered. Then: every question of every call, those
// the raters were furthest apart on first, with the answers, and the figures that say how far it
// can be trusted. Severity is between the rater and the quality lead, and is said from ten calls
// on.
#include "gen/sql/calibration.h"
#include "review-web/api/calibrations.h"
#include "review-web/api/evaluations.h"

// ---- the calls, as far as one may know them ----------------------------------------------------

static enum err hears(struct request *req, struct id call, bool *out) {
  struct hearing h;
  TRY(may_see_hearable(asker(req), call, &h));
  *out = h.n > 0;
  return OK;
}

static const struct told_call_mine *
mine_of(struct request *req, const struct calibration_scores_row *s, size_t n, struct id call) {
  for (size_t i = 0; i < n; i++) {
    if (!id_eq(s[i].interaction, call) || !id_eq(s[i].person, req->viewer.person)) continue;
    struct told_call_mine *mine = arena_new(&req->arena, struct told_call_mine);
    *mine = (struct told_call_mine){s[i].evaluation, s[i].state};
    return mine;
  }
  return NULL;
}

// Whose call and what about, for those who may hear it; a closed session is nobody's door to it.
static enum err read_calls(struct request *req, struct id session, struct told_calibration *t) {
  struct calibration_calls_row *c;
  struct calibration_scores_row *s;
  size_t scores;
  TRY(sql_calibration_calls(req->db, &req->arena, &(struct calibration_calls){session}, &c,
                            &t->n_calls));
  TRY(sql_calibration_scores(req->db, &req->arena, &(struct calibration_scores){session}, &s,
                             &scores));
  t->calls = arena_array(&req->arena, t->n_calls + 1, struct told_session_call);
  for (size_t i = 0; i < t->n_calls; i++) {
    struct told_session_call *one = &t->calls[i];
    *one = (struct told_session_call){.interaction = c[i].interaction,
                                      .duration_ms = c[i].duration_ms,
                                      .mine = mine_of(req, s, scores, c[i].interaction)};
    TRY(hears(req, c[i].interaction, &one->hear));
    if (!one->hear) continue;
    one->title = c[i].title;
    one->started_ms = some_int(c[i].started_ms);
    if (c[i].agent.set) one->agent = told_name(req, c[i].agent.v, c[i].agent_name);
  }
  return OK;
}

static struct told_calibration_can can(const struct seen_calibration *s) {
  bool open = !strcmp(s->row.state, "open"), revealed = !strcmp(s->row.state, "revealed");
  return (struct told_calibration_can){
      .rate = open && s->part && strcmp(s->part, "present") != 0,
      .reveal = open && s->leads,
      .decide = revealed && s->leads,
      .close = (open || revealed) && s->leads,
  };
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

static const struct precedents_of_session_row *precedent_of(const struct telling *t, struct id call,
                                                            const char *key) {
  for (size_t i = 0; i < t->n_agreed; i++)
    if (id_eq(t->agreed[i].interaction, call) && !strcmp(t->agreed[i].question, key))
      return &t->agreed[i];
  return NULL;
}

static void read_said(struct request *req, const struct telling *t, const char *question,
                      struct told_place *out) {
  out->answers = arena_array(&req->arena, t->n_said + 1, struct calibration_answers_here_row);
  for (size_t i = 0; i < t->n_said; i++)
    if (id_eq(t->said[i].interaction, out->interaction) && !strcmp(t->said[i].question, question))
      out->answers[out->n_answers++] = t->said[i];
}

static struct told_place told_place(struct request *req, const struct telling *t,
                                    const struct place *p) {
  const struct room *r = &t->room;
  const struct rubric_question *q = &r->rubric->questions[p->question];
  const struct cast *agreed = &r->agreed[p->unit * r->rubric->question_count + p->question];
  struct told_place told = {.interaction = r->unit[p->unit].interaction,
                            .question = q->id,
                            .apart = some_real(p->apart),
                            .agreed = cast_word(r, p->question, agreed)};
  told.precedent = precedent_of(t, told.interaction, q->key);
  read_said(req, t, q->id, &told);
  return told;
}

static void read_places(struct request *req, const struct telling *t, struct told_revealed *out) {
  const struct room *r = &t->room;
  size_t questions = r->rubric->question_count, n = r->units * questions;
  struct place *place = arena_array(&req->arena, n + 1, struct place);
  for (size_t i = 0; i < n; i++) {
    size_t unit = i / questions, question = i % questions;
    place[i] = (struct place){unit, question, room_apart(r, unit, question)};
  }
  qsort(place, n, sizeof *place, worst_first);
  out->questions = arena_array(&req->arena, n + 1, struct told_place);
  out->n_questions = n;
  for (size_t i = 0; i < n; i++) out->questions[i] = told_place(req, t, &place[i]);
}

// ---- figures -----------------------------------------------------------------------------------

// A value without an interval is one of too few.
static struct told_figure told_figure(const struct figure *f) {
  bool few = !f->undefined && isnan(f->ci.lo);
  return (struct told_figure){.value = some_real(f->value),
                              .lo = some_real(f->ci.lo),
                              .hi = some_real(f->ci.hi),
                              .n = (int64_t)f->n,
                              .undefined = few ? "too few calls to say" : f->undefined};
}

static struct told_room told_room(struct request *req, const struct room *r) {
  struct figure totals = room_totals(&req->arena, r);
  struct told_room t = {
      .calls = (int64_t)r->units, .raters = (int64_t)r->raters, .totals = told_figure(&totals)};
  t.questions = arena_array(&req->arena, r->rubric->question_count + 1, struct told_room_question);
  for (size_t q = 0; q < r->rubric->question_count; q++) {
    struct room_question said = room_question(&req->arena, r, q);
    if (!said.answers) continue;
    t.questions[t.n_questions++] =
        (struct told_room_question){.question = r->rubric->questions[q].id,
                                    .ordinal = said.ordinal,
                                    .calls = (int64_t)said.calls,
                                    .raters = (int64_t)said.raters,
                                    .answers = (int64_t)said.answers,
                                    .untouched = (int64_t)said.untouched,
                                    .same = some_real(said.same),
                                    .gwet = told_figure(&said.gwet),
                                    .alpha = told_figure(&said.alpha),
                                    .unclear = said.unclear};
  }
  return t;
}

struct told_milder told_milder(struct request *req, const struct room *all, struct id person) {
  struct room_severity s = room_severity(&req->arena, all, person);
  struct figure f = s.figure;
  if (f.n < SAID_FROM) f = figure_undefined(f.method, f.n, "too few calls to say");
  return (struct told_milder){.milder = told_figure(&f),
                              .against = s.agreed && s.others ? "both"
                                         : s.others           ? "others"
                                                              : "agreed"};
}

// A rater learns her own; whoever leads, everyone's.
static void read_severity(struct request *req, const struct seen_calibration *s,
                          const struct room *all, struct told_revealed *out) {
  out->severity = arena_array(&req->arena, s->n_raters + 1, struct told_severity);
  for (size_t i = 0; i < s->n_raters; i++) {
    const struct calibration_raters_row *r = &s->raters[i];
    bool own = id_eq(r->id, req->viewer.person);
    if ((own || s->leads) && !strcmp(r->part, "rater"))
      out->severity[out->n_severity++] =
          (struct told_severity){told_milder(req, all, r->id), r->id};
  }
}

static enum err read_revealed(struct request *req, const struct seen_calibration *s,
                              struct told_revealed *out) {
  struct telling t = {0};
  struct room all;
  TRY(calibration_room(req->db, &req->arena, s->row.id, &t.room));
  for (size_t u = 0; u < t.room.units; u++) TRY(evaluation_seen(req, t.room.unit[u].interaction));
  TRY(calibration_rooms(req->db, &req->arena, s->row.rubric_version, &all));
  TRY(sql_calibration_answers_here(
      req->db, &req->arena, &(struct calibration_answers_here){s->row.id}, &t.said, &t.n_said));
  TRY(sql_precedents_of_session(req->db, &req->arena, &(struct precedents_of_session){s->row.id},
                                &t.agreed, &t.n_agreed));
  read_places(req, &t, out);
  out->figures = (struct told_calibration_figures){told_room(req, &t.room), told_room(req, &all)};
  read_severity(req, s, &all, out);
  return OK;
}

enum err calibration_tell(struct request *req, struct id id) {
  struct told_revealed revealed = {0};
  struct calibration_count count;
  struct seen_calibration s;
  TRY(may_see_calibration(asker(req), id, &s));
  TRY(calibration_count(req->db, &req->arena, id, &count));
  struct told_calibration t = {.calibration_get = &s.row,
                               .part = s.part,
                               .in = (int64_t)count.in,
                               .of = (int64_t)count.of,
                               .raters = s.raters,
                               .n_raters = s.n_raters,
                               .can = can(&s)};
  TRY(read_calls(req, id, &t));
  if (s.row.revealed_ms.set) {
    TRY(read_revealed(req, &s, &revealed));
    t.revealed = &revealed;
  }
  tell_calibration(&req->out, &t);
  return OK;
}
