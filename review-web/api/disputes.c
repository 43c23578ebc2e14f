// SPDX-License-Identifier: Apache-2.0
// Disputes: what those who lead the agent's calls have to decide, both sides beside each other, and
// what became of earlier ones, per question and never per person. Who may decide is scoring's rule
// (never the evaluator, never the agent); who works with the call is asked here.
#include <jansson.h>

#include "review-web/api/common.h"
#include "review-web/api/evaluations.h"

enum { WHY_MOST = 4000, PEOPLE_LEAST = 5, DECIDED_DAYS = 182 };

struct listed { // one row, from either query
  struct id id, evaluation;
  const char *question, *reason, *proposed, *decision, *why;
  struct opt_int at_ms, len_ms, decided_ms;
  int64_t created_ms;
};

static const json_t *find_by(const json_t *list, const char *id) {
  const json_t *one;
  size_t i;
  json_array_foreach(list, i, one) {
    const char *has = json_string_value(json_object_get(one, "id"));
    if (has && !strcmp(has, id)) return one;
  }
  return NULL;
}

static const json_t *question_of(const json_t *rubric, const char *id) {
  const json_t *section;
  size_t i;
  json_array_foreach(json_object_get(rubric, "sections"), i, section) {
    const json_t *q = find_by(json_object_get(section, "questions"), id);
    if (q) return q;
  }
  return NULL;
}

static void out_part(struct buf *b, const char *key, const json_t *part) {
  char *text = part ? json_dumps(part, JSON_COMPACT) : NULL;
  out_raw(b, key, text);
  free(text);
}

// The question as it was asked, with its scale: the page needs no more of the form.
static void out_question(struct buf *b, const char *document, const char *id) {
  json_t *rubric = json_loads(document, 0, NULL);
  const json_t *q = question_of(rubric, id);
  const char *scale = json_string_value(json_object_get(q, "scale"));
  out_part(b, "asked", q);
  out_part(b, "scale", scale ? find_by(json_object_get(rubric, "scales"), scale) : NULL);
  json_decref(rubric);
}

static enum err out_answer_to(struct request *req, const struct listed *d) {
  struct answers_of_row *a;
  size_t n;
  TRY(sql_answers_of(req->db, &req->arena, &(struct answers_of){d->evaluation}, &a, &n));
  for (size_t i = 0; i < n; i++) {
    if (strcmp(a[i].question, d->question) != 0) continue;
    jsonw_key(&req->out, "answer");
    sql_answers_of_row_json(&req->out, &a[i]);
    return OK;
  }
  out_raw(&req->out, "answer", NULL);
  return OK;
}

// The revision somebody is writing or has handed in, when the viewer may see it.
static enum err out_revision(struct request *req, const struct listed *d) {
  struct evaluation_revisions_row *r;
  size_t n;
  TRY(sql_evaluation_revisions(req->db, &req->arena, &(struct evaluation_revisions){d->evaluation},
                               &r, &n));
  bool mine = n && id_eq(r[0].evaluator, req->viewer.person);
  out_text(&req->out, "revised", n ? r[0].state : NULL);
  out_bool(&req->out, "revising", mine && !strcmp(r[0].state, "draft"));
  return OK;
}

static enum err out_dispute(struct request *req, const struct listed *d) {
  struct seen_evaluation e;
  struct buf *b = &req->out;
  enum err rc = evaluation_look(req, d->evaluation, &e);
  if (rc == E_NOT_FOUND || (!rc && (!e.leads || e.can.blind))) {
    err_forget();
    return OK;
  }
  TRY(rc);
  bool evaluated = id_eq(e.row.evaluator, req->viewer.person);
  out_open(b, NULL, '{');
  out_id(b, "id", d->id);
  out_open(b, "evaluation", '{');
  out_evaluation_head(b, &e);
  out_close(b, '}');
  out_question(b, e.row.document, d->question);
  TRY(out_answer_to(req, d));
  out_text(b, "reason", d->reason);
  out_text(b, "proposed", d->proposed);
  out_opt_int(b, "at_ms", d->at_ms);
  out_opt_int(b, "len_ms", d->len_ms);
  out_int(b, "created_ms", d->created_ms);
  out_int(b, "due_ms", d->created_ms + req->site->settings.dispute_days * DAY_MS);
  out_text(b, "decision", d->decision);
  out_text(b, "why", d->why);
  out_opt_int(b, "decided_ms", d->decided_ms);
  out_bool(b, "decide", !d->decided_ms.set && !evaluated);
  TRY(out_revision(req, d));
  out_close(b, '}');
  return OK;
}

