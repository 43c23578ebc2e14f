// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/pure/agree.h"
#include "scoring/pure/dist.h"

struct anova { // two-way, one rating per cell; n units, k raters
  double n, k, between, judges, error, within;
};

static bool unit_is_whole(struct ratings r, size_t unit) {
  for (size_t i = 0; i < r.raters; i++)
    if (isnan(r.at[i * r.units + unit])) return false;
  return true;
}

static struct ratings whole_units(struct arena *a, struct ratings r) {
  double *at = arena_array(a, r.raters * r.units + 1, double);
  size_t kept = 0;
  for (size_t u = 0; u < r.units; u++) kept += unit_is_whole(r, u);
  for (size_t u = 0, to = 0; u < r.units; u++) {
    if (!unit_is_whole(r, u)) continue;
    for (size_t i = 0; i < r.raters; i++) at[i * kept + to] = r.at[i * r.units + u];
    to++;
  }
  return (struct ratings){r.raters, kept, at};
}

static struct anova anova_of(struct arena *a, struct ratings r) {
  double n = (double)r.units, k = (double)r.raters;
  double *unit = arena_array(a, r.units, double), *judge = arena_array(a, r.raters, double);
  double grand = 0, between = 0, judges = 0, within = 0, error = 0;
  for (size_t i = 0; i < r.raters; i++)
    for (size_t u = 0; u < r.units; u++) {
      double x = r.at[i * r.units + u];
      unit[u] += x / k;
      judge[i] += x / n;
      grand += x / (n * k);
    }
  for (size_t u = 0; u < r.units; u++) between += k * (unit[u] - grand) * (unit[u] - grand);
  for (size_t i = 0; i < r.raters; i++) judges += n * (judge[i] - grand) * (judge[i] - grand);
  for (size_t i = 0; i < r.raters; i++)
    for (size_t u = 0; u < r.units; u++) {
      double x = r.at[i * r.units + u], left = x - unit[u] - judge[i] + grand;
      within += (x - unit[u]) * (x - unit[u]);
      error += left * left;
    }
  return (struct anova){n,
                        k,
                        between / (n - 1),
                        judges / (k - 1),
                        error / ((n - 1) * (k - 1)),
                        within / (n * (k - 1))};
}

// Means are rounded: what is left of equal ratings is a digit's worth of the greatest of them, and
// must not pass for variance.
static struct anova without_dust(struct anova v, struct ratings r) {
  double most = 0, *squares[] = {&v.between, &v.judges, &v.error, &v.within};
  for (size_t i = 0; i < r.raters * r.units; i++) most = fmax(most, fabs(r.at[i]));
  for (size_t i = 0; i < countof(squares); i++)
    if (*squares[i] < 1e-26 * most * most) *squares[i] = 0;
  return v;
}

static double icc_value(struct anova v, enum icc_form form) {
  double b = v.between, j = v.judges, e = v.error, w = v.within;
  switch (form) {
  case ICC_1_1: return (b - w) / (b + (v.k - 1) * w);
  case ICC_2_1: return (b - e) / (b + (v.k - 1) * e + v.k * (j - e) / v.n);
  case ICC_3_1: return (b - e) / (b + (v.k - 1) * e);
  case ICC_1_K: return (b - w) / b;
  case ICC_2_K: return (b - e) / (b + (j - e) / v.n);
  case ICC_3_K: break;
  }
  return (b - e) / b;
}

// Forms 1 and 3: the interval of F = between / rest, turned into a correlation.
static struct interval from_f(struct icc *out, double f, double df2, double k, bool mean,
                              double level) {
  double p = 0.5 + level / 2;
  out->f = f;
  out->df2 = df2;
  double lo = f / dist_f_inv(p, out->df1, df2), hi = f * dist_f_inv(p, df2, out->df1);
  if (isinf(f)) return (struct interval){NOT_KNOWN, NOT_KNOWN}; // raters never differed: so far
  if (mean)
    return (struct interval){lo > 0 ? 1 - 1 / lo : NOT_KNOWN, hi > 0 ? 1 - 1 / hi : NOT_KNOWN};
  return (struct interval){(lo - 1) / (lo + k - 1), (hi - 1) / (hi + k - 1)};
}

// Satterthwaite's degrees of freedom of the mixed denominator (Shrout & Fleiss 1979, p. 424).
static double mixed_df(struct anova v, double single) {
  double fj = v.judges / v.error, rest = v.n * (1 + (v.k - 1) * single) - v.k * single;
  double top = v.k * single * fj + rest;
  double bottom = (v.n - 1) * v.k * v.k * single * single * fj * fj + rest * rest;
  return (v.k - 1) * (v.n - 1) * top * top / bottom;
}

