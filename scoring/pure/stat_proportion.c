// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/pure/dist.h"
#include "scoring/pure/stat.h"

static const char no_trials[] = "nothing was counted: n is 0";

static struct figure proportion(struct count c, const char *method) {
  if (!(c.n > 0)) return figure_undefined(method, 0, no_trials);
  double p = c.x / c.n;
  return (struct figure){
      .value = p, .se = sqrt(p * (1 - p) / c.n), .n = (size_t)c.n, .method = method};
}

struct figure stat_wilson(struct count c, double level) {
  struct figure f = proportion(c, "Wilson 1927");
  if (f.undefined) return f;
  double z = dist_normal_inv(0.5 + level / 2), zz = z * z;
  double mid = (c.x + zz / 2) / (c.n + zz);
  double half = z / (c.n + zz) * sqrt(c.x * (c.n - c.x) / c.n + zz / 4);
  f.ci = interval_around(mid, half);
  if (c.x == 0) f.ci.lo = 0; // exactly, whatever the last digit of the arithmetic says
  if (c.x == c.n) f.ci.hi = 1;
  return f;
}

struct figure stat_difference(struct count a, struct count b, double level) {
  struct figure fa = stat_wilson(a, level), fb = stat_wilson(b, level);
  const char *method = "Newcombe 1998, method 10";
  if (fa.undefined || fb.undefined) return figure_undefined(method, fa.n + fb.n, no_trials);
  double down = hypot(fa.value - fa.ci.lo, fb.ci.hi - fb.value);
  double up = hypot(fa.ci.hi - fa.value, fb.value - fb.ci.lo), d = fa.value - fb.value;
  return (struct figure){.value = d,
                         .se = hypot(fa.se, fb.se),
                         .ci = {d - down, d + up},
                         .n = fa.n + fb.n,
                         .method = method};
}

struct figure stat_wilson_corrected(struct count c, double level) {
  struct figure f = proportion(c, "Wilson with continuity correction (Newcombe 1998, method 4)");
  if (f.undefined) return f;
  double z = dist_normal_inv(0.5 + level / 2), zz = z * z, p = f.value, n = c.n;
  double den = 2 * (n + zz), mid = 2 * n * p + zz;
  double lo = mid - 1 - z * sqrt(zz - 2 - 1 / n + 4 * p * (n * (1 - p) + 1));
  double hi = mid + 1 + z * sqrt(zz + 2 - 1 / n + 4 * p * (n * (1 - p) - 1));
  f.ci = (struct interval){c.x == 0 ? 0 : fmax(0, lo / den), c.x == n ? 1 : fmin(1, hi / den)};
  return f;
}

// The quantile of a beta distribution; at no successes or no failures the end itself.
static double beta_end(double p, double a, double b) {
  if (a <= 0) return 0;
  if (b <= 0) return 1;
  return dist_beta_inv(p, a, b);
}

struct figure stat_jeffreys(struct count c, double level) {
  struct figure f = proportion(c, "Jeffreys (Brown, Cai & DasGupta 2001)");
  if (f.undefined) return f;
  double a = c.x + 0.5, b = c.n - c.x + 0.5, tail = (1 - level) / 2;
  f.ci.lo = c.x == 0 ? 0 : beta_end(tail, a, b);
  f.ci.hi = c.x == c.n ? 1 : beta_end(1 - tail, a, b);
  return f;
}

struct figure stat_clopper_pearson(struct count c, double level) {
  struct figure f = proportion(c, "Clopper-Pearson 1934, exact");
  if (f.undefined) return f;
  double tail = (1 - level) / 2;
  f.ci.lo = beta_end(tail, c.x, c.n - c.x + 1);
  f.ci.hi = beta_end(1 - tail, c.x + 1, c.n - c.x);
  return f;
}

struct sample_size stat_sample_size(double p, double margin, double level, double population) {
  static const char method[] = "Cochran 1977, finite population correction";
  struct sample_size s = {.n0 = NOT_KNOWN, .exact = NOT_KNOWN};
  double z = dist_normal_inv(0.5 + level / 2);
  s.n0 = z * z * p * (1 - p) / (margin * margin);
  if (!(s.n0 > 0)) {
    s.size = figure_undefined(method, 0, "at p = 0 or 1 the normal approximation has no width");
    return s;
  }
  s.exact = isfinite(population) ? s.n0 / (1 + (s.n0 - 1) / population) : s.n0;
  double whole = ceil(s.exact * (1 - 1e-12)); // 278.00000000000006 calls are 278
  s.size = (struct figure){.value = whole,
                           .se = NOT_KNOWN,
                           .ci = {NOT_KNOWN, NOT_KNOWN},
                           .n = (size_t)whole,
                           .method = method};
  return s;
}
