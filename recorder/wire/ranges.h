// SPDX-License-Identifier: Apache-2.0
// Ranges: which bytes of a buffer have arrived: sorted, coalesced, at most RANGES_MAX pieces.
// Shared by fragment and stream reassembly, whose bounds it enforces.
#pragma once
#include "core/base.h"

enum { RANGES_MAX = 64 };

struct ranges {
  uint32_t n;
  struct {
    uint32_t from, to;
  } r[RANGES_MAX];
};

enum ranges_fit { RANGES_NEW, RANGES_SEEN, RANGES_OVERLAP, RANGES_FULL };

// Adds [from, to). SEEN: wholly there already. OVERLAP: partly there (nothing was added).
// FULL: would need one piece too many.
enum ranges_fit ranges_add(struct ranges *s, uint32_t from, uint32_t to);
// The same where pieces may overlap: all of [from, to) is there. False: one piece too many.
bool ranges_cover(struct ranges *s, uint32_t from, uint32_t to);
uint32_t ranges_prefix(const struct ranges *s);   // bytes without a hole from 0 on
void ranges_shift(struct ranges *s, uint32_t by); // the first `by` bytes were consumed
