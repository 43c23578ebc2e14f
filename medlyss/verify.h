// SPDX-License-Identifier: Apache-2.0
// Verify: is everything whole that the catalogue says there is? Each fault is one line on standard
// output: what it concerns, its id, what is wrong.
#pragma once
#include "medlyss/house.h"

struct verdict {
  bool json;
  int64_t recordings, faults, notes;
};

// Not an error: the answer. A note is worth saying but nothing is lost (work in progress).
PRINTF(4, 5)
void verdict_fault(struct verdict *v, const char *what, const char *id, const char *fmt, ...);
PRINTF(4, 5)
void verdict_note(struct verdict *v, const char *what, const char *id, const char *fmt, ...);

MUST_CHECK enum err verify_recordings(struct house *h, struct verdict *v); // rows → keys, files
MUST_CHECK enum err verify_leftovers(struct house *h, struct verdict *v);  // keys, files → rows
MUST_CHECK enum err verify_audit(struct house *h, const char *heads, struct verdict *v);
