// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/cli/calc_in.h"
#include "scoring/pure/agree_small.h"

enum { CATEGORIES_MAX = 200, TABLE_MAX = 1000000, SMALL_DRAWS = 2000 };

// ---- alpha ------------------------------------------------------------------------------------
static enum err ask_metric(const struct ask *a, enum metric *out) {
  static const char *const words[] = {"nominal", "ordinal", "interval", "ratio"};
  const char *word;
  TRY(ask_word_only(a, "metric", &word));
  if (!word) word = ask_word(a, "level");
  if (!word) word = "nominal";
  for (size_t i = 0; i < countof(words); i++)
    if (!strcmp(word, words[i])) {
      *out = (enum metric)i;
      return OK;
    }
  return fail(E_BAD_DATA, "level: \"%s\" is not nominal, ordinal, interval or ratio", word);
}

// Pairs compared per draw; with the ratio metric every two distinct values as well.
static double alpha_work(struct ask *a, struct ratings r, enum metric metric) {
  double cells = (double)r.raters * (double)r.units, kinds = 0;
  if (metric == METRIC_RATIO) {
    size_t n = 0;
    double *v = arena_array(a->arena, r.raters * r.units, double);
    for (size_t i = 0; i < r.raters * r.units; i++)
      if (!isnan(r.at[i])) v[n++] = r.at[i];
    kinds = (double)values_distinct(v, n);
  }
  return cells * (double)r.raters + kinds * kinds;
}

static enum err alpha_check(struct ask *a, struct ratings r, struct alpha_ask ask) {
  double work = alpha_work(a, r, ask.metric) * (double)(ask.draws + 1);
  if (work > 4e9) return fail(E_TOO_BIG, "draws: %zu of so many ratings take too long", ask.draws);
  for (size_t i = 0; ask.metric == METRIC_RATIO && i < r.raters * r.units; i++)
    if (r.at[i] < 0) return fail(E_BAD_DATA, "ratings: a ratio scale has no negative values");
  return OK;
}

// The interval that may be trusted, and both by name: the formula's own where the answers are even
// enough for it, else the one for few units and one answer that dominates (agree_small.c).
static void put_small(json_t *out, struct figure f, bool uneven, struct interval small) {
  struct interval own = f.ci;
  bool chosen = uneven && !isnan(small.lo);
  if (uneven) f.ci = small;
  put_figure(out, f);
  if (f.undefined) return;
  json_object_set_new(out, "interval_method",
                      json_string(chosen           ? "few units or uneven answers"
                                  : isnan(f.ci.lo) ? "none"
                                                   : "the formula's own"));
  put_interval(out, "interval_formula", own);
  put_interval(out, "interval_small", small);
}

static void put_agreement(struct ask *a, json_t *out, struct figure f, struct tally t,
                          struct small_ask ask) {
  ask.level = ask_level(a);
  ask.draws = SMALL_DRAWS;
  struct interval small = agree_small(a->arena, t, ask, f);
  put_small(out, f, agree_uneven(t, f.ci), small);
}

// Units with one rating are out of alpha.
static struct ratings paired_only(struct ask *a, struct ratings r) {
  double *at = arena_array(a->arena, r.raters * r.units + 1, double);
  for (size_t u = 0; u < r.units; u++) {
    size_t n = 0;
    for (size_t i = 0; i < r.raters; i++) n += isnan(r.at[i * r.units + u]) ? 0 : 1;
    for (size_t i = 0; i < r.raters; i++)
      at[i * r.units + u] = n < 2 ? NOT_KNOWN : r.at[i * r.units + u];
  }
  return (struct ratings){r.raters, r.units, at};
}

static const double *alpha_weights(struct ask *a, struct tally t, enum metric metric) {
  static const enum weights same[] = {WEIGHTS_IDENTITY, WEIGHTS_ORDINAL, WEIGHTS_QUADRATIC,
                                      WEIGHTS_RATIO};
  if (t.categories < 2 || t.categories > CATEGORIES_MAX) return NULL;
  return weights_make(a->arena, t, (struct weighting){.kind = same[metric]});
}

