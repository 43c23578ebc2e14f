// SPDX-License-Identifier: Apache-2.0
// Life: the few steps that every file about an evaluation's life begins with. Of this room only.
#pragma once
#include "centre/event.h"
#include "gen/sql/evaluation.h"
#include "scoring/life/evaluation.h"

enum { WORK_MAX = 64 << 20 };

static inline enum err evaluation_found(struct db *db, struct arena *a, struct id id,
                                        struct evaluation_get_row *out) {
  bool found = false;
  TRY(sql_evaluation_get(db, a, &(struct evaluation_get){id}, out, &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such evaluation");
}

// `what`: "evaluation", "calibration".
static inline enum err in_state(const char *what, const char *is, const char *should_be) {
  if (!strcmp(is, should_be)) return OK;
  return fail(E_CONFLICT, "the %s is %s, not %s", what, is, should_be);
}

static inline enum err is_person(struct id is, struct id should_be, const char *who) {
  return id_eq(is, should_be) ? OK : fail(E_FORBIDDEN, "only the %s may do this", who);
}

// A step in an evaluation's life: one transaction (or the caller's), the evaluation as it is now,
// and memory for as long as the step takes. `AUTO(step) struct step s = {0};`; what is not
// committed did not happen.
struct step {
  struct arena memory;
  struct db_tx tx;
  struct evaluation_get_row e;
};
static inline void step_drop(struct step *s) {
  db_tx_drop(&s->tx);
  arena_drop(&s->memory);
}
static inline enum err step_begin(struct db *db, struct id id, struct step *out) {
  arena_init(&out->memory, WORK_MAX);
  TRY(db_join(db, &out->tx));
  return evaluation_found(db, &out->memory, id, &out->e);
}
// One that the evaluator alone takes, with what she has not handed in.
static inline enum err step_in_draft(struct db *db, struct id id, struct id evaluator,
                                     struct step *out) {
  TRY(step_begin(db, id, out));
  TRY(is_person(evaluator, out->e.evaluator, "evaluator"));
  return in_state("evaluation", out->e.state, "draft");
}

static inline bool one_of(const char *word, const char *const *words, size_t n) {
  for (size_t i = 0; word && i < n; i++)
    if (!strcmp(word, words[i])) return true;
  return false;
}

static inline enum err evaluation_moved(struct db *db, struct id id, const char *was,
                                        const char *state, struct opt_int ended_ms) {
  return sql_evaluation_move(
      db, &(struct evaluation_move){.id = id, .was = was, .state = state, .ended_ms = ended_ms});
}

// One answer held against the version it is given to.
MUST_CHECK enum err answer_check(const struct rubric *r, struct arena *a,
                                 const struct evaluation_answer *answer);
// E_CONFLICT: she has begun her own and not handed it in, so the other's is not open to her.
MUST_CHECK enum err open_to_agent(struct db *db, struct arena *a,
                                  const struct evaluation_get_row *e);
// "We get back to you", said in the call: kept for her until it is done.
MUST_CHECK enum err promises_from(struct db *db, struct arena *a,
                                  const struct evaluation_get_row *e, int64_t now_ms);
