// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/pure/dist.h"
#include "scoring/pure/stat.h"

struct figure figure_undefined(const char *method, size_t n, const char *why) {
  return (struct figure){.value = NOT_KNOWN,
                         .se = NOT_KNOWN,
                         .ci = {NOT_KNOWN, NOT_KNOWN},
                         .n = n,
                         .method = method,
                         .undefined = why};
}

struct interval interval_around(double mid, double half) {
  return (struct interval){mid - half, mid + half};
}

double values_mean(struct values v) {
  double sum = 0;
  for (size_t i = 0; i < v.n; i++) sum += v.at[i];
  return v.n ? sum / (double)v.n : NOT_KNOWN;
}

double values_variance(struct values v) { // two passes: no cancellation
  if (v.n < 2) return NOT_KNOWN;
  double mean = values_mean(v), sum = 0;
  for (size_t i = 0; i < v.n; i++) sum += (v.at[i] - mean) * (v.at[i] - mean);
  return sum / (double)(v.n - 1);
}

struct figure stat_mean(struct values v, double level) {
  static const char method[] = "mean, Student's t";
  if (!v.n) return figure_undefined(method, 0, "no values");
  struct figure f = {.value = values_mean(v),
                     .se = NOT_KNOWN,
                     .ci = {NOT_KNOWN, NOT_KNOWN},
                     .n = v.n,
                     .method = method};
  if (v.n < 2) return f; // one value: known, but nobody knows how well
  f.se = sqrt(values_variance(v) / (double)v.n);
  if (!(f.se > 0)) return f; // all alike: no spread seen is not no spread
  f.ci = interval_around(f.value, f.se * dist_t_inv(0.5 + level / 2, (double)(v.n - 1)));
  return f;
}

struct figure stat_mean_stepped(struct values v, double off, double level) {
  struct figure f = stat_mean(v, level);
  f.method = "mean, Student's t with one value imagined";
  if (v.n < 3) f.se = f.ci.lo = f.ci.hi = NOT_KNOWN; // too few for this
  if (v.n < 3) return f;
  double n = (double)v.n, squares = values_variance(v) * (n - 1) + off * off;
  f.se = sqrt(squares / (n - 2) / n); // what was imagined gives no freedom, and takes one
  f.ci = interval_around(f.value, f.se * dist_t_inv(0.5 + level / 2, n - 2));
  return f;
}

int value_order(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return (a > b) - (a < b);
}

size_t values_distinct(double *at, size_t n) {
  size_t kept = 0;
  qsort(at, n, sizeof *at, value_order);
  for (size_t i = 0; i < n; i++)
    if (!kept || at[i] > at[kept - 1]) at[kept++] = at[i];
  return kept;
}

size_t values_index(struct values sorted, double x) {
  const double *hit = bsearch(&x, sorted.at, sorted.n, sizeof x, value_order);
  return (size_t)(hit - sorted.at);
}

static struct values differences(struct arena *tmp, struct values a, struct values b) {
  double *d = arena_array(tmp, a.n, double);
  for (size_t i = 0; i < a.n; i++) d[i] = a.at[i] - b.at[i];
  return (struct values){d, a.n};
}

struct bland_altman stat_bland_altman(struct values a, struct values b, double level,
                                      double multiplier) {
  static const char method[] = "Bland & Altman 1986";
  struct bland_altman r = {.sd = NOT_KNOWN,
                           .limit_se = NOT_KNOWN,
                           .limits = {NOT_KNOWN, NOT_KNOWN},
                           .lower = {NOT_KNOWN, NOT_KNOWN},
                           .upper = {NOT_KNOWN, NOT_KNOWN}};
  assert(a.n == b.n);
  if (a.n < 2) {
    r.bias = figure_undefined(method, a.n, "fewer than two pairs: their spread is not known");
    return r;
  }
  AUTO(arena) struct arena tmp;
  arena_init(&tmp, SIZE_MAX);
  struct values d = differences(&tmp, a, b);
  r.bias = stat_mean(d, level);
  r.bias.method = method;
  r.sd = sqrt(values_variance(d));
  r.limit_se = r.sd * sqrt(3 / (double)d.n);
  double z = isnan(multiplier) ? dist_normal_inv(0.5 + level / 2) : multiplier;
  double t = dist_t_inv(0.5 + level / 2, (double)(d.n - 1));
  if (!(r.sd > 0)) return r; // they differ by the same each time: no spread seen, no limits
  r.limits = interval_around(r.bias.value, z * r.sd);
  r.lower = interval_around(r.limits.lo, t * r.limit_se);
  r.upper = interval_around(r.limits.hi, t * r.limit_se);
  return r;
}
