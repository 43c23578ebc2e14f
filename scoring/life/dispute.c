// SPDX-License-Identifier: Apache-2.0
#include "gen/sql/evaluation.h"
#include "gen/sql/self.h"
#include "scoring/life/life.h"

// ---- disputes ---------------------------------------------------------------------------------
static enum err once(struct db *db, struct arena *a, const struct dispute_ask *ask) {
  struct dispute_of_row row;
  bool found;
  TRY(sql_dispute_of(db, a, &(struct dispute_of){ask->evaluation, ask->question}, &row, &found));
  return found ? fail(E_CONFLICT, "this question of it was disputed already") : OK;
}

static enum err is_another(struct db *db, struct arena *a, const struct dispute_ask *ask) {
  struct answers_of_row *r;
  size_t n;
  TRY(sql_answers_of(db, a, &(struct answers_of){ask->evaluation}, &r, &n));
  for (size_t i = 0; i < n; i++)
    if (!strcmp(r[i].question, ask->question) && !strcmp(r[i].value, ask->proposed))
      return fail(E_BAD_DATA, "proposed: it is the answer that was given");
  return OK;
}

int64_t dispute_until(int64_t released_ms, int64_t days) {
  return released_ms + (days ? days : DISPUTE_DAYS) * INT64_C(86400000);
}

static enum err dispute_fits(struct db *db, struct arena *a, const struct dispute_ask *ask,
                             const struct evaluation_get_row *e, int64_t now_ms) {
  struct rubric r;
  size_t at;
  if (!ask->reason || !*ask->reason) return fail(E_BAD_DATA, "reason: say why");
  if (strcmp(e->state, "released") != 0 && strcmp(e->state, "acknowledged") != 0 &&
      strcmp(e->state, "disputed") != 0)
    return fail(E_CONFLICT, "the evaluation is %s: it cannot be disputed", e->state);
  if (now_ms > dispute_until(e->released_ms.v, ask->days))
    return fail(E_CONFLICT, "the %" PRId64 " days for a dispute are over",
                ask->days ? ask->days : DISPUTE_DAYS);
  TRY(once(db, a, ask));
  TRY(open_to_agent(db, a, e));
  TRY(rubric_load(db, a, e->rubric_version, &r));
  TRY(rubric_find(&r, ask->question, &at));
  if (!ask->proposed) return OK;
  TRY(is_another(db, a, ask));
  return answer_check(
      &r, a, &(struct evaluation_answer){.question = ask->question, .value = ask->proposed});
}

// Agent, evaluator, and those who may decide it. A revision is told when it is released.
static enum err tell(struct db *db, struct arena *a, enum event what, struct id actor,
                     struct id dispute, const struct evaluation_get_row *e, int64_t now_ms) {
  struct dispute_deciders_row *d;
  size_t n;
  TRY(sql_dispute_deciders(db, a, &(struct dispute_deciders){.id = dispute, .at_ms = now_ms}, &d,
                           &n));
  struct id *people = arena_alloc(a, (n + 2) * sizeof *people);
  for (size_t i = 0; i < n; i++) people[i] = d[i].viewer;
  people[n] = e->agent;
  people[n + 1] = e->evaluator;
  return event_tell(db, what,
                    (struct happening){.actor = actor,
                                       .object = dispute,
                                       .interaction = e->interaction,
                                       .people = people,
                                       .people_n = n + 2});
}

enum err dispute_open(struct db *db, const struct dispute_ask *ask, int64_t now_ms,
                      struct id *out_id) {
  AUTO(step) struct step step = {0};
  struct id id = id_new();
  TRY(step_begin(db, ask->evaluation, &step));
  TRY(is_person(ask->agent, step.e.agent, "agent"));
  TRY(dispute_fits(db, &step.memory, ask, &step.e, now_ms));
  TRY(sql_dispute_add(db, &(struct dispute_add){.id = id,
                                                .evaluation = ask->evaluation,
                                                .question = ask->question,
                                                .reason = ask->reason,
                                                .proposed = ask->proposed,
                                                .at_ms = ask->at_ms,
                                                .len_ms = ask->len_ms,
                                                .created_ms = now_ms}));
  TRY(evaluation_moved(db, ask->evaluation, step.e.state, "disputed", (struct opt_int){0}));
  TRY(tell(db, &step.memory, EV_DISPUTE_OPENED, ask->agent, id, &step.e, now_ms));
  TRY(db_commit(&step.tx));
  *out_id = id;
  return OK;
}

