// SPDX-License-Identifier: Apache-2.0
// Rng: a seeded stream for bootstrap and simulation (SplitMix64, Steele, Lea & Flood 2014).
// The same seed gives the same stream on every machine. Not for secrets, and not for sampling
// plans: a draw of calls must be provable with standard tools (scoring/pure/sample.h).
#pragma once
#include <math.h>

#include "core/base.h"

struct rng {
  uint64_t state;
};

static inline uint64_t rng_next(struct rng *r) {
  uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static inline double rng_unit(struct rng *r) { // in (0, 1)
  return ((double)(rng_next(r) >> 11) + 0.5) * 0x1p-53;
}

static inline size_t rng_below(struct rng *r, size_t n) { // in 0..n-1; n far below 2^53
  return (size_t)(rng_unit(r) * (double)n);
}

static inline double rng_normal(struct rng *r) { // Box & Muller 1958
  double u = rng_unit(r), v = rng_unit(r);
  return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}
