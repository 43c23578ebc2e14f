// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/pure/trend.h"

static const char no_points[] = "no points";

static struct chart chart_start(struct arena *a, size_t n, const char *method) {
  struct chart c = {.center = NOT_KNOWN, .sigma = NOT_KNOWN, .n = n};
  c.points = arena_array(a, n + 1, double);
  c.limits = arena_array(a, n + 1, struct interval);
  c.signals = arena_array(a, n + 1, size_t);
  c.figure = n ? (struct figure){.value = NOT_KNOWN,
                                 .se = NOT_KNOWN,
                                 .ci = {NOT_KNOWN, NOT_KNOWN},
                                 .n = n,
                                 .method = method}
               : figure_undefined(method, 0, no_points);
  return c;
}

static void chart_center(struct chart *c, double center, double sigma) {
  c->figure.value = c->center = center;
  c->sigma = sigma;
}

static void chart_undefine(struct chart *c, const char *why) {
  c->figure = figure_undefined(c->figure.method, c->n, why);
}

static void chart_judge(struct chart *c) {
  for (size_t i = 0; i < c->n; i++) {
    double x = c->points[i];
    // A hair's width is arithmetic, not a signal.
    double slack = 1e-12 * (fabs(c->limits[i].lo) + fabs(c->limits[i].hi));
    if (x > c->limits[i].hi + slack || x < c->limits[i].lo - slack)
      c->signals[c->signal_count++] = i;
  }
}

// No limits where no spread was seen: a band of no width would call the first other point a signal.
static struct interval limits_around(double center, double half, struct interval inside) {
  if (!(half > 0)) return (struct interval){NOT_KNOWN, NOT_KNOWN};
  return (struct interval){fmax(inside.lo, center - half), fmin(inside.hi, center + half)};
}
static const struct interval anywhere = {(double)-INFINITY, (double)INFINITY};

static void chart_constant(struct chart *c, struct interval limits) {
  for (size_t i = 0; i < c->n; i++) c->limits[i] = limits;
  chart_judge(c);
}

struct chart trend_ewma(struct arena *a, struct values x, struct ewma_ask ask) {
  struct chart c = chart_start(a, x.n, "EWMA (Roberts 1959; Lucas & Saccucci 1990)");
  if (c.figure.undefined) return c;
  double keep = 1 - ask.lambda, z = ask.target, faded = 1;
  double final = ask.lambda / (2 - ask.lambda);
  chart_center(&c, ask.target, ask.sigma * sqrt(final));
  c.limits_vary = ask.exact;
  for (size_t i = 0; i < x.n; i++) {
    z = ask.lambda * x.at[i] + keep * z;
    faded *= keep * keep;
    c.points[i] = z;
    double share = ask.exact ? final * (1 - faded) : final;
    c.limits[i] = interval_around(ask.target, ask.width * ask.sigma * sqrt(share));
  }
  chart_judge(&c);
  return c;
}

struct cusum trend_cusum(struct arena *a, struct values x, struct cusum_ask ask) {
  struct cusum r = {.chart = chart_start(a, x.n, "tabular cusum (Page 1954; Montgomery)")};
  r.high = arena_array(a, x.n + 1, double);
  r.low = arena_array(a, x.n + 1, double);
  r.run_high = arena_array(a, x.n + 1, size_t);
  r.run_low = arena_array(a, x.n + 1, size_t);
  if (r.chart.figure.undefined) return r;
  chart_center(&r.chart, ask.target, ask.sigma);
  double high = ask.head_start * ask.sigma, low = high, slack = ask.slack * ask.sigma;
  size_t run_high = 0, run_low = 0;
  for (size_t i = 0; i < x.n; i++) {
    high = fmax(0, high + x.at[i] - ask.target - slack);
    low = fmax(0, low + ask.target - slack - x.at[i]);
    r.run_high[i] = run_high = high > 0 ? run_high + 1 : 0;
    r.run_low[i] = run_low = low > 0 ? run_low + 1 : 0;
    r.high[i] = high;
    r.low[i] = low;
    r.chart.points[i] = fmax(high, low);
  }
  chart_constant(&r.chart, (struct interval){0, ask.decision * ask.sigma});
  return r;
}