enum err calc_alpha(struct ask *a, json_t *out) {
  struct ratings r;
  struct values domain; // alpha looks at the values used only
  double draws, seed;
  struct alpha_ask ask = {.level = ask_level(a)};
  TRY(ask_metric(a, &ask.metric));
  TRY(ask_ratings(a, ask.metric == METRIC_NOMINAL, &r, &domain));
  TRY(ask_number(a, "draws", (struct range){0, 100000}, 2000, &draws));
  TRY(ask_number(a, "seed", (struct range){0, 0x1p53}, 1, &seed));
  ask.draws = (size_t)draws;
  ask.seed = (uint64_t)seed;
  TRY(alpha_check(a, r, ask));
  struct alpha v = agree_alpha(a->arena, r, ask);
  struct tally t = tally_make(a->arena, paired_only(a, r), domain);
  struct small_ask small = {.kind = SMALL_ALPHA_RANKS, .level = ask_level(a), .seed = ask.seed};
  if (ask.metric != METRIC_ORDINAL) small.kind = SMALL_ALPHA;
  small.weights = alpha_weights(a, t, ask.metric);
  put_agreement(a, out, v.figure, t, small);
  put_count(out, "pairable", v.pairable);
  put_values(out, "values", v.values, v.categories);
  put_values(out, "marginals", v.marginals, v.categories);
  put(out, "observed", v.observed);
  put(out, "expected", v.expected);
  put_count(out, "draws", ask.draws);
  put_count(out, "seed", (size_t)ask.seed);
  put_count(out, "undefined_draws", v.lost);
  return OK;
}

// ---- Gwet -------------------------------------------------------------------------------------
static enum err table_ratings(struct ask *a,
                              struct ratings *out) { // a two-rater table, spelled out
  struct matrix m;
  size_t n = 0, to = 0;
  TRY(ask_matrix(a, "table", (struct range){0, TABLE_MAX}, &m));
  if (m.rows != m.cols) return fail(E_BAD_DATA, "table: %zu rows, %zu columns", m.rows, m.cols);
  for (size_t i = 0; i < m.rows * m.cols; i++) {
    if (m.at[i] != floor(m.at[i])) return fail(E_BAD_DATA, "table: %g is not a count", m.at[i]);
    n += (size_t)m.at[i];
    if (n > TABLE_MAX) return fail(E_TOO_BIG, "table: more than %d units", TABLE_MAX);
  }
  double *at = arena_array(a->arena, 2 * n + 1, double);
  for (size_t i = 0; i < m.rows * m.cols; i++)
    for (size_t c = 0; c < (size_t)m.at[i]; c++, to++) {
      at[to] = (double)(i / m.cols);
      at[n + to] = (double)(i % m.cols);
    }
  *out = (struct ratings){2, n, at};
  return OK;
}

// How often each unit got each category: a row per unit, the categories are 1, 2, 3 …
static enum err counts_tally(struct ask *a, const char *member, struct tally *out) {
  struct matrix m;
  TRY(ask_matrix(a, member, (struct range){0, 1e12}, &m));
  TRY(ask_whole(member, (struct values){m.at, m.rows * m.cols}));
  if (m.cols > CATEGORIES_MAX)
    return fail(E_TOO_BIG, "%s: more than %d categories", member, CATEGORIES_MAX);
  double *places = arena_array(a->arena, m.cols, double);
  for (size_t i = 0; i < m.cols; i++) places[i] = (double)(i + 1);
  *out = (struct tally){m.rows, m.cols, places, m.at};
  return OK;
}

static enum err ask_tally(struct ask *a, bool words, struct tally *out) {
  struct ratings r;
  struct values domain = {0};
  if (ask_has(a, "counts")) return counts_tally(a, "counts", out);
  if (ask_has(a, "table") && !ask_has(a, "ratings"))
    TRY(table_ratings(a, &r));
  else
    TRY(ask_ratings(a, words, &r, &domain));
  double *v = arena_array(a->arena, r.raters * r.units + domain.n + 1, double);
  size_t n = 0;
  for (size_t i = 0; i < r.raters * r.units; i++)
    if (!isnan(r.at[i])) v[n++] = r.at[i];
  for (size_t i = 0; i < domain.n; i++) v[n++] = domain.at[i];
  if (values_distinct(v, n) > CATEGORIES_MAX)
    return fail(E_BAD_DATA, "ratings: more than %d categories; use icc or alpha for measurements",
                CATEGORIES_MAX);
  *out = tally_make(a->arena, r, domain);
  return OK;
}

