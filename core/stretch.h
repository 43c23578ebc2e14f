// SPDX-License-Identifier: Apache-2.0
// Stretches: spans of a recording's clock, in milliseconds, and what many of them come to. Pure;
// any thread.
#pragma once
#include "core/base.h"

struct stretch { // of the recording's clock, [from_ms, to_ms)
  int64_t from_ms, to_ms;
};

enum { STRETCH_END = INT32_MAX }; // as to_ms: to the end, whatever it is

// Sorts, joins what touches, drops what is empty; returns how many are left.
size_t stretches_join(struct stretch *v, size_t n);
// Of joined stretches: is [from_us, to_us) inside one of them? Up to the end is inside STRETCH_END.
bool stretches_hold(const struct stretch *v, size_t n, int64_t from_us, int64_t to_us);
int64_t stretches_ms(const struct stretch *v, size_t n); // of joined stretches
// What is in both of two joined lists; `out` has room for na + nb. Returns how many.
size_t stretches_cross(const struct stretch *a, size_t na, const struct stretch *b, size_t nb,
                       struct stretch *out);
// The first of them, so many milliseconds in all.
size_t stretches_cut(struct stretch *v, size_t n, int64_t most_ms);
// Joins those that lie nearest to one another until at most `most` are left.
size_t stretches_fewer(struct stretch *v, size_t n, size_t most);
bool stretches_are_all(const struct stretch *v, size_t n); // one stretch from 0 to STRETCH_END
