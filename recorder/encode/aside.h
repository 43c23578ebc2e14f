// SPDX-License-Identifier: Apache-2.0
// Aside: one call's trouble is that call's. What cannot be made into a recording after some tries
// is put aside: a row in the catalogue (aside) and its parts in the spool under the name
// <interaction>.aside, where nobody works on them. It comes back when somebody says "try again",
// and goes by retention or erasure like any recording. E_BUSY: the catalogue does not answer; the
// call stays as it is. One thread.
#pragma once
#include "recorder/encode/desk.h"

enum aside_reason { ASIDE_SOUND, ASIDE_STORAGE, ASIDE_UNREADABLE, ASIDE_CRASHED };

struct aside {
  struct id id;
  int64_t started_ms; // 0: what the id says
  int64_t tries;
  enum aside_reason reason;
};

// The row first, then the names: after a crash in between it is tried once more.
MUST_CHECK enum err aside_put(struct desk *d, const struct aside *a);
// What the catalogue asks for: parts get their names back, or go for good. And what earlier
// releases left as .unreadable is taken into the list.
MUST_CHECK enum err aside_obey(struct desk *d);
