// SPDX-License-Identifier: Apache-2.0
// One agent over time: her dots, where she is now, what may have changed, her questions, critical
// accuracy per class, and her own calls' measures beside her own median.
#include "gen/sql/person.h"
#include "gen/sql/trends.h"
#include "scoring/life/trends_sums.h"

static const int64_t day_ms = 86400000;
enum { AXIS_FEW = 12 }; // twelve are needed where nobody else's calls lend their spread
static const struct dots dots = {.most = 240, .single = 48}; // of a chart some 700 pixels wide

// Correct and human: two totals, each with its own mean; never summed.
static struct figure axis_mean(struct arena *a, const struct trend_base *b,
                               const struct counted_of_row *rows, size_t n, bool human) {
  int64_t from_ms = b->now_ms - 183 * day_ms;
  double *at = arena_array(a, COURSE_LAST, double);
  size_t k = 0;
  for (size_t i = 0; i < n && k < COURSE_LAST; i++) {
    struct opt_int v = human ? rows[i].human_ppm : rows[i].correct_ppm;
    if (rows[i].version != rows[0].version) break; // newest first: an older form begins
    if (v.set && !rows[i].loaded && rows[i].at_ms >= from_ms) at[k++] = (double)v.v;
  }
  if (k < AXIS_FEW) return figure_undefined("mean", k, "too few evaluations to say");
  double step = 2 * trend_step(b);
  struct figure f = stat_mean_stepped((struct values){at, k}, step, 0.95);
  f.ci.lo = fmax(0, f.ci.lo);
  f.ci.hi = fmin(PPM, f.ci.hi);
  return f;
}

static struct class_sums classes_of(const struct trend_base *b, const struct counted_of_row *rows,
                                    size_t n) {
  struct class_sums s = {0};
  for (size_t i = 0; i < n; i++) {
    if (rows[i].loaded || rows[i].local_day / 100 < b->from_month) continue;
    for (size_t c = 0; c < CLASSES; c++) {
      int64_t bit = (int64_t)1 << c;
      s.of[c].n += (rows[i].judged_in & bit) != 0;
      s.of[c].x += (rows[i].judged_in & ~rows[i].failed_in & bit) != 0;
    }
  }
  return s;
}

// ---- own measures -----------------------------------------------------------------------------
// {"n","median","interval"}, or why not: {"n","undefined"}.
static json_t *median_json(double *at, size_t n) {
  struct figure f = stat_median(at, n, 0.95);
  json_t *one = json_pack("{s:I}", "n", (json_int_t)n);
  if (f.undefined) {
    json_object_set_new(one, "undefined", json_string(f.undefined));
    return one;
  }
  json_object_set_new(one, "median", json_real(f.value));
  json_object_set_new(one, "interval", trend_interval_json(f.ci));
  return one;
}

static double share(struct opt_int part, double whole) {
  return part.set && whole > 0 ? (double)part.v / whole : NOT_KNOWN;
}

static double measure_of(const struct own_measures_row *r, size_t which) {
  double talk = (double)(r->agent_talk_ms.v + r->caller_talk_ms.v);
  double whole = (double)r->duration_ms;
  if (which == 0) return r->caller_talk_ms.set ? share(r->agent_talk_ms, talk) : NOT_KNOWN;
  if (which == 1) return share(r->silence_ms, whole);
  if (which == 2) return share(r->overtalk_ms, whole);
  return r->agent_latency_ms.set ? (double)r->agent_latency_ms.v : NOT_KNOWN;
}

static json_t *measure_months(struct arena *a, const struct own_measures_row *rows, size_t n,
                              size_t which) {
  double *at = arena_array(a, n + 1, double);
  json_t *months = json_array();
  for (size_t i = 0; i < n;) {
    int64_t month = rows[i].local_day / 100;
    size_t k = 0;
    for (; i < n && rows[i].local_day / 100 == month; i++) {
      double v = measure_of(&rows[i], which);
      if (!isnan(v)) at[k++] = v;
    }
    if (!k) continue;
    json_t *one = median_json(at, k);
    json_object_set_new(one, "month", json_integer((json_int_t)month));
    json_array_insert_new(months, 0, one);
  }
  return months;
}

static enum err measures_json(struct db *db, struct arena *a, struct id agent, int64_t from_ms,
                              json_t **out) {
  static const char *const names[] = {"talk_share", "silence", "overtalk", "latency"};
  struct own_measures_row *rows;
  size_t n;
  TRY(sql_own_measures(db, a, &(struct own_measures){agent, from_ms}, &rows, &n));
  double *at = arena_array(a, n + 1, double);
  *out = json_array();
  for (size_t w = 0; w < countof(names); w++) {
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
      double v = measure_of(&rows[i], w);
      if (!isnan(v)) at[k++] = v;
    }
    if (!k) continue;
    json_t *one = median_json(at, k);
    json_object_set_new(one, "name", json_string(names[w]));
    json_object_set_new(one, "months", measure_months(a, rows, n, w));
    json_array_append_new(*out, one);
  }
  return OK;
}

