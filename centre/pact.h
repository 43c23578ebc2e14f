// SPDX-License-Identifier: Apache-2.0
// Pact: how a version of the agreement comes into force and ends. Somebody puts a text forward;
// each side signs it in a session of its own, by a person of its own; with the second signature it
// is in force, from the day it wished or from now. Either side gives notice. Nobody who may sign
// for both sides signs for any (docs/adr/0050). Each in the caller's transaction.
#pragma once
#include "centre/viewer.h"
#include "core/arena.h"
#include "core/db.h"

enum pact_side { SIDE_EMPLOYER, SIDE_EMPLOYEES };
const char *pact_side_name(enum pact_side side); // "employer", "employees"

struct pact_text {
  const char *title, *body; // checked by agreement_check before
  struct id author;
  int64_t from_ms, now_ms;
};
MUST_CHECK enum err pact_propose(struct db *db, const struct pact_text *t, struct id *out_id);
// E_NOT_FOUND; E_CONFLICT: it is signed by both, or withdrawn already.
MUST_CHECK enum err pact_withdraw(struct db *db, struct arena *a, struct id proposal,
                                  int64_t now_ms);

struct pact_act { // what is signed, or what notice is given of
  struct id what;
  const struct viewer *who;
  enum pact_side side;
  int64_t now_ms;
};
struct pact_made { // by the second signature; zero: one side has not signed yet
  struct id agreement;
  int64_t version, from_ms;
  const char *closed, *withdrawn; // the versions it overtook: "1,2"
};
// E_FORBIDDEN with the sentence: for whom she may not sign, and why.
MUST_CHECK enum err pact_sign(struct db *db, struct arena *a, const struct pact_act *act,
                              struct pact_made *out);
// The end is ends_ms, or as many days on as the agreement says where that is later; 0: as soon as
// it may.
MUST_CHECK enum err pact_notice(struct db *db, struct arena *a, const struct pact_act *act,
                                const char *reason, int64_t ends_ms);
