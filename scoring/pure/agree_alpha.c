// SPDX-License-Identifier: Apache-2.0
// Alpha = 1 - Do/De. Both are sums of squared distances between pairs of values, and all four
// metrics become one distance after recoding: ordinal is interval on mid-ranks, because the sum of
// n_g from c to k less half of both ends is the difference of their mid-ranks.
#include <math.h>

#include "scoring/pure/agree.h"
#include "scoring/pure/rng.h"

// Pairable ratings, unit after unit; each value as its index in the sorted list of distinct ones.
struct pairs {
  size_t units, n, categories;
  const size_t *from; // units + 1 bounds into `at`
  const size_t *at;
  const double *values;
  enum metric metric;
};

static size_t raters_of(struct ratings r, size_t unit) {
  size_t n = 0;
  for (size_t i = 0; i < r.raters; i++) n += isnan(r.at[i * r.units + unit]) ? 0 : 1;
  return n;
}

static struct pairs pairs_make(struct arena *a, struct ratings r, enum metric metric) {
  double *flat = arena_array(a, r.raters * r.units + 1, double);
  size_t *from = arena_array(a, r.units + 1, size_t), n = 0, units = 0;
  for (size_t u = 0; u < r.units; u++) {
    if (raters_of(r, u) < 2) continue;
    for (size_t i = 0; i < r.raters; i++)
      if (!isnan(r.at[i * r.units + u])) flat[n++] = r.at[i * r.units + u];
    from[++units] = n;
  }
  double *values = arena_array(a, n + 1, double);
  if (n) memcpy(values, flat, n * sizeof *flat);
  size_t categories = values_distinct(values, n), *at = arena_array(a, n + 1, size_t);
  for (size_t i = 0; i < n; i++) at[i] = values_index((struct values){values, categories}, flat[i]);
  return (struct pairs){units, n, categories, from, at, values, metric};
}

// What each category stands for: its number, or for the ordinal metric its mid-rank.
static void codes_make(const struct pairs *p, const double *marginals, double *codes) {
  double below = 0;
  for (size_t c = 0; c < p->categories; c++) {
    codes[c] = p->metric == METRIC_ORDINAL ? below + marginals[c] / 2 : p->values[c];
    below += marginals[c];
  }
}

static double distance(enum metric metric, double a, double b) {
  if (a == b) return 0;
  double d = metric == METRIC_NOMINAL ? 1 : metric == METRIC_RATIO ? (a - b) / (a + b) : a - b;
  return d * d;
}

static double unit_disagreement(const struct pairs *p, size_t unit, const double *codes) {
  size_t from = p->from[unit], to = p->from[unit + 1];
  double sum = 0;
  for (size_t i = from; i < to; i++)
    for (size_t j = i + 1; j < to; j++)
      sum += 2 * distance(p->metric, codes[p->at[i]], codes[p->at[j]]);
  return sum / (double)(to - from - 1);
}

// Sum over all pairs of values of n_c n_k d(c, k): in closed form where there is one.
static double expected_sum(const struct pairs *p, const double *marginals, const double *codes,
                           double n) {
  double sum = 0, mean = 0;
  if (p->metric == METRIC_NOMINAL) {
    for (size_t c = 0; c < p->categories; c++) sum += marginals[c] * (n - marginals[c]);
    return sum;
  }
  if (p->metric == METRIC_RATIO) {
    for (size_t c = 0; c < p->categories; c++)
      for (size_t k = c + 1; k < p->categories; k++)
        sum += 2 * marginals[c] * marginals[k] * distance(METRIC_RATIO, codes[c], codes[k]);
    return sum;
  }
  for (size_t c = 0; c < p->categories; c++) mean += marginals[c] * codes[c] / n;
  for (size_t c = 0; c < p->categories; c++)
    sum += marginals[c] * (codes[c] - mean) * (codes[c] - mean);
  return 2 * n * sum;
}

struct outcome {
  double observed, expected; // NAN, 0 when every rating is the same
};