static enum err weights_named(const char *word, enum weights *out) {
  static const struct {
    const char *word;
    enum weights kind;
  } names[] = {{"identity", WEIGHTS_IDENTITY}, {"unweighted", WEIGHTS_IDENTITY},
               {"linear", WEIGHTS_LINEAR},     {"quadratic", WEIGHTS_QUADRATIC},
               {"ordinal", WEIGHTS_ORDINAL},   {"radical", WEIGHTS_RADICAL},
               {"ratio", WEIGHTS_RATIO}};
  for (size_t i = 0; i < countof(names); i++)
    if (!strcmp(word, names[i].word)) {
      *out = names[i].kind;
      return OK;
    }
  return fail(E_BAD_DATA,
              "weights: \"%s\" is not identity, linear, quadratic, ordinal, radical, "
              "ratio or a matrix",
              word);
}

static enum err ask_own_weights(struct ask *a, size_t size, const double **out) {
  struct matrix m;
  TRY(ask_matrix(a, "weights", (struct range){0, 1e9}, &m));
  if (m.rows != size || m.cols != size)
    return fail(E_BAD_DATA, "weights: %zu x %zu for %zu categories", m.rows, m.cols, size);
  *out = m.at;
  return OK;
}

static enum err ask_weights(struct ask *a, struct tally t, const char *otherwise,
                            const double **out) {
  struct weighting w = {0};
  const char *word = NULL;
  if (json_is_array(ask_member(a, "weights"))) {
    TRY(ask_own_weights(a, t.categories, &w.own));
    for (size_t i = 0; i < t.categories; i++)
      if (w.own[i * t.categories + i] != 1)
        return fail(E_BAD_DATA, "weights: agreement is 1 on the diagonal");
    w.kind = WEIGHTS_OWN;
  } else {
    TRY(ask_word_only(a, "weights", &word));
    TRY(weights_named(word ? word : otherwise, &w.kind));
  }
  if (w.kind == WEIGHTS_RATIO && t.categories && t.values[0] < 0)
    return fail(E_BAD_DATA, "ratings: a ratio scale has no negative values");
  *out = weights_make(a->arena, t, w);
  return OK;
}

static void put_coefficient(struct ask *a, json_t *out, struct coefficient c, struct tally t,
                            struct small_ask small) {
  put_agreement(a, out, c.figure, t, small);
  put(out, "observed", c.observed);
  put(out, "expected", c.expected);
  put_values(out, "categories", t.values, t.categories);
  put_values(out, "shares", c.shares, t.categories);
}

typedef struct coefficient gwet_kind(struct arena *a, struct tally t, const double *weights,
                                     double level);

static enum err calc_gwet(struct ask *a, json_t *out, gwet_kind *coefficient_of,
                          const char *weights, enum small_kind kind) {
  struct tally t;
  const double *w;
  TRY(ask_tally(a, !strcmp(weights, "identity"), &t));
  TRY(ask_weights(a, t, weights, &w));
  put_coefficient(a, out, coefficient_of(a->arena, t, w, ask_level(a)), t,
                  (struct small_ask){.kind = kind, .weights = w, .seed = 1});
  return OK;
}

enum err calc_ac1(struct ask *a, json_t *out) {
  if (ask_has(a, "weights")) return fail(E_BAD_DATA, "weights: AC1 has none, ask for ac2");
  return calc_gwet(a, out, agree_gwet, "identity", SMALL_GWET);
}

enum err calc_ac2(struct ask *a, json_t *out) {
  return calc_gwet(a, out, agree_gwet, "quadratic", SMALL_GWET);
}

enum err calc_ordinal_gwet(struct ask *a, json_t *out) {
  return calc_gwet(a, out, agree_alpha_weighted, "ordinal", SMALL_ALPHA);
}

// ---- ICC --------------------------------------------------------------------------------------
// "2,1", "2,k", "ICC(2,k)", "icc2k": the first of 1 2 3, then 1 or k.
static enum err ask_form(const struct ask *a, enum icc_form *out) {
  const char *word = ask_word(a, "form"), *model = word ? strpbrk(word, "123") : NULL;
  const char *unit = model ? strpbrk(model + 1, "1kK") : NULL;
  if (!ask_has(a, "form")) {
    *out = ICC_2_1;
    return OK;
  }
  if (!unit) return fail(E_BAD_DATA, "form: not one of 1,1 2,1 3,1 1,k 2,k 3,k");
  int single = *model - '1';
  *out = (enum icc_form)(*unit == '1' ? single : single + ICC_1_K);
  return OK;
}

