// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "scoring/life/shipped.h"
#include "scoring/pure/score.h"
#include "tests/check.h"

#define ARENA                                                                                      \
  AUTO(arena) struct arena a;                                                                      \
  arena_init(&a, 64 << 20)

static json_t *file_json(const char *name) {
  AUTO(buf) struct buf text = {0};
  char path[120];
  snprintf(path, sizeof path, "schemas/rubrics/%s.json", name);
  if (file_read(AT_FDCWD, path, 1 << 20, &text)) return NULL;
  return json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
}

// The core rubric with one value replaced at a path of members and indexes ("sections/0/weight").
static json_t *changed(const char *path, json_t *value) {
  json_t *root = file_json("core"), *at = root;
  char word[120];
  snprintf(word, sizeof word, "%s", path);
  struct sv rest = sv_of(word), step = sv_cut(&rest, '/');
  for (; rest.n; step = sv_cut(&rest, '/')) {
    char name[60];
    snprintf(name, sizeof name, SV_FMT, SV_ARG(step));
    at = json_is_array(at) ? json_array_get(at, (size_t)strtoul(name, NULL, 10))
                           : json_object_get(at, name);
  }
  char last[60];
  snprintf(last, sizeof last, SV_FMT, SV_ARG(step));
  if (value)
    json_object_set_new(at, last, value);
  else
    json_object_del(at, last);
  return root;
}

static void check_refused(const char *path, json_t *value, const char *where, const char *what) {
  ARENA;
  struct problems p = {.n = 0};
  struct rubric r;
  json_t *json = changed(path, value);
  enum err rc = rubric_read(&a, json, &p, &r);
  if (!rc) rc = rubric_publishable(&a, json, &r, &p);
  CHECK_EQ(rc, E_BAD_DATA);
  err_forget();
  CHECK_STR(p.n ? p.at[0].path : "", where);
  CHECK(p.n && strstr(p.at[0].text, what));
  json_decref(json);
}

TEST(shipped_rubrics_are_ready_to_publish) {
  size_t n;
  const struct shipped *all = shipped_rubrics(&n);
  CHECK_EQ(n, 7);
  for (size_t i = 0; i < n; i++) {
    ARENA;
    struct problems p = {.n = 0};
    struct rubric r;
    json_t *json = NULL;
    CHECK_OK(shipped_json(&all[i], &json));
    CHECK_OK(rubric_read(&a, json, &p, &r));
    CHECK_OK(rubric_publishable(&a, json, &r, &p));
    CHECK_STR(r.key, all[i].key);
    json_decref(json);
  }
}

TEST(a_problem_says_where_what_and_why) {
  check_refused("sections/1/questions/0/scale", json_string("quad"),
                "sections[1].questions[0].scale", "there is no scale \"quad\"");
  check_refused("sections/1/weight", json_integer(1001), "sections[1].weight", "outside 0..1000");
  check_refused("sections/1/weight", json_real(2.5), "sections[1].weight", "not a whole number");
  check_refused("sections/1/colour", json_string("red"), "sections[1].colour", "no such member");
  check_refused("sections/1/id", json_string("Listen"), "sections[1].id", "not an id");
  check_refused("sections/2/id", json_string("listen"), "sections[2]", "is there already");
  check_refused("sections/1/questions/1/key", json_string("greet"), "sections[1].questions[1]",
                "trend lines join on it");
  check_refused("title/en", NULL, "title", "no text in en");
  check_refused("scales/0/options/0/id", json_string("na"), "scales[0].options[0].id",
                "an answer of its own");
  check_refused("scales/0/options/0/points", json_integer(101), "scales[0].options[0].points",
                "outside 0..100");
  check_refused("sections/0/questions/0/anchors/clear", NULL,
                "sections[0].questions[0].anchors.clear", "no anchor");
  check_refused("sections/0/questions/0/na/when", NULL, "sections[0].questions[0].na.when",
                "say when");
  check_refused("sections/5/weight", json_integer(5), "sections[5]", "would never count");
  check_refused("scoring/mode", json_string("stars"), "scoring.mode",
                "not one of: sections, questions, points");
  check_refused("scoring", NULL, "scoring", "missing");
}

