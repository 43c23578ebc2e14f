// SPDX-License-Identifier: Apache-2.0
// Hold: a call that is not erased whatever its age, and why. A threat holds by its own rule; people
// hold and release by a decision with its reason, which is kept (docs/adr/0039). Each in the
// caller's transaction or one of its own; who may is asked before (centre/reach.h).
#pragma once
#include "core/db.h"
#include "core/id.h"

enum hold_rule { HOLD_THREAT, HOLD_DECISION };

struct hold {
  struct id interaction, person; // who pressed, or decided
  enum hold_rule rule;
  const char *reason; // NULL: the rule says it
  int64_t at_ms;
};
// Held already by whatever rule: nothing is done, and *out_new is false.
MUST_CHECK enum err hold_place(struct db *db, const struct hold *h, bool *out_new);
// E_CONFLICT: it is not held. What is due for retention is then erased when the keeper looks next.
MUST_CHECK enum err hold_release(struct db *db, const struct hold *h);