struct xmr trend_xmr(struct arena *a, struct values x) {
  static const double d2 = 1.128, d4 = 3.267; // for ranges of two
  struct xmr r = {.chart =
                      chart_start(a, x.n, "individuals and moving range (Shewhart; NIST 6.3.2.2)"),
                  .mean_range = NOT_KNOWN,
                  .range_limit = NOT_KNOWN};
  r.ranges = arena_array(a, x.n + 1, double);
  if (x.n < 2) {
    chart_undefine(&r.chart, "fewer than two points: no moving range");
    return r;
  }
  for (size_t i = 1; i < x.n; i++) r.ranges[i - 1] = fabs(x.at[i] - x.at[i - 1]);
  r.mean_range = values_mean((struct values){r.ranges, x.n - 1});
  r.range_limit = d4 * r.mean_range;
  double sigma = r.mean_range / d2;
  chart_center(&r.chart, values_mean(x), sigma);
  memcpy(r.chart.points, x.at, x.n * sizeof *x.at);
  chart_constant(&r.chart, limits_around(r.chart.center, 3 * sigma, anywhere));
  return r;
}

// ---- rates: x of n (p), x per n (u) -----------------------------------------------------------
static double sum(struct values v) {
  double s = 0;
  for (size_t i = 0; i < v.n; i++) s += v.at[i];
  return s;
}

static bool all_equal(struct values v) {
  for (size_t i = 1; i < v.n; i++)
    if (v.at[i] != v.at[0]) return false;
  return true;
}

// `unit_variance` is that of one case; `ceiling` the greatest rate there can be.
static void chart_rates(struct chart *c, struct values x, struct values n, double unit_variance,
                        double ceiling, double width) {
  c->limits_vary = !all_equal(n);
  if (!c->limits_vary) c->sigma = sqrt(unit_variance / n.at[0]);
  for (size_t i = 0; i < x.n; i++) {
    double half = width * sqrt(unit_variance / n.at[i]);
    c->points[i] = n.at[i] > 0 ? x.at[i] / n.at[i] : NOT_KNOWN;
    c->limits[i] = limits_around(c->center, n.at[i] > 0 ? half : 0, (struct interval){0, ceiling});
  }
  chart_judge(c);
}

struct chart trend_p(struct arena *a, struct values x, struct values n, double width) {
  struct chart c = chart_start(a, x.n, "p chart (Shewhart; Montgomery)");
  double cases = sum(n);
  if (!c.figure.undefined && !(cases > 0)) chart_undefine(&c, "nothing was counted: n is 0");
  if (c.figure.undefined) return c;
  double p = sum(x) / cases;
  chart_center(&c, p, NOT_KNOWN);
  chart_rates(&c, x, n, p * (1 - p), 1, width);
  return c;
}

struct chart trend_u(struct arena *a, struct values x, struct values n, double width) {
  struct chart c = chart_start(a, x.n, "u chart (Shewhart; Montgomery)");
  double cases = sum(n);
  if (!c.figure.undefined && !(cases > 0)) chart_undefine(&c, "nothing was inspected: n is 0");
  if (c.figure.undefined) return c;
  double u = sum(x) / cases;
  chart_center(&c, u, NOT_KNOWN);
  chart_rates(&c, x, n, u, (double)INFINITY, width);
  return c;
}

static struct chart chart_counts(struct chart c, struct values x, double sigma, double least,
                                 double width) {
  chart_center(&c, values_mean(x), sigma);
  memcpy(c.points, x.at, x.n * sizeof *x.at);
  double half = width * sigma;
  chart_constant(&c, limits_around(c.center, half, (struct interval){least, (double)INFINITY}));
  return c;
}

struct chart trend_c(struct arena *a, struct values x, double width) {
  struct chart c = chart_start(a, x.n, "c chart (Shewhart; Montgomery)");
  if (c.figure.undefined) return c;
  return chart_counts(c, x, sqrt(values_mean(x)), 0, width);
}

struct chart trend_g(struct arena *a, struct values x, double least, double width) {
  struct chart c = chart_start(a, x.n, "g chart (Benneyan 2001)");
  if (c.figure.undefined) return c;
  double over = values_mean(x) - least; // a geometric count above its least value
  return chart_counts(c, x, sqrt(over * (over + 1)), least, width);
}
