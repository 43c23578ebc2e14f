// SPDX-License-Identifier: Apache-2.0
// Intervals that hold with few calls and one answer that dominates. The formulas' own intervals
// (linearised, or drawn from the units seen) know nothing of what has not been seen: ten equal
// ratings have no spread, and their interval no width.
//
// Here the units' shares of all calls are unknown and drawn from their Bayesian bootstrap (Rubin,
// Annals of Statistics 9 (1981): Gamma weights, one per unit), with two units imagined beside those
// seen: one on which all raters agree, one on which a single rater differs, each spread evenly over
// the answers there are. It is Laplace's "one more of each", for agreement: with no disagreement in
// n calls a disagreement in the next is still thought possible. Equal units are drawn together.
#include "scoring/pure/agree_small.h"

#include <math.h>

#include "scoring/pure/rng.h"

enum { SMALL_CATEGORIES = 12 };
static const double uneven_share = 0.8; // of one answer: measured, docs/honesty.md

struct patterns {
  size_t n, q;
  double *mass;         // how many units look so
  const double **count; // of each category
  double *raters;
};

// Marsaglia & Tsang, ACM TOMS 26 (2000); below one by its boost.
static double gamma_draw(struct rng *rng, double shape) {
  double boost = shape < 1 ? pow(rng_unit(rng), 1 / shape) : 1;
  double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double x = rng_normal(rng), v = 1 + c * x;
    if (v <= 0) continue;
    v = v * v * v;
    if (log(rng_unit(rng)) < x * x / 2 + d - d * v + d * log(v)) return boost * d * v;
  }
}

static void pattern_add(struct patterns *p, const double *count, double mass) {
  double raters = 0;
  for (size_t k = 0; k < p->q; k++) raters += count[k];
  if (raters <= 0) return;
  size_t i = 0;
  while (i < p->n && memcmp(p->count[i], count, p->q * sizeof *count) != 0) i++;
  if (i == p->n) {
    p->count[p->n] = count;
    p->raters[p->n] = raters;
    p->mass[p->n++] = 0;
  }
  p->mass[i] += mass;
}

// The two imagined units, for as many raters as a call usually had.
static void imagine(struct arena *a, struct patterns *p, double raters) {
  double pairs = (double)(p->q * (p->q - 1));
  for (size_t k = 0; k < p->q; k++)
    for (size_t l = 0; l < p->q; l++) {
      double *count = arena_array(a, p->q, double);
      count[k] = k == l ? raters : raters - 1;
      if (k != l) count[l] = 1;
      pattern_add(p, count, 1 / (k == l ? (double)p->q : pairs));
    }
}

static struct patterns patterns_make(struct arena *a, struct tally t) {
  size_t most = t.units + t.categories * t.categories + 1;
  struct patterns p = {.q = t.categories,
                       .mass = arena_array(a, most, double),
                       .count = arena_array(a, most, const double *),
                       .raters = arena_array(a, most, double)};
  double ratings = 0, paired = 0;
  for (size_t u = 0; u < t.units; u++) pattern_add(&p, t.counts + u * t.categories, 1);
  for (size_t i = 0; i < p.n; i++) {
    if (p.raters[i] < 2) continue;
    ratings += p.mass[i] * p.raters[i];
    paired += p.mass[i];
  }
  if (paired > 0) imagine(a, &p, fmax(2, round(ratings / paired)));
  return p;
}

// ---- one draw's coefficient: 1 - disagreement seen / disagreement by chance
// -----------------------
struct shape {
  const struct patterns *p;
  struct small_ask ask;
  double *shares, *codes, *apart; // apart[k * q + l]
};

static void distances(const struct shape *s) { // of the ordinal metric: mid-ranks, of this draw
  size_t q = s->p->q;
  double below = 0;
  for (size_t k = 0; k < q; k++) {
    s->codes[k] = below + s->shares[k] / 2;
    below += s->shares[k];
  }
  for (size_t k = 0; k < q; k++)
    for (size_t l = 0; l < q; l++) {
      double d = s->codes[k] - s->codes[l];
      s->apart[k * q + l] = d * d;
    }
}

static double by_chance(const struct shape *s) {
  size_t q = s->p->q;
  double sum = 0, chance = 0;
  for (size_t k = 0; k < q; k++)
    for (size_t l = 0; l < q; l++) {
      sum += 1 - s->apart[k * q + l];
      chance += s->apart[k * q + l] * s->shares[k] * s->shares[l];
    }
  if (s->ask.kind != SMALL_GWET) return chance;
  double spread = 0;
  for (size_t k = 0; k < q; k++) spread += s->shares[k] * (1 - s->shares[k]);
  return 1 - sum / (double)(q * (q - 1)) * spread;
}

static double disagreement(const struct shape *s, size_t i) {
  size_t q = s->p->q;
  const double *c = s->p->count[i];
  double sum = 0, r = s->p->raters[i];
  for (size_t k = 0; k < q; k++)
    for (size_t l = 0; l < q; l++) sum += c[k] * c[l] * s->apart[k * q + l];
  return sum / (r * (r - 1));
}

