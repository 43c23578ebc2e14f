// SPDX-License-Identifier: Apache-2.0
// Masked: an Ogg Opus file of ours (core/ogg.h) of which only some stretches may be heard, readable
// at any range. A packet that does not lie wholly inside a stretch is replaced by a canned silent
// frame for each of its streams, of the same duration: no decoding, the clock, the granules and the
// page numbers stay; pages with a replaced packet are packed and checksummed anew, others are byte
// for byte the file's. One pass on opening lays the pages out; each replaced packet is the same few
// bytes, so the length of a page tells nothing of what was said.
// Errors: E_BAD_DATA not such a file; E_UNSUPPORTED packets that do not last 20 ms or lie across
// pages: then nothing is heard rather than too much.
// Immutable once open: any number of threads may read, as far as `pull` lets them.
#pragma once
#include "core/ogg.h"
#include "core/stretch.h"

struct masked;
// Borrows `self`, copies the stretches (joined).
MUST_CHECK enum err masked_open(oggr_pull pull, void *self, const struct stretch *v, size_t n,
                                struct masked **out);
uint64_t masked_size(const struct masked *m);
MUST_CHECK enum err masked_read(const struct masked *m, uint64_t at, void *to, size_t n,
                                size_t *out_n);
void masked_free(struct masked *m);