enum err calc_icc(struct ask *a, json_t *out) {
  struct ratings r;
  struct values domain;
  enum icc_form form;
  TRY(ask_form(a, &form));
  TRY(ask_ratings(a, false, &r, &domain));
  struct icc v = agree_icc(a->arena, r, form, ask_level(a));
  put_figure(out, v.figure);
  put_count(out, "raters", v.raters);
  json_t *ms = json_object();
  put(ms, "between", v.ms.between);
  put(ms, "judges", v.ms.judges);
  put(ms, "error", v.ms.error);
  put(ms, "within", v.ms.within);
  json_object_set_new(out, "ms", ms);
  put(out, "f", v.f);
  put_values(out, "df", (double[]){v.df1, v.df2}, 2);
  if (form == ICC_2_K) put_interval(out, "interval_mcgraw_wong", v.mcgraw_wong);
  return OK;
}

// ---- two raters -------------------------------------------------------------------------------
static enum err table_from_ratings(struct ask *a, struct table *out) {
  struct ratings r;
  struct values domain;
  TRY(ask_ratings(a, true, &r, &domain));
  if (r.raters != 2)
    return fail(E_BAD_DATA, "ratings: kappa is for two raters, here are %zu", r.raters);
  struct tally t;
  TRY(ask_tally(a, true, &t));
  size_t q = t.categories;
  double *at = arena_array(a->arena, q * q + 1, double);
  struct values kinds = {t.values, q};
  for (size_t u = 0; u < r.units; u++) {
    double x = r.at[u], y = r.at[r.units + u];
    if (isnan(x) || isnan(y)) continue;
    at[values_index(kinds, x) * q + values_index(kinds, y)]++;
    out->n++;
  }
  out->size = q;
  out->at = at;
  return OK;
}

static enum err ask_table(struct ask *a, struct table *out) {
  struct matrix m;
  *out = (struct table){0};
  if (ask_has(a, "ratings")) return table_from_ratings(a, out);
  TRY(ask_matrix(a, "table", (struct range){0, 1e12}, &m));
  if (m.rows != m.cols) return fail(E_BAD_DATA, "table: %zu rows, %zu columns", m.rows, m.cols);
  if (m.rows > CATEGORIES_MAX)
    return fail(E_TOO_BIG, "table: more than %d categories", CATEGORIES_MAX);
  double sum = 0;
  for (size_t i = 0; i < m.rows * m.cols; i++) sum += m.at[i];
  *out = (struct table){.size = m.rows, .at = m.at};
  return ask_number(a, "n", (struct range){1e-9, 1e15}, sum, &out->n); // shares need it
}

// Both raters' answers are one pile here: how often each was given.
static bool table_uneven(struct ask *a, struct table t, struct interval own) {
  double *counts = arena_array(a->arena, t.size + 1, double);
  for (size_t i = 0; i < t.size * t.size; i++) {
    counts[i / t.size] += t.at[i];
    counts[i % t.size] += t.at[i];
  }
  return agree_uneven((struct tally){1, t.size, NULL, counts}, own);
}

static void put_kappa(struct ask *a, json_t *out, struct table t, const double *w, struct kappa k) {
  struct small_ask ask = {.weights = w, .level = ask_level(a), .draws = SMALL_DRAWS, .seed = 1};
  struct interval small = agree_small_kappa(a->arena, t, ask, k.figure);
  put_small(out, k.figure, table_uneven(a, t, k.figure.ci), small);
  put(out, "observed", k.observed);
  put(out, "expected", k.expected);
  put(out, "se_null", k.se_null);
}

enum err calc_kappa(struct ask *a, json_t *out) {
  struct table t;
  TRY(ask_table(a, &t));
  double *w = arena_array(a->arena, t.size * t.size + 1, double);
  for (size_t i = 0; i < t.size; i++) w[i * t.size + i] = 1;
  put_kappa(a, out, t, w, agree_kappa(t, ask_level(a)));
  return OK;
}

enum err calc_weighted_kappa(struct ask *a, json_t *out) {
  struct table t;
  const double *w;
  TRY(ask_table(a, &t));
  double *places = arena_array(a->arena, t.size + 1, double);
  for (size_t i = 0; i < t.size; i++) places[i] = (double)(i + 1);
  if (json_is_array(ask_member(a, "weights")))
    TRY(ask_own_weights(a, t.size, &w));
  else
    TRY(ask_weights(a, (struct tally){.categories = t.size, .values = places}, "quadratic", &w));
  put_kappa(a, out, t, agree_agreement(a->arena, w, t.size),
            agree_kappa_weighted(a->arena, t, w, ask_level(a)));
  return OK;
}

