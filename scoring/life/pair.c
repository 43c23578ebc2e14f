// SPDX-License-Identifier: Apache-2.0
#include "gen/sql/evaluation.h"
#include "gen/sql/self.h"
#include "scoring/life/life.h"

enum err open_to_agent(struct db *db, struct arena *a, const struct evaluation_get_row *e) {
  struct evaluation_pair_row pair;
  if (!strcmp(e->kind, "self") || strcmp(e->state, "released") != 0) return OK;
  TRY(sql_evaluation_pair(db, a, &(struct evaluation_pair){e->agent, e->interaction}, &pair));
  if (!pair.self_begun) return OK;
  return fail(E_CONFLICT, "hand in your own evaluation first, or throw it away");
}

static enum err promise_one(struct db *db, const struct evaluation_get_row *e,
                            const struct rubric_question *q, int64_t said_ms, int64_t now_ms) {
  int64_t due = said_ms + q->follow_up_days * INT64_C(86400000);
  return sql_promise_add(db, &(struct promise_add){.id = id_new(),
                                                   .interaction = e->interaction,
                                                   .agent = e->agent,
                                                   .question = q->key,
                                                   .evaluation = e->id,
                                                   .due_ms = due > now_ms ? due : now_ms,
                                                   .created_ms = now_ms});
}

enum err promises_from(struct db *db, struct arena *a, const struct evaluation_get_row *e,
                       int64_t now_ms) {
  struct rubric r;
  struct answer *answers;
  struct score s;
  struct promise_base_row call;
  bool found = false;
  if (strcmp(e->kind, "self") != 0 && strcmp(e->kind, "standard") != 0) return OK;
  TRY(evaluation_score(db, a, e->id, &r, &answers, &s));
  TRY(sql_promise_base(db, a, &(struct promise_base){e->interaction}, &call, &found));
  for (size_t i = 0; found && i < r.question_count; i++) {
    const struct rubric_question *q = &r.questions[i];
    bool said = s.visible[i] && answers[i].kind == ANSWER_OPTION &&
                q->scale->options[answers[i].option].points > 0;
    if (q->follow_up_days && said) TRY(promise_one(db, e, q, call.started_ms, now_ms));
  }
  return OK;
}

enum err promise_step(struct db *db, struct id id, struct id agent, struct opt_int later_ms,
                      int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct promise_get_row p;
  bool found = false;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(sql_promise_get(db, &a, &(struct promise_get){id}, &p, &found));
  if (!found || !id_eq(p.agent, agent)) return fail(E_NOT_FOUND, "there is no such promise");
  if (p.done_ms.set) return fail(E_CONFLICT, "the promise is kept already");
  if (later_ms.set && later_ms.v <= now_ms) return fail(E_BAD_DATA, "later_ms: has passed");
  if (later_ms.set)
    TRY(sql_promise_move(db, &(struct promise_move){.id = id, .due_ms = later_ms.v}));
  else
    TRY(sql_promise_done(db, &(struct promise_done){.id = id, .done_ms = now_ms}));
  TRY(event_tell(db, later_ms.set ? EV_PROMISE_MOVED : EV_PROMISE_KEPT,
                 (struct happening){.actor = agent, .object = id}));
  return db_commit(&tx);
}
