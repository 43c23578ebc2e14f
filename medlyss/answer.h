// SPDX-License-Identifier: Apache-2.0
// Answer: what medlyss check says, a line per question: good, bad with what mends it, or note:
// worth knowing, among it what is not known. One thread.
#pragma once
#include "core/base.h"

struct answers {
  int bad;
};

// `mend` is what to do when the answer is bad.
PRINTF(4, 5) void answer(struct answers *a, bool good, const char *mend, const char *fmt, ...);
PRINTF(1, 2) void answer_note(const char *fmt, ...);