// The newest that was handed in, and the draft that would stand in for it, if there is one.
struct line {
  struct evaluation_get_row last;
  struct opt_id draft, drafter;
};

static enum err follow_line(struct db *db, struct arena *a, const struct evaluation_get_row *e,
                            struct line *out) {
  *out = (struct line){.last = *e};
  for (bool more = true; more;) {
    struct evaluation_revisions_row *r;
    struct opt_id next = {0};
    size_t n;
    TRY(sql_evaluation_revisions(db, a, &(struct evaluation_revisions){out->last.id}, &r, &n));
    for (size_t i = 0; i < n; i++) {
      if (!strcmp(r[i].state, "draft")) {
        out->draft = some_id(r[i].id);
        out->drafter = some_id(r[i].evaluator);
      } else if (!next.set && strcmp(r[i].state, "voided") != 0) {
        next = some_id(r[i].id);
      }
    }
    more = next.set;
    if (more) TRY(evaluation_found(db, a, next.v, &out->last));
  }
  return OK;
}

static enum err revise(struct db *db, struct arena *a, const struct evaluation_get_row *disputed,
                       struct id decider, int64_t now_ms, struct id *out) {
  struct line line;
  TRY(follow_line(db, a, disputed, &line));
  if (line.draft.set && !id_eq(line.drafter.v, decider))
    return fail(E_CONFLICT, "somebody else is writing the new revision: it comes first");
  if (line.draft.set) {
    *out = line.draft.v;
    return OK;
  }
  const struct evaluation_get_row *e = &line.last;
  struct id id = id_new();
  TRY(sql_evaluation_add(db, &(struct evaluation_add){.id = id,
                                                      .interaction = e->interaction,
                                                      .agent = e->agent,
                                                      .evaluator = decider,
                                                      .rubric_version = e->rubric_version,
                                                      .kind = e->kind,
                                                      .selection = e->selection,
                                                      .revision = e->revision + 1,
                                                      .replaces = some_id(e->id),
                                                      .load_mark = e->load_mark,
                                                      .created_ms = now_ms}));
  TRY(sql_answer_copy(db, &(struct answer_copy){.id = id, .evaluation = e->id}));
  *out = id;
  return OK;
}

// The last dispute decided resolves the evaluation.
static enum err close_when_done(struct db *db, struct arena *a, struct id evaluation,
                                int64_t now_ms) {
  struct disputes_open_row *rows;
  size_t n;
  TRY(sql_disputes_open(db, a, &(struct disputes_open){evaluation}, &rows, &n));
  if (n && rows[0].open > 0) return OK;
  return evaluation_moved(db, evaluation, "disputed", "resolved", some_int(now_ms));
}

enum err dispute_decide(struct db *db, const struct dispute_decision *d, int64_t now_ms,
                        struct id *out_revision) {
  static const char *const decisions[] = {"upheld", "partly", "adjusted"};
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct dispute_get_row row;
  struct evaluation_get_row e;
  struct id revision = {{0}};
  bool found = false;
  arena_init(&a, WORK_MAX);
  if (!one_of(d->decision, decisions, countof(decisions)))
    return fail(E_BAD_DATA, "decision: upheld, partly or adjusted");
  if (!d->why || !*d->why) return fail(E_BAD_DATA, "why: say why, it is read by the agent");
  TRY(db_join(db, &tx));
  TRY(sql_dispute_get(db, &a, &(struct dispute_get){d->dispute}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such dispute");
  if (row.decided_ms.set) return fail(E_CONFLICT, "the dispute is decided already");
  TRY(evaluation_found(db, &a, row.evaluation, &e));
  if (id_eq(d->decider, e.evaluator))
    return fail(E_FORBIDDEN, "a dispute is decided by somebody else than the evaluator");
  if (id_eq(d->decider, e.agent))
    return fail(E_FORBIDDEN, "a dispute is decided by somebody else than the agent");
  TRY(in_state("evaluation", e.state, "disputed"));
  TRY(sql_dispute_decide(db, &(struct dispute_decide){.id = d->dispute,
                                                      .decision = d->decision,
                                                      .why = d->why,
                                                      .decider = d->decider,
                                                      .decided_ms = now_ms}));
  if (strcmp(d->decision, "upheld") != 0) TRY(revise(db, &a, &e, d->decider, now_ms, &revision));
  TRY(close_when_done(db, &a, e.id, now_ms));
  TRY(tell(db, &a, EV_DISPUTE_RESOLVED, d->decider, d->dispute, &e, now_ms));
  TRY(db_commit(&tx));
  *out_revision = revision;
  return OK;
}
