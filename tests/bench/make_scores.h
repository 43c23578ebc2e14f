// SPDX-License-Identifier: Apache-2.0
// Evaluations for a made catalogue: every answer, score and step of its life through the queries
// the service uses, so that the triggers fill what they keep. Scores are reckoned by scoring/
// itself; the form is read once, and the steps' audit lines are left out. Two versions of the form;
// agents differ, one question is read differently until the second version.
#pragma once
#include "core/db.h"
#include "scoring/pure/rng.h"
#include "scoring/pure/score.h"

struct score_form {
  struct id id;
  struct rubric rubric;
};

struct score_maker {
  struct db *db;
  struct arena keep, work;
  struct rng rng;
  struct score_form forms[2];
  int64_t second_ms; // from when on the second version is used
};

struct score_call {
  struct id interaction, agent, evaluator;
  int64_t at_ms, duration_ms, number; // of the agent: what sets her apart
  const char *load_mark;              // or NULL
};

// Publishes both versions; forms of an earlier run are used as they are.
MUST_CHECK enum err score_maker_init(struct score_maker *s, struct db *db, uint64_t seed,
                                     struct id author, int64_t first_ms, int64_t second_ms);
void score_maker_drop(struct score_maker *s);
MUST_CHECK enum err score_make(struct score_maker *s, const struct score_call *call);
