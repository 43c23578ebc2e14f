// SPDX-License-Identifier: Apache-2.0
// Coaching: one behaviour an agent and a coach work on, until it is reached or another matters
// more. Two people see it: the agent and the coach who made it. A plan draws its own random sample
// of the agent's calls, four a month to that coach, until it ends. Each step is a line in the audit
// chain, in the open transaction or one of its own. E_CONFLICT: there is a focus already, or it has
// ended. Whether the coach leads the agent, and both may see a call, is the caller's to check.
// One connection, one thread.
#pragma once
#include "core/arena.h"
#include "core/db.h"
#include "scoring/pure/stat.h"

struct coaching_ask {
  struct id agent, coach;
  const char *rubric_key, *question; // NULL both: no question asks about it
  const char *focus;
};
MUST_CHECK enum err coaching_start(struct db *db, const struct coaching_ask *ask, int64_t now_ms,
                                   struct id *out_id);
// why: reached | other_focus | left
MUST_CHECK enum err coaching_end(struct db *db, struct id plan, struct id by, const char *why,
                                 int64_t now_ms);

struct coaching_meeting {
  struct id plan, author;
  int64_t at_ms;
  const char *body;
  struct opt_int follow_up_ms; // after at_ms
};
MUST_CHECK enum err coaching_meet(struct db *db, const struct coaching_meeting *m, int64_t now_ms,
                                  struct id *out_id);

// How often the question got its scale's top answer: in the half year before the plan, and since
// its first meeting (before there is one: nothing). Random samples only, load windows left out,
// versions joined on the question's key. The change is measured from what her other questions make
// likely, not from the share before, which is low partly because the lowest was chosen.
struct coaching_course {
  struct figure before, after; // shares (Wilson)
  struct figure change;        // at 98 %
  bool clear;                  // the interval of the change leaves zero out
};
MUST_CHECK enum err coaching_course(struct db *db, struct arena *a, struct id plan,
                                    struct coaching_course *out);
// Pure: `before` of all `n` questions of one person, of which `which` was chosen, and `after` of
// it.
struct figure coaching_change(const struct count *before, size_t n, size_t which,
                              struct count after);
