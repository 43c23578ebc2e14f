// SPDX-License-Identifier: Apache-2.0
// A catalogue of any size, the same for the same seed, as skewed as life: a few teams and agents
// take most calls, a few topics fill most of them, outcomes and marks are rare, every tenth call is
// unclaimed, days differ, every eighth caller has called within a week. Rows only: there is no
// sound behind them. Evaluations are of claimed calls of the last half year.
#pragma once
#include "core/db.h"

enum { MADE_TEAMS = 40, MADE_AGENTS = 500, MADE_TOPICS = 30 };

struct made {
  struct id team[MADE_TEAMS], agent[MADE_AGENTS], topic[MADE_TOPICS];
  int64_t team_of[MADE_AGENTS];
  struct id quality;     // sees everything
  struct id coach;       // of team 0, the largest
  struct id small_coach; // of the last team
  int64_t from_ms, to_ms;
  int64_t evaluations; // as many as there came to be
};

struct made_order {
  uint64_t seed;
  int64_t calls, evaluations;
  int64_t to_ms,
      days;  // where the calls end, and over how many days; 0: in November 2025, two years
  bool even; // every agent takes as many calls: a centre where all are looked at alike
};

MUST_CHECK enum err make_catalogue(struct db *db, struct made_order order, struct made *out);
