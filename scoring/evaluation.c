// SPDX-License-Identifier: Apache-2.0
#include "scoring/evaluation.h"

#include "core/chain.h"
#include "gen/sql.h"
#include "scoring/calibration.h"
#include "scoring/plan.h"

enum { WORK_MAX = 64 << 20 };

static enum err told(struct db *db, const char *event, struct id actor, struct id object) {
  return chain_append(db, &(struct chain_line){.event = event, .actor = actor, .object = object});
}

// One's own transaction, unless the caller has one open.
static enum err begin(struct db *db, struct db_tx *tx) {
  return db_in_tx(db) ? OK : db_begin(db, tx);
}

static enum err commit(struct db_tx *tx) { return tx->db ? db_commit(tx) : OK; }

static enum err get(struct db *db, struct arena *a, struct id id, struct evaluation_get_row *out) {
  bool found = false;
  TRY(sql_evaluation_get(db, a, &(struct evaluation_get){id}, out, &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such evaluation");
}

static enum err in_state(const struct evaluation_get_row *e, const char *state) {
  if (!strcmp(e->state, state)) return OK;
  return fail(E_CONFLICT, "the evaluation is %s, not %s", e->state, state);
}

static enum err is_person(struct id is, struct id should_be, const char *who) {
  return id_eq(is, should_be) ? OK : fail(E_FORBIDDEN, "only the %s may do this", who);
}

static bool one_of(const char *word, const char *const *words, size_t n) {
  for (size_t i = 0; word && i < n; i++)
    if (!strcmp(word, words[i])) return true;
  return false;
}

// ---- rubrics ----------------------------------------------------------------------------------
enum err rubric_load(struct db *db, struct arena *a, struct id version, struct rubric *out) {
  struct rubric_version_get_row row;
  struct problems *problems = arena_new(a, struct problems);
  bool found = false;
  TRY(sql_rubric_version_get(db, a, &(struct rubric_version_get){version}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such rubric version");
  json_t *json = json_loads(row.document, 0, NULL);
  enum err rc =
      json ? rubric_read(a, json, problems, out) : fail(E_BROKEN, "the rubric is not JSON");
  json_decref(json);
  return rc;
}

// ---- drafts -----------------------------------------------------------------------------------
enum err evaluation_start(struct db *db, const struct evaluation_ask *ask, int64_t now_ms,
                          struct id *out_id) {
  static const char *const kinds[] = {"standard", "self", "peer", "calibration", "trainee"};
  static const char *const selections[] = {"random",    "targeted",    "agent_request",
                                           "complaint", "calibration", "training"};
  AUTO(arena) struct arena a;
  struct rubric_version_get_row row;
  bool found = false;
  arena_init(&a, WORK_MAX);
  if (!one_of(ask->kind, kinds, countof(kinds))) return fail(E_BAD_DATA, "kind: not known");
  if (!one_of(ask->selection, selections, countof(selections)))
    return fail(E_BAD_DATA, "selection: not known");
  TRY(sql_rubric_version_get(db, &a, &(struct rubric_version_get){ask->rubric_version}, &row,
                             &found));
  if (!found || strcmp(row.state, "published") != 0)
    return fail(E_CONFLICT, "only a published rubric can be used");
  struct id id = id_new();
  TRY(sql_evaluation_add(db, &(struct evaluation_add){.id = id,
                                                      .interaction = ask->interaction,
                                                      .agent = ask->agent,
                                                      .evaluator = ask->evaluator,
                                                      .rubric_version = ask->rubric_version,
                                                      .kind = ask->kind,
                                                      .selection = ask->selection,
                                                      .revision = 1,
                                                      .load_mark = ask->load_mark,
                                                      .created_ms = now_ms}));
  *out_id = id;
  return OK;
}

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

struct evaluation_can evaluation_may(const struct evaluation_stand *e, struct id viewer,
                                     bool leads) {
  struct evaluation_can can = {0};
  bool agent = id_eq(viewer, e->agent), evaluator = id_eq(viewer, e->evaluator);
  bool draft = !strcmp(e->state, "draft"), submitted = !strcmp(e->state, "submitted");
  bool released = !strcmp(e->state, "released"), read = !strcmp(e->state, "acknowledged");
  bool disputed = !strcmp(e->state, "disputed");
  if (!strcmp(e->kind, "calibration")) { // blind: what others see of it, calibration.h tells
    can.see = evaluator && !agent;
    can.answer = can.submit = can.see && draft;
    return can;
  }
  can.see = evaluator || (agent && e->released) ||
            (leads && !agent && !draft && (strcmp(e->kind, "self") != 0 || e->released));
  can.answer = can.submit = evaluator && draft;
  can.release = evaluator && submitted;
  can.acknowledge = agent && !evaluator && released;
  can.dispute = agent && !evaluator && (released || read || disputed);
  can.retract = can.see && (submitted || released || read || disputed) && (evaluator || !agent);
  return can;
}

static json_t *answer_json(const struct answers_of_row *row) {
  json_t *one = json_pack("{s:s,s:s,s:b}", "option", row->value, "comment", row->comment, "touched",
                          row->touched);
  if (row->at_ms.set) json_object_set_new(one, "at_ms", json_integer(row->at_ms.v));
  return one;
}

enum err evaluation_score(struct db *db, struct arena *a, struct id id, struct rubric *out_rubric,
                          struct answer **out_answers, struct score *out) {
  struct evaluation_get_row e;
  struct answers_of_row *rows;
  size_t n;
  TRY(get(db, a, id, &e));
  TRY(rubric_load(db, a, e.rubric_version, out_rubric));
  TRY(sql_answers_of(db, a, &(struct answers_of){id}, &rows, &n));
  json_t *says = json_object();
  for (size_t i = 0; i < n; i++) json_object_set_new(says, rows[i].question, answer_json(&rows[i]));
  enum err rc = answers_read(a, out_rubric, says, out_answers);
  json_decref(says);
  if (!rc) *out = score_answers(a, out_rubric, *out_answers);
  return rc;
}

static enum err answer_check(const struct rubric *r, struct arena *a,
                             const struct evaluation_answer *answer) {
  struct answer *all;
  json_t *says = json_pack("{s:s}", answer->question, answer->value);
  if (!says) return fail(E_BAD_DATA, "answers: not text");
  enum err rc = answers_read(a, r, says, &all);
  json_decref(says);
  return rc;
}

enum err evaluation_answer(struct db *db, struct id id, struct id evaluator,
                           const struct evaluation_answer *answer) {
  AUTO(arena) struct arena a;
  struct evaluation_get_row e;
  struct rubric r;
  arena_init(&a, WORK_MAX);
  TRY(get(db, &a, id, &e));
  TRY(is_person(evaluator, e.evaluator, "evaluator"));
  TRY(in_state(&e, "draft"));
  TRY(rubric_load(db, &a, e.rubric_version, &r));
  TRY(answer_check(&r, &a, answer));
  return sql_answer_put(db, &(struct answer_put){.evaluation = id,
                                                 .question = answer->question,
                                                 .value = answer->value,
                                                 .comment = answer->comment ? answer->comment : "",
                                                 .at_ms = answer->at_ms,
                                                 .len_ms = answer->len_ms,
                                                 .touched = answer->touched});
}

static enum err rest_one(struct db *db, struct id id, const struct rubric_question *q) {
  for (size_t k = 0; k < q->scale->n; k++) {
    if (q->scale->options[k].points != q->scale->most) continue;
    return sql_answer_put(db, &(struct answer_put){.evaluation = id,
                                                   .question = q->id,
                                                   .value = q->scale->options[k].id,
                                                   .comment = ""});
  }
  return OK;
}

enum err evaluation_rest(struct db *db, struct id id, struct id evaluator) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct evaluation_get_row e;
  struct rubric r;
  struct answer *answers;
  struct score s;
  arena_init(&a, WORK_MAX);
  TRY(begin(db, &tx));
  TRY(get(db, &a, id, &e));
  TRY(is_person(evaluator, e.evaluator, "evaluator"));
  TRY(in_state(&e, "draft"));
  TRY(evaluation_score(db, &a, id, &r, &answers, &s));
  for (size_t i = 0; i < r.question_count; i++) {
    const struct rubric_question *q = &r.questions[i];
    bool scored = q->weight && !q->unscored && !q->organisation && q->scale->most;
    if (s.visible[i] && answers[i].kind == ANSWER_NONE && scored && q->critical == CLASS_NONE)
      TRY(rest_one(db, id, q));
  }
  return commit(&tx);
}

// ---- handing in and after -----------------------------------------------------------------------
static struct opt_int known(int64_t ppm) { return (struct opt_int){ppm >= 0, ppm}; }

static enum err submit_write(struct db *db, struct id id, const struct score *s, int64_t heard_ms,
                             int64_t now_ms) {
  int64_t judged = 0, failed = 0;
  for (size_t i = 0; i < CLASSES; i++) {
    judged += s->classes[i].judged;
    failed += s->classes[i].failed;
  }
  return sql_evaluation_submit(db,
                               &(struct evaluation_submit){.id = id,
                                                           .total_ppm = known(s->total_ppm),
                                                           .reported_ppm = known(s->reported_ppm),
                                                           .correct_ppm = known(s->correct_ppm),
                                                           .human_ppm = known(s->human_ppm),
                                                           .judged = judged,
                                                           .failed = failed,
                                                           .heard_ms = heard_ms,
                                                           .submitted_ms = now_ms});
}

enum err evaluation_submit(struct db *db, struct id id, struct id evaluator, int64_t heard_ms,
                           int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct evaluation_get_row e;
  struct rubric r;
  struct answer *answers;
  struct score s;
  struct evaluation_call_row call;
  bool found = false;
  arena_init(&a, WORK_MAX);
  TRY(begin(db, &tx));
  TRY(get(db, &a, id, &e));
  TRY(is_person(evaluator, e.evaluator, "evaluator"));
  TRY(in_state(&e, "draft"));
  TRY(evaluation_score(db, &a, id, &r, &answers, &s));
  if (s.missing_count)
    return fail(E_CONFLICT, "%zu questions lack an answer, a comment or a marker", s.missing_count);
  TRY(sql_evaluation_call(db, &a, &(struct evaluation_call){e.interaction}, &call, &found));
  if (found) TRY(counts_at_all(&call));
  TRY(submit_write(db, id, &s, heard_ms, now_ms));
  if (!strcmp(e.selection, "random") && !strcmp(e.kind, "standard") && !e.replaces.set)
    TRY(plan_item_heard(db, e.interaction, e.evaluator, id, now_ms));
  TRY(told(db, "evaluation.submitted", evaluator, id));
  if (!strcmp(e.kind, "calibration")) TRY(calibration_handed_in(db, id, evaluator, now_ms));
  return commit(&tx);
}

enum err evaluation_release(struct db *db, struct id id, struct id by, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct evaluation_get_row e;
  arena_init(&a, WORK_MAX);
  TRY(begin(db, &tx));
  TRY(get(db, &a, id, &e));
  TRY(is_person(by, e.evaluator, "evaluator"));
  if (!strcmp(e.kind, "calibration"))
    return fail(E_FORBIDDEN, "a calibration is about the form, and never sent to the agent");
  TRY(in_state(&e, "submitted"));
  TRY(sql_evaluation_release(db, &(struct evaluation_release){.id = id, .released_ms = now_ms}));
  TRY(told(db, "evaluation.released", by, id));
  return commit(&tx);
}

static enum err move(struct db *db, struct id id, const char *was, const char *state,
                     struct opt_int ended_ms) {
  return sql_evaluation_move(
      db, &(struct evaluation_move){.id = id, .was = was, .state = state, .ended_ms = ended_ms});
}

enum err evaluation_acknowledge(struct db *db, struct id id, struct id agent, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct evaluation_get_row e;
  arena_init(&a, WORK_MAX);
  TRY(begin(db, &tx));
  TRY(get(db, &a, id, &e));
  TRY(is_person(agent, e.agent, "agent"));
  TRY(in_state(&e, "released"));
  TRY(move(db, id, "released", "acknowledged", some_int(now_ms)));
  TRY(told(db, "evaluation.acknowledged", agent, id));
  return commit(&tx);
}

enum err evaluation_void(struct db *db, struct id id, struct id by, const char *reason,
                         int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct evaluation_get_row e;
  arena_init(&a, WORK_MAX);
  if (!reason || !*reason) return fail(E_BAD_DATA, "reason: an evaluation is voided with one");
  TRY(begin(db, &tx));
  TRY(get(db, &a, id, &e));
  if (id_eq(by, e.agent) && !id_eq(by, e.evaluator))
    return fail(E_FORBIDDEN, "an agent disagrees with an evaluation, and does not void it");
  TRY(sql_evaluation_void(
      db, &(struct evaluation_void){.id = id, .void_reason = reason, .ended_ms = now_ms}));
  if (!db_changes(db))
    return fail(E_CONFLICT, "the evaluation is %s: it cannot be voided", e.state);
  TRY(told(db, "evaluation.voided", by, id));
  return commit(&tx);
}

// ---- disputes ---------------------------------------------------------------------------------
static enum err dispute_fits(struct db *db, struct arena *a, const struct dispute_ask *ask,
                             const struct evaluation_get_row *e, int64_t now_ms) {
  struct rubric r;
  size_t at;
  if (!ask->reason || !*ask->reason) return fail(E_BAD_DATA, "reason: say why");
  if (strcmp(e->state, "released") != 0 && strcmp(e->state, "acknowledged") != 0 &&
      strcmp(e->state, "disputed") != 0)
    return fail(E_CONFLICT, "the evaluation is %s: it cannot be disputed", e->state);
  if (now_ms > e->released_ms.v + DISPUTE_DAYS * INT64_C(86400000))
    return fail(E_CONFLICT, "the %d days for a dispute are over", DISPUTE_DAYS);
  TRY(rubric_load(db, a, e->rubric_version, &r));
  TRY(rubric_find(&r, ask->question, &at));
  if (!ask->proposed) return OK;
  return answer_check(
      &r, a, &(struct evaluation_answer){.question = ask->question, .value = ask->proposed});
}

enum err dispute_open(struct db *db, const struct dispute_ask *ask, int64_t now_ms,
                      struct id *out_id) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct evaluation_get_row e;
  struct id id = id_new();
  arena_init(&a, WORK_MAX);
  TRY(begin(db, &tx));
  TRY(get(db, &a, ask->evaluation, &e));
  TRY(is_person(ask->agent, e.agent, "agent"));
  TRY(dispute_fits(db, &a, ask, &e, now_ms));
  TRY(sql_dispute_add(db, &(struct dispute_add){.id = id,
                                                .evaluation = ask->evaluation,
                                                .question = ask->question,
                                                .reason = ask->reason,
                                                .proposed = ask->proposed,
                                                .created_ms = now_ms}));
  TRY(move(db, ask->evaluation, e.state, "disputed", (struct opt_int){0}));
  TRY(told(db, "dispute.opened", ask->agent, id));
  TRY(commit(&tx));
  *out_id = id;
  return OK;
}

static enum err revise(struct db *db, const struct evaluation_get_row *e, struct id decider,
                       int64_t now_ms, struct id *out) {
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
  return move(db, evaluation, "disputed", "resolved", some_int(now_ms));
}

enum err dispute_resolve(struct db *db, const struct dispute_decision *d, int64_t now_ms,
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
  TRY(begin(db, &tx));
  TRY(sql_dispute_get(db, &a, &(struct dispute_get){d->dispute}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such dispute");
  if (row.decided_ms.set) return fail(E_CONFLICT, "the dispute is decided already");
  TRY(get(db, &a, row.evaluation, &e));
  if (id_eq(d->decider, e.evaluator))
    return fail(E_FORBIDDEN, "a dispute is decided by somebody else than the evaluator");
  TRY(sql_dispute_decide(db, &(struct dispute_decide){.id = d->dispute,
                                                      .decision = d->decision,
                                                      .why = d->why,
                                                      .decider = d->decider,
                                                      .decided_ms = now_ms}));
  if (strcmp(d->decision, "upheld") != 0) TRY(revise(db, &e, d->decider, now_ms, &revision));
  TRY(close_when_done(db, &a, e.id, now_ms));
  TRY(told(db, "dispute.resolved", d->decider, d->dispute));
  TRY(commit(&tx));
  *out_revision = revision;
  return OK;
}
