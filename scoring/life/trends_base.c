// SPDX-License-Identifier: Apache-2.0
#include <time.h>

#include "gen/sql/rubric.h"
#include "gen/sql/trends.h"
#include "gen/sql/web_centre.h"
#include "scoring/life/rubric_life.h"
#include "scoring/life/trends.h"

static const int64_t day_ms = 86400000;
static const double level = 0.95;

static enum err forms_read(struct arena *a, struct trend_base *b) {
  struct problems *problems = arena_new(a, struct problems);
  b->forms = arena_array(a, b->n_versions + 1, struct rubric);
  b->documents = arena_array(a, b->n_versions + 1, json_t *);
  for (size_t i = 0; i < b->n_versions; i++) {
    b->documents[i] = json_loads(b->versions[i].document, 0, NULL);
    if (!b->documents[i]) return fail(E_BROKEN, "the rubric is not JSON");
    TRY(rubric_read(a, b->documents[i], problems, &b->forms[i]));
  }
  return OK;
}

static void shown_from(struct trend_base *b) {
  time_t now = (time_t)(b->now_ms / 1000);
  struct tm tm = {0};
  localtime_r(&now, &tm);
  tm = (struct tm){
      .tm_year = tm.tm_year, .tm_mon = tm.tm_mon - SHOWN_MONTHS + 1, .tm_mday = 1, .tm_isdst = -1};
  b->from_ms = (int64_t)mktime(&tm) * 1000;
  b->from_month = (tm.tm_year + 1900) * 100 + tm.tm_mon + 1;
}

// A house that has none at all is told the next step; the pages know the sentence.
static enum err no_form(struct db *db, struct arena *a, const char *key) {
  struct rubric_versions_all_row *all;
  size_t n;
  TRY(sql_rubric_versions_all(db, a, &all, &n));
  for (size_t i = 0; i < n; i++)
    if (strcmp(all[i].state, "draft") != 0) return fail(E_NOT_FOUND, "there is no form %s", key);
  return fail(E_NOT_FOUND, "no evaluation form is published yet: take one into use among the "
                           "forms, or by medlyss rubric publish --shipped");
}

enum err trend_base_load(struct db *db, struct arena *a, const struct trend_ask *ask,
                         struct trend_base *out) {
  *out = (struct trend_base){.rubric = ask->rubric ? ask->rubric : "core", .now_ms = ask->now_ms};
  shown_from(out);
  TRY(sql_rubric_versions_of(db, a, &(struct rubric_versions_of){out->rubric}, &out->versions,
                             &out->n_versions));
  if (!out->n_versions) return no_form(db, a, out->rubric);
  enum err rc = forms_read(a, out);
  if (!rc)
    rc = sql_counted_lasts(db, a, &(struct counted_lasts){out->rubric}, &out->lasts, &out->n_lasts);
  if (!rc && !id_eq(ask->viewer, (struct id){{0}}))
    rc = sql_blind_calls(db, a, &(struct blind_calls){ask->viewer}, &out->blind, &out->n_blind);
  if (rc) trend_base_drop(out);
  return rc;
}

bool trend_blind(const struct trend_base *b, int64_t at_ms) {
  for (size_t i = 0; i < b->n_blind; i++)
    if (b->blind[i].started_ms == at_ms) return true;
  return false;
}

void trend_base_drop(struct trend_base *b) {
  for (size_t i = 0; b->documents && i < b->n_versions; i++) json_decref(b->documents[i]);
  b->documents = NULL;
}

// ---- the others, by their sums ----------------------------------------------------------------
static struct group_sum sum_of(double n, double ppm, double squares) {
  double mean = ppm / n;
  return (struct group_sum){n, mean, fmax(0, squares - n * mean * mean)};
}

// The kept sums hold as long as their oldest is within half a year; else they are added up anew.
static enum err sum_now(struct db *db, struct arena *a, const struct trend_base *b,
                        const struct counted_lasts_row *r, struct group_sum *out) {
  int64_t from_ms = b->now_ms - 183 * day_ms;
  if (r->oldest_ms >= from_ms) {
    *out = sum_of((double)r->n, (double)r->ppm, (double)r->squares);
    return OK;
  }
  struct counted_lately_row *rows;
  size_t n;
  double sum = 0, squares = 0;
  TRY(sql_counted_lately(db, a, &(struct counted_lately){b->rubric, r->agent, r->version, from_ms},
                         &rows, &n));
  for (size_t i = 0; i < n; i++) {
    sum += (double)rows[i].total_ppm.v;
    squares += (double)rows[i].total_ppm.v * (double)rows[i].total_ppm.v;
  }
  *out = n ? sum_of((double)n, sum, squares) : (struct group_sum){0};
  return OK;
}

enum err trend_shrink(struct db *db, struct arena *a, const struct trend_base *b, int64_t version,
                      struct shrink *out, struct id **out_who, size_t *out_n) {
  struct group_sum *sums = arena_array(a, b->n_lasts + 1, struct group_sum);
  struct id *who = arena_array(a, b->n_lasts + 1, struct id);
  size_t n = 0;
  for (size_t i = 0; i < b->n_lasts; i++) {
    if (b->lasts[i].version != version) continue;
    TRY(sum_now(db, a, b, &b->lasts[i], &sums[n]));
    if (sums[n].n < COURSE_FEW) continue;
    who[n++] = b->lasts[i].agent;
  }
  *out = stat_shrink_sums(a, sums, n, level);
  *out_who = who;
  *out_n = n;
  return OK;
}

double trend_step(const struct trend_base *b) {
  return score_step(&b->forms[b->n_versions - 1], 0) * PPM / 100;
}

