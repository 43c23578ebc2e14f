// SPDX-License-Identifier: Apache-2.0
#include "scoring/cli/calc_in.h"

#include <math.h>

enum { CELLS_MAX = 1000000 };
const struct range any_number = {-1e150, 1e150}; // squares stay finite
const struct range not_negative = {0, 1e150};

const json_t *ask_member(const struct ask *a, const char *member) {
  if (a->read) json_object_set_new(a->read, member, json_true());
  return json_object_get(a->in, member);
}

double ask_level(const struct ask *a) {
  ask_member(a, ask_has(a, "confidence") ? "confidence" : "level");
  return a->level;
}

bool ask_has(const struct ask *a, const char *member) {
  const json_t *v = ask_member(a, member);
  return v && !json_is_null(v);
}

const char *ask_word(const struct ask *a, const char *member) {
  return json_string_value(ask_member(a, member));
}

enum err ask_word_only(const struct ask *a, const char *member, const char **out) {
  *out = NULL;
  if (!ask_has(a, member)) return OK;
  *out = ask_word(a, member);
  return *out ? OK : fail(E_BAD_DATA, "%s: not a word", member);
}

enum err ask_flag(const struct ask *a, const char *member, bool *out) {
  const json_t *v = ask_member(a, member);
  if (v && !json_is_null(v) && !json_is_boolean(v))
    return fail(E_BAD_DATA, "%s: true or false", member);
  *out = json_is_true(v);
  return OK;
}

static bool number_of(const json_t *v, double *out) {
  if (json_is_boolean(v))
    *out = json_is_true(v) ? 1 : 0;
  else if (json_is_number(v))
    *out = json_number_value(v);
  else
    return false;
  return true;
}

static enum err in_range(const char *member, struct range r, double x) {
  if (x >= r.min && x <= r.max) return OK;
  return fail(E_BAD_DATA, "%s: %g is outside %g..%g", member, x, r.min, r.max);
}

static enum err element(const json_t *v, const char *member, size_t at, struct range r,
                        double *out) {
  double x;
  if (!number_of(v, &x)) return fail(E_BAD_DATA, "%s[%zu]: not a number", member, at);
  if (!(x >= r.min && x <= r.max))
    return fail(E_BAD_DATA, "%s[%zu]: %g is outside %g..%g", member, at, x, r.min, r.max);
  *out = x;
  return OK;
}

enum err ask_number(const struct ask *a, const char *member, struct range r, double otherwise,
                    double *out) {
  double x;
  if (!ask_has(a, member)) {
    if (isnan(otherwise)) return fail(E_BAD_DATA, "%s: missing", member);
    *out = otherwise;
    return OK;
  }
  if (!number_of(ask_member(a, member), &x)) return fail(E_BAD_DATA, "%s: not a number", member);
  TRY(in_range(member, r, x));
  *out = x;
  return OK;
}

static enum err array_of(const struct ask *a, const char *member, const json_t **out) {
  const json_t *v = ask_member(a, member);
  if (!v) return fail(E_BAD_DATA, "%s: missing", member);
  if (!json_is_array(v)) return fail(E_BAD_DATA, "%s: not an array", member);
  if (json_array_size(v) > CELLS_MAX)
    return fail(E_TOO_BIG, "%s: more than %d values", member, CELLS_MAX);
  *out = v;
  return OK;
}

static enum err fill(struct ask *a, const json_t *from, const char *member, struct range r,
                     struct values *out) {
  size_t n = json_array_size(from);
  double *at = arena_array(a->arena, n + 1, double);
  for (size_t i = 0; i < n; i++) TRY(element(json_array_get(from, i), member, i, r, &at[i]));
  *out = (struct values){at, n};
  return OK;
}

enum err ask_values(struct ask *a, const char *member, struct range r, struct values *out) {
  const json_t *v;
  TRY(array_of(a, member, &v));
  return fill(a, v, member, r, out);
}

enum err ask_values_or_one(struct ask *a, const char *member, struct range r, size_t n,
                           struct values *out) {
  double x, *at;
  if (json_is_array(ask_member(a, member))) {
    TRY(ask_values(a, member, r, out));
    if (out->n != n) return fail(E_BAD_DATA, "%s: %zu values for %zu points", member, out->n, n);
    return OK;
  }
  TRY(ask_number(a, member, r, NOT_KNOWN, &x));
  at = arena_array(a->arena, n + 1, double);
  for (size_t i = 0; i < n; i++) at[i] = x;
  *out = (struct values){at, n};
  return OK;
}

// What was counted is a whole number: half a call was judged by nobody.
enum err ask_whole(const char *member, struct values v) {
  for (size_t i = 0; i < v.n; i++)
    if (v.at[i] != floor(v.at[i]))
      return fail(E_BAD_DATA, "%s: %g is a count, and so a whole number", member, v.at[i]);
  return OK;
}