// ---- the whole --------------------------------------------------------------------------------
static json_t *form_json(const struct trend_base *b) {
  const struct rubric_versions_of_row *v = &b->versions[b->n_versions - 1];
  return json_pack("{s:s,s:I,s:s,s:s}", "key", b->rubric, "version", (json_int_t)v->version,
                   "title_sv", v->title_sv, "title_en", v->title_en);
}

static void change_add(json_t *out, const struct course *c) {
  static const char *const changes[] = {"too_few", "none_clear", "possible"};
  static const char *const directions[] = {"down", "unclear", "up"};
  json_object_set_new(out, "change", json_string(changes[c->change]));
  if (c->change != CHANGE_POSSIBLE) return;
  json_object_set_new(out, "direction", json_string(directions[c->moved.direction + 1]));
  json_object_set_new(out, "strength", json_real(c->moved.strength));
  json_object_set_new(out, "since", json_integer((json_int_t)(c->n - c->moved.at)));
}

static enum err person_tell(struct db *db, struct arena *a, const struct trend_base *b,
                            struct id agent, const struct trend_ask *ask, json_t *out) {
  struct course c;
  struct counted_of_row *rows;
  struct counted_answers_row *answers;
  size_t n, n_answers;
  json_t *measures = NULL, *loads = NULL;
  TRY(trend_course(db, a, b, agent, &c, &rows, &n));
  TRY(sql_counted_answers(db, a, &(struct counted_answers){b->rubric, agent, b->from_month},
                          &answers, &n_answers));
  struct answer_sums *sums = answer_sums_new(a, b);
  answer_sums_add(sums, b, answers, n_answers);
  TRY(measures_json(db, a, agent, b->from_ms, &measures));
  json_object_set_new(out, "measures", measures);
  TRY(trend_loads_json(db, a, b, (struct trend_whose){.person = some_id(agent)}, &loads));
  json_object_set_new(out, "loads", loads);
  json_object_set_new(out, "rubric", form_json(b));
  json_object_set_new(out, "from_ms", json_integer(b->from_ms));
  json_object_set_new(out, "to_ms", json_integer(b->now_ms));
  json_object_set_new(out, "n", json_integer((json_int_t)c.n));
  json_object_set_new(out, "says", trend_says_json(&c));
  json_object_set_new(out, "now", trend_figure_json(c.now));
  struct figure correct = axis_mean(a, b, rows, n, false);
  struct figure human = axis_mean(a, b, rows, n, true);
  json_object_set_new(out, "correct", trend_figure_json(correct));
  json_object_set_new(out, "human", trend_figure_json(human));
  json_object_set_new(out, "critical", trend_figure_json(c.critical));
  json_object_set_new(out, "points", trend_points_json(b, rows, n, dots));
  json_object_set_new(out, "hidden", json_integer((json_int_t)trend_points_hidden(b, rows, n)));
  json_object_set_new(out, "breaks", trend_breaks_json(b));
  struct class_sums classes = classes_of(b, rows, n);
  json_object_set_new(out, "classes", class_sums_json(&classes));
  json_object_set_new(out, "questions", answer_sums_questions(sums, b, 1));
  json_t *left = NULL;
  TRY(trend_left_out(db, a, b, agent, ask->unsent, &left));
  json_object_set_new(out, "left_out", left);
  if (ask->change) change_add(out, &c);
  return OK;
}

enum err trend_person(struct db *db, struct arena *a, struct id agent, const struct trend_ask *ask,
                      json_t **out) {
  struct trend_base b = {0};
  struct person_get_row who;
  char text[ID_TEXT];
  bool found = false;
  TRY(sql_person_get(db, a, &(struct person_get){agent}, &who, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such person");
  struct trend_ask with = *ask;
  json_t *forms;
  TRY(trend_forms(db, a, agent, &with.rubric, &forms));
  id_text(agent, text);
  json_t *told =
      json_pack("{s:{s:s,s:s},s:o}", "agent", "id", text, "name", who.name, "forms", forms);
  enum err rc = trend_base_load(db, a, &with, &b);
  if (!rc) rc = person_tell(db, a, &b, agent, ask, told);
  json_t *apart = NULL;
  if (!rc) rc = trend_apart_json(db, a, &b, agent, ask->now_ms - 183 * day_ms, &apart);
  if (!rc) json_object_set_new(told, "apart", apart);
  trend_base_drop(&b);
  if (rc)
    json_decref(told);
  else
    *out = told;
  return rc;
}
