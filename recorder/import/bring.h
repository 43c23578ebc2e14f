// SPDX-License-Identifier: Apache-2.0
// Bring: one call that came as files becomes an interaction: read by locked children, laid on one
// clock, sealed, committed. The same sound twice is one call: its hash (or the id its sidecar
// gives) is the interaction's external id. What fails leaves nothing behind. One thread.
#pragma once
#include "core/sql.h"
#include "recorder/encode/desk.h"
#include "recorder/import/batch.h"

struct bringer {
  bool lasting; // what is past retention already is refused: its file would be removed
  struct desk *desk;
  const char *program;       // this program's own path, for its children
  int dir;                   // names are relative to it; AT_FDCWD
  const char *sidecar;       // for every call, unless one lies beside it; or NULL
  void (*alive)(void *self); // called now and then while a long file is read; or NULL
  void *self;
};

struct brought {
  struct id interaction;
  bool was_there; // the same sound came before: nothing was added
  uint8_t channels;
  int64_t duration_ms;
  char unheard[200];   // what was told of it and not understood: fields, as a list
  const char *says;    // of its file, though it was taken; NULL: nothing
  int64_t past_days;   // it began before what is kept: so many days are; 0: it did not
  struct opt_id alone; // one half of it came alone before, as this call, which stays
  const char *untold;  // what nobody told, as a sentence; NULL: nothing to speak of
  bool breaks_off;     // refused for what more bytes may mend; told of a refusal too
};

// E_BAD_DATA with a sentence: the files are at fault. Anything else: try again later.
MUST_CHECK enum err bring(const struct bringer *b, const struct parcel *p, struct brought *out);