// Alpha of the units named in `pick` (a unit may come more than once: bootstrap).
static struct outcome alpha_of(const struct pairs *p, const size_t *pick, double *marginals,
                               double *codes) {
  double n = 0, sum = 0;
  size_t kinds = 0;
  memset(marginals, 0, p->categories * sizeof *marginals);
  for (size_t u = 0; u < p->units; u++)
    for (size_t i = p->from[pick[u]]; i < p->from[pick[u] + 1]; i++, n++)
      kinds += marginals[p->at[i]]++ == 0;
  if (kinds < 2) return (struct outcome){NOT_KNOWN, 0};
  codes_make(p, marginals, codes);
  for (size_t u = 0; u < p->units; u++) sum += unit_disagreement(p, pick[u], codes);
  return (struct outcome){sum / n, expected_sum(p, marginals, codes, n) / (n * (n - 1))};
}

static double quantile_sorted(const double *v, size_t n, double p) { // Hyndman & Fan 1996, type 7
  double at = p * (double)(n - 1);
  size_t i = (size_t)at;
  return i + 1 < n ? v[i] + (at - (double)i) * (v[i + 1] - v[i]) : v[n - 1];
}

static void bootstrap(struct arena *a, const struct pairs *p, struct alpha_ask ask,
                      struct alpha *out) {
  struct rng rng = {ask.seed};
  double *draws = arena_array(a, ask.draws, double);
  double *marginals = arena_array(a, p->categories, double);
  double *codes = arena_array(a, p->categories, double);
  size_t *pick = arena_array(a, p->units, size_t), n = 0;
  for (size_t d = 0; d < ask.draws; d++) {
    for (size_t u = 0; u < p->units; u++) pick[u] = rng_below(&rng, p->units);
    struct outcome o = alpha_of(p, pick, marginals, codes);
    if (o.expected > 0) draws[n++] = 1 - o.observed / o.expected;
  }
  out->lost = ask.draws - n;
  if (n < 2) return;
  qsort(draws, n, sizeof *draws, value_order);
  out->figure.se = sqrt(values_variance((struct values){draws, n}));
  if (!(draws[n - 1] > draws[0])) return; // every draw alike: no spread was seen
  out->figure.ci = (struct interval){quantile_sorted(draws, n, (1 - ask.level) / 2),
                                     quantile_sorted(draws, n, (1 + ask.level) / 2)};
}

static const char *method_of(enum metric metric) {
  static const char *const names[] = {
      "Krippendorff's alpha, nominal metric", "Krippendorff's alpha, ordinal metric",
      "Krippendorff's alpha, interval metric", "Krippendorff's alpha, ratio metric"};
  return names[metric];
}

struct alpha agree_alpha(struct arena *a, struct ratings r, struct alpha_ask ask) {
  struct pairs p = pairs_make(a, r, ask.metric);
  const char *method = method_of(ask.metric);
  struct alpha out = {
      .pairable = p.n, .observed = NOT_KNOWN, .expected = NOT_KNOWN, .categories = p.categories};
  out.values = arena_array(a, p.categories, double);
  out.marginals = arena_array(a, p.categories, double);
  if (p.categories) memcpy(out.values, p.values, p.categories * sizeof *p.values);
  if (!p.units) {
    out.figure = figure_undefined(method, 0, "no unit has two ratings");
    return out;
  }
  size_t *all = arena_array(a, p.units, size_t);
  for (size_t u = 0; u < p.units; u++) all[u] = u;
  struct outcome o = alpha_of(&p, all, out.marginals, arena_array(a, p.categories, double));
  if (!(o.expected > 0)) {
    out.figure =
        figure_undefined(method, p.units, "every rating is the same: nothing to tell apart");
    return out;
  }
  out.observed = o.observed;
  out.expected = o.expected;
  out.figure = (struct figure){.value = 1 - o.observed / o.expected,
                               .se = NOT_KNOWN,
                               .ci = {NOT_KNOWN, NOT_KNOWN},
                               .n = p.units,
                               .method = method};
  bootstrap(a, &p, ask, &out);
  return out;
}
