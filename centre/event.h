// SPDX-License-Identifier: Apache-2.0
// Event: what happened, told once, in the transaction of the act itself: no line, no act.
// schemas/events.def says of each event where it goes, and event_tell obeys: into the audit chain
// (centre/chain.h), into the outbox (event streams, later mail and webhooks), or both. Nobody else
// writes either. Lines hold opaque ids; `detail` lies in a row of its own that may be erased.
// Who hears of it: those it names (`people`); else the team it is of; else those who may see the
// call it is about; else everybody. What is told is that it happened, to which id: the reader asks
// the service for the rest, and is answered what she may know.
#pragma once
#include "centre/event_name.h"
#include "core/db.h"

struct happening {
  struct id actor;         // none: a program
  struct id object;        // none: the whole site; it is written down and not told
  struct id interaction;   // none: of no call
  const char *detail;      // JSON or NULL; for the chain alone
  const struct id *people; // when some are named, only these hear of it, each once
  size_t people_n;
  struct id team; // else, where it is of one: who is in it now, and who leads it
};
// In the caller's transaction, or in one of its own when there is none. E_BROKEN: EV_NONE.
MUST_CHECK enum err event_tell(struct db *db, enum event e, struct happening h);

#define PEOPLE(...)                                                                                \
  .people = (const struct id[]){__VA_ARGS__},                                                      \
  .people_n = countof(((const struct id[]){__VA_ARGS__}))
