// SPDX-License-Identifier: Apache-2.0
// Stat: estimates that carry what they know: a value, its standard error, an interval and n.
// Pure and thread-safe; scratch and arrays of the results live in the caller's arena.
// A figure that does not exist (no data, no variance, nobody to compare with) is not an error: its
// value is NAN and `undefined` says why. NAN in se or ci alone: that part is not known.
// `level` is the confidence, in (0, 1). Sources stand at each function; docs/stat.md has examples.
#pragma once
#include <math.h>

#include "core/arena.h"

#define NOT_KNOWN ((double)NAN)

struct interval {
  double lo, hi;
};

struct figure {
  double value, se;
  struct interval ci;
  size_t n;              // observations, units or groups: the header of the function says which
  const char *method;    // whose formula
  const char *undefined; // why there is no value; NULL when there is one
};

struct values {
  const double *at;
  size_t n;
};

struct figure figure_undefined(const char *method, size_t n, const char *why);
struct interval interval_around(double mid, double half);
double values_mean(struct values v);
double values_variance(struct values v);             // of a sample (n - 1); NAN below two values
int value_order(const void *a, const void *b);       // for qsort and bsearch of doubles
size_t values_distinct(double *at, size_t n);        // sorts in place; how many remain
size_t values_index(struct values sorted, double x); // of a value that is there

// ---- one proportion: x of n -------------------------------------------------------------------
struct count {
  double x, n; // 0 <= x <= n
};
struct figure stat_wilson(struct count c, double level); // Wilson 1927; Newcombe 1998, method 3
struct figure stat_wilson_corrected(struct count c, double level); // Newcombe 1998, method 4
struct figure stat_jeffreys(struct count c, double level); // Brown, Cai & DasGupta 2001, 3.1.2
struct figure stat_clopper_pearson(struct count c, double level); // 1934, exact

// The difference of two independent shares, a - b (Newcombe 1998b, method 10: Wilson's limits
// combined). n: of both.
struct figure stat_difference(struct count a, struct count b, double level);

// How many to draw for a margin (Cochran 1977, 4.4), with the finite population correction.
struct sample_size {
  struct figure size; // value: whole calls
  double n0, exact;   // for an endless population; for this one, before rounding up
};
struct sample_size stat_sample_size(double p, double margin, double level, double population);

// ---- means ------------------------------------------------------------------------------------
// Student's t; without an interval where all values are the same: their spread has not been seen.
struct figure stat_mean(struct values v, double level);
// The same of a few values that move in steps and are mostly alike: the spread is that of the
// values and of one more imagined, `off` from their mean. Covers 93 % or more where Student's
// covers 34-90 (docs/honesty.md).
struct figure stat_mean_stepped(struct values v, double off, double level);

// Agreement of two methods on the same things (Bland & Altman, Lancet 1986): bias a - b and limits.
struct bland_altman {
  struct figure bias;
  double sd, limit_se;                  // of one difference; of a limit, sqrt(3 / n) sd
  struct interval limits, lower, upper; // limits, and how sure we are of each (t)
};
// `multiplier` is the number of sd in a limit; NAN: the normal quantile (1.96 at .95).
struct bland_altman stat_bland_altman(struct values a, struct values b, double level,
                                      double multiplier);

// ---- many small groups borrow strength ----------------------------------------------------------
// One shrunk group: between its own mean and the centre, by how much its n is worth.
struct shrunk {
  double raw, n;        // the group's own mean or rate
  double value, sd;     // shrunk, and its posterior standard deviation
  double weight;        // B: 1 keeps the group's own mean, 0 gives the centre
  struct interval ci;   // value +- z sd (or the posterior's quantiles)
  struct interval wide; // the same with the centre's and B's own uncertainty (Morris 1983)
};

// Empirical Bayes for means: pooled variance within, moments between (Morris, JASA 1983).
struct shrink {
  struct figure center;   // mean of the group means; n: groups
  double within, between; // variances
  double df;              // what `within` stands on
  struct shrunk *groups;
};
struct shrink stat_shrink(struct arena *a, const struct values *groups, size_t k, double level);
// The same of groups that are known by their sums: n, mean, squared distances from it.
struct group_sum {
  double n, mean, squares;
};
struct shrink stat_shrink_sums(struct arena *a, const struct group_sum *groups, size_t k,
                               double level);

// Yes/no: beta-binomial by moments; post = (alpha + x) / (M + n).
struct beta_binomial {
  struct figure center;
  double size, alpha, beta; // M = alpha + beta; INFINITY: no difference between groups shows
  struct shrunk *groups;
};
struct beta_binomial stat_beta_binomial(struct arena *a, const struct count *groups, size_t k,
                                        double level);

// James & Stein toward the mean of equally sized yes/no groups (Efron & Morris, Sci. Am. 1977).
struct james_stein {
  struct figure center;
  double factor; // c: what is left of a group's distance to the centre
  double *values;
};
struct james_stein stat_james_stein(struct arena *a, struct values x, double n, double level);
