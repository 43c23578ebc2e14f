// SPDX-License-Identifier: Apache-2.0
// Check: what medlyss check answers, a line per question: good, bad with what mends it, or note:
// worth knowing, among it what is not known. One thread.
#pragma once
#include "medlyss/house.h"

struct answers {
  int bad;
};

// `mend` is what to do when the answer is bad.
PRINTF(4, 5) void answer(struct answers *a, bool good, const char *mend, const char *fmt, ...);
PRINTF(1, 2) void answer_note(const char *fmt, ...);

void check_clock(struct answers *a);
void check_disk(struct answers *a, const struct house *h); // is the spool's fast enough?
// What the recorders told of the last seconds and the calls of the last day: is anything sent, both
// ways, readable, with sound?
MUST_CHECK enum err check_sources(struct answers *a, struct house *h);
