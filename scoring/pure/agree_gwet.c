// SPDX-License-Identifier: Apache-2.0
// Every coefficient here is (pa - pe) / (1 - pe) with its own idea of chance. Their variances are
// Gwet's linearised ones (Handbook, 4th ed. 2014, 5.3): each unit gets an influence, and the
// influences' spread over units is the standard error, with n - 1 degrees of freedom.
#include <math.h>

#include "scoring/pure/agree.h"
#include "scoring/pure/dist.h"

// ---- ratings -> counts --------------------------------------------------------------------------
static struct values distinct_values(struct arena *a, struct ratings r, struct values domain) {
  size_t n = 0;
  double *v = arena_array(a, r.raters * r.units + domain.n + 1, double);
  for (size_t i = 0; i < domain.n; i++) v[n++] = domain.at[i];
  for (size_t i = 0; i < r.raters * r.units; i++)
    if (!isnan(r.at[i])) v[n++] = r.at[i];
  return (struct values){v, values_distinct(v, n)};
}

struct tally tally_make(struct arena *a, struct ratings r, struct values domain) {
  struct values v = distinct_values(a, r, domain);
  double *counts = arena_array(a, r.units * v.n + 1, double);
  for (size_t i = 0; i < r.raters; i++) {
    for (size_t u = 0; u < r.units; u++) {
      double x = r.at[i * r.units + u];
      if (isnan(x)) continue;
      counts[u * v.n + values_index(v, x)]++;
    }
  }
  return (struct tally){r.units, v.n, v.at, counts};
}

// ---- weights ------------------------------------------------------------------------------------
static double share_sq(double d, double widest) { return d * d / (widest * widest); }

static double weight_between(struct tally t, enum weights kind, size_t i, size_t j) {
  double x = t.values[i], y = t.values[j];
  double lowest = t.values[0], highest = t.values[t.categories - 1], range = highest - lowest;
  double steps = fabs((double)i - (double)j), most = (double)t.categories - 1;
  switch (kind) {
  case WEIGHTS_LINEAR: return 1 - fabs(x - y) / range;
  case WEIGHTS_QUADRATIC: return 1 - share_sq(x - y, range);
  case WEIGHTS_ORDINAL: // pairs of categories inside the distance: C(d + 1, 2)
    return 1 - steps * (steps + 1) / (most * (most + 1));
  case WEIGHTS_RADICAL: return 1 - sqrt(fabs(x - y) / range);
  case WEIGHTS_RATIO: return 1 - share_sq((x - y) / (x + y), range / (highest + lowest));
  case WEIGHTS_IDENTITY:
  case WEIGHTS_OWN: break;
  }
  return 0;
}

const double *weights_make(struct arena *a, struct tally t, struct weighting w) {
  if (w.kind == WEIGHTS_OWN) return w.own;
  double *m = arena_array(a, t.categories * t.categories + 1, double);
  for (size_t i = 0; i < t.categories; i++)
    for (size_t j = 0; j < t.categories; j++)
      m[i * t.categories + j] = i == j ? 1 : weight_between(t, w.kind, i, j);
  return m;
}

// ---- the common parts --------------------------------------------------------------------------
struct unit {
  double raters, agreement; // pa of this unit alone; NAN below two ratings
  const double *counts;
};

static struct unit unit_at(struct tally t, const double *w, size_t u) {
  size_t q = t.categories;
  struct unit one = {.counts = t.counts + u * q, .agreement = NOT_KNOWN};
  double sum = 0;
  for (size_t k = 0; k < q; k++) one.raters += one.counts[k];
  if (one.raters < 2) return one;
  for (size_t k = 0; k < q; k++) {
    double weighted = 0;
    for (size_t l = 0; l < q; l++) weighted += w[k * q + l] * one.counts[l];
    sum += one.counts[k] * (weighted - 1);
  }
  one.agreement = sum / (one.raters * (one.raters - 1));
  return one;
}

// What a coefficient is made of while it is computed. `chance[k]` is a unit's contribution to pe
// for each of its ratings in category k.
struct making {
  struct tally t;
  const double *w;
  double pa, pe;
  size_t rated, paired; // units with one rating or more; with two or more
  double *shares, *chance;
};

static void making_observe(struct making *m) {
  for (size_t u = 0; u < m->t.units; u++) {
    struct unit one = unit_at(m->t, m->w, u);
    if (one.raters > 0) m->rated++;
    if (one.raters < 2) continue;
    m->paired++;
    m->pa += one.agreement;
  }
  if (m->paired) m->pa /= (double)m->paired;
}

