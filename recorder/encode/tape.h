// SPDX-License-Identifier: Apache-2.0
// Tape: one recording in the making: a take, its Ogg pages, its two sealed blobs (opus, peaks).
//
//   tape_open -> tape_take: legs, packets, marks -> tape_finish
//     while result->needs_again: tape_again, feed everything anew, tape_finish
//   -> tape_keep: seal, sync, key into the key store, visible. Then the rows (commit.h).
//
// A fresh key every time, also for tape_again. What is not kept leaves nothing behind. tape_keep
// may be repeated after a failure (key store busy, disk full) until it succeeds. One thread.
#pragma once
#include "recorder/encode/take.h"
#include "vault/archive.h"
#include "vault/keystore.h"

struct tape;

struct tape_params {
  struct archive *archive; // borrowed
  struct id recording;
  struct take_config take; // its sink is ours
};

MUST_CHECK enum err tape_open(const struct tape_params *p, struct tape **out);
struct take *tape_take(struct tape *s);
MUST_CHECK enum err tape_finish(struct tape *s, const struct take_result **out);
MUST_CHECK enum err tape_again(struct tape *s);
// *out_bytes: of the plain Ogg file. E_NOT_FOUND: there was no sound to keep.
MUST_CHECK enum err tape_keep(struct tape *s, struct keystore *k, uint64_t *out_bytes);
// Key and files of a recording that has no row. What is not there is gone already.
MUST_CHECK enum err tape_erase(struct archive *a, struct keystore *k, struct id recording);
void tape_free(struct tape *s);
