// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/evaluation.h"

#include "gen/sql/evaluation.h"
#include "gen/sql/self.h"
#include "scoring/life/calibration.h"
#include "scoring/life/life.h"
#include "scoring/life/plan.h"

// ---- drafts -----------------------------------------------------------------------------------
static enum err counts_at_all(const struct evaluation_call_row *call) {
  if (!call->uncounted) return OK;
  return fail(E_CONFLICT,
              "a call marked tough or threat, or that its agent does not want used, counts in no "
              "statistics: it is not scored");
}

static enum err kind_fits(const struct evaluation_ask *ask, bool own) {
  if (!own && !strcmp(ask->kind, "self"))
    return fail(E_FORBIDDEN, "a self-evaluation is of one's own call");
  if (own && strcmp(ask->kind, "self") != 0)
    return fail(E_FORBIDDEN, "one's own call is scored by a self-evaluation");
  return OK;
}

// Only a draw makes a call random: nobody says it of a call she chose.
static enum err selection_fits(struct db *db, struct evaluation_ask *ask) {
  bool random = ask->selection && !strcmp(ask->selection, "random");
  if (id_is_none(ask->item))
    return random ? fail(E_FORBIDDEN, "only a call that was drawn for you is a random one") : OK;
  if (ask->selection && !random) return fail(E_BAD_DATA, "selection: a drawn call is random");
  if (strcmp(ask->kind, "standard") != 0)
    return fail(E_BAD_DATA, "kind: a drawn call is scored as standard");
  ask->selection = "random";
  return plan_item_check(db, ask->item, ask->interaction, ask->evaluator);
}