static void making_shares(struct making *m) {
  for (size_t u = 0; u < m->t.units; u++) {
    struct unit one = unit_at(m->t, m->w, u);
    for (size_t k = 0; one.raters > 0 && k < m->t.categories; k++)
      m->shares[k] += one.counts[k] / one.raters / (double)m->rated;
  }
}

static struct making making_start(struct arena *a, struct tally t, const double *w) {
  struct making m = {.t = t, .w = w};
  m.shares = arena_array(a, t.categories + 1, double);
  m.chance = arena_array(a, t.categories + 1, double);
  making_observe(&m);
  making_shares(&m);
  return m;
}

static void chance_gwet(struct making *m) {
  size_t q = m->t.categories;
  double total = 0;
  for (size_t i = 0; i < q * q; i++) total += m->w[i];
  for (size_t k = 0; k < q; k++) {
    m->chance[k] = total / (double)(q * (q - 1)) * (1 - m->shares[k]);
    m->pe += m->chance[k] * m->shares[k];
  }
}

static void chance_shares(struct making *m) { // pe = sum of w_kl pi_k pi_l
  size_t q = m->t.categories;
  for (size_t k = 0; k < q; k++) {
    for (size_t l = 0; l < q; l++)
      m->chance[k] += (m->w[k * q + l] + m->w[l * q + k]) / 2 * m->shares[l];
    m->pe += m->chance[k] * m->shares[k];
  }
}

static const char *missing_from(const struct making *m) {
  if (!m->paired) return "no unit has two ratings";
  if (m->t.categories < 2) return "the domain has one value: nothing to tell apart";
  // Shares are sums of fractions: ten tenths may miss 1 by a digit.
  if (!(1 - m->pe > 1e-12)) return "chance alone would agree always";
  return NULL;
}

static double influence(const struct making *m, struct unit one, double value) {
  double chance = 0, own = 0;
  for (size_t k = 0; k < m->t.categories; k++) chance += m->chance[k] * one.counts[k] / one.raters;
  if (one.raters >= 2)
    own = (double)m->rated / (double)m->paired * (one.agreement - m->pe) / (1 - m->pe);
  return own - 2 * (1 - value) * (chance - m->pe) / (1 - m->pe);
}

// `n` units with an influence; `rated` units give the degrees of freedom.
static void figure_spread(struct figure *f, double squares, size_t n, size_t rated, double level) {
  f->se = f->ci.lo = f->ci.hi = NOT_KNOWN;
  if (n < 2) return;
  f->se = sqrt(squares / ((double)n * (double)(n - 1)));
  if (!(f->se > 0)) return; // no unit differed from another: see agree_small.c
  f->ci = interval_around(f->value, f->se * dist_t_inv(0.5 + level / 2, (double)(rated - 1)));
  f->ci.lo = fmax(-1, f->ci.lo);
  f->ci.hi = fmin(1, f->ci.hi);
}

static struct coefficient making_finish(const struct making *m, const char *method, double level) {
  struct coefficient c = {.observed = m->pa, .expected = m->pe, .shares = m->shares};
  const char *why = missing_from(m);
  if (why) {
    c.figure = figure_undefined(method, m->rated, why);
    return c;
  }
  double value = (m->pa - m->pe) / (1 - m->pe), squares = 0;
  for (size_t u = 0; u < m->t.units; u++) {
    struct unit one = unit_at(m->t, m->w, u);
    if (one.raters <= 0) continue;
    double off = influence(m, one, value) - value;
    squares += off * off;
  }
  c.figure = (struct figure){.value = value, .n = m->rated, .method = method};
  figure_spread(&c.figure, squares, m->rated, m->rated, level);
  return c;
}

// ---- the coefficients --------------------------------------------------------------------------
struct coefficient agree_gwet(struct arena *a, struct tally t, const double *w, double level) {
  struct making m = making_start(a, t, w);
  if (t.categories >= 2) chance_gwet(&m);
  return making_finish(&m, "Gwet 2008, 2014", level);
}

// Z of Fleiss, Nee & Landis 1979 (Psychological Bulletin 86:974): needs the same n for all.
static void fleiss_null(const struct making *m, struct fleiss *out) {
  double n = (double)m->paired, r = unit_at(m->t, m->w, 0).raters, pq = 0, skew = 0;
  out->se_null = out->z = NOT_KNOWN;
  for (size_t u = 0; u < m->t.units; u++)
    if (unit_at(m->t, m->w, u).raters != r) return;
  for (size_t k = 0; k < m->t.categories; k++) {
    double p = m->shares[k], q = 1 - p;
    pq += p * q;
    skew += p * q * (q - p);
    out->category_se[k] = sqrt(2 / (n * r * (r - 1)));
  }
  out->se_null = sqrt(2 / (n * r * (r - 1)) * (pq * pq - skew)) / pq;
  out->z = out->all.figure.value / out->se_null;
}

