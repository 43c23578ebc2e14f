// SPDX-License-Identifier: Apache-2.0
// Care: an agent presses after a hard call, the lead on duty is asked, and who does not answer in
// time is followed by the next on duty. With nobody on duty it waits for whoever coaches her, or
// comes on duty first. Each step in the caller's transaction or one of its own; each told to those
// it concerns and to nobody else. Times are wall clock, and the caller's. See docs/adr/0037.
#pragma once
#include "core/arena.h"
#include "core/db.h"
#include "core/id.h"

struct care_press {
  struct id interaction, agent;
  const char *kind; // threat | over | tough | talk
  int64_t at_ms;
};
// Whether a mark of this kind asks for support.
bool care_begins(const char *mark);
// The graver press wins; one after it was done asks anew. A threat is evidence: it puts the call
// under a legal hold at once.
MUST_CHECK enum err care_press(struct db *db, struct arena *a, const struct care_press *press);
// A call that is told again and lies beside the former as a copy (adr 36) is hers alone as that is.
MUST_CHECK enum err care_follow(struct db *db, struct arena *a, struct id copy, struct id of);
// A mark was taken away, an outcome changed: ends what nothing of hers asks for any more.
MUST_CHECK enum err care_settle(struct db *db, struct arena *a, struct id interaction,
                                struct id agent, int64_t now_ms);
// E_CONFLICT: another has it, or it is done.
MUST_CHECK enum err care_take(struct db *db, struct arena *a, struct id care, struct id person,
                              int64_t now_ms);
MUST_CHECK enum err care_done(struct db *db, struct arena *a, struct id care, struct id person,
                              int64_t now_ms);
// Between the agent and who has taken it, and told to these two. E_CONFLICT: nobody has taken it
// yet.
MUST_CHECK enum err care_say(struct db *db, struct arena *a, struct id care, struct id author,
                             const char *body, int64_t now_ms);
enum { CARE_REST_DAYS = 14 }; // then it is erased
MUST_CHECK enum err care_rest(struct db *db, struct arena *a, struct id care, struct id author,
                              int64_t minutes, int64_t now_ms);
MUST_CHECK enum err care_rests_erase(struct db *db, int64_t now_ms);
// What was not answered within move_ms goes on to who was not asked yet, and when all on duty were
// it waits for whoever takes it; what nobody has goes to who is on duty now.
MUST_CHECK enum err care_move(struct db *db, struct arena *a, int64_t move_ms, int64_t now_ms);
