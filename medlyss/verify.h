// SPDX-License-Identifier: Apache-2.0
// Verify: is everything whole that the catalogue says there is? Each fault is one line on standard
// output: what it concerns, its id, what is wrong.
#pragma once
#include "medlyss/house.h"

struct verdict {
  bool json;
  int64_t recordings, faults, notes;
  int64_t records, rows; // of the audit chain, and under it
  char heads[200];       // from when to when heads are signed
  int64_t unsigned_from; // the first record that waits for its head; 0: none does
};

// Not an error: the answer. A note is worth saying but nothing is lost (work in progress).
PRINTF(4, 5)
void verdict_fault(struct verdict *v, const char *what, const char *id, const char *fmt, ...);
PRINTF(4, 5)
void verdict_note(struct verdict *v, const char *what, const char *id, const char *fmt, ...);

MUST_CHECK enum err verify_recordings(struct house *h, struct verdict *v); // rows → keys, files
MUST_CHECK enum err verify_files(struct house *h,
                                 struct verdict *v); // what lies about, or is missing
MUST_CHECK enum err verify_shape(struct house *h, struct verdict *v); // databases → migrations
// Prints the statements that give them their shape back; how many parts have another.
MUST_CHECK enum err verify_mending(struct house *h, int64_t *out_n);
MUST_CHECK enum err verify_derived(struct house *h, struct verdict *v); // sums, scope, draws
MUST_CHECK enum err verify_asides(struct house *h, struct verdict *v);
MUST_CHECK enum err verify_leftovers(struct house *h, struct verdict *v); // keys, files → rows
struct verify_wishes {
  const char *heads, *key; // a copy of the heads from elsewhere, and the public key; NULL: none
};
MUST_CHECK enum err verify_audit(struct house *h, const struct verify_wishes *w, struct verdict *v);
