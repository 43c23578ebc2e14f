// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/pure/dist.h"
#include "scoring/pure/stat.h"

static const char one_group[] = "one group has nothing to be compared with";

// What empirical Bayes forgets when it takes the centre and B as known (Morris 1983, eq. 1.16):
// `own` is the variance of the group's own mean, `b` what was shrunk away, `k` the groups.
static double morris_variance(double own, double b, double distance, double k) {
  if (k <= 3) return own;
  double damped = b * (k - 3) / (k - 1);
  return own * (1 - damped * (k - 1) / k) + 2 / (k - 3) * damped * damped * distance * distance;
}

static double degrees(const struct group_sum *groups, size_t k) {
  double df = 0;
  for (size_t i = 0; i < k; i++) df += groups[i].n < 2 ? 0 : groups[i].n - 1;
  return df;
}

static double pooled_within(const struct group_sum *groups, size_t k) {
  double sum = 0, df = degrees(groups, k);
  for (size_t i = 0; i < k; i++) sum += groups[i].n < 2 ? 0 : groups[i].squares;
  return df > 0 ? sum / df : NOT_KNOWN;
}

static struct values group_means(struct arena *a, const struct group_sum *groups, size_t k) {
  double *means = arena_array(a, k, double);
  for (size_t i = 0; i < k; i++) means[i] = groups[i].mean;
  return (struct values){means, k};
}

static double mean_sampling_variance(const struct group_sum *groups, size_t k, double within) {
  double sum = 0;
  for (size_t i = 0; i < k; i++) sum += within / groups[i].n;
  return sum / (double)k;
}

static struct shrunk shrink_one(const struct shrink *s, struct group_sum v, size_t k, double z) {
  double own = s->within / v.n, center = s->center.value;
  double b = s->between > 0 ? s->between / (s->between + own) : 0;
  struct shrunk g = {.raw = v.mean, .n = v.n, .weight = b};
  g.value = center + b * (v.mean - center);
  g.sd = sqrt(own * b);
  double half = z * sqrt(morris_variance(own, 1 - b, v.mean - center, (double)k));
  struct interval none = {NOT_KNOWN, NOT_KNOWN}; // no spread was seen: not that there is none
  g.ci = g.sd > 0 ? interval_around(g.value, z * g.sd) : none;
  g.wide = half > 0 ? interval_around(g.value, half) : none;
  return g;
}

struct shrink stat_shrink_sums(struct arena *a, const struct group_sum *groups, size_t k,
                               double level) {
  static const char method[] = "empirical Bayes by moments (Morris 1983)";
  struct shrink s = {
      .within = pooled_within(groups, k), .between = NOT_KNOWN, .df = degrees(groups, k)};
  if (k < 2)
    s.center = figure_undefined(method, k, one_group);
  else if (isnan(s.within))
    s.center = figure_undefined(method, k, "no group has two values: their spread is not known");
  if (s.center.undefined) return s;

  struct values means = group_means(a, groups, k);
  s.center = stat_mean(means, level);
  s.center.method = method;
  double excess = values_variance(means) - mean_sampling_variance(groups, k, s.within);
  s.between = fmax(0, excess);
  s.groups = arena_array(a, k, struct shrunk);
  double z = dist_normal_inv(0.5 + level / 2);
  for (size_t i = 0; i < k; i++) s.groups[i] = shrink_one(&s, groups[i], k, z);
  return s;
}

struct shrink stat_shrink(struct arena *a, const struct values *groups, size_t k, double level) {
  struct group_sum *sums = arena_array(a, k + 1, struct group_sum);
  for (size_t i = 0; i < k; i++) {
    double n = (double)groups[i].n;
    sums[i] = (struct group_sum){.n = n, .mean = values_mean(groups[i])};
    if (groups[i].n > 1) sums[i].squares = values_variance(groups[i]) * (n - 1);
  }
  return stat_shrink_sums(a, sums, k, level);
}

