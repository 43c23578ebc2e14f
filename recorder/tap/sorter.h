// SPDX-License-Identifier: Apache-2.0
// Sorter: frames that are a little out of order, kept until none earlier can come. SORT_BYTES at
// most: then the earliest goes, and what comes too late for its place is late. One thread.
#pragma once
#include "recorder/wire/dissect.h"

enum { SORT_BYTES = 8 << 20, SORT_FRAMES = 16384 };

struct sorter;

struct sorter *sorter_new(int64_t disorder_us); // NULL without memory
void sorter_free(struct sorter *s);
bool sorter_put(struct sorter *s, const struct frame *f); // false: full, take first
// The earliest, when it may go (`end`: nothing more comes). Valid until the next put.
bool sorter_take(struct sorter *s, bool end, struct frame *out);
