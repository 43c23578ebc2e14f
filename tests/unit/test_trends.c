// SPDX-License-Identifier: Apache-2.0
#include "scoring/trends.h"
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

static struct counted_answers_row said(uint8_t e, const char *question, const char *value,
                                       bool loaded) {
  return (struct counted_answers_row){.evaluation = {{e}},
                                      .version = 1,
                                      .local_day = 20260212,
                                      .loaded = loaded,
                                      .question = question,
                                      .value = value};
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
  struct counted_answers_row rows[] = {said(1, "greet", "clear", false),
                                       said(2, "greet", "partly", false)};
  for (int person = 0; person < 4; person++) answer_sums_add(s, &c.base, rows, 2);
  json_t *q = answer_sums_questions(s, &c.base, GROUP_LEAST);
  CHECK(json_object_get(first_month(q), "undefined") != NULL);
  CHECK(json_object_get(first_month(q), "x") == NULL);
  json_decref(q);
  answer_sums_add(s, &c.base, rows, 2);
  q = answer_sums_questions(s, &c.base, GROUP_LEAST);
  CHECK_EQ(json_integer_value(json_object_get(first_month(q), "x")), 5);
  CHECK_EQ(json_integer_value(json_object_get(first_month(q), "n")), 10);
  json_decref(q);
  json_decref(c.document);
}

TEST(a_contact_is_defective_once_and_load_stands_apart) {
  AUTO(arena) struct arena a;
  struct question_case c;
  arena_init(&a, 1 << 20);
  case_make(&c);
  struct answer_sums *s = answer_sums_new(&a, &c.base);
  struct counted_answers_row rows[] = {
      said(1, "c_harm", "ok", false),          said(2, "c_harm", "error", false),
      said(3, "c_harm", "cannot_tell", false), said(4, "c_harm", "error", true),
      said(4, "greet", "partly", true),
  };
  answer_sums_add(s, &c.base, rows, countof(rows));
  json_t *classes = answer_sums_classes(s);
  json_t *customer = json_array_get(classes, 0);
  CHECK_EQ(json_integer_value(json_object_get(customer, "x")), 1);
  CHECK_EQ(json_integer_value(json_object_get(json_object_get(customer, "figure"), "n")), 2);
  json_decref(classes);
  json_t *q = answer_sums_questions(s, &c.base, 1);
  CHECK_EQ(json_array_size(json_object_get(json_array_get(q, 0), "months")), 0);
  json_decref(q);
  json_decref(c.document);
}
