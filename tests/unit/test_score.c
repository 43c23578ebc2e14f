// SPDX-License-Identifier: Apache-2.0
// The engine against the worked examples of others, and against exact rationals that share no code
// with it.
#include "scoring/pure/rng.h"
#include "scoring/pure/score.h"
#include "tests/check.h"

#define ARENA                                                                                      \
  AUTO(arena) struct arena a;                                                                      \
  arena_init(&a, 1 << 20)
enum { NA = -1 };

// A form spelled out: sections of questions with weight, points given (NA: not applicable), most.
struct given {
  uint32_t section, weight;
  int points, most;
};

static struct rubric form(struct arena *a, enum scoring_mode mode, const uint32_t *weights,
                          size_t sections, const struct given *g, size_t n) {
  struct rubric r = {
      .key = "form", .mode = mode, .bonus_cap_ppm = PPM, .pass_ppm = -1, .multiple = 1};
  r.scales = arena_array(a, n, struct rubric_scale);
  r.questions = arena_array(a, n, struct rubric_question);
  r.sections = arena_array(a, sections, struct rubric_section);
  for (size_t s = 0; s < sections; s++)
    r.sections[s] = (struct rubric_section){.weight = weights[s]};
  for (size_t i = 0; i < n; i++) {
    struct rubric_scale *scale = &r.scales[i];
    *scale = (struct rubric_scale){.id = "s", .n = 3, .most = g[i].most};
    scale->options[0].points = g[i].points < 0 ? 0 : g[i].points;
    scale->options[1].points = g[i].most;
    r.questions[i] = (struct rubric_question){.id = "q",
                                              .section = g[i].section,
                                              .scale = scale,
                                              .weight = g[i].weight,
                                              .critical = CLASS_NONE,
                                              .na_allowed = true};
    if (r.multiple % (uint64_t)g[i].most) r.multiple *= (uint64_t)g[i].most;
  }
  r.question_count = r.scale_count = n;
  r.section_count = sections;
  return r;
}

static int64_t total_of(enum scoring_mode mode, const uint32_t *weights, size_t sections,
                        const struct given *g, size_t n) {
  ARENA;
  struct rubric r = form(&a, mode, weights, sections, g, n);
  struct answer *answers = arena_array(&a, n, struct answer);
  for (size_t i = 0; i < n; i++)
    answers[i] = (struct answer){.kind = g[i].points == NA ? ANSWER_NA : ANSWER_OPTION};
  return score_answers(&a, &r, answers).total_ppm;
}
#define TOTAL(mode, weights, g) total_of((mode), (weights), countof(weights), (g), countof(g))

TEST(amazon_connects_example_is_sixty_percent) { // admin guide, "about scoring and weights"
  static const uint32_t one[] = {1};
  static const struct given all[] = {
      {0, 40, 10, 10}, {0, 20, 5, 10}, {0, 20, 5, 10}, {0, 20, 0, 10}};
  static const struct given na[] = {
      {0, 40, 10, 10}, {0, 20, 5, 10}, {0, 20, 5, 10}, {0, 20, NA, 10}};
  CHECK_EQ(TOTAL(MODE_QUESTIONS, one, all), 600000);
  CHECK_EQ(TOTAL(MODE_QUESTIONS, one, na), 750000); // weights become 50/25/25
}

TEST(genesys_clouds_groups_weigh_by_their_points) { // help.mypurecloud.com ?p=144862
  static const uint32_t groups[] = {40, 20};
  static const struct given g[] = {{0, 1, 1, 1}, {0, 1, 0, 1}, {1, 1, 1, 1}};
  CHECK_EQ(TOTAL(MODE_POINTS, groups, g), 600000);
  CHECK_EQ(TOTAL(MODE_SECTIONS, groups, g), 666667); // ours: a group has the weight it was given
}

TEST(zendesks_categories_are_averaged_by_weight) { // category = (selected - min) / (max - min)
  static const uint32_t one[] = {1};
  static const struct given g[] = {{0, 3, 4, 4}, {0, 1, 1, 4}, {0, 2, 2, 4}};
  CHECK_EQ(TOTAL(MODE_QUESTIONS, one, g), 708333); // (3·1 + .25 + 2·.5) / 6
}

TEST(skrs_five_steps_are_quarters) { // 1..5 -> 0, 25, 50, 75, 100
  static const uint32_t one[] = {1};
  for (int step = 0; step < 5; step++) {
    struct given g[] = {{0, 1, step, 4}};
    CHECK_EQ(TOTAL(MODE_SECTIONS, one, g), step * 250000);
  }
}