static struct interval from_mixed(struct anova v, double df, double level) {
  double p = 0.5 + level / 2, df1 = v.n - 1;
  double up = dist_f_inv(p, df1, df), down = dist_f_inv(p, df, df1);
  double rest = v.k * v.judges + (v.k * v.n - v.k - v.n) * v.error;
  return (struct interval){v.n * (v.between - up * v.error) / (up * rest + v.n * v.between),
                           v.n * (down * v.between - v.error) / (rest + v.n * down * v.between)};
}

static double spearman_brown(double one, double k) { return k * one / (1 + (k - 1) * one); }

// McGraw & Wong 1996, table 7, case A,k, with k in both constants as other programs have it;
// without it the interval is Shrout & Fleiss's.
static struct interval mcgraw_wong(struct anova v, double value, double level) {
  double odds = v.k * value / (v.n * (1 - value)), a = odds, b = 1 + odds * (v.n - 1);
  double x = a * v.judges, y = b * v.error, p = 0.5 + level / 2;
  double df = (x + y) * (x + y) / (x * x / (v.k - 1) + y * y / ((v.n - 1) * (v.k - 1)));
  double up = dist_f_inv(p, v.n - 1, df), down = dist_f_inv(p, df, v.n - 1);
  double rest = v.judges - v.error;
  return (struct interval){v.n * (v.between - up * v.error) / (up * rest + v.n * v.between),
                           v.n * (down * v.between - v.error) / (rest + v.n * down * v.between)};
}

static struct interval mixed_interval(struct icc *out, struct anova v, bool mean, double level) {
  out->f = v.between / v.error;
  if (v.error <= 0 && v.judges <= 0) return (struct interval){NOT_KNOWN, NOT_KNOWN};
  out->df2 = v.error > 0 ? mixed_df(v, icc_value(v, ICC_2_1)) : v.k - 1; // its limit
  struct interval one = from_mixed(v, out->df2, level);
  if (!mean) return one;
  out->mcgraw_wong = mcgraw_wong(v, out->figure.value, level);
  return (struct interval){spearman_brown(one.lo, v.k), spearman_brown(one.hi, v.k)};
}

static const char *icc_missing(struct ratings r, struct anova v) {
  if (r.raters < 2) return "one rater has nobody to agree with";
  if (r.units < 2) return "fewer than two units are rated by all";
  if (!(v.between > 0 || v.within > 0)) return "every rating is the same: nothing to tell apart";
  return NULL;
}

static const char *const methods[] = {
    [ICC_1_1] = "ICC(1,1), Shrout & Fleiss 1979", [ICC_2_1] = "ICC(2,1), Shrout & Fleiss 1979",
    [ICC_3_1] = "ICC(3,1), Shrout & Fleiss 1979", [ICC_1_K] = "ICC(1,k), Shrout & Fleiss 1979",
    [ICC_2_K] = "ICC(2,k), Shrout & Fleiss 1979", [ICC_3_K] = "ICC(3,k), Shrout & Fleiss 1979"};

static struct interval icc_interval(struct icc *out, struct anova v, enum icc_form form,
                                    double level) {
  bool one_way = form == ICC_1_1 || form == ICC_1_K, mean = form >= ICC_1_K;
  if (form == ICC_2_1 || form == ICC_2_K) return mixed_interval(out, v, mean, level);
  double rest = one_way ? v.within : v.error;
  double df2 = one_way ? v.n * (v.k - 1) : (v.n - 1) * (v.k - 1);
  return from_f(out, v.between / rest, df2, v.k, mean, level);
}

struct icc agree_icc(struct arena *a, struct ratings all, enum icc_form form, double level) {
  struct ratings r = whole_units(a, all);
  struct anova v = {0};
  if (r.raters >= 2 && r.units >= 2) v = without_dust(anova_of(a, r), r);
  struct icc out = {.raters = r.raters,
                    .f = NOT_KNOWN,
                    .df1 = v.n - 1,
                    .df2 = NOT_KNOWN,
                    .ms = {v.between, v.judges, v.error, v.within},
                    .mcgraw_wong = {NOT_KNOWN, NOT_KNOWN}};
  const char *why = icc_missing(r, v);
  double value = why ? NOT_KNOWN : icc_value(v, form);
  if (!why && !isfinite(value)) why = "the units do not differ: the ratio has no denominator";
  if (why) {
    out.figure = figure_undefined(methods[form], r.units, why);
    return out;
  }
  out.figure =
      (struct figure){.value = value, .se = NOT_KNOWN, .n = r.units, .method = methods[form]};
  out.figure.ci = icc_interval(&out, v, form, level);
  return out;
}