static double value_of(const struct shape *s, const double *mass) {
  const struct patterns *p = s->p;
  bool by_rating = s->ask.kind == SMALL_ALPHA || s->ask.kind == SMALL_ALPHA_RANKS;
  double all = 0, seen = 0, paired = 0;
  memset(s->shares, 0, p->q * sizeof *s->shares);
  for (size_t i = 0; i < p->n; i++) {
    if (by_rating && p->raters[i] < 2) continue;
    double size = by_rating ? mass[i] : mass[i] / p->raters[i];
    for (size_t k = 0; k < p->q; k++) s->shares[k] += size * p->count[i][k];
    all += size * p->raters[i];
  }
  for (size_t k = 0; k < p->q; k++) s->shares[k] /= all;
  if (s->ask.kind == SMALL_ALPHA_RANKS) distances(s);
  for (size_t i = 0; i < p->n; i++) {
    if (p->raters[i] < 2) continue;
    double size = by_rating ? mass[i] * p->raters[i] : mass[i];
    seen += size * disagreement(s, i);
    paired += size;
  }
  double chance = by_chance(s);
  return chance > 0 ? 1 - seen / paired / chance : NOT_KNOWN;
}

// ---- quantiles of the draws
// ---------------------------------------------------------------------- It holds the coefficient
// itself, and reaches as low as the formula's own: where many raters agree little, the imagined
// units, on which most agree, would lift it.
static struct interval middle(double *v, size_t n, struct figure own, double level) {
  if (n < 20) return (struct interval){NOT_KNOWN, NOT_KNOWN};
  qsort(v, n, sizeof *v, value_order);
  double tail = (1 - level) / 2 * (double)(n - 1);
  double lo = isnan(own.ci.lo) ? own.value : fmin(own.value, own.ci.lo);
  return (struct interval){fmin(lo, v[(size_t)floor(tail)]),
                           fmax(own.value, v[(size_t)ceil((double)(n - 1) - tail)])};
}

struct interval agree_small(struct arena *a, struct tally t, struct small_ask ask,
                            struct figure own) {
  struct interval none = {NOT_KNOWN, NOT_KNOWN};
  size_t q = t.categories;
  if (isnan(own.value) || q < 2 || q > SMALL_CATEGORIES) return none;
  struct patterns p = patterns_make(a, t);
  struct shape s = {&p, ask, arena_array(a, q, double), arena_array(a, q, double),
                    arena_array(a, q * q, double)};
  for (size_t i = 0; ask.weights && i < q * q; i++) s.apart[i] = 1 - ask.weights[i];
  struct rng rng = {ask.seed};
  double *mass = arena_array(a, p.n + 1, double), *draws = arena_array(a, ask.draws + 1, double);
  size_t n = 0;
  for (size_t d = 0; d < ask.draws; d++) {
    for (size_t i = 0; i < p.n; i++) mass[i] = gamma_draw(&rng, p.mass[i]);
    double v = value_of(&s, mass);
    if (!isnan(v)) draws[n++] = v;
  }
  return middle(draws, n, own, ask.level);
}

bool agree_uneven(struct tally t, struct interval own) {
  double all = 0, most = 0;
  for (size_t k = 0; k < t.categories; k++) {
    double n = 0;
    for (size_t u = 0; u < t.units; u++) n += t.counts[u * t.categories + k];
    all += n;
    most = fmax(most, n);
  }
  return !(own.hi > own.lo) || most >= uneven_share * all;
}

// ---- two raters, one table
// ------------------------------------------------------------------------
static double kappa_of(size_t q, const double *cell, const double *w, double *row, double *col) {
  double all = 0, po = 0, pe = 0;
  memset(row, 0, q * sizeof *row);
  memset(col, 0, q * sizeof *col);
  for (size_t i = 0; i < q * q; i++) {
    all += cell[i];
    po += w[i] * cell[i];
    row[i / q] += cell[i];
    col[i % q] += cell[i];
  }
  for (size_t i = 0; i < q * q; i++) pe += w[i] * row[i / q] * col[i % q] / (all * all);
  return pe < 1 ? (po / all - pe) / (1 - pe) : NOT_KNOWN;
}

struct interval agree_small_kappa(struct arena *a, struct table t, struct small_ask ask,
                                  struct figure own) {
  size_t q = t.size, n = 0;
  double all = 0, pairs = (double)(q * (q - 1));
  if (isnan(own.value) || q < 2 || q > SMALL_CATEGORIES)
    return (struct interval){NOT_KNOWN, NOT_KNOWN};
  double *cell = arena_array(a, q * q, double), *row = arena_array(a, q, double);
  double *col = arena_array(a, q, double), *draws = arena_array(a, ask.draws + 1, double);
  struct rng rng = {ask.seed};
  for (size_t i = 0; i < q * q; i++) all += t.at[i];
  for (size_t d = 0; d < ask.draws; d++) {
    for (size_t i = 0; i < q * q; i++) // shares, where the table is of shares, are of t.n units
      cell[i] = gamma_draw(&rng, t.at[i] / all * t.n + 1 / (i % (q + 1) ? pairs : (double)q));
    double v = kappa_of(q, cell, ask.weights, row, col);
    if (!isnan(v)) draws[n++] = v;
  }
  return middle(draws, n, own, ask.level);
}