TEST(a_condition_may_only_look_back) {
  check_refused("sections/0/questions/0/show_if",
                json_pack("{s:s,s:[s]}", "q", "wait", "in", "clear"),
                "sections[0].questions[0].show_if.q", "may only look back");
  check_refused("sections/0/questions/1/show_if",
                json_pack("{s:s,s:[s]}", "q", "greet", "in", "often"),
                "sections[0].questions[1].show_if.in[0]", "not an option");
  check_refused("sections/0/questions/0/needs", json_pack("[s]", "greet"),
                "sections[0].questions[0].needs[0]", "no other question");
}

TEST(scales_need_a_common_multiple) {
  ARENA;
  struct problems p = {.n = 0};
  struct rubric r;
  static const int primes[] = {97, 89, 83, 79, 73};
  json_t *json = file_json("core"), *scales = json_object_get(json, "scales");
  for (size_t i = 0; i < countof(primes); i++) {
    json_t *one = json_deep_copy(json_array_get(scales, 0));
    char id[8];
    snprintf(id, sizeof id, "p%zu", i);
    json_object_set_new(one, "id", json_string(id));
    json_object_set_new(json_array_get(json_object_get(one, "options"), 0), "points",
                        json_integer(primes[i]));
    json_array_append_new(scales, one);
  }
  CHECK_FAILS(E_BAD_DATA, rubric_read(&a, json, &p, &r));
  CHECK(p.n == 1 && strstr(p.at[0].text, "common multiple"));
  json_decref(json);
}

TEST(a_version_is_named_by_what_it_says) {
  char one[RUBRIC_HASH], two[RUBRIC_HASH], three[RUBRIC_HASH];
  json_t *core = file_json("core"), *published = changed("status", json_string("published"));
  json_t *other = changed("sections/0/weight", json_integer(11));
  CHECK_OK(rubric_hash(core, one));
  CHECK_OK(rubric_hash(published, two));
  CHECK_OK(rubric_hash(other, three));
  CHECK_STR(one, two);
  CHECK(strcmp(one, three) != 0);
  json_decref(core);
  json_decref(published);
  json_decref(other);
}

TEST(a_difference_is_told_by_key) {
  json_t *before = file_json("core"), *out = NULL;
  json_t *after = changed("sections/1/questions/0/weight", json_integer(3));
  json_object_set_new(
      json_array_get(
          json_object_get(json_array_get(json_object_get(after, "sections"), 0), "questions"), 0),
      "key", json_string("hello"));
  CHECK_OK(rubric_diff(before, after, &out));
  const json_t *list = json_object_get(out, "questions");
  CHECK_EQ(json_array_size(list), 3);
  CHECK_STR(json_string_value(json_object_get(json_array_get(list, 0), "change")), "removed");
  CHECK_STR(json_string_value(json_object_get(json_array_get(list, 1), "key")), "let_finish");
  CHECK_STR(json_string_value(json_object_get(json_array_get(list, 1), "change")), "weight");
  CHECK_STR(json_string_value(json_object_get(json_array_get(list, 2), "change")), "added");
  json_decref(before);
  json_decref(after);
  json_decref(out);
}

// ---- evaluations of the shipped rubrics -------------------------------------------------------
struct told { // one evaluation of a shipped rubric, as JSON
  json_t *out;
};

static void told_drop(struct told *t) { json_decref(t->out); }

static struct told evaluate(const char *rubric, const char *answers) {
  ARENA;
  struct problems p = {.n = 0};
  struct rubric r;
  struct answer *given;
  struct told t = {NULL};
  json_t *json = file_json(rubric), *says = json_loads(answers, JSON_REJECT_DUPLICATES, NULL);
  CHECK(says != NULL);
  if (!rubric_read(&a, json, &p, &r) && !answers_read(&a, &r, says, &given)) {
    struct score s = score_answers(&a, &r, given);
    t.out = score_json(&r, given, &s);
  }
  json_decref(json);
  json_decref(says);
  return t;
}

static int64_t number(struct told t, const char *member) {
  const json_t *v = json_object_get(t.out, member);
  return json_is_integer(v) ? json_integer_value(v) : -1;
}

static const char *word(struct told t, const char *member) {
  return json_string_value(json_object_get(t.out, member));
}

#define ALL_CLEAR                                                                                  \
  "\"greet\":\"clear\",\"let_finish\":\"clear\",\"questions\":\"clear\",\"adapt\":\"clear\","      \
  "\"correct\":\"clear\",\"moves\":\"clear\",\"next\":\"clear\",\"c_dignity\":\"ok\","             \
  "\"c_harm\":\"ok\",\"c_promise\":\"ok\""