TEST(what_is_not_applicable_is_shared_in_proportion) {
  // 40/30/30 with the last gone is 57.14/42.86, never 55/45 as one product has it.
  static const uint32_t one[] = {1}, three[] = {40, 30, 30};
  static const struct given q[] = {{0, 40, 1, 1}, {0, 30, 0, 1}, {0, 30, NA, 1}};
  static const struct given s[] = {{0, 1, 1, 1}, {1, 1, 0, 1}, {2, 1, NA, 1}};
  CHECK_EQ(TOTAL(MODE_QUESTIONS, one, q), 571429);
  CHECK_EQ(TOTAL(MODE_SECTIONS, three, s), 571429);
}

TEST(nothing_that_counts_is_no_number) {
  static const uint32_t one[] = {1};
  static const struct given g[] = {{0, 1, NA, 1}, {0, 0, 1, 1}};
  CHECK_EQ(TOTAL(MODE_SECTIONS, one, g), SCORE_NONE);
  CHECK_EQ(TOTAL(MODE_QUESTIONS, one, g), SCORE_NONE);
  CHECK_EQ(TOTAL(MODE_POINTS, one, g), SCORE_NONE);
}

TEST(sections_are_not_rounded_before_the_total) { // 107/120 is 891667, not 891666
  static const uint32_t w[] = {10, 25, 25, 25, 15};
  static const struct given g[] = {{0, 1, 1, 1}, {1, 5, 1, 1}, {1, 1, 0, 1}, {2, 1, 1, 1},
                                   {3, 5, 1, 1}, {3, 1, 0, 1}, {4, 5, 1, 1}, {4, 1, 0, 1}};
  CHECK_EQ(TOTAL(MODE_SECTIONS, w, g), 891667);
}

TEST(a_bonus_adds_up_to_its_cap) {
  static const uint32_t one[] = {1};
  static const struct given g[] = {{0, 4, 3, 4}, {0, 2, 1, 1}};
  ARENA;
  struct rubric r = form(&a, MODE_SECTIONS, one, 1, g, 2);
  struct answer answers[] = {{.kind = ANSWER_OPTION}, {.kind = ANSWER_OPTION}};
  r.questions[1].bonus = true;
  CHECK_EQ(score_answers(&a, &r, answers).total_ppm, 1000000); // (3 + 2) / 4, capped
  r.bonus_cap_ppm = 1200000;
  CHECK_EQ(score_answers(&a, &r, answers).total_ppm, 1200000);
  r.bonus_cap_ppm = 2000000;
  CHECK_EQ(score_answers(&a, &r, answers).total_ppm, 1250000);
}

TEST(a_policy_changes_the_reported_number_only) {
  static const uint32_t two[] = {1, 1};
  static const struct given g[] = {{0, 1, 1, 1}, {1, 1, 1, 1}};
  ARENA;
  struct rubric r = form(&a, MODE_SECTIONS, two, 2, g, 2);
  struct answer answers[] = {{.kind = ANSWER_OPTION}, {.kind = ANSWER_OPTION}};
  r.questions[0].critical = CLASS_BUSINESS;
  r.questions[0].critical_fails = true;
  r.questions[0].fail_on = 1;
  static const int64_t want[] = {1000000, 500000, 0};
  for (size_t p = 0; p < 3; p++) {
    r.policy = (enum critical_policy)p;
    struct score s = score_answers(&a, &r, answers);
    CHECK(s.failed);
    CHECK_EQ(s.total_ppm, 1000000);
    CHECK_EQ(s.reported_ppm, want[p]);
    CHECK_EQ(s.classes[CLASS_BUSINESS].failed, 1);
  }
  answers[0].kind = ANSWER_CANNOT_TELL; // leaves the denominator of critical accuracy
  struct score s = score_answers(&a, &r, answers);
  CHECK(!s.failed);
  CHECK_EQ(s.classes[CLASS_BUSINESS].judged, 0);
  CHECK_EQ(s.classes[CLASS_BUSINESS].cannot_tell, 1);
}

TEST(a_pair_is_worth_what_its_weaker_half_is_worth) { // S16: asked, and explained why
  static const uint32_t one[] = {1};
  static const struct given g[] = {{0, 1, 2, 2}, {0, 1, 0, 1}, {0, 2, 1, 1}};
  ARENA;
  struct rubric r = form(&a, MODE_SECTIONS, one, 1, g, 3);
  struct answer answers[] = {
      {.kind = ANSWER_OPTION}, {.kind = ANSWER_OPTION}, {.kind = ANSWER_OPTION}};
  CHECK_EQ(score_answers(&a, &r, answers).total_ppm, 750000);
  r.questions[0].needs = (size_t[]){1};
  r.questions[1].needs = (size_t[]){0};
  r.questions[0].need_count = r.questions[1].need_count = 1;
  CHECK_EQ(score_answers(&a, &r, answers).total_ppm, 500000);
  answers[1].kind = ANSWER_NA; // a half that does not apply takes nothing away
  CHECK_EQ(score_answers(&a, &r, answers).total_ppm, 1000000);
}