enum err evaluation_begin(struct db *db, const struct evaluation_ask *ask, int64_t now_ms,
                          struct id *out_id) {
  AUTO(arena) struct arena a;
  struct evaluation_ask whole = *ask;
  struct evaluation_call_row call;
  struct evaluation_draft_row draft;
  bool found = false;
  arena_init(&a, WORK_MAX);
  if (!ask->kind) return fail(E_BAD_DATA, "kind: not known");
  TRY(sql_evaluation_call(db, &a, &(struct evaluation_call){ask->interaction}, &call, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such call");
  TRY(counts_at_all(&call));
  if (!call.agent.set) return fail(E_CONFLICT, "nobody has said whose call this is");
  TRY(kind_fits(ask, id_eq(call.agent.v, ask->evaluator)));
  TRY(selection_fits(db, &whole));
  TRY(sql_evaluation_draft(db, &a, &(struct evaluation_draft){ask->interaction, ask->evaluator},
                           &draft, &found));
  if (found) return fail(E_CONFLICT, "your draft for this call is there already");
  whole.agent = call.agent.v;
  whole.load_mark = call.load_mark;
  return evaluation_start(db, &whole, now_ms, out_id);
}

enum err evaluation_discard(struct db *db, struct id id, struct id evaluator) {
  AUTO(step) struct step step = {0};
  TRY(step_in_draft(db, id, evaluator, &step));
  if (step.e.replaces.set)
    return fail(E_CONFLICT, "a change that was decided is handed in, not thrown away");
  TRY(sql_answers_drop(db, &(struct answers_drop){id}));
  TRY(sql_evaluation_drop(db, &(struct evaluation_drop){id}));
  TRY(event_tell(db, EV_EVALUATION_DISCARDED,
                 (struct happening){.actor = evaluator, .object = id}));
  return db_commit(&step.tx);
}

enum err evaluation_answer(struct db *db, struct id id, struct id evaluator,
                           const struct evaluation_answer *answer) {
  AUTO(step) struct step step = {0};
  struct rubric r;
  TRY(step_in_draft(db, id, evaluator, &step));
  TRY(rubric_load(db, &step.memory, step.e.rubric_version, &r));
  TRY(answer_check(&r, &step.memory, answer));
  TRY(sql_answer_put(db, &(struct answer_put){.evaluation = id,
                                              .question = answer->question,
                                              .value = answer->value,
                                              .comment = answer->comment ? answer->comment : "",
                                              .at_ms = answer->at_ms,
                                              .len_ms = answer->len_ms,
                                              .touched = answer->touched}));
  return db_commit(&step.tx);
}

// The top of its scale; of a critical point the first that is no error.
static bool is_clear(const struct rubric_question *q, size_t option) {
  if (q->critical != CLASS_NONE) return !(q->fail_on >> option & 1);
  return q->scale->options[option].points == q->scale->most;
}

static enum err rest_one(struct db *db, struct id id, const struct rubric_question *q) {
  for (size_t k = 0; k < q->scale->n; k++) {
    if (!is_clear(q, k)) continue;
    return sql_answer_put(db, &(struct answer_put){.evaluation = id,
                                                   .question = q->id,
                                                   .value = q->scale->options[k].id,
                                                   .comment = ""});
  }
  return OK;
}

static bool is_rest(const struct rubric_question *q, bool critical) {
  if (q->unscored || q->organisation) return false;
  return q->critical != CLASS_NONE ? critical : q->weight && q->scale->most;
}

enum err evaluation_rest(struct db *db, struct id id, struct id evaluator, bool critical) {
  AUTO(step) struct step step = {0};
  struct rubric r;
  struct answer *answers;
  struct score s;
  TRY(step_in_draft(db, id, evaluator, &step));
  TRY(evaluation_score(db, &step.memory, id, &r, &answers, &s));
  for (size_t i = 0; i < r.question_count; i++) {
    const struct rubric_question *q = &r.questions[i];
    if (s.visible[i] && answers[i].kind == ANSWER_NONE && is_rest(q, critical))
      TRY(rest_one(db, id, q));
  }
  return db_commit(&step.tx);
}

// ---- handing in and after -----------------------------------------------------------------------
static struct opt_int known(int64_t ppm) { return (struct opt_int){ppm >= 0, ppm}; }

static enum err submit_write(struct db *db, struct id id, const struct score *s, int64_t heard_ms,
                             int64_t now_ms) {
  int64_t judged = 0, failed = 0, judged_in = 0, failed_in = 0;
  for (size_t i = 0; i < CLASSES; i++) {
    judged += s->classes[i].judged;
    failed += s->classes[i].failed;
    if (s->classes[i].judged) judged_in |= (int64_t)1 << i;
    if (s->classes[i].failed) failed_in |= (int64_t)1 << i;
  }
  return sql_evaluation_submit(db,
                               &(struct evaluation_submit){.id = id,
                                                           .total_ppm = known(s->total_ppm),
                                                           .reported_ppm = known(s->reported_ppm),
                                                           .correct_ppm = known(s->correct_ppm),
                                                           .human_ppm = known(s->human_ppm),
                                                           .judged = judged,
                                                           .failed = failed,
                                                           .judged_in = judged_in,
                                                           .failed_in = failed_in,
                                                           .heard_ms = heard_ms,
                                                           .submitted_ms = now_ms});
}

enum err evaluation_submit(struct db *db, struct id id, struct id evaluator, int64_t heard_ms,
                           int64_t now_ms) {
  AUTO(step) struct step step = {0};
  struct rubric r;
  struct answer *answers;
  struct score s;
  struct evaluation_call_row call;
  bool found = false;
  TRY(step_in_draft(db, id, evaluator, &step));
  TRY(evaluation_score(db, &step.memory, id, &r, &answers, &s));
  if (s.missing_count)
    return fail(E_CONFLICT, "%zu questions lack an answer, a comment or a marker", s.missing_count);
  TRY(sql_evaluation_call(db, &step.memory, &(struct evaluation_call){step.e.interaction}, &call,
                          &found));
  if (found && !step.e.replaces.set)
    TRY(counts_at_all(&call)); // what was decided is written, whatever came since
  TRY(submit_write(db, id, &s, heard_ms, now_ms));
  if (!strcmp(step.e.selection, "random") && !strcmp(step.e.kind, "standard") &&
      !step.e.replaces.set)
    TRY(plan_item_heard(db, &(struct plan_heard){step.e.interaction, step.e.evaluator, id, r.key},
                        now_ms));
  TRY(event_tell(db, EV_EVALUATION_SUBMITTED,
                 (struct happening){.actor = evaluator, .object = id}));
  if (!strcmp(step.e.kind, "calibration")) TRY(calibration_handed_in(db, id, evaluator, now_ms));
  return db_commit(&step.tx);
}

static enum err tell_both(struct db *db, enum event what, struct id actor,
                          const struct evaluation_get_row *e) {
  return event_tell(db, what,
                    (struct happening){.actor = actor,
                                       .object = e->id,
                                       .interaction = e->interaction,
                                       PEOPLE(e->agent, e->evaluator)});
}

// Hers is in: whoever has handed in one of the same call may now see the differences.
static enum err tell_paired(struct db *db, struct arena *a, struct id actor,
                            const struct evaluation_get_row *own) {
  struct evaluation_others_of_call_row *o;
  size_t n;
  if (strcmp(own->kind, "self") != 0) return OK;
  TRY(sql_evaluation_others_of_call(db, a, &(struct evaluation_others_of_call){own->interaction},
                                    &o, &n));
  for (size_t i = 0; i < n; i++)
    TRY(event_tell(db, EV_EVALUATION_PAIRED,
                   (struct happening){.actor = actor,
                                      .object = own->id,
                                      .interaction = own->interaction,
                                      PEOPLE(o[i].evaluator)}));
  return OK;
}

enum err evaluation_release(struct db *db, struct id id, struct id by, int64_t now_ms) {
  AUTO(step) struct step step = {0};
  TRY(step_begin(db, id, &step));
  TRY(is_person(by, step.e.evaluator, "evaluator"));
  if (!strcmp(step.e.kind, "calibration"))
    return fail(E_FORBIDDEN, "a calibration is about the form, and never sent to the agent");
  TRY(in_state("evaluation", step.e.state, "submitted"));
  TRY(sql_evaluation_release(db, &(struct evaluation_release){.id = id, .released_ms = now_ms}));
  TRY(promises_from(db, &step.memory, &step.e, now_ms));
  TRY(tell_both(db, EV_EVALUATION_RELEASED, by, &step.e));
  TRY(tell_paired(db, &step.memory, by, &step.e));
  return db_commit(&step.tx);
}

enum err evaluation_acknowledge(struct db *db, struct id id, struct id agent, int64_t now_ms) {
  AUTO(step) struct step step = {0};
  TRY(step_begin(db, id, &step));
  TRY(is_person(agent, step.e.agent, "agent"));
  TRY(in_state("evaluation", step.e.state, "released"));
  TRY(open_to_agent(db, &step.memory, &step.e));
  TRY(evaluation_moved(db, id, "released", "acknowledged", some_int(now_ms)));
  TRY(tell_both(db, EV_EVALUATION_ACKNOWLEDGED, agent, &step.e));
  return db_commit(&step.tx);
}

enum err evaluation_void(struct db *db, struct id id, struct id by, const char *reason,
                         int64_t now_ms) {
  AUTO(step) struct step step = {0};
  if (!reason || !*reason) return fail(E_BAD_DATA, "reason: an evaluation is voided with one");
  TRY(step_begin(db, id, &step));
  if (id_eq(by, step.e.agent) && !id_eq(by, step.e.evaluator))
    return fail(E_FORBIDDEN, "an agent disagrees with an evaluation, and does not void it");
  if (!strcmp(step.e.kind, "self") && !id_eq(by, step.e.evaluator))
    return fail(E_FORBIDDEN, "a self-evaluation is its agent's");
  TRY(sql_evaluation_void(
      db, &(struct evaluation_void){.id = id, .void_reason = reason, .ended_ms = now_ms}));
  if (!db_changes(db))
    return fail(E_CONFLICT, "the evaluation is %s: it cannot be voided", step.e.state);
  TRY(event_tell(
      db, EV_EVALUATION_VOIDED,
      (struct happening){.actor = by,
                         .object = id,
                         .interaction = step.e.interaction,
                         PEOPLE(step.e.evaluator, step.e.released_ms.set ? step.e.agent : by)}));
  return db_commit(&step.tx);
}
