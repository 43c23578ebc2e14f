// SPDX-License-Identifier: Apache-2.0
// What the simulations of docs/honesty.md share. Each study draws worlds whose truth is known, from
// a seed, and tells what was measured; main.c runs each with two seeds and judges both.
#pragma once
#include "scoring/pure/rng.h"
#include "scoring/pure/stat.h"

struct book; // of one seed
struct study {
  struct book *book;
  struct rng rng;
  int runs; // of the largest simulation; fewer in the quick form
};
struct share {
  double hits, n;
};
static inline void count(struct share *t, bool hit) {
  t->hits += hit;
  t->n++;
}
static inline bool holds(struct interval i, double truth) { return i.lo <= truth && truth <= i.hi; }
double percent(struct share t);

void tell_heading(struct study *s, const char *title);
// A figure that is kept between `lo` and `hi`; NAN: no promise, `why` says what it shows.
void tell_value(struct study *s, const char *what, double got, double lo, double hi,
                const char *why);
// A share of runs in percent; the quick form allows it three standard errors more.
void tell_share(struct study *s, const char *what, struct share t, double lo, double hi);
void tell_shows(struct study *s, const char *what, struct share t, const char *why);
static inline void tell_cover(struct study *s, const char *what, struct share t) {
  tell_share(s, what, t, 93, 100);
}
static inline void tell_false(struct study *s, const char *what, struct share t) {
  tell_share(s, what, t, 0, 5);
}

void study_agreement(struct study *s);
void study_shares(struct study *s);
void study_level(struct study *s);
void study_coaching(struct study *s);
