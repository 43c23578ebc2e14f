// SPDX-License-Identifier: Apache-2.0
// Chance: seeded random numbers (splitmix64), the same on every machine.
#pragma once
#include "core/base.h"

static inline uint64_t chance_next(uint64_t *state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static inline double chance_unit(uint64_t *state) { // [0, 1)
  return (double)(chance_next(state) >> 11) * 0x1p-53;
}