enum err calc_fleiss(struct ask *a, json_t *out) {
  struct tally t;
  if (ask_has(a, "table"))
    TRY(counts_tally(a, "table", &t)); // by another name
  else
    TRY(ask_tally(a, true, &t));
  struct fleiss f = agree_fleiss(a->arena, t, ask_level(a));
  const double *same = weights_make(a->arena, t, (struct weighting){0});
  put_coefficient(a, out, f.all, t,
                  (struct small_ask){.kind = SMALL_FLEISS, .weights = same, .seed = 1});
  put(out, "se_null", f.se_null);
  put(out, "z", f.z);
  if (f.all.figure.undefined) return OK;
  put_values(out, "category_kappa", f.category, t.categories);
  put_values(out, "category_se", f.category_se, t.categories);
  return OK;
}

// ---- nested -----------------------------------------------------------------------------------
struct nest {
  struct nested *at;
  size_t n, room;
};

static enum err nest_task(struct nest *s, const json_t *task, size_t person, size_t number) {
  for (size_t i = 0; i < json_array_size(task); i++) {
    const json_t *v = json_array_get(task, i);
    if (json_is_null(v)) continue;
    if (!json_is_number(v))
      return fail(E_BAD_DATA, "scores[%zu][%zu][%zu]: not a number", person, number, i);
    double x = json_number_value(v);
    if (!(fabs(x) <= any_number.max))
      return fail(E_BAD_DATA, "scores[%zu][%zu][%zu]: too large", person, number, i);
    if (s->n == s->room) return fail(E_TOO_BIG, "scores: more than %d", TABLE_MAX);
    s->at[s->n++] = (struct nested){person, number, x};
  }
  return OK;
}

static enum err nest_all(struct nest *s, const json_t *scores) {
  for (size_t p = 0; p < json_array_size(scores); p++) {
    const json_t *person = json_array_get(scores, p);
    if (!json_is_array(person)) return fail(E_BAD_DATA, "scores[%zu]: not an array", p);
    for (size_t t = 0; t < json_array_size(person); t++) {
      const json_t *task = json_array_get(person, t);
      if (!json_is_array(task)) return fail(E_BAD_DATA, "scores[%zu][%zu]: not an array", p, t);
      TRY(nest_task(s, task, p, t));
    }
  }
  return OK;
}

static size_t cells_in(const json_t *v) {
  size_t n = 0;
  if (!json_is_array(v)) return 1;
  for (size_t i = 0; i < json_array_size(v); i++) n += cells_in(json_array_get(v, i));
  return n;
}

enum err calc_gstudy(struct ask *a, json_t *out) {
  const json_t *scores = ask_member(a, "scores");
  const char *design;
  if (!json_is_array(scores)) return fail(E_BAD_DATA, "scores: not an array");
  TRY(ask_word_only(a, "design", &design));
  if (design && !strstr(design, "p:t:r") && !strstr(design, "r:t:p"))
    return fail(E_BAD_DATA, "design: only p:t:r, ratings in tasks in persons, is known");
  size_t cells = cells_in(scores);
  struct nest s = {.room = cells < TABLE_MAX ? cells : TABLE_MAX};
  s.at = arena_array(a->arena, s.room + 1, struct nested);
  TRY(nest_all(&s, scores));
  struct gstudy g = agree_gstudy(a->arena, s.at, s.n, ask_level(a));
  put_figure(out, g.figure);
  put_values(out, "counts", (double[]){(double)g.persons, (double)g.tasks, (double)g.ratings}, 3);
  if (g.figure.undefined) return OK;
  json_t *variance = json_object(), *raw = json_object();
  put(variance, "p", g.variance.person);
  put(variance, "t:p", g.variance.task);
  put(variance, "r:t:p", g.variance.rating);
  put(raw, "p", g.raw.person);
  put(raw, "t:p", g.raw.task);
  put(raw, "r:t:p", g.raw.rating);
  json_object_set_new(out, "variance", variance);
  json_object_set_new(out, "raw", raw);
  put_values(out, "ms", (double[]){g.ms.person, g.ms.task, g.ms.rating}, 3);
  put_values(out, "df", (double[]){g.df.person, g.df.task, g.df.rating}, 3);
  put(out, "tasks_per_person", g.tasks_per_person);
  put(out, "ratings_per_task", g.ratings_per_task);
  return OK;
}
