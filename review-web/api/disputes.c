// SPDX-License-Identifier: Apache-2.0
// Disputes: what those who lead the agent's calls have to decide, both sides beside each other, and
// what became of earlier ones, per question and never per person. Who may decide is scoring's rule
// (never the evaluator, never the agent); who works with the call is asked here.
#include <jansson.h>

#include "gen/sql/evaluation.h"
#include "gen/sql/self.h"
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

static const char *part_text(struct request *req, const json_t *part) { // NULL: there is none
  char *text = part ? json_dumps(part, JSON_COMPACT) : NULL;
  const char *kept = text ? arena_strdup(&req->arena, text) : NULL;
  free(text);
  return kept;
}

// The question as it was asked, with its scale: the page needs no more of the form.
static void read_question(struct request *req, const char *document, const char *id,
                          struct told_waiting *t) {
  json_t *rubric = json_loads(document, 0, NULL);
  const json_t *q = question_of(rubric, id);
  const char *scale = json_string_value(json_object_get(q, "scale"));
  t->asked = part_text(req, q);
  t->scale = part_text(req, scale ? find_by(json_object_get(rubric, "scales"), scale) : NULL);
  json_decref(rubric);
}

static enum err read_answer(struct request *req, struct id evaluation, const char *question,
                            const struct answers_of_row **out) {
  struct answers_of_row *a;
  size_t n;
  TRY(sql_answers_of(req->db, &req->arena, &(struct answers_of){evaluation}, &a, &n));
  for (size_t i = 0; i < n && !*out; i++)
    if (!strcmp(a[i].question, question)) *out = &a[i];
  return OK;
}

// The revision somebody is writing or has handed in, when the viewer may see it; and the answer it
// gives instead, which is told once it is handed in.
static enum err read_revision(struct request *req, const struct listed *d, struct told_waiting *t) {
  struct evaluation_revisions_row *r;
  size_t n;
  TRY(sql_evaluation_revisions(req->db, &req->arena, &(struct evaluation_revisions){d->evaluation},
                               &r, &n));
  bool mine = n && id_eq(r[0].evaluator, req->viewer.person);
  t->revised = n ? r[0].state : NULL;
  bool draft = n && !strcmp(r[0].state, "draft");
  t->revising = mine && draft;
  return n && !draft && t->answer ? read_answer(req, r[0].id, d->question, &t->became) : OK;
}

struct waiting {
  struct told_waiting *v;
  size_t n;
  bool counted; // by a page that shows how many: it is told no answer, and has read none
};

static enum err add_dispute(struct request *req, const struct listed *d, struct waiting *all) {
  struct seen_evaluation *e = arena_new(&req->arena, struct seen_evaluation);
  enum err rc = may_see_evaluation(asker(req), d->evaluation, e);
  if (rc == E_NOT_FOUND || (!rc && (!e->leads || e->can.blind))) {
    err_forget();
    return OK;
  }
  TRY(rc);
  bool evaluated = id_eq(e->row.evaluator, req->viewer.person);
  if (!evaluated && !all->counted)
    TRY(evaluation_seen(req, e->row.interaction)); // the answer stands below
  struct told_waiting *t = &all->v[all->n++];
  *t = (struct told_waiting){.id = d->id,
                             .evaluation = evaluation_head(e),
                             .reason = d->reason,
                             .proposed = d->proposed,
                             .at_ms = d->at_ms,
                             .len_ms = d->len_ms,
                             .created_ms = d->created_ms,
                             .due_ms = d->created_ms + req->site->settings.dispute_days * DAY_MS,
                             .decision = d->decision,
                             .why = d->why,
                             .decided_ms = d->decided_ms,
                             .decide = !d->decided_ms.set && !evaluated};
  read_question(req, e->row.document, d->question, t);
  if (!all->counted) TRY(read_answer(req, d->evaluation, d->question, &t->answer));
  return read_revision(req, d, t);
}

static enum err list_waiting(struct request *req, struct waiting *all) {
  struct disputes_waiting_row *r;
  size_t n;
  TRY(sql_disputes_waiting(req->db, &req->arena, &(struct disputes_waiting){req->viewer.person}, &r,
                           &n));
  all->v = arena_array(&req->arena, n + 1, struct told_waiting);
  for (size_t i = 0; i < n; i++)
    TRY(add_dispute(req,
                    &(struct listed){r[i].id, r[i].evaluation, r[i].question, r[i].reason,
                                     r[i].proposed, r[i].decision, r[i].why, r[i].at_ms,
                                     r[i].len_ms, r[i].decided_ms, r[i].created_ms},
                    all));
  return OK;
}

