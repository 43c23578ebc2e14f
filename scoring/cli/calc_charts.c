// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/cli/calc_in.h"

static const struct range positive = {1e-150, 1e150};

// Without target or sigma, those of an individuals chart of the same points.
static enum err ask_target(struct ask *a, struct values x, double *target, double *sigma) {
  struct xmr own = trend_xmr(a->arena, x);
  bool known = !own.chart.figure.undefined && own.chart.sigma > 0;
  if (!ask_has(a, "target") && !known) return fail(E_BAD_DATA, "target: missing");
  if (!ask_has(a, "sigma") && !known) return fail(E_BAD_DATA, "sigma: missing");
  TRY(ask_number(a, "target", any_number, own.chart.center, target));
  return ask_number(a, "sigma", positive, own.chart.sigma, sigma);
}

enum err calc_ewma(struct ask *a, json_t *out) {
  struct values x;
  struct ewma_ask e = {0};
  TRY(ask_values(a, "x", any_number, &x));
  TRY(ask_target(a, x, &e.target, &e.sigma));
  TRY(ask_number(a, "lambda", (struct range){1e-9, 1}, 0.2, &e.lambda));
  TRY(ask_number(a, "L", (struct range){1e-6, 100}, 2.86, &e.width));
  const char *limits;
  TRY(ask_word_only(a, "limits", &limits));
  e.exact = limits && !strcmp(limits, "exact");
  if (limits && !e.exact && strcmp(limits, "final") != 0)
    return fail(E_BAD_DATA, "limits: \"%s\" is not exact or final", limits);
  struct chart c = trend_ewma(a->arena, x, e);
  put_chart(out, &c);
  return OK;
}

enum err calc_cusum(struct ask *a, json_t *out) {
  static const struct range sigmas = {0, 1000};
  struct values x;
  struct cusum_ask q;
  TRY(ask_values(a, "x", any_number, &x));
  TRY(ask_target(a, x, &q.target, &q.sigma));
  TRY(ask_number(a, "k", sigmas, 0.5, &q.slack));
  TRY(ask_number(a, "h", (struct range){1e-6, 1000}, 5, &q.decision));
  TRY(ask_number(a, "head_start", sigmas, 0, &q.head_start));
  struct cusum r = trend_cusum(a->arena, x, q);
  put_chart(out, &r.chart);
  if (r.chart.figure.undefined) return OK;
  put_values(out, "hi", r.high, x.n);
  put_values(out, "lo", r.low, x.n);
  json_t *high = json_array(), *low = json_array();
  for (size_t i = 0; i < x.n; i++) {
    json_array_append_new(high, json_integer((json_int_t)r.run_high[i]));
    json_array_append_new(low, json_integer((json_int_t)r.run_low[i]));
  }
  json_object_set_new(out, "n_hi", high);
  json_object_set_new(out, "n_lo", low);
  return OK;
}

enum err calc_xmr(struct ask *a, json_t *out) {
  struct values x;
  TRY(ask_values(a, "x", any_number, &x));
  struct xmr r = trend_xmr(a->arena, x);
  put_chart(out, &r.chart);
  if (r.chart.figure.undefined) return OK;
  put(out, "mean_range", r.mean_range);
  put_values(out, "ranges", r.ranges, x.n - 1);
  put_interval(out, "range_limits",
               r.range_limit > 0 ? (struct interval){0, r.range_limit}
                                 : (struct interval){NOT_KNOWN, NOT_KNOWN});
  return OK;
}

typedef struct chart rate_chart(struct arena *a, struct values x, struct values n, double width);

static enum err calc_rates(struct ask *a, json_t *out, rate_chart *chart_of, bool of_all) {
  struct values x, n;
  double width;
  TRY(ask_values(a, "x", not_negative, &x));
  TRY(ask_values_or_one(a, "n", not_negative, x.n, &n));
  TRY(ask_number(a, "L", (struct range){1e-6, 100}, 3, &width));
  TRY(ask_whole("x", x));
  if (of_all) TRY(ask_whole("n", n));
  for (size_t i = 0; i < x.n; i++) {
    if (of_all && x.at[i] > n.at[i])
      return fail(E_BAD_DATA, "x[%zu]: %g of %g is more than all", i, x.at[i], n.at[i]);
    if (n.at[i] <= 0 && x.at[i] > 0) return fail(E_BAD_DATA, "n[%zu]: 0 with something found", i);
  }
  struct chart c = chart_of(a->arena, x, n, width);
  put_chart(out, &c);
  return OK;
}

enum err calc_p(struct ask *a, json_t *out) { return calc_rates(a, out, trend_p, true); }
enum err calc_u(struct ask *a, json_t *out) { return calc_rates(a, out, trend_u, false); }

enum err calc_c(struct ask *a, json_t *out) {
  struct values x;
  double width;
  TRY(ask_values(a, "x", not_negative, &x));
  TRY(ask_number(a, "L", (struct range){1e-6, 100}, 3, &width));
  TRY(ask_whole("x", x));
  struct chart c = trend_c(a->arena, x, width);
  put_chart(out, &c);
  return OK;
}

enum err calc_g(struct ask *a, json_t *out) {
  struct values x;
  double width, least;
  TRY(ask_number(a, "L", (struct range){1e-6, 100}, 3, &width));
  TRY(ask_number(a, "least", (struct range){0, 1}, 0, &least));
  TRY(ask_values(a, "x", (struct range){least, 1e150}, &x));
  struct chart c = trend_g(a->arena, x, least, width);
  put_chart(out, &c);
  return OK;
}

// ---- run lengths ------------------------------------------------------------------------------
static void put_run_length(json_t *out, double runs, const char *method) {
  put_figure(out,
             (struct figure){
                 .value = runs, .se = NOT_KNOWN, .ci = {NOT_KNOWN, NOT_KNOWN}, .method = method});
}

enum err calc_cusum_arl(struct ask *a, json_t *out) {
  double slack, decision, shift;
  TRY(ask_number(a, "k", (struct range){0, 5}, 0.5, &slack));
  TRY(ask_number(a, "h", (struct range){0.01, 12}, 5, &decision));
  TRY(ask_number(a, "shift", (struct range){-10, 10}, 0, &shift));
  put_run_length(out, trend_cusum_arl(slack, decision, shift),
                 "integral equation of the two-sided cusum");
  return OK;
}

enum err calc_ewma_arl(struct ask *a, json_t *out) {
  double lambda, width, shift;
  TRY(ask_number(a, "lambda", (struct range){0.02, 1}, 0.2, &lambda));
  TRY(ask_number(a, "L", (struct range){0.5, 5}, 2.86, &width));
  TRY(ask_number(a, "shift", (struct range){-10, 10}, 0, &shift));
  put_run_length(out, trend_ewma_arl(lambda, width, shift), "integral equation (Crowder 1987)");
  return OK;
}
