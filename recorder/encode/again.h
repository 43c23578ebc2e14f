// SPDX-License-Identifier: Apache-2.0
// Again: a call of a capture file that is kept already and comes once more, because the file was
// replayed again (docs/adr/0036-told-again.md). What holds no more than is kept is known. What
// holds all of it and more takes its place, under the same name, unless somebody has built on what
// there was: then it is a call of its own, `copy N` of the first, which the next telling looks at
// in turn.
#pragma once
#include "core/db.h"
#include "recorder/encode/take_result.h"

enum again {
  AGAIN_NEW,     // nothing is kept of it
  AGAIN_KNOWN,   // nothing that is not kept
  AGAIN_ERASED,  // it was erased, and stays so
  AGAIN_INSTEAD, // in the place of what is kept
  AGAIN_BESIDE,  // a call of its own beside it
};
struct again_says {
  enum again is;
  struct id interaction; // whose rows it becomes; KNOWN: that is kept
  struct id recording;   // its name
  struct id copy_of;     // BESIDE: which was there before; none: AGAIN_NEW
  const char *why;       // BESIDE: heard | scored | drawn | held | corrected | other_sound
};

// NULL: it has no sound.
MUST_CHECK enum err again_ask(struct db *db, struct id call, const struct take_result *sound,
                              bool swapped, struct again_says *out);
// The same of that one call: KNOWN, ERASED, INSTEAD, or BESIDE without a name. Within a transaction
// it stays true.
MUST_CHECK enum err again_stands(struct db *db, struct id call, const struct take_result *sound,
                                 bool swapped, struct again_says *out);