static enum err list_waiting(struct request *req) {
  struct disputes_waiting_row *r;
  size_t n;
  TRY(sql_disputes_waiting(req->db, &req->arena, &(struct disputes_waiting){req->viewer.person}, &r,
                           &n));
  for (size_t i = 0; i < n; i++)
    TRY(out_dispute(req, &(struct listed){r[i].id, r[i].evaluation, r[i].question, r[i].reason,
                                          r[i].proposed, r[i].decision, r[i].why, r[i].at_ms,
                                          r[i].len_ms, r[i].decided_ms, r[i].created_ms}));
  return OK;
}

static enum err list_decided(struct request *req) {
  struct disputes_decided_row *r;
  size_t n;
  int64_t since = clock_wall_ms() - DECIDED_DAYS * DAY_MS;
  TRY(sql_disputes_decided(
      req->db, &req->arena,
      &(struct disputes_decided){.viewer = req->viewer.person, .since_ms = since}, &r, &n));
  for (size_t i = 0; i < n; i++)
    TRY(out_dispute(req, &(struct listed){r[i].id, r[i].evaluation, r[i].question, r[i].reason,
                                          r[i].proposed, r[i].decision, r[i].why, r[i].at_ms,
                                          r[i].len_ms, r[i].decided_ms, r[i].created_ms}));
  return OK;
}

enum err disputes_list(struct request *req) {
  const char *state = "waiting";
  TRY(query_text(&req->query, "state", 10, &state));
  TRY(body_one_of("state", state ? state : "waiting", "waiting|decided"));
  rows_begin(req);
  TRY(state && !strcmp(state, "decided") ? list_decided(req) : list_waiting(req));
  rows_end(req, NULL);
  return OK;
}

// Agent and evaluator are told, each for herself; the revision is told when it is released.
static enum err tell_both(struct request *req, const struct seen_evaluation *e) {
  TRY(evaluation_tell(req, "dispute.resolved", &e->row, e->row.agent));
  return evaluation_tell(req, "dispute.resolved", &e->row, e->row.evaluator);
}

enum err dispute_decide(struct request *req) {
  struct dispute_get_row d;
  struct seen_evaluation e;
  struct dispute_decision say = {.dispute = req->arg.id, .decider = req->viewer.person};
  struct id revision;
  bool found;
  TRY(sql_dispute_get(req->db, &req->arena, &(struct dispute_get){req->arg.id}, &d, &found));
  enum err rc = found ? evaluation_look(req, d.evaluation, &e) : E_NOT_FOUND;
  if (rc == E_NOT_FOUND) {
    err_forget();
    return fail(E_NOT_FOUND, "there is no such dispute");
  }
  TRY(rc);
  if (!e.leads) return fail(E_FORBIDDEN, "a dispute is decided by who leads the agent's calls");
  TRY(REQUEST_JSON(req, {"decision", BODY_TEXT, &say.decision, .max = 20},
                   {"why", BODY_TEXT, &say.why, .max = WHY_MOST}));
  TRY(dispute_resolve(req->db, &say, clock_wall_ms(), &revision));
  TRY(tell_both(req, &e));
  buf_add_char(&req->out, '{');
  out_id(&req->out, "evaluation", d.evaluation);
  out_id(&req->out, "interaction", e.row.interaction);
  out_opt_id(&req->out, "revision", opt_id_of(revision));
  buf_add_char(&req->out, '}');
  return OK;
}

// ---- what became of them ------------------------------------------------------------------------

struct outcome { // of one question
  const char *key;
  struct id version; // where its title stands
  const char *question;
  int64_t upheld, partly, adjusted;
  struct id *people;
  size_t n_people;
};

