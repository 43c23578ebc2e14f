// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/cli/calc_in.h"

// ---- a proportion -----------------------------------------------------------------------------
static enum err ask_count(const struct ask *a, struct count *out) {
  static const struct range counts = {0, 1e15};
  struct count c;
  TRY(ask_number(a, "x", counts, NOT_KNOWN, &c.x));
  TRY(ask_number(a, "n", counts, NOT_KNOWN, &c.n));
  TRY(ask_whole("x", (struct values){&c.x, 1}));
  TRY(ask_whole("n", (struct values){&c.n, 1}));
  if (c.x > c.n) return fail(E_BAD_DATA, "x: %g of %g is more than all", c.x, c.n);
  *out = c;
  return OK;
}

typedef struct figure proportion(struct count c, double level);

static enum err calc_proportion(struct ask *a, json_t *out, proportion *interval_of) {
  struct count c;
  TRY(ask_count(a, &c));
  put_figure(out, interval_of(c, ask_level(a)));
  put(out, "x", c.x);
  return OK;
}

enum err calc_wilson(struct ask *a, json_t *out) {
  bool corrected;
  TRY(ask_flag(a, "continuity", &corrected));
  return calc_proportion(a, out, corrected ? stat_wilson_corrected : stat_wilson);
}

enum err calc_jeffreys(struct ask *a, json_t *out) {
  return calc_proportion(a, out, stat_jeffreys);
}

enum err calc_clopper_pearson(struct ask *a, json_t *out) {
  return calc_proportion(a, out, stat_clopper_pearson);
}

enum err calc_sample_size(struct ask *a, json_t *out) {
  double p, margin, population;
  const char *word = ask_has(a, "e") ? "e" : "margin";
  TRY(ask_number(a, "p", (struct range){0, 1}, 0.5, &p));
  TRY(ask_number(a, word, (struct range){1e-9, 1}, NOT_KNOWN, &margin));
  TRY(ask_number(a, "N", (struct range){1, 1e15}, (double)INFINITY, &population));
  struct sample_size s = stat_sample_size(p, margin, ask_level(a), population);
  put_figure(out, s.size);
  put(out, "n0", s.n0);
  put(out, "exact", s.exact);
  return OK;
}

// ---- means ------------------------------------------------------------------------------------
enum err calc_mean(struct ask *a, json_t *out) {
  struct values x;
  TRY(ask_values(a, "x", any_number, &x));
  put_figure(out, stat_mean(x, ask_level(a)));
  put(out, "sd", sqrt(values_variance(x)));
  return OK;
}

enum err calc_bland_altman(struct ask *a, json_t *out) {
  struct values x, y;
  double multiplier = NOT_KNOWN;
  TRY(ask_values(a, "a", any_number, &x));
  TRY(ask_values(a, "b", any_number, &y));
  if (x.n != y.n) return fail(E_BAD_DATA, "b: %zu values where a has %zu", y.n, x.n);
  if (ask_has(a, "multiplier"))
    TRY(ask_number(a, "multiplier", (struct range){1e-6, 100}, NOT_KNOWN, &multiplier));
  struct bland_altman r = stat_bland_altman(x, y, ask_level(a), multiplier);
  put_figure(out, r.bias);
  if (r.bias.undefined) return OK;
  put_interval(out, "limits", r.limits);
  put(out, "bias", r.bias.value);
  put(out, "sd", r.sd);
  put(out, "limit_se", r.limit_se);
  put_interval(out, "lower", r.lower);
  put_interval(out, "upper", r.upper);
  return OK;
}

// ---- many groups ------------------------------------------------------------------------------
static void put_shrunk(json_t *out, const struct shrunk *g, size_t k) {
  json_t *estimates = json_array(), *sds = json_array(), *weights = json_array();
  json_t *raw = json_array(), *intervals = json_array(), *wide = json_array();
  for (size_t i = 0; i < k; i++) {
    json_array_append_new(estimates, json_real(g[i].value));
    json_array_append_new(sds, json_real(g[i].sd));
    json_array_append_new(weights, json_real(g[i].weight));
    json_array_append_new(raw, json_real(g[i].raw));
    json_array_append_new(intervals, interval_json(g[i].ci));
    json_array_append_new(wide, interval_json(g[i].wide));
  }
  json_object_set_new(out, "estimates", estimates);
  json_object_set_new(out, "sd", sds);
  json_object_set_new(out, "weights", weights);
  json_object_set_new(out, "raw", raw);
  json_object_set_new(out, "intervals", intervals);
  json_object_set_new(out, "intervals_wide", wide);
}

enum err calc_shrink(struct ask *a, json_t *out) {
  struct values *groups;
  size_t k;
  TRY(ask_groups(a, "groups", &groups, &k));
  struct shrink s = stat_shrink(a->arena, groups, k, ask_level(a));
  put_figure(out, s.center);
  if (s.center.undefined) return OK;
  put(out, "within", s.within);
  put(out, "between", s.between);
  put_shrunk(out, s.groups, k);
  return OK;
}

enum err calc_beta_binomial(struct ask *a, json_t *out) {
  struct values x, n;
  TRY(ask_values(a, "x", not_negative, &x));
  TRY(ask_values_or_one(a, "n", (struct range){1e-9, 1e15}, x.n, &n));
  TRY(ask_whole("x", x));
  TRY(ask_whole("n", n));
  struct count *c = arena_array(a->arena, x.n + 1, struct count);
  for (size_t i = 0; i < x.n; i++) {
    c[i] = (struct count){x.at[i], n.at[i]};
    if (c[i].x > c[i].n)
      return fail(E_BAD_DATA, "x[%zu]: %g of %g is more than all", i, c[i].x, c[i].n);
  }
  struct beta_binomial m = stat_beta_binomial(a->arena, c, x.n, ask_level(a));
  put_figure(out, m.center);
  if (m.center.undefined) return OK;
  put(out, "M", m.size);
  put(out, "a", m.alpha);
  put(out, "b", m.beta);
  put_shrunk(out, m.groups, x.n);
  return OK;
}

enum err calc_james_stein(struct ask *a, json_t *out) {
  struct values x;
  double n;
  TRY(ask_number(a, "n", (struct range){1, 1e15}, NOT_KNOWN, &n));
  TRY(ask_values(a, ask_has(a, "hits") ? "hits" : "x", (struct range){0, n}, &x));
  if (ask_has(a, "hits")) TRY(ask_whole("hits", x));
  struct james_stein r = stat_james_stein(a->arena, x, n, ask_level(a));
  put_figure(out, r.center);
  if (r.center.undefined) return OK;
  put(out, "c", r.factor);
  put_values(out, "estimates", r.values, x.n);
  return OK;
}
