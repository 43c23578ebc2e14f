// SPDX-License-Identifier: Apache-2.0
// Lock: the keys of a call (SRTP), and what they open. Of the judge's files only.
#pragma once
#include "recorder/call/inside.h"

// Its descriptions are new; withdrawn: an offer's keys are none any more.
void lock_learn(struct tracker *t, struct call *c, struct path *p, bool withdrawn);
void lock_shut(struct tracker *t, struct call *c, const struct route *r); // keyed out of our sight
uint8_t lock_of(const struct call *c, const struct route *r);
// Is it ciphertext without a key?
bool lock_hides(const struct call *c, const struct media *m);
// Opens the packet in `room`. False: it is not to be had (counted, marked).
bool lock_open(struct tracker *t, struct call *c, struct media *m, uint8_t room[MEDIA_MAX]);
void locks_move(struct call *to, struct call *from);
void locks_free(struct call *c);
