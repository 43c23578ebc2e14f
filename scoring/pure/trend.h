// SPDX-License-Identifier: Apache-2.0
// Trend: control charts, and how fast they notice. Pure; arrays live in the caller's arena.
// A point signals when it lies outside its limits, never when it lies on them; indexes are 0-based.
// Lower limits of counts and rates stop at 0. Constants as published: 3 sigma, d2 = 1.128,
// D4 = 3.267 (Montgomery, Introduction to Statistical Quality Control; NIST e-Handbook 6.3).
#pragma once
#include "scoring/pure/stat.h"

struct chart {
  struct figure figure; // value: the centre; n: points
  double center, sigma; // of one point, where it is one number
  size_t n;
  double *points;          // NAN where there is nothing to show (n = 0)
  struct interval *limits; // one per point
  bool limits_vary;
  size_t *signals, signal_count;
};

// ---- small shifts in a single series ----------------------------------------------------------
// Exponentially weighted moving average (Roberts 1959; Lucas & Saccucci 1990). z0 = target.
struct ewma_ask {
  double target, sigma, lambda, width; // width: L
  bool
      exact; // limits that open from the first point; else their final value for all (NIST 6.3.2.4)
};
struct chart trend_ewma(struct arena *a, struct values x, struct ewma_ask ask);

// Tabular cusum (Montgomery 9.1.2): two one-sided sums with slack k sigma, signal above h sigma.
struct cusum_ask {
  double target, sigma, slack, decision, head_start; // k, h and the start in sigmas
};
struct cusum {
  struct chart chart;         // points: the greater of the two sums; limits: 0 .. h sigma
  double *high, *low;         // both counted upwards from 0
  size_t *run_high, *run_low; // points since the sum was last 0: where the change began
};
struct cusum trend_cusum(struct arena *a, struct values x, struct cusum_ask ask);
// Average run length of the two-sided cusum after a shift of `shift` sigmas (Siegmund's problem,
// solved as an integral equation by Gauss-Legendre quadrature; tables: NIST 6.3.2.3).
double trend_cusum_arl(double slack, double decision, double shift);
// The same for the EWMA with constant limits (Crowder 1987).
double trend_ewma_arl(double lambda, double width, double shift);

// ---- individuals and counts -------------------------------------------------------------------
struct xmr {
  struct chart chart;
  double mean_range, range_limit;
  double *ranges; // n - 1
};
struct xmr trend_xmr(struct arena *a, struct values x);
struct chart trend_p(struct arena *a, struct values x, struct values n, double width);
struct chart trend_u(struct arena *a, struct values x, struct values n, double width);
struct chart trend_c(struct arena *a, struct values x, double width);
// Cases between two events (Benneyan 2001); `least` is the smallest count possible, 0 or 1.
struct chart trend_g(struct arena *a, struct values x, double least, double width);