static void count_person(struct outcome *o, struct id agent) {
  for (size_t i = 0; i < o->n_people; i++)
    if (id_eq(o->people[i], agent)) return;
  o->people[o->n_people++] = agent;
}

static void count_one(struct outcome *o, const struct disputes_outcomes_row *r) {
  if (!strcmp(r->decision, "upheld")) o->upheld++;
  if (!strcmp(r->decision, "partly")) o->partly++;
  if (!strcmp(r->decision, "adjusted")) o->adjusted++;
  count_person(o, r->agent);
}

static void out_outcome(struct buf *b, const struct outcome *o) {
  int64_t changed = o->partly + o->adjusted, n = changed + o->upheld;
  bool few = o->n_people < PEOPLE_LEAST;
  out_bool(b, "few", few);
  if (few) return; // fewer than five people: not even how many
  struct figure f = stat_wilson((struct count){(double)changed, (double)n}, .95);
  out_int(b, "n", n);
  out_int(b, "upheld", o->upheld);
  out_int(b, "partly", o->partly);
  out_int(b, "adjusted", o->adjusted);
  out_int(b, "lo_ppm", (int64_t)floor(f.ci.lo * PPM + .5));
  out_int(b, "hi_ppm", (int64_t)floor(f.ci.hi * PPM + .5));
}

static struct outcome *outcome_of(struct arena *a, struct outcome *all, size_t *n, size_t most,
                                  const struct disputes_outcomes_row *r) {
  for (size_t i = 0; i < *n; i++)
    if (!strcmp(all[i].question, r->question) && id_eq(all[i].version, r->rubric_version))
      return &all[i];
  struct outcome *o = &all[(*n)++];
  *o = (struct outcome){.question = r->question,
                        .version = r->rubric_version,
                        .people = arena_array(a, most, struct id)};
  return o;
}

static enum err out_question_outcome(struct request *req, const struct outcome *o) {
  struct rubric_version_get_row v;
  bool found;
  TRY(sql_rubric_version_get(req->db, &req->arena, &(struct rubric_version_get){o->version}, &v,
                             &found));
  json_t *rubric = json_loads(found ? v.document : "{}", 0, NULL);
  out_open(&req->out, NULL, '{');
  out_text(&req->out, "rubric_sv", found ? v.title_sv : NULL);
  out_text(&req->out, "rubric_en", found ? v.title_en : NULL);
  out_int(&req->out, "version", found ? v.version : 0);
  out_part(&req->out, "title", json_object_get(question_of(rubric, o->question), "title"));
  out_outcome(&req->out, o);
  out_close(&req->out, '}');
  json_decref(rubric);
  return OK;
}

// Of the last half year, among the people whose calls the viewer leads.
enum err disputes_counted(struct request *req) {
  struct disputes_outcomes_row *r;
  size_t n, questions = 0;
  int64_t since = clock_wall_ms() - DECIDED_DAYS * DAY_MS;
  TRY(sql_disputes_outcomes(
      req->db, &req->arena,
      &(struct disputes_outcomes){.viewer = req->viewer.person, .since_ms = since}, &r, &n));
  struct outcome *all = arena_array(&req->arena, n + 1, struct outcome);
  struct outcome whole = {.people = arena_array(&req->arena, n + 1, struct id)};
  for (size_t i = 0; i < n; i++) {
    count_one(&whole, &r[i]);
    count_one(outcome_of(&req->arena, all, &questions, n + 1, &r[i]), &r[i]);
  }
  buf_add_char(&req->out, '{');
  out_int(&req->out, "since_ms", since);
  out_open(&req->out, "whole", '{');
  out_outcome(&req->out, &whole);
  out_close(&req->out, '}');
  out_open(&req->out, "questions", '[');
  for (size_t i = 0; i < questions; i++)
    if (all[i].n_people >= PEOPLE_LEAST) TRY(out_question_outcome(req, &all[i]));
  out_close(&req->out, ']');
  buf_add_char(&req->out, '}');
  return OK;
}