// Kappa of one category against the rest: 1 - mean of x(r - x) / (r(r - 1)) / (p q).
static double fleiss_category(const struct making *m, size_t k) {
  double p = m->shares[k], apart = 0;
  for (size_t u = 0; u < m->t.units; u++) {
    struct unit one = unit_at(m->t, m->w, u);
    if (one.raters < 2) continue;
    double x = one.counts[k];
    apart += x * (one.raters - x) / (one.raters * (one.raters - 1)) / (double)m->paired;
  }
  return p > 0 && p < 1 ? 1 - apart / (p * (1 - p)) : NOT_KNOWN;
}

struct fleiss agree_fleiss(struct arena *a, struct tally t, double level) {
  struct making m = making_start(a, t, weights_make(a, t, (struct weighting){0}));
  chance_shares(&m);
  struct fleiss out = {
      .all = making_finish(&m, "Fleiss 1971", level), .se_null = NOT_KNOWN, .z = NOT_KNOWN};
  if (out.all.figure.undefined) return out;
  out.category = arena_array(a, t.categories, double);
  out.category_se = arena_array(a, t.categories, double);
  for (size_t k = 0; k < t.categories; k++) {
    out.category[k] = fleiss_category(&m, k);
    out.category_se[k] = NOT_KNOWN;
  }
  fleiss_null(&m, &out);
  return out;
}

// ---- Krippendorff's alpha with any weights
// ---------------------------------------------------------- Shares count ratings, not units (units
// with more raters weigh more), over units with two or more; pa is moved by 1/N as his coincidence
// matrix does (Gwet 2014, 2.4.3).
struct weighted_alpha {
  struct making m;
  double mean_raters, nudge, raw; // nudge = 1 / ratings; raw = pa before it
};

static struct weighted_alpha weighted_alpha_start(struct arena *a, struct tally t,
                                                  const double *w) {
  struct weighted_alpha x = {.m = {.t = t, .w = w}};
  x.m.shares = arena_array(a, t.categories + 1, double);
  x.m.chance = arena_array(a, t.categories + 1, double);
  double ratings = 0, sum = 0;
  for (size_t u = 0; u < t.units; u++) {
    struct unit one = unit_at(t, w, u);
    if (one.raters > 0) x.m.rated++;
    if (one.raters < 2) continue;
    x.m.paired++;
    ratings += one.raters;
    sum += one.agreement * one.raters;
    for (size_t k = 0; k < t.categories; k++) x.m.shares[k] += one.counts[k];
  }
  if (!x.m.paired) return x;
  for (size_t k = 0; k < t.categories; k++) x.m.shares[k] /= ratings;
  x.mean_raters = ratings / (double)x.m.paired;
  x.nudge = 1 / ratings;
  x.raw = sum / ratings;
  x.m.pa = (1 - x.nudge) * x.raw + x.nudge;
  chance_shares(&x.m);
  return x;
}

static double alpha_influence(const struct weighted_alpha *x, struct unit one, double value) {
  const struct making *m = &x->m;
  double size = one.raters / x->mean_raters, chance = 0;
  for (size_t k = 0; k < m->t.categories; k++)
    chance += m->chance[k] * one.counts[k] / x->mean_raters;
  double agreement = one.agreement * size - x->raw * (size - 1);
  chance -= m->pe * (size - 1);
  return (agreement - m->pe) / (1 - m->pe) - 2 * (1 - value) * (chance - m->pe) / (1 - m->pe);
}

struct coefficient agree_alpha_weighted(struct arena *a, struct tally t, const double *w,
                                        double level) {
  static const char method[] = "Krippendorff's alpha with Gwet's weights (Gwet 2014)";
  struct weighted_alpha x = weighted_alpha_start(a, t, w);
  struct coefficient c = {.observed = x.m.pa, .expected = x.m.pe, .shares = x.m.shares};
  const char *why = missing_from(&x.m);
  if (why) {
    c.figure = figure_undefined(method, x.m.paired, why);
    return c;
  }
  double value = (x.m.pa - x.m.pe) / (1 - x.m.pe), squares = 0;
  double plain = (x.raw - x.m.pe) / (1 - x.m.pe); // influences are of alpha before the nudge
  for (size_t u = 0; u < t.units; u++) {
    struct unit one = unit_at(t, w, u);
    if (one.raters < 2) continue;
    double off = alpha_influence(&x, one, plain) - plain;
    squares += off * off;
  }
  c.figure = (struct figure){.value = value, .n = x.m.paired, .method = method};
  figure_spread(&c.figure, squares, x.m.paired, x.m.rated, level);
  return c;
}
