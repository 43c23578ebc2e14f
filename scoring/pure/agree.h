// SPDX-License-Identifier: Apache-2.0
// Agree: do evaluators mean the same thing? Pure; results and scratch live in the caller's arena.
//
// Agreement is told in this order: Gwet's AC with percent and n (stable when nearly every answer is
// the same), Krippendorff's alpha (takes missing raters), ICC for totals. Two things are called
// "ordinal": Krippendorff's metric (agree_alpha, METRIC_ORDINAL) and Gwet's ordinal weights
// (WEIGHTS_ORDINAL); they give different numbers and are named apart everywhere.
// A domain with one value has no agreement to measure: undefined, never 1.
#pragma once
#include "scoring/pure/stat.h"

// at[rater * units + unit]; NAN: this rater did not rate this unit.
struct ratings {
  size_t raters, units;
  const double *at;
};

// ---- Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability") -----
enum metric { METRIC_NOMINAL, METRIC_ORDINAL, METRIC_INTERVAL, METRIC_RATIO };
struct alpha_ask {
  enum metric metric;
  double level;
  size_t draws;  // of units, with replacement; 0: no interval
  uint64_t seed; // the same seed gives the same interval
};
struct alpha {
  struct figure figure;      // n: units with two ratings or more; others do not enter
  size_t pairable;           // their ratings
  double observed, expected; // disagreement
  size_t categories;
  double *values, *marginals; // the distinct values, and how often each is pairable
  size_t lost;                // draws in which every rating was the same
};
struct alpha agree_alpha(struct arena *a, struct ratings r, struct alpha_ask ask);

// ---- chance-corrected agreement with weights (Gwet 2008; Handbook, 4th ed. 2014) ---------------
// clang-format off
enum weights {
  WEIGHTS_IDENTITY, WEIGHTS_LINEAR, WEIGHTS_QUADRATIC, WEIGHTS_ORDINAL, WEIGHTS_RADICAL,
  WEIGHTS_RATIO, WEIGHTS_OWN
};
// clang-format on
// How often each unit got each category. Made from ratings, or counted by the caller.
struct tally {
  size_t units, categories;
  const double *values; // the categories' numbers, ascending: what the weights are computed from
  const double *counts; // counts[unit * categories + category]
};
struct weighting {
  enum weights kind;
  const double *own; // WEIGHTS_OWN: categories x categories, 1 on the diagonal
};
struct coefficient {
  struct figure figure;      // n: units with at least one rating
  double observed, expected; // pa, pe
  const double *shares;      // of each category
};
// Categories nobody used belong to the domain too: pass them in `domain` (n may be 0).
struct tally tally_make(struct arena *a, struct ratings r, struct values domain);
const double *weights_make(struct arena *a, struct tally t, struct weighting w);
// Units with one rating count in the shares (pi_k), not in pa. SE over units, t with n - 1.
struct coefficient agree_gwet(struct arena *a, struct tally t, const double *weights, double level);
// Krippendorff's alpha with any of Gwet's weights; "ordinal_gwet" is this with WEIGHTS_ORDINAL.
struct coefficient agree_alpha_weighted(struct arena *a, struct tally t, const double *weights,
                                        double level);
// Fleiss 1971, extended to units with different numbers of raters (Gwet 2014, 2.2).
struct fleiss {
  struct coefficient all;
  double se_null, z;              // if nobody agreed (Fleiss, Nee & Landis 1979); equal n only
  double *category, *category_se; // kappa of each category against the rest, and its se_null
};
struct fleiss agree_fleiss(struct arena *a, struct tally t, double level);

// ---- two raters, one table (row: first rater, column: second) ----------------------------------
struct table {
  size_t size;
  const double *at;
  double n; // of units: the sum of the cells, unless they are shares
};
struct kappa {
  struct figure figure; // SE after Fleiss, Cohen & Everitt 1969
  double observed, expected, se_null;
};
struct kappa agree_kappa(struct table t, double level); // Cohen 1960
// Cohen 1968. `weights` are of agreement (1 on the diagonal) or, zero on it, of disagreement.
struct kappa agree_kappa_weighted(struct arena *a, struct table t, const double *weights,
                                  double level);
// Weights of disagreement (zero on the diagonal) as weights of agreement.
const double *agree_agreement(struct arena *a, const double *w, size_t size);

// ---- totals: intraclass correlation (Shrout & Fleiss 1979) -------------------------------------
enum icc_form { ICC_1_1, ICC_2_1, ICC_3_1, ICC_1_K, ICC_2_K, ICC_3_K };
struct icc {
  struct figure figure; // n: units every rater rated; others are left out
  size_t raters;
  struct {
    double between, judges, error, within;
  } ms;
  double f, df1, df2;
  struct interval mcgraw_wong; // ICC_2_K only: McGraw & Wong 1996, which differs
};
struct icc agree_icc(struct arena *a, struct ratings r, enum icc_form form, double level);

// ---- where the variance sits: ratings in tasks in persons (Brennan 2001, ch. 3)
// ------------------- Fully nested, unequal numbers allowed; negative components count as 0 and are
// shown raw.
struct nested {
  size_t person, task;
  double score;
};
struct gstudy {
  struct figure figure; // generalizability of a person's mean; n: persons
  size_t persons, tasks, ratings;
  double tasks_per_person, ratings_per_task; // harmonic means: what the coefficient is for
  struct {
    double person, task, rating;
  } variance, raw, ms, df;
};
struct gstudy agree_gstudy(struct arena *a, const struct nested *at, size_t n, double level);
