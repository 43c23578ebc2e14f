// SPDX-License-Identifier: Apache-2.0
// Playable: a recording's plain bytes by its id: what the web serves in ranges and export writes.
// With `swapped` the sides are exchanged while reading: the Opus map becomes [1,0], the peaks'
// channels change places; the sealed file stays as it is.
// With playable_mask only some stretches are heard: vault/masked.h, and the peaks elsewhere are
// zero; length and clock stay. Errors: E_NOT_FOUND no key or no file (erased); E_BAD_DATA altered
// or cut. Immutable once open: any number of threads may read from it. The key is wiped on free.
#pragma once
#include "vault/archive.h"
#include "vault/keystore.h"
#include "vault/masked.h"

enum playable_kind { PLAYABLE_OPUS, PLAYABLE_PEAKS };

struct playable;

MUST_CHECK enum err playable_open(struct archive *a, struct keystore *k, struct id recording,
                                  enum playable_kind kind, bool swapped, struct playable **out);
// Once, before the first read. Nothing is heard outside `v`; all of it when stretches_are_all(v).
MUST_CHECK enum err playable_mask(struct playable *p, const struct stretch *v, size_t n);
uint64_t playable_size(const struct playable *p);
MUST_CHECK enum err playable_read(const struct playable *p, uint64_t at, void *to, size_t n,
                                  size_t *out_n);
// Where on the recording's clock the bytes before `at` end, to within the page that `at` lies in:
// the granule (RFC 3533, 6) of the last Ogg page that begins before it. 0 where there is none.
MUST_CHECK enum err playable_ms_before(const struct playable *p, uint64_t at, int64_t *out_ms);
MUST_CHECK enum err playable_export(const struct playable *p, int to); // all of it, to a descriptor
// Whole: every block authenticates, the Ogg structure is sound; its length in 48 kHz samples.
// For peaks only the blocks are checked and *out_samples is 0.
MUST_CHECK enum err playable_verify(const struct playable *p, uint64_t *out_samples);
void playable_free(struct playable *p);