TEST(percent_rounds_halves_up) {
  CHECK_EQ(score_percent(891667), 89);
  CHECK_EQ(score_percent(895000), 90);
  CHECK_EQ(score_percent(894999), 89);
  CHECK_EQ(score_percent(SCORE_NONE), SCORE_NONE);
}

// ---- exact rationals: unsigned numbers of 640 bits, schoolbook ----------------------------------
enum { LIMBS = 20 };
struct big {
  uint32_t at[LIMBS]; // least first
};

static struct big big_of(uint64_t v) { return (struct big){{(uint32_t)v, (uint32_t)(v >> 32)}}; }

static struct big big_add(struct big x, struct big y) {
  uint64_t carry = 0;
  for (size_t i = 0; i < LIMBS; i++) {
    carry += (uint64_t)x.at[i] + y.at[i];
    x.at[i] = (uint32_t)carry;
    carry >>= 32;
  }
  return x;
}

static struct big big_scale(struct big x, uint32_t by) {
  uint64_t carry = 0;
  for (size_t i = 0; i < LIMBS; i++) {
    carry += (uint64_t)x.at[i] * by;
    x.at[i] = (uint32_t)carry;
    carry >>= 32;
  }
  return x;
}

static struct big big_mul(struct big x, uint64_t by) {
  struct big low = big_scale(x, (uint32_t)by), high = big_scale(x, (uint32_t)(by >> 32));
  memmove(high.at + 1, high.at, (LIMBS - 1) * sizeof high.at[0]);
  high.at[0] = 0;
  return big_add(low, high);
}

static int big_compare(struct big x, struct big y) {
  for (size_t i = LIMBS; i-- > 0;)
    if (x.at[i] != y.at[i]) return x.at[i] < y.at[i] ? -1 : 1;
  return 0;
}

struct fraction {
  struct big n, d;
};

// The mean over sections of (sum w p/m) / (sum w), weighted: one fraction, nothing rounded.
static struct fraction exact_total(const uint32_t *weights, const struct given *g, size_t n,
                                   bool *none) {
  struct fraction sum = {big_of(0), big_of(1)};
  uint64_t all = 0;
  for (uint32_t s = 0; s < 6; s++) {
    uint64_t top = 0, bottom = 0, multiple = 1;
    for (size_t i = 0; i < n; i++)
      if (multiple % (uint64_t)g[i].most) multiple *= (uint64_t)g[i].most;
    for (size_t i = 0; i < n; i++) {
      if (g[i].section != s || g[i].points == NA) continue;
      top += (uint64_t)g[i].weight * (uint64_t)g[i].points * (multiple / (uint64_t)g[i].most);
      bottom += g[i].weight * multiple;
    }
    if (!bottom || !weights[s]) continue;
    sum.n = big_add(big_mul(sum.n, bottom), big_mul(big_mul(sum.d, top), weights[s]));
    sum.d = big_mul(sum.d, bottom);
    all += weights[s];
  }
  *none = !all;
  sum.d = big_mul(sum.d, all ? all : 1);
  return sum;
}

// total is halfup(10^6 f): 2 total - 1 <= 2·10^6 f < 2 total + 1.
static bool is_half_up(struct fraction f, int64_t total) {
  struct big twice = big_mul(f.n, 2 * PPM);
  bool not_less = total == 0 || big_compare(big_mul(f.d, (uint64_t)(2 * total - 1)), twice) <= 0;
  return not_less && big_compare(twice, big_mul(f.d, (uint64_t)(2 * total + 1))) < 0;
}

TEST(a_hundred_thousand_random_evaluations_are_exact) {
  static const int mosts[] = {1, 2, 3, 4, 5, 7, 10};
  struct rng rng = {20260212};
  int wrong = 0, without = 0;
  for (int round = 0; round < 100000 / EVERY(20); round++) {
    struct given g[18];
    uint32_t weights[6];
    size_t n = 1 + rng_below(&rng, countof(g));
    for (size_t s = 0; s < 6; s++) weights[s] = (uint32_t)rng_below(&rng, 41);
    for (size_t i = 0; i < n; i++) {
      int most = mosts[rng_below(&rng, countof(mosts))];
      int points = rng_below(&rng, 8) ? (int)rng_below(&rng, (size_t)most + 1) : NA;
      g[i] =
          (struct given){(uint32_t)rng_below(&rng, 6), (uint32_t)rng_below(&rng, 8), points, most};
    }
    bool none;
    struct fraction f = exact_total(weights, g, n, &none);
    int64_t total = total_of(MODE_SECTIONS, weights, 6, g, n);
    without += none;
    if (none ? total != SCORE_NONE : !is_half_up(f, total)) wrong++;
  }
  CHECK_EQ(wrong, 0);
  CHECK(without > 100 / EVERY(20));
}
