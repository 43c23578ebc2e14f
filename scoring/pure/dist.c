// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/dist.h"

#include <math.h>

double dist_normal(double z) { return 0.5 * erfc(-z / M_SQRT2); }

double dist_normal_inv(double p) {
  if (!(p >= 0 && p <= 1)) return (double)NAN;
  if (p == 0 || p == 1) return p == 0 ? (double)-INFINITY : (double)INFINITY;
  if (p > 0.5) return -dist_normal_inv(1 - p);
  double t = sqrt(-2 * log(p)); // Abramowitz & Stegun 26.2.23, good to 4.5e-4
  double z = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                       (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (int i = 0; i < 4; i++) {
    double u = (dist_normal(z) - p) * sqrt(2 * M_PI) * exp(z * z / 2);
    z -= u / (1 + z * u / 2);
  }
  return z;
}

static double log_gamma(double x) {
  int sign; // lgamma() keeps it in a global: not for threads
  return lgamma_r(x, &sign);
}

static double away_from_zero(double x) { return fabs(x) < 1e-300 ? 1e-300 : x; }

// The continued fraction of I_x(a, b); converges fast for x < (a + 1) / (a + b + 2).
static double beta_fraction(double x, double a, double b) {
  double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), f = d;
  for (int m = 1; m < 100000; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    f *= c * d;
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    f *= c * d;
    if (fabs(c * d - 1) < 1e-16) break;
  }
  return f;
}

// x and its complement y are given apart, so that neither tail loses its digits.
static double beta_front(double x, double y, double a, double b) {
  return exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(y));
}

static double beta_lower(double x, double y, double a, double b) {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x < (a + 1) / (a + b + 2)) return beta_front(x, y, a, b) * beta_fraction(x, a, b) / a;
  return 1 - beta_front(x, y, a, b) * beta_fraction(y, b, a) / b;
}

double dist_beta(double x, double a, double b) {
  if (!(a > 0 && b > 0)) return (double)NAN;
  return beta_lower(x, 1 - x, a, b);
}

// A point between the brackets: geometric while they are decades apart, where quantiles of a small
// `a` live, else the middle.
static double bracket_split(double lo, double hi) {
  if (lo == 0) return hi / 16;
  return hi > 4 * lo ? sqrt(lo * hi) : (lo + hi) / 2;
}

double dist_beta_inv(double p, double a, double b) {
  if (!(a > 0 && b > 0 && p >= 0 && p <= 1)) return (double)NAN;
  if (p == 0 || p == 1) return p;
  double lo = 0, hi = 1, x = a / (a + b);
  for (int i = 0; i < 500 && x > 0 && x < 1; i++) {
    double miss = beta_lower(x, 1 - x, a, b) - p;
    if (miss < 0)
      lo = x;
    else
      hi = x;
    double next = x - miss * x * (1 - x) / beta_front(x, 1 - x, a, b);
    if (!(next > lo && next < hi)) next = bracket_split(lo, hi);
    if (fabs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}

double dist_t_inv(double p, double df) {
  if (!(df > 0 && p >= 0 && p <= 1)) return (double)NAN;
  if (p < 0.5) return -dist_t_inv(1 - p, df);
  if (p == 0.5) return 0;
  if (p == 1) return (double)INFINITY;
  double tail = 2 * (1 - p), x = dist_beta_inv(tail, df / 2, 0.5);
  // x near 1 (a wide df, or p near .5) loses 1 - x: ask for the complement instead.
  double y = x < 0.5 ? 1 - x : dist_beta_inv(1 - tail, 0.5, df / 2);
  return sqrt(df * y / (1 - y));
}

double dist_f(double f, double df1, double df2) {
  if (!(df1 > 0 && df2 > 0)) return (double)NAN;
  if (!(f > 0)) return 0;
  double s = df1 * f + df2;
  return beta_lower(df1 * f / s, df2 / s, df1 / 2, df2 / 2);
}

double dist_f_inv(double p, double df1, double df2) {
  if (!(df1 > 0 && df2 > 0 && p >= 0 && p <= 1)) return (double)NAN;
  if (p == 1) return (double)INFINITY;
  double x = dist_beta_inv(p, df1 / 2, df2 / 2);
  double y = x < 0.5 ? 1 - x : dist_beta_inv(1 - p, df2 / 2, df1 / 2);
  if (x >= 0.5) x = 1 - y;
  return df2 * x / (df1 * y);
}
