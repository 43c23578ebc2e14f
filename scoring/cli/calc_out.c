// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/cli/calc_in.h"

static json_t *number(double x) { return isfinite(x) ? json_real(x) : json_null(); }

json_t *interval_json(struct interval i) {
  if (isnan(i.lo) || isnan(i.hi)) return json_null();
  json_t *pair = json_array();
  json_array_append_new(pair, number(i.lo));
  json_array_append_new(pair, number(i.hi));
  return pair;
}

void put(json_t *out, const char *member, double x) { json_object_set_new(out, member, number(x)); }

void put_count(json_t *out, const char *member, size_t n) {
  json_object_set_new(out, member, json_integer((json_int_t)n));
}

void put_values(json_t *out, const char *member, const double *at, size_t n) {
  json_t *list = json_array();
  for (size_t i = 0; i < n; i++) json_array_append_new(list, number(at[i]));
  json_object_set_new(out, member, list);
}

void put_interval(json_t *out, const char *member, struct interval i) {
  json_object_set_new(out, member, interval_json(i));
}

void put_figure(json_t *out, struct figure f) {
  const char *why = f.undefined;
  if (!why && !isfinite(f.value)) why = "the numbers are too large to compute with";
  put(out, "estimate", why ? NOT_KNOWN : f.value);
  if (why) json_object_set_new(out, "undefined", json_string(why));
  put(out, "se", f.se);
  put_interval(out, "interval", f.ci);
  json_object_set_new(out, "method", json_string(f.method));
  put_count(out, "n", f.n);
}

void put_chart(json_t *out, const struct chart *c) {
  put_figure(out, c->figure);
  if (c->figure.undefined) return;
  put(out, "center", c->center);
  put(out, "sigma", c->sigma);
  if (!c->limits_vary)
    put_interval(out, "limits", c->limits[0]);
  else {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n; i++) json_array_append_new(list, interval_json(c->limits[i]));
    json_object_set_new(out, "limits", list);
  }
  put_values(out, "points", c->points, c->n);
  json_t *signals = json_array();
  for (size_t i = 0; i < c->signal_count; i++)
    json_array_append_new(signals, json_integer((json_int_t)c->signals[i]));
  json_object_set_new(out, "signals", signals);
}