// The rows are arrays of one length; their cells are read by the caller.
static enum err shape_of(const struct ask *a, const char *member, struct matrix *out) {
  const json_t *v;
  TRY(array_of(a, member, &v));
  out->rows = json_array_size(v);
  out->cols = json_array_size(json_array_get(v, 0));
  for (size_t i = 0; i < out->rows; i++) {
    const json_t *row = json_array_get(v, i);
    if (!json_is_array(row)) return fail(E_BAD_DATA, "%s[%zu]: not an array", member, i);
    if (json_array_size(row) != out->cols)
      return fail(E_BAD_DATA, "%s[%zu]: %zu values where the first row has %zu", member, i,
                  json_array_size(row), out->cols);
  }
  if (!out->rows || !out->cols) return fail(E_BAD_DATA, "%s: empty", member);
  if (out->cols > CELLS_MAX / out->rows)
    return fail(E_TOO_BIG, "%s: more than %d values", member, CELLS_MAX);
  out->at = arena_array(a->arena, out->rows * out->cols, double);
  return OK;
}

static const json_t *cell(const struct ask *a, const char *member, size_t row, size_t col) {
  return json_array_get(json_array_get(ask_member(a, member), row), col);
}

enum err ask_matrix(struct ask *a, const char *member, struct range r, struct matrix *out) {
  TRY(shape_of(a, member, out));
  for (size_t i = 0; i < out->rows * out->cols; i++)
    TRY(element(cell(a, member, i / out->cols, i % out->cols), member, i / out->cols, r,
                &out->at[i]));
  return OK;
}

enum err ask_groups(struct ask *a, const char *member, struct values **out, size_t *n) {
  const json_t *v;
  size_t cells = 0;
  TRY(array_of(a, member, &v));
  *n = json_array_size(v);
  *out = arena_array(a->arena, *n + 1, struct values);
  for (size_t i = 0; i < *n; i++) {
    const json_t *group = json_array_get(v, i);
    if (!json_is_array(group) || !json_array_size(group))
      return fail(E_BAD_DATA, "%s[%zu]: not an array with values", member, i);
    cells += json_array_size(group);
    if (cells > CELLS_MAX) return fail(E_TOO_BIG, "%s: more than %d values", member, CELLS_MAX);
    TRY(fill(a, group, member, any_number, &(*out)[i]));
  }
  return OK;
}

// ---- ratings ----------------------------------------------------------------------------------
struct words {
  const char **at;
  size_t n;
};

static int word_order(const void *x, const void *y) {
  return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void word_add(struct words *w, const json_t *v) {
  const char *s = json_string_value(v);
  if (s) w->at[w->n++] = s;
}

static struct words words_of(struct ask *a, struct matrix m, const json_t *domain) {
  size_t room = m.rows * m.cols + json_array_size(domain), kept = 0;
  struct words w = {arena_array(a->arena, room, const char *), 0};
  for (size_t i = 0; i < m.rows * m.cols; i++)
    word_add(&w, cell(a, "ratings", i / m.cols, i % m.cols));
  for (size_t i = 0; i < json_array_size(domain); i++) word_add(&w, json_array_get(domain, i));
  qsort(w.at, w.n, sizeof *w.at, word_order);
  for (size_t i = 0; i < w.n; i++)
    if (!kept || strcmp(w.at[i], w.at[kept - 1]) != 0) w.at[kept++] = w.at[i];
  w.n = kept;
  return w;
}

// A number, or a word as its place among the words. The two are not mixed.
static enum err rating_of(const json_t *v, struct words w, const char *member, size_t at,
                          double *out) {
  const char *s = json_string_value(v);
  if (!s && w.n) return fail(E_BAD_DATA, "%s[%zu]: numbers and words are mixed", member, at);
  if (!s) return element(v, member, at, any_number, out);
  const char **hit = bsearch(&s, w.at, w.n, sizeof *w.at, word_order);
  *out = (double)(hit - w.at);
  return OK;
}

enum err ask_ratings(struct ask *a, bool words, struct ratings *out, struct values *out_domain) {
  struct matrix m;
  const json_t *domain = ask_member(a, "categories");
  TRY(shape_of(a, "ratings", &m));
  if (domain && !json_is_array(domain)) return fail(E_BAD_DATA, "categories: not an array");
  if (json_array_size(domain) > CELLS_MAX) return fail(E_TOO_BIG, "categories: too many");
  struct words w = words_of(a, m, domain);
  if (w.n && !words)
    return fail(E_BAD_DATA, "ratings: this statistic needs numbers, \"%s\" is a word", w.at[0]);
  for (size_t i = 0; i < m.rows * m.cols; i++) {
    const json_t *v = cell(a, "ratings", i / m.cols, i % m.cols);
    if (json_is_null(v))
      m.at[i] = NOT_KNOWN;
    else
      TRY(rating_of(v, w, "ratings", i / m.cols, &m.at[i]));
  }
  double *values = arena_array(a->arena, json_array_size(domain) + 1, double);
  for (size_t i = 0; i < json_array_size(domain); i++)
    TRY(rating_of(json_array_get(domain, i), w, "categories", i, &values[i]));
  *out = (struct ratings){m.rows, m.cols, m.at};
  *out_domain = (struct values){values, json_array_size(domain)};
  return OK;
}
