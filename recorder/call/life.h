// SPDX-License-Identifier: Apache-2.0
// Life: a call in the sink, from the first that is known of it to its end. Of the judge's files
// only.
#pragma once
#include "recorder/call/inside.h"

struct call *life_new(struct tracker *t, int64_t at_us, uint32_t source);
void life_party(struct tracker *t, struct call *c, uint8_t leg, const struct who *who, bool rung);
void life_open(struct tracker *t, struct call *c);                        // in the sink; once
void life_take(struct tracker *t, struct call *c, const struct media *m); // early or written
void life_tell(struct tracker *t, struct call *c, const struct flow *f, const struct media *m);
void life_ending(struct tracker *t, struct call *c, const char *reason, int64_t at_us); // lingers
void life_close(struct tracker *t, struct call *c, const char *reason, int64_t at_us);
void life_forget(struct tracker *t, struct call *c);
void life_sweep(struct tracker *t, struct call *c);
// Erased, nothing of it is recorded any more. E_CONFLICT: evidence is not erased.
MUST_CHECK enum err life_obey(struct tracker *t, struct call *c, const struct act *what);
