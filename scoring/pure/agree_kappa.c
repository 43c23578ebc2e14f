// SPDX-License-Identifier: Apache-2.0
// Cohen's kappa and its weighted form are one computation: weights of agreement, 1 on the diagonal.
#include <math.h>

#include "scoring/pure/agree.h"
#include "scoring/pure/dist.h"

struct margins {
  double *row, *col; // shares
};

static struct margins margins_of(struct arena *a, struct table t, double total) {
  struct margins m = {arena_array(a, t.size, double), arena_array(a, t.size, double)};
  for (size_t i = 0; i < t.size; i++)
    for (size_t j = 0; j < t.size; j++) {
      double p = t.at[i * t.size + j] / total;
      m.row[i] += p;
      m.col[j] += p;
    }
  return m;
}

static double table_total(struct table t) {
  double sum = 0;
  for (size_t i = 0; i < t.size * t.size; i++) sum += t.at[i];
  return sum;
}

// Mean weight of a row against the column margins, or of a column against the row margins.
static double mean_weight(const double *w, size_t size, size_t at, const double *other, bool row) {
  double sum = 0;
  for (size_t i = 0; i < size; i++) sum += other[i] * (row ? w[at * size + i] : w[i * size + at]);
  return sum;
}

// Large-sample variances of Fleiss, Cohen & Everitt 1969 (Psychological Bulletin 72:323), eq. 9
// (given this kappa) and eq. 15 (given none).
static void kappa_spread(struct arena *a, struct kappa *out, struct table t, const double *w,
                         struct margins m, double total, double level) {
  size_t q = t.size;
  double *by_row = arena_array(a, q, double), *by_col = arena_array(a, q, double);
  for (size_t i = 0; i < q; i++) {
    by_row[i] = mean_weight(w, q, i, m.col, true);
    by_col[i] = mean_weight(w, q, i, m.row, false);
  }
  double po = out->observed, pe = out->expected, here = 0, null = 0;
  for (size_t i = 0; i < q; i++)
    for (size_t j = 0; j < q; j++) {
      double side = by_row[i] + by_col[j], weight = w[i * q + j];
      double x = weight * (1 - pe) - side * (1 - po), y = weight - side;
      here += t.at[i * q + j] / total * x * x;
      null += m.row[i] * m.col[j] * y * y;
    }
  double shift = po * pe - 2 * pe + po, scale = (1 - pe) * sqrt(t.n);
  out->figure.se = sqrt(fmax(0, here - shift * shift)) / (scale * (1 - pe));
  out->se_null = sqrt(fmax(0, null - pe * pe)) / scale;
  out->figure.ci = (struct interval){NOT_KNOWN, NOT_KNOWN};
  if (!(out->figure.se > 0)) return; // nobody differed: see agree_small.c
  double half = out->figure.se * dist_normal_inv(0.5 + level / 2);
  out->figure.ci = interval_around(out->figure.value, half);
  out->figure.ci.hi = fmin(1, out->figure.ci.hi);
  out->figure.ci.lo = fmax(-1, out->figure.ci.lo);
}

static struct kappa kappa_with(struct arena *a, struct table t, const double *w, const char *method,
                               double level) {
  struct kappa out = {.observed = NOT_KNOWN, .expected = NOT_KNOWN, .se_null = NOT_KNOWN};
  double total = table_total(t), po = 0, pe = 0;
  if (!(total > 0)) {
    out.figure = figure_undefined(method, 0, "the table is empty");
    return out;
  }
  struct margins m = margins_of(a, t, total);
  for (size_t i = 0; i < t.size; i++)
    for (size_t j = 0; j < t.size; j++) {
      po += w[i * t.size + j] * t.at[i * t.size + j] / total;
      pe += w[i * t.size + j] * m.row[i] * m.col[j];
    }
  out.observed = po;
  out.expected = pe;
  size_t n = (size_t)t.n;
  if (!(1 - pe > 1e-14)) {
    out.figure = figure_undefined(method, n, "both raters use one category: nothing to tell apart");
    return out;
  }
  out.figure = (struct figure){.value = (po - pe) / (1 - pe), .n = n, .method = method};
  kappa_spread(a, &out, t, w, m, total, level);
  return out;
}

struct kappa agree_kappa(struct table t, double level) {
  AUTO(arena) struct arena tmp;
  arena_init(&tmp, SIZE_MAX);
  double *w = arena_array(&tmp, t.size * t.size + 1, double);
  for (size_t i = 0; i < t.size; i++) w[i * t.size + i] = 1;
  return kappa_with(&tmp, t, w, "Cohen 1960", level);
}

// Weights of disagreement (zero on the diagonal) become weights of agreement: 1 - v / greatest.
const double *agree_agreement(struct arena *a, const double *w, size_t size) {
  double most = 0, on_diagonal = 0;
  for (size_t i = 0; i < size * size; i++) most = fmax(most, w[i]);
  for (size_t i = 0; i < size; i++) on_diagonal = fmax(on_diagonal, fabs(w[i * size + i]));
  double *out = arena_array(a, size * size + 1, double);
  for (size_t i = 0; i < size * size; i++)
    out[i] = !(most > 0) ? 1 : on_diagonal > 0 ? w[i] / most : 1 - w[i] / most;
  return out;
}

struct kappa agree_kappa_weighted(struct arena *a, struct table t, const double *w, double level) {
  return kappa_with(a, t, agree_agreement(a, w, t.size), "Cohen 1968", level);
}
