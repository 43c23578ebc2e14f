// SPDX-License-Identifier: Apache-2.0
// Intervals of agreement for few units and one answer that dominates. The formulas' own cover 25-90
// % there, and have no width where nobody differed; these cover 93-97 % from ten units on for
// Gwet's coefficient and from twenty for the others (docs/honesty.md), and are what pages show. By
// the Bayesian bootstrap (Rubin 1981) with one agreeing and one differing unit imagined beside
// those seen: agree_small.c. Not known (NAN) below two categories, above twelve, or where `own`,
// the formula's figure, is not; the interval always holds its value. Pure; the same seed, the same
// interval.
#pragma once
#include "scoring/pure/agree.h"

enum small_kind { SMALL_GWET, SMALL_FLEISS, SMALL_ALPHA, SMALL_ALPHA_RANKS }; // RANKS: his ordinal
struct small_ask {
  enum small_kind kind;
  const double *weights; // of agreement; not for SMALL_ALPHA_RANKS
  double level;
  size_t draws;
  uint64_t seed;
};
struct interval agree_small(struct arena *a, struct tally t, struct small_ask ask,
                            struct figure own);
struct interval agree_small_kappa(struct arena *a, struct table t, struct small_ask ask,
                                  struct figure own);
// Are the answers so uneven, or so equal, that the formula's own interval cannot be trusted?
bool agree_uneven(struct tally t, struct interval own);
