// SPDX-License-Identifier: Apache-2.0
#include "gen/sql/trends.h"
#include "scoring/life/trends.h"
#include "scoring/life/trends_sums.h"
#include "tests/check.h"

TEST(a_sentence_is_chosen_by_rule) {
  struct course c = {
      .n = 4, .now = figure_undefined("mean", 4, "too few"), .change = CHANGE_POSSIBLE};
  CHECK_STR(trend_sentence(&c), "too_few"); // nothing is said of change before there is a now
  c.now = (struct figure){.value = 800000, .n = 12};
  c.change = CHANGE_TOO_FEW; // enough for now, too few to see a change
  CHECK_STR(trend_sentence(&c), "none_clear");
  c.change = CHANGE_NONE_CLEAR;
  CHECK_STR(trend_sentence(&c), "none_clear");
  c.change = CHANGE_POSSIBLE;
  CHECK_STR(trend_sentence(&c), "possible_change");
}

TEST(sums_shrink_as_values_do) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  static const double x[] = {70, 80, 90}, y[] = {60, 64}, z[] = {88, 92, 90, 86};
  struct values v[] = {{x, 3}, {y, 2}, {z, 4}};
  struct group_sum s[] = {{3, 80, 200}, {2, 62, 8}, {4, 89, 20}};
  struct shrink one = stat_shrink(&a, v, 3, 0.95), other = stat_shrink_sums(&a, s, 3, 0.95);
  CHECK_NEAR(one.within, other.within, 1e-12);
  CHECK_NEAR(one.between, other.between, 1e-12);
  for (size_t i = 0; i < 3; i++) CHECK_NEAR(one.groups[i].wide.lo, other.groups[i].wide.lo, 1e-9);
}

struct question_case {
  struct rubric_question q[2];
  struct rubric_scale tri, ok;
  struct rubric form;
  struct rubric_versions_of_row version;
  json_t *document;
  struct trend_base base;
};

static void case_make(struct question_case *c) {
  *c = (struct question_case){
      .tri = {.id = "tri", .n = 2, .options = {{"clear", 2}, {"partly", 1}}, .most = 2},
      .ok = {.id = "ok", .n = 2, .options = {{"ok", 1}, {"error", 0}}, .most = 1},
      .version = {.version = 1}};
  c->q[0] = (struct rubric_question){
      .id = "greet", .key = "greet", .scale = &c->tri, .critical = CLASS_NONE};
  c->q[1] = (struct rubric_question){.id = "c_harm",
                                     .key = "c_harm",
                                     .scale = &c->ok,
                                     .critical = CLASS_CUSTOMER,
                                     .critical_fails = true,
                                     .fail_on = 2};
  c->form = (struct rubric){.questions = c->q, .question_count = 2};
  c->document = json_object();
  c->base = (struct trend_base){
      .versions = &c->version, .forms = &c->form, .documents = &c->document, .n_versions = 1};
}

static struct counted_answers_row said(const char *question, const char *value, int64_t n) {
  return (struct counted_answers_row){
      .month = 202602, .version = 1, .question = question, .value = value, .n = n};
}

static json_t *first_month(json_t *questions) {
  return json_array_get(json_object_get(json_array_get(questions, 0), "months"), 0);
}

TEST(a_cell_of_fewer_than_five_people_is_not_shown) {
  AUTO(arena) struct arena a;
  struct question_case c;
  arena_init(&a, 1 << 20);
  case_make(&c);
  struct answer_sums *s = answer_sums_new(&a, &c.base);
  struct counted_answers_row rows[] = {said("greet", "clear", 2), said("greet", "partly", 1),
                                       said("c_harm", "ok", 3)};
  for (int person = 0; person < 4; person++) answer_sums_add(s, &c.base, rows, countof(rows));
  json_t *q = answer_sums_questions(s, &c.base, GROUP_LEAST);
  CHECK(json_object_get(first_month(q), "undefined") != NULL);
  CHECK(json_object_get(first_month(q), "x") == NULL);
  json_decref(q);
  answer_sums_add(s, &c.base, rows, countof(rows));
  q = answer_sums_questions(s, &c.base, GROUP_LEAST);
  CHECK_EQ(json_integer_value(json_object_get(first_month(q), "x")), 10);
  CHECK_EQ(json_integer_value(json_object_get(first_month(q), "n")), 15);
  json_decref(q);
  json_decref(c.document);
}

TEST(cells_of_everybody_know_how_many_they_are) {
  AUTO(arena) struct arena a;
  struct question_case c;
  arena_init(&a, 1 << 20);
  case_make(&c);
  struct answer_sums *s = answer_sums_new(&a, &c.base);
  struct counted_cells_row rows[] = {{202602, "greet", 1, "clear", 8, 5},
                                     {202602, "greet", 1, "partly", 2, 5},
                                     {202603, "greet", 1, "clear", 40, 4}};
  answer_sums_cells(s, &c.base, rows, countof(rows));
  json_t *q = answer_sums_questions(s, &c.base, GROUP_LEAST);
  json_t *months = json_object_get(json_array_get(q, 0), "months");
  CHECK_EQ(json_integer_value(json_object_get(json_array_get(months, 0), "x")), 8);
  CHECK_EQ(json_integer_value(json_object_get(json_array_get(months, 0), "n")), 10);
  CHECK(json_object_get(json_array_get(months, 1), "undefined") != NULL);
  json_decref(q);
  json_decref(c.document);
}

// ---- dots ---------------------------------------------------------------------------------------
static struct counted_of_row scored(int64_t day, int64_t ppm, bool loaded) {
  return (struct counted_of_row){.at_ms = day * 1000,
                                 .local_day = day,
                                 .version = 1,
                                 .total_ppm = some_int(ppm),
                                 .loaded = loaded};
}

static int64_t of(json_t *points, size_t i, const char *key) {
  return json_integer_value(json_object_get(json_array_get(points, i), key));
}

TEST(what_no_chart_can_show_apart_is_a_weeks_mean_with_its_n) {
  struct trend_base b = {.from_month = 202602};
  struct counted_of_row rows[] = {
      scored(20260303, 900000, false), // newest first; the 2nd of March 2026 was a Monday
      scored(20260302, 800000, false), scored(20260301, 500000, false),
      scored(20260228, 600001, false), scored(20260227, 700000, true),
      scored(20260223, 500000, false), scored(20260131, 100000, false)};
  json_t *all = trend_points_json(&b, rows, countof(rows), (struct dots){6, 1});
  CHECK_EQ(json_array_size(all), 6); // January is not shown
  CHECK_EQ(of(all, 0, "day"), 20260223);
  json_decref(all);
  json_t *few = trend_points_json(&b, rows, countof(rows), (struct dots){5, 1});
  CHECK_EQ(json_array_size(few), 5);
  CHECK(json_is_true(json_object_get(json_array_get(few, 0), "load"))); // apart, and alone
  CHECK_EQ(of(few, 1, "n"), 2);
  CHECK_EQ(of(few, 1, "ppm"), 550001);
  CHECK_EQ(of(few, 2, "ppm"), 500000); // the same week, the next month
  CHECK_EQ(of(few, 3, "ppm"), 800000); // the week that has begun, without its newest
  CHECK_EQ(of(few, 4, "ppm"), 900000);
  CHECK(json_object_get(json_array_get(few, 4), "n") == NULL);
  json_decref(few);
}