enum err trend_prior(struct db *db, struct arena *a, const struct trend_base *b, struct id agent,
                     struct level_ask *out) {
  struct shrink s;
  struct id *who;
  size_t n;
  int64_t version = -1;
  *out = (struct level_ask){.center = NOT_KNOWN, .step = trend_step(b)};
  for (size_t i = 0; i < b->n_lasts; i++)
    if (id_eq(b->lasts[i].agent, agent)) version = b->lasts[i].version;
  if (version < 0) return OK;
  TRY(trend_shrink(db, a, b, version, &s, &who, &n));
  *out = course_prior(&s, trend_step(b));
  return OK;
}

// ---- one agent --------------------------------------------------------------------------------
enum err trend_course_with(struct db *db, struct arena *a, const struct trend_base *b,
                           struct id agent, struct level_ask prior, struct course *out,
                           struct counted_of_row **out_rows, size_t *out_n) {
  struct counted_of_row *rows;
  size_t n;
  TRY(sql_counted_of(db, a, &(struct counted_of){b->rubric, agent}, &rows, &n));
  struct seen *seen = arena_array(a, n + 1, struct seen);
  for (size_t i = 0; i < n; i++) {
    const struct counted_of_row *r = &rows[n - 1 - i]; // oldest first
    seen[i] = (struct seen){.at_ms = r->at_ms,
                            .ppm = r->total_ppm.set ? (int32_t)r->total_ppm.v : -1,
                            .version = (uint32_t)r->version,
                            .judged = (uint16_t)r->judged,
                            .failed = (uint16_t)r->failed,
                            .random = true,
                            .load = r->loaded};
  }
  *out = course_one(a, seen, n, prior, b->now_ms, level);
  *out_rows = rows;
  *out_n = n;
  return OK;
}

enum err trend_course(struct db *db, struct arena *a, const struct trend_base *b, struct id agent,
                      struct course *out, struct counted_of_row **out_rows, size_t *out_n) {
  struct level_ask prior;
  TRY(trend_prior(db, a, b, agent, &prior));
  return trend_course_with(db, a, b, agent, prior, out, out_rows, out_n);
}

const char *trend_sentence(const struct course *c) {
  if (c->now.undefined) return "too_few";
  return c->change == CHANGE_POSSIBLE ? "possible_change" : "none_clear";
}

// ---- telling ----------------------------------------------------------------------------------
json_t *trend_interval_json(struct interval i) {
  return isnan(i.lo) || isnan(i.hi) ? json_null() : json_pack("[ff]", i.lo, i.hi);
}

json_t *trend_figure_json(struct figure f) {
  if (f.undefined)
    return json_pack("{s:n,s:s,s:I}", "estimate", "undefined", f.undefined, "n", (json_int_t)f.n);
  return json_pack("{s:f,s:o,s:I,s:s}", "estimate", f.value, "interval", trend_interval_json(f.ci),
                   "n", (json_int_t)f.n, "method", f.method);
}

json_t *trend_says_json(const struct course *c) {
  json_t *says = json_pack("{s:s,s:I}", "key", trend_sentence(c), "n",
                           (json_int_t)(c->now.undefined ? c->now.n : c->n));
  if (!c->now.undefined && c->change == CHANGE_POSSIBLE)
    json_object_set_new(says, "at_ms", json_integer(c->changed_ms));
  return says;
}

json_t *trend_breaks_json(const struct trend_base *b) {
  json_t *breaks = json_array();
  for (size_t i = 1; i < b->n_versions; i++)
    if (b->versions[i].published_ms.set && b->versions[i].published_ms.v >= b->from_ms)
      json_array_append_new(breaks,
                            json_pack("{s:I,s:I}", "version", (json_int_t)b->versions[i].version,
                                      "at_ms", (json_int_t)b->versions[i].published_ms.v));
  return breaks;
}

static json_t *load_json(const struct load_windows_of_row *w) {
  json_t *one = json_pack("{s:s,s:s,s:s,s:I}", "name", w->name, "says", w->says, "author",
                          w->author_name, "from_ms", (json_int_t)w->from_ms);
  json_object_set_new(one, "to_ms", w->to_ms.set ? json_integer(w->to_ms.v) : json_null());
  return one;
}

// Everybody's, as the rows of one team's are.
static enum err all_windows(struct db *db, struct arena *a, struct load_windows_of_row **out,
                            size_t *out_n) {
  struct load_windows_all_row *rows;
  TRY(sql_load_windows_all(db, a, &rows, out_n));
  *out = arena_array(a, *out_n + 1, struct load_windows_of_row);
  for (size_t i = 0; i < *out_n; i++)
    (*out)[i] = (struct load_windows_of_row){.name = rows[i].name,
                                             .says = rows[i].says,
                                             .from_ms = rows[i].from_ms,
                                             .to_ms = rows[i].to_ms,
                                             .author_name = rows[i].author_name};
  return OK;
}

enum err trend_loads_json(struct db *db, struct arena *a, const struct trend_base *b,
                          struct trend_whose whose, json_t **out) {
  struct load_windows_of_row *rows;
  struct load_windows_of q = {.team = whose.team, .person = whose.person, .at_ms = b->now_ms};
  size_t n;
  bool all = !whose.team.set && !whose.person.set;
  TRY(all ? all_windows(db, a, &rows, &n) : sql_load_windows_of(db, a, &q, &rows, &n));
  *out = json_array();
  for (size_t i = 0; i < n; i++)
    if (!rows[i].to_ms.set || rows[i].to_ms.v >= b->from_ms)
      json_array_append_new(*out, load_json(&rows[i]));
  return OK;
}
