// SPDX-License-Identifier: Apache-2.0
// Limiter: how often a name may be guessed at. A bucket per key holds 10 tries and gets one back
// each 90 seconds: at most 20 are evaluated in any quarter of an hour, and nobody is ever locked
// out for good. Keys are hashed with a key of this process: names that do not exist behave as those
// that do. Thread-safe.
#pragma once
#include "core/sv.h"

struct limiter;

MUST_CHECK enum err limiter_new(struct limiter **out);
void limiter_free(struct limiter *l);
// Takes one try; E_TOO_MANY when there is none.
MUST_CHECK enum err limiter_take(struct limiter *l, struct sv key, int64_t now_ms);
void limiter_forgive(struct limiter *l, struct sv key); // it was the right one
