// SPDX-License-Identifier: Apache-2.0
// Once: has this been counted before? A message is repeated, a packet is followed by thousands, a
// sweep asks again each half second: a limit counts what found no room, not how often it knocked.
// A thing is known by a hash, and remembered until four others have fallen on its place. One
// thread.
#pragma once
#include "core/base.h"

enum { ONCE_SETS = 256, ONCE_WAYS = 4 };
struct once {
  uint64_t key[ONCE_SETS][ONCE_WAYS]; // the latest first
};

static inline bool once_new(struct once *o, uint64_t key) {
  uint64_t *set = o->key[(key ^ key >> 32) % ONCE_SETS];
  for (size_t i = 0; i < ONCE_WAYS; i++)
    if (set[i] == key) return false;
  memmove(set + 1, set, (ONCE_WAYS - 1) * sizeof *set);
  set[0] = key;
  return true;
}
