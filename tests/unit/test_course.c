// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/course.h"
#include "tests/check.h"

#define ARENA                                                                                      \
  AUTO(arena) struct arena a;                                                                      \
  arena_init(&a, 16 << 20)
static const int64_t day_ms = 86400000;

// `n` evaluations of one agent, a day apart, all alike but for a small saw.
static size_t add(struct seen *at, size_t from, uint32_t agent, size_t n, int32_t ppm) {
  for (size_t i = 0; i < n; i++)
    at[from + i] = (struct seen){.at_ms = (int64_t)i * day_ms,
                                 .agent = agent,
                                 .ppm = ppm + (i % 2 ? 20000 : -20000),
                                 .version = 1,
                                 .judged = 4,
                                 .random = true};
  return from + n;
}

TEST(four_evaluations_are_too_few) {
  ARENA;
  struct seen at[60];
  size_t n = add(at, 0, 0, 4, 800000);
  n = add(at, n, 1, 24, 700000);
  n = add(at, n, 2, 24, 900000);
  struct centre c = course_centre(&a, at, n, 3, 30 * day_ms, 0.95);
  CHECK(c.courses[0].now.undefined != NULL);
  CHECK_EQ(c.courses[0].change, CHANGE_TOO_FEW);
  CHECK(!c.courses[1].now.undefined);
  CHECK_EQ(c.courses[1].now.n, 24);
  CHECK_EQ(c.courses[1].change, CHANGE_NONE_CLEAR);
  CHECK(c.courses[1].now.value > 700000 && c.courses[1].now.value < 710000); // toward the centre
}

TEST(only_random_calls_of_the_current_form_outside_load_count) {
  ARENA;
  struct seen at[100];
  size_t n = add(at, 0, 0, 40, 800000);
  n = add(at, n, 1, 24, 700000);
  for (size_t i = 0; i < 10; i++) at[i].version = 0;
  for (size_t i = 10; i < 15; i++) at[i].random = false;
  for (size_t i = 15; i < 20; i++) at[i].load = true;
  at[20].ppm = -1;
  at[21].at_ms = 400 * day_ms; // not yet
  struct centre c = course_centre(&a, at, n, 2, 50 * day_ms, 0.95);
  CHECK_EQ(c.courses[0].n, 18);
  c = course_centre(&a, at, n, 2, 380 * day_ms, 0.95); // half a year later: too old to say "now"
  CHECK(c.courses[0].now.undefined != NULL);
}

TEST(a_step_is_a_possible_change_with_its_beginning) {
  ARENA;
  struct seen at[80];
  size_t n = add(at, 0, 0, 40, 800000);
  n = add(at, n, 1, 40, 700000);
  for (size_t i = 24; i < 40; i++) at[i].ppm -= 60000;
  struct centre c = course_centre(&a, at, n, 2, 50 * day_ms, 0.95);
  CHECK_EQ(c.courses[0].change, CHANGE_POSSIBLE);
  CHECK_EQ(c.courses[0].moved.direction, -1);
  CHECK(c.courses[0].changed_ms >= 22 * day_ms && c.courses[0].changed_ms <= 26 * day_ms);
  CHECK_EQ(c.courses[1].change, CHANGE_NONE_CLEAR);
}

TEST(nobody_evaluated_is_no_failure) {
  ARENA;
  struct centre c = course_centre(&a, NULL, 0, 3, 0, 0.95);
  CHECK(c.courses[2].now.undefined != NULL && c.courses[2].critical.undefined != NULL);
}

// Two years later the same step is how things are; and "now" is the new level, not a mean of both.
TEST(an_old_step_is_how_things_are) {
  ARENA;
  struct seen at[240];
  size_t n = add(at, 0, 0, 120, 800000);
  n = add(at, n, 1, 40, 700000);
  n = add(at, n, 2, 40, 760000);
  for (size_t i = 40; i < 120; i++) at[i].ppm -= 150000;
  for (size_t i = 0; i < n; i++) at[i].at_ms = at[i].at_ms % (120 * day_ms);
  struct centre c = course_centre(&a, at, n, 3, 120 * day_ms, 0.95);
  CHECK_EQ(c.courses[0].change, CHANGE_NONE_CLEAR);
  CHECK(c.courses[0].now.ci.lo <= 650000 && 650000 <= c.courses[0].now.ci.hi);
  CHECK(c.courses[0].now.ci.hi < 800000);
}

// Down for ten, and up again: nobody is told "down".
TEST(a_dip_that_is_over_is_not_down) {
  ARENA;
  for (size_t since = 4; since < 20; since += 4) {
    struct seen at[240];
    size_t n = add(at, 0, 0, 40, 800000);
    n = add(at, n, 1, 40, 700000);
    n = add(at, n, 2, 40, 760000);
    for (size_t i = 40 - since - 10; i < 40 - since; i++) at[i].ppm -= 120000;
    struct centre c = course_centre(&a, at, n, 3, 50 * day_ms, 0.95);
    CHECK(c.courses[0].change != CHANGE_POSSIBLE || c.courses[0].moved.direction >= 0);
    CHECK(c.courses[0].now.ci.lo <= 800000 && 800000 <= c.courses[0].now.ci.hi);
  }
}

// Ten calls of the only agent, all the same: a figure, and an interval with a width.
TEST(alike_is_not_certain) {
  ARENA;
  struct seen at[10];
  for (size_t i = 0; i < 10; i++)
    at[i] = (struct seen){
        .at_ms = (int64_t)i * day_ms, .ppm = 1000000, .version = 1, .judged = 4, .random = true};
  struct level_ask alone = {.center = NOT_KNOWN, .step = 30000};
  struct course one = course_one(&a, at, 10, alone, 20 * day_ms, 0.95);
  CHECK(one.now.value > 990000 && one.now.ci.hi > one.now.ci.lo);
  alone.step = 0; // and where the form is not known either, none
  one = course_one(&a, at, 10, alone, 20 * day_ms, 0.95);
  CHECK(isnan(one.now.ci.lo));
}