TEST(the_core_rubric_scores_as_documented) { // scoring.md, "The algorithm"
  AUTO(told)
  struct told clear = evaluate(
      "core",
      "{" ALL_CLEAR ",\"wait\":\"clear\",\"serious\":\"clear\",\"balance\":\"clear\","
      "\"verify\":\"clear\",\"ease\":\"clear\",\"anything\":\"clear\",\"c_identity\":\"ok\"}");
  CHECK_EQ(number(clear, "total_ppm"), 1000000);
  CHECK_STR(word(clear, "outcome"), "ok");
  CHECK(json_is_true(json_object_get(clear.out, "complete")));
  AUTO(told)
  struct told mixed = evaluate(
      "core",
      "{" ALL_CLEAR ",\"wait\":\"clear\",\"serious\":\"clear\",\"balance\":\"na\","
      "\"verify\":\"partly\",\"ease\":\"not_yet\",\"anything\":\"partly\",\"c_identity\":\"ok\"}");
  CHECK_EQ(number(mixed, "total_ppm"), 891667);
  static const char *const sections[] = {"open", "listen", "respect", "solve", "close"};
  static const int64_t want[] = {1000000, 833333, 1000000, 833333, 833333};
  for (size_t i = 0; i < 5; i++)
    CHECK_EQ(
        json_integer_value(json_object_get(json_object_get(mixed.out, "sections"), sections[i])),
        want[i]);
}

TEST(a_critical_error_is_another_number) {
  AUTO(told)
  struct told t = evaluate(
      "core",
      "{" ALL_CLEAR ",\"wait\":\"clear\",\"serious\":\"clear\",\"balance\":\"clear\","
      "\"verify\":\"clear\",\"ease\":\"clear\",\"anything\":\"clear\",\"c_identity\":\"error\"}");
  CHECK_EQ(number(t, "total_ppm"), 1000000);
  CHECK_EQ(number(t, "reported_ppm"), 1000000);
  CHECK_STR(word(t, "outcome"), "fail");
  const json_t *class = json_object_get(json_object_get(t.out, "criticals"), "compliance");
  CHECK_EQ(json_integer_value(json_object_get(class, "failed")), 1);
  const json_t *missing = json_object_get(json_object_get(t.out, "missing"), "c_identity");
  CHECK_EQ(json_array_size(missing), 2); // a critical error needs a comment and its place
}

TEST(a_wrong_answer_given_kindly_does_not_hide) {
  AUTO(told)
  struct told t = evaluate(
      "core",
      "{\"greet\":\"clear\",\"wait\":\"clear\",\"let_finish\":\"clear\",\"adapt\":\"clear\","
      "\"serious\":\"clear\",\"balance\":\"clear\",\"ease\":\"clear\",\"anything\":\"clear\","
      "\"questions\":\"not_yet\",\"verify\":\"not_yet\",\"correct\":\"not_yet\","
      "\"moves\":\"not_yet\",\"next\":\"not_yet\"}");
  CHECK_EQ(number(t, "human_ppm"), 1000000);
  CHECK_EQ(number(t, "correct_ppm"), 0);
}

TEST(a_caller_who_could_not_be_reached_costs_nothing) {
  AUTO(told)
  struct told t = evaluate(
      "core",
      "{\"greet\":\"clear\",\"let_finish\":\"outside_control\",\"questions\":\"outside_control\","
      "\"verify\":\"na\",\"adapt\":\"clear\",\"correct\":\"na\",\"moves\":\"na\",\"ease\":\"na\","
      "\"next\":\"outside_control\",\"anything\":\"na\"}");
  CHECK_EQ(number(t, "total_ppm"), 1000000);
  CHECK_EQ(json_array_size(json_object_get(t.out, "for_business")), 3);
}

#define ESTATE                                                                                     \
  "\"estate_grief\":\"clear\",\"estate_words\":\"clear\",\"estate_urgent\":\"clear\","             \
  "\"estate_answer\":\"clear\",\"estate_once\":\"clear\",\"estate_next\":\"clear\","               \
  "\"estate_door\":\"clear\",\"c_estate_secret\":\"ok\",\"c_estate_debt\":\"na\","

