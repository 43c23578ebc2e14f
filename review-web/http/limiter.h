// SPDX-License-Identifier: Apache-2.0
// Limiter: how often something may be guessed at. Nobody is refused for good: the first FREE tries
// of a key go at once, each further one waits twice as long as the one before, up to the key's
// longest wait, and what has been tried is forgotten a try at a time. Tries of one key wait in
// line; one whose turn would come later than LIMITER_HORIZON_MS is sent away without being counted,
// with when to come again. Keys are hashed with a key of this process: names that do not exist
// behave as those that do.
//
// A sign-in has three keys: the name from one address (4 at once, then at most 20 in a quarter of
// an hour), the name from everywhere (20 at once), the address for whatever names (40 at once). A
// browser the person has used before has a key of its own instead (known.h), so that no stranger's
// guessing keeps her waiting. And at most LIMITER_AT_ONCE of one address are reckoned or waiting at
// a time. Thread-safe.
#pragma once
#include "core/sv.h"
#include "review-web/http/peer.h"

enum { LIMITER_HORIZON_MS = 120 * 1000, LIMITER_AT_ONCE = 24 };

struct limiter;

struct limiter_try {
  struct sv name;
  struct peer from; // its share
  struct sv device; // a browser known as this person's, or nothing
};

MUST_CHECK enum err limiter_new(struct limiter **out);
void limiter_free(struct limiter *l);
// Takes a place in line: *out_wait_ms until its turn. E_TOO_MANY: the line is too long.
MUST_CHECK enum err limiter_take(struct limiter *l, const struct limiter_try *t, int64_t now_ms,
                                 int64_t *out_wait_ms);
void limiter_forgive(struct limiter *l, const struct limiter_try *t); // it was the right one
// One more being reckoned for this share; false: it has its part already.
bool limiter_enter(struct limiter *l, const struct peer *share);
void limiter_leave(struct limiter *l, const struct peer *share);
