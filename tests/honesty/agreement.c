// SPDX-License-Identifier: Apache-2.0
// Raters who err, and calls of which nine in ten have the same answer. The truth is the coefficient
// of very many such calls.
#include "scoring/pure/agree_small.h"
#include "tests/honesty/honesty.h"

enum { MANY = 40000, DRAWS = 400 };
static const double values[] = {0, 1, 2};

struct panel {
  size_t raters, steps;
  double same, error, hard; // share of the common answer; of wrong ones; of calls that confuse
};

static void call(struct rng *rng, const struct panel *p, double *counts) {
  size_t truth = rng_unit(rng) < p->same ? 0 : 1 + rng_below(rng, p->steps - 1);
  double error = rng_unit(rng) < p->hard ? 0.4 : p->error;
  memset(counts, 0, p->steps * sizeof *counts);
  for (size_t i = 0; i < p->raters; i++) {
    size_t answer = truth;
    if (rng_unit(rng) < error) {
      answer = rng_below(rng, p->steps - 1);
      answer += answer >= truth;
    }
    counts[answer]++;
  }
}

static struct tally calls(struct arena *a, struct rng *rng, const struct panel *p, size_t n) {
  double *counts = arena_array(a, n * p->steps, double);
  for (size_t u = 0; u < n; u++) call(rng, p, counts + u * p->steps);
  return (struct tally){n, p->steps, values, counts};
}

// Two raters' counts as a table: on the diagonal where they agree, else a coin's toss.
static struct table table_of(struct arena *a, struct rng *rng, struct tally t) {
  size_t q = t.categories;
  double *at = arena_array(a, q * q, double);
  for (size_t u = 0; u < t.units; u++) {
    size_t x = 0, y = q - 1;
    while (t.counts[u * q + x] <= 0) x++;
    while (t.counts[u * q + y] <= 0) y--;
    bool turn = rng_unit(rng) < 0.5;
    at[turn ? y * q + x : x * q + y]++;
  }
  return (struct table){q, at, (double)t.units};
}

enum which { AC, ALPHA, KAPPA };

static struct figure figure_of(struct arena *a, struct rng *rng, const struct panel *p,
                               struct tally t, enum which which, struct interval *small) {
  enum weights kind = p->steps > 2 && which != KAPPA ? WEIGHTS_ORDINAL : WEIGHTS_IDENTITY;
  const double *w = weights_make(a, t, (struct weighting){.kind = kind});
  struct small_ask ask = {which == AC ? SMALL_GWET : SMALL_ALPHA, w, 0.95, DRAWS, 7};
  if (which == KAPPA) {
    struct table table = table_of(a, rng, t);
    struct figure f = agree_kappa(table, 0.95).figure;
    *small = agree_small_kappa(a, table, ask, f);
    return f;
  }
  struct figure f =
      which == AC ? agree_gwet(a, t, w, 0.95).figure : agree_alpha_weighted(a, t, w, 0.95).figure;
  *small = agree_small(a, t, ask, f);
  return f;
}

static double truth_of(struct study *s, const struct panel *p, enum which which) {
  AUTO(arena) struct arena a;
  struct interval none;
  arena_init(&a, SIZE_MAX);
  struct tally t = calls(&a, &s->rng, p, MANY);
  if (which == KAPPA) return agree_kappa(table_of(&a, &s->rng, t), 0.95).figure.value;
  const double *w = weights_make(
      &a, t, (struct weighting){.kind = p->steps > 2 ? WEIGHTS_ORDINAL : WEIGHTS_IDENTITY});
  (void)none;
  return which == AC ? agree_gwet(&a, t, w, 0.95).figure.value
                     : agree_alpha_weighted(&a, t, w, 0.95).figure.value;
}

struct covered {
  struct share small, own;
};

static void cover(struct study *s, const struct panel *p, enum which which, size_t n,
                  struct covered *out) {
  double truth = truth_of(s, p, which);
  for (int run = 0; run < s->runs / 4 + 1; run++) {
    AUTO(arena) struct arena a;
    struct interval small;
    arena_init(&a, SIZE_MAX);
    struct figure f = figure_of(&a, &s->rng, p, calls(&a, &s->rng, p, n), which, &small);
    if (f.undefined) continue;
    count(&out->small, holds(small, truth));
    count(&out->own, !isnan(f.ci.lo) && holds(f.ci, truth));
  }
}

static const struct panel panels[] = {
    {2, 2, 0.9, 0.05, 0},  {2, 3, 0.9, 0.05, 0}, {3, 3, 0.9, 0.05, 0},   {5, 2, 0.9, 0.05, 0},
    {3, 3, 0.95, 0.03, 0}, {3, 2, 0.9, 0.1, 0},  {4, 3, 0.85, 0.03, 0.1}};

static void coefficient(struct study *s, const char *name, enum which which, const size_t *n,
                        size_t sizes, double least) {
  char line[160];
  for (size_t k = 0; k < sizes; k++) {
    struct covered all = {0};
    double worst = 100;
    for (size_t i = 0; i < countof(panels); i++) {
      if (which == KAPPA && panels[i].raters != 2) continue;
      struct covered one = {0};
      cover(s, &panels[i], which, n[k], &one);
      all.small.hits += one.small.hits;
      all.small.n += one.small.n;
      all.own.hits += one.own.hits;
      all.own.n += one.own.n;
      worst = fmin(worst, percent(one.small));
    }
    snprintf(line, sizeof line, "%s, %zu calls, 85–95 %% equal answers, 2–5 raters", name, n[k]);
    tell_cover(s, line, all.small);
    tell_value(s, "… in the worst of those panels", worst, least, 100, NULL);
    tell_shows(s, "… the formula's own interval", all.own, "why we do not");
  }
}

// "Evaluators read this question differently": raters who mean the same (AC .8 and above) are told
// so?
static void unclear(struct study *s) {
  static const struct panel fair = {4, 3, 0.6, 0.08, 0}; // AC2 .8: nobody may say it of that
  struct share t = {0};
  tell_value(s, "the AC2 of the question below", truth_of(s, &fair, AC), 0.78, 0.82, NULL);
  for (int run = 0; run < s->runs; run++) {
    AUTO(arena) struct arena a;
    struct interval small;
    arena_init(&a, SIZE_MAX);
    struct figure f = figure_of(&a, &s->rng, &fair, calls(&a, &s->rng, &fair, 20), AC, &small);
    count(&t, !f.undefined && small.hi < 0.8); // the rule asks more: leave each rater out
  }
  tell_false(s, "\"Evaluators read this question differently\" of a question with AC2 .80", t);
}

void study_agreement(struct study *s) {
  static const size_t n[] = {10, 20, 50};
  tell_heading(s, "Agreement");
  coefficient(s, "AC1, AC2", AC, n, 3, 91);
  coefficient(s, "alpha", ALPHA, n + 1, 2, 90);
  coefficient(s, "kappa (`stat` only)", KAPPA, n, 3, 88);
  unclear(s);
}