// Who called decides whether papers or the limit of what may be told is asked about; what is not
// shown is not missing and costs nothing.
TEST(the_estate_form_asks_by_who_called) {
  static const struct {
    const char *answers;
    int64_t total, correct;
    bool complete;
  } cases[] = {
      {ESTATE "\"estate_who\":\"heir\"", 1000000, 1000000, false}, // papers are still to answer
      {ESTATE "\"estate_who\":\"heir\",\"estate_papers\":\"not_yet\"", 925000, 777778, true},
      {ESTATE "\"estate_who\":\"other\",\"estate_limit\":\"not_yet\"", 925000, 1000000, true},
      {ESTATE "\"estate_who\":\"near\",\"estate_limit\":\"clear\"", 1000000, 1000000, true},
      {ESTATE "\"estate_who\":\"na\"", 1000000, 1000000, true},
  };
  for (size_t i = 0; i < countof(cases); i++) {
    char text[600];
    snprintf(text, sizeof text, "{%s}", cases[i].answers);
    AUTO(told) struct told t = evaluate("estate", text);
    CHECK_EQ(number(t, "total_ppm"), cases[i].total);
    CHECK_EQ(number(t, "correct_ppm"), cases[i].correct);
    CHECK_EQ(json_is_true(json_object_get(t.out, "complete")), cases[i].complete);
  }
}

TEST(staying_in_abuse_costs_nothing_and_raises_support) {
  AUTO(told)
  struct told t = evaluate(
      "difficult", "{\"crossed\":\"yes\",\"steady\":\"clear\",\"warn\":\"clear\",\"end\":\"na\","
                   "\"do\":\"na\",\"lead\":\"na\",\"support\":\"no\",\"c_dignity\":\"ok\"}");
  CHECK_EQ(number(t, "total_ppm"), 1000000);
  const json_t *task = json_array_get(json_object_get(t.out, "for_business"), 0);
  CHECK_STR(json_string_value(json_object_get(task, "question")), "support");
  AUTO(told)
  struct told calm = evaluate("difficult", "{\"crossed\":\"no\",\"warn\":\"not_yet\","
                                           "\"steady\":\"clear\"}");
  CHECK_EQ(number(calm, "total_ppm"), 1000000); // a limit nobody crossed is not shown
}

TEST(the_third_step_of_anger_is_closed_by_a_reminder) {
  AUTO(told)
  struct told t = evaluate("anger", "{\"follow\":{\"option\":\"clear\",\"at_ms\":161000}}");
  const json_t *reminder = json_array_get(json_object_get(t.out, "reminders"), 0);
  CHECK_EQ(json_integer_value(json_object_get(reminder, "days")), 3);
  CHECK(!json_object_get(json_object_get(t.out, "missing"), "follow"));
}

TEST(asking_without_explaining_is_not_enough) { // S16
  AUTO(told)
  struct told t = evaluate("money_laundering", "{\"aml_asked\":\"clear\",\"aml_why\":\"not_yet\","
                                               "\"aml_place\":\"clear\",\"c_aml_asked\":\"ok\"}");
  CHECK_EQ(number(t, "total_ppm"), 333333);
}

TEST(nothing_answered_is_no_number) {
  AUTO(told) struct told t = evaluate("core", "{}");
  CHECK(json_is_null(json_object_get(t.out, "total_ppm")));
  CHECK(json_is_false(json_object_get(t.out, "complete")));
}

TEST(answers_must_fit_their_rubric) {
  static const char *const wrong[] = {"{\"greeting\":\"clear\"}",
                                      "{\"greet\":\"often\"}",
                                      "{\"let_finish\":\"na\"}",
                                      "{\"greet\":\"cannot_tell\"}",
                                      "{\"greet\":3}",
                                      "{\"greet\":{\"note\":\"x\"}}",
                                      "[]"};
  json_t *json = file_json("core");
  for (size_t i = 0; i < countof(wrong); i++) {
    ARENA;
    struct problems p = {.n = 0};
    struct rubric r;
    struct answer *given;
    json_t *says = json_loads(wrong[i], 0, NULL);
    CHECK_OK(rubric_read(&a, json, &p, &r));
    CHECK_FAILS(E_BAD_DATA, answers_read(&a, &r, says, &given));
    json_decref(says);
  }
  json_decref(json);
}