static enum err list_decided(struct request *req, struct waiting *all) {
  struct disputes_decided_row *r;
  size_t n;
  int64_t since = clock_wall_ms() - DECIDED_DAYS * DAY_MS;
  TRY(sql_disputes_decided(
      req->db, &req->arena,
      &(struct disputes_decided){.viewer = req->viewer.person, .since_ms = since}, &r, &n));
  all->v = arena_array(&req->arena, n + 1, struct told_waiting);
  for (size_t i = 0; i < n; i++)
    TRY(add_dispute(req,
                    &(struct listed){r[i].id, r[i].evaluation, r[i].question, r[i].reason,
                                     r[i].proposed, r[i].decision, r[i].why, r[i].at_ms,
                                     r[i].len_ms, r[i].decided_ms, r[i].created_ms},
                    all));
  return OK;
}

enum err serve_disputes_list(struct request *req) {
  const char *state = "waiting";
  TRY(query_text(&req->query, "state", &state));
  TRY(body_one_of("state", state ? state : "waiting", "waiting|decided"));
  int64_t counted = 0;
  bool has;
  TRY(query_int(&req->query, "count", &has, &counted));
  struct waiting all = {.counted = counted != 0};
  TRY(state && !strcmp(state, "decided") ? list_decided(req, &all) : list_waiting(req, &all));
  ANSWER_ROWS(req, tell_waiting, all.v, all.n, NULL);
  return OK;
}

enum err serve_dispute_decide(struct request *req) {
  const struct seen_evaluation *e = req->reach.evaluation;
  struct dispute_decision say = {.dispute = req->arg.id, .decider = req->viewer.person};
  struct id revision;
  TRY(REQUEST_JSON(req, {"decision", BODY_TEXT, &say.decision, .max = 20},
                   {"why", BODY_TEXT, &say.why, .max = WHY_MOST}));
  TRY(dispute_decide(req->db, &say, clock_wall_ms(), &revision));
  tell_decided(&req->out,
               &(struct told_decided){e->row.id, e->row.interaction, opt_id_of(revision)});
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

static struct told_dispute_outcome told_outcome(struct request *req, const struct outcome *o) {
  int64_t changed = o->partly + o->adjusted, n = changed + o->upheld;
  if (o->n_people < PEOPLE_LEAST) // fewer than five people: not even how many
    return (struct told_dispute_outcome){.few = true};
  struct figure f = stat_share((struct count){(double)changed, (double)n}, .95);
  struct told_outcome_counts *c = arena_new(&req->arena, struct told_outcome_counts);
  *c = (struct told_outcome_counts){.n = n,
                                    .upheld = o->upheld,
                                    .partly = o->partly,
                                    .adjusted = o->adjusted,
                                    .lo_ppm = (int64_t)floor(f.ci.lo * PPM + .5),
                                    .hi_ppm = (int64_t)floor(f.ci.hi * PPM + .5)};
  return (struct told_dispute_outcome){.outcome_counts = c};
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

static enum err read_question_outcome(struct request *req, const struct outcome *o,
                                      struct told_question_outcome *out) {
  struct rubric_version_get_row v;
  bool found;
  TRY(sql_rubric_version_get(req->db, &req->arena, &(struct rubric_version_get){o->version}, &v,
                             &found));
  json_t *rubric = json_loads(found ? v.document : "{}", 0, NULL);
  *out = (struct told_question_outcome){
      .dispute_outcome = told_outcome(req, o),
      .rubric_sv = found ? v.title_sv : NULL,
      .rubric_en = found ? v.title_en : NULL,
      .version = found ? v.version : 0,
      .title = part_text(req, json_object_get(question_of(rubric, o->question), "title"))};
  json_decref(rubric);
  return OK;
}

// Of the last half year, among the people whose calls the viewer leads.
enum err serve_disputes_counted(struct request *req) {
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
  struct told_outcomes t = {.since_ms = since, .whole = told_outcome(req, &whole)};
  t.questions = arena_array(&req->arena, questions + 1, struct told_question_outcome);
  for (size_t i = 0; i < questions; i++)
    if (all[i].n_people >= PEOPLE_LEAST)
      TRY(read_question_outcome(req, &all[i], &t.questions[t.n_questions++]));
  tell_outcomes(&req->out, &t);
  return OK;
}