// ---- yes/no -----------------------------------------------------------------------------------
static double mean_inverse_n(const struct count *groups, size_t k) {
  double sum = 0;
  for (size_t i = 0; i < k; i++) sum += 1 / groups[i].n;
  return sum / (double)k;
}

// Posterior of one group. With no difference between the groups (M infinite) it is the centre.
static struct shrunk posterior(const struct beta_binomial *m, struct count c, size_t k,
                               double level) {
  double center = m->center.value, raw = c.x / c.n;
  struct shrunk g = {.raw = raw, .n = c.n, .value = center, .ci = {NOT_KNOWN, NOT_KNOWN}};
  if (isfinite(m->size)) {
    double a = m->alpha + c.x, b = m->beta + c.n - c.x, total = m->size + c.n;
    g.weight = c.n / total;
    g.value = a / total;
    g.sd = sqrt(a * b / (total * total * (total + 1)));
    g.ci = (struct interval){dist_beta_inv((1 - level) / 2, a, b),
                             dist_beta_inv((1 + level) / 2, a, b)};
  }
  double own = center * (1 - center) / c.n, z = dist_normal_inv(0.5 + level / 2);
  double half = z * sqrt(morris_variance(own, 1 - g.weight, raw - center, (double)k));
  g.wide = (struct interval){fmax(0, g.value - half), fmin(1, g.value + half)};
  return g;
}

static double moment_size(double mean, double variance, double inverse_n) {
  double binary = mean * (1 - mean);
  double excess = variance - binary * inverse_n;
  if (!(excess > 0)) return (double)INFINITY; // no more spread than chance alone makes
  return fmax(0, (binary - variance) / excess);
}

struct beta_binomial stat_beta_binomial(struct arena *a, const struct count *groups, size_t k,
                                        double level) {
  static const char method[] = "beta-binomial by moments";
  struct beta_binomial m = {.size = NOT_KNOWN, .alpha = NOT_KNOWN, .beta = NOT_KNOWN};
  double *rates = arena_array(a, k, double);
  for (size_t i = 0; i < k; i++) rates[i] = groups[i].x / groups[i].n;
  m.center = stat_mean((struct values){rates, k}, level);
  m.center.method = method;
  double mean = m.center.value;
  if (k < 2)
    m.center = figure_undefined(method, k, one_group);
  else if (mean <= 0 || mean >= 1)
    m.center =
        figure_undefined(method, k, "every group has all or nothing: no spread to learn from");
  if (m.center.undefined) return m;

  m.size = moment_size(mean, values_variance((struct values){rates, k}), mean_inverse_n(groups, k));
  m.alpha = m.size * mean;
  m.beta = m.size * (1 - mean);
  m.groups = arena_array(a, k, struct shrunk);
  for (size_t i = 0; i < k; i++) m.groups[i] = posterior(&m, groups[i], k, level);
  return m;
}

struct james_stein stat_james_stein(struct arena *a, struct values x, double n, double level) {
  static const char method[] = "James-Stein toward the mean (Efron & Morris 1977)";
  struct james_stein r = {.factor = NOT_KNOWN};
  double *rates = arena_array(a, x.n, double);
  for (size_t i = 0; i < x.n; i++) rates[i] = x.at[i] / n;
  struct values v = {rates, x.n};
  double k = (double)x.n;
  if (x.n < 4)
    r.center = figure_undefined(method, x.n, "fewer than four groups");
  else if (values_variance(v) <= 0)
    r.center = figure_undefined(method, x.n, "the groups do not differ");
  if (r.center.undefined) return r;

  r.center = stat_mean(v, level);
  r.center.method = method;
  double mean = r.center.value, spread = values_variance(v) * (k - 1);
  r.factor = fmax(0, 1 - (k - 3) * mean * (1 - mean) / n / spread); // the positive part
  r.values = arena_array(a, x.n, double);
  for (size_t i = 0; i < x.n; i++) r.values[i] = mean + r.factor * (rates[i] - mean);
  return r;
}
