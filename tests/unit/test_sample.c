// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/pure/dist.h"
#include "scoring/pure/sample.h"
#include "tests/check.h"

#define ARENA                                                                                      \
  AUTO(arena) struct arena a;                                                                      \
  arena_init(&a, 64 << 20)
enum { CALLS = 300, DRAWS = 10000 };

static const struct sample_plan four_each = {.take = 4,
                                             .per_agent = true,
                                             .min_ms = 60000,
                                             .max_ms = INT64_MAX,
                                             .lengths_ms = {240000},
                                             .length_count = 1,
                                             .parts_min = {720},
                                             .part_count = 1};

// Three agents, two queues; some calls too short, marked or nobody's.
static void frame_make(struct sample_call calls[CALLS], char ids[CALLS][8]) {
  static const char *const agents[] = {"anna", "bo", "cilla"}, *const queues[] = {"bygg", "vård"};
  for (size_t i = 0; i < CALLS; i++) {
    snprintf(ids[i], 8, "c%03zu", i);
    calls[i] = (struct sample_call){.id = ids[i],
                                    .agent = agents[i % 3],
                                    .queue = queues[i / 3 % 2],
                                    .duration_ms = 30000 + (int64_t)(i * 7919 % 500000),
                                    .minute = (int64_t)(i * 37 % 1440)};
    if (i % 17 == 0) calls[i].excluded = "tough";
  }
}

static size_t drawn_count(const struct sample *s) {
  size_t n = 0;
  for (size_t i = 0; i < s->eligible; i++) n += s->order[i]->drawn;
  return n;
}

TEST(a_draw_repeats_from_its_seed_in_any_order) {
  ARENA;
  struct sample_call one[CALLS], two[CALLS];
  char ids[CALLS][8];
  frame_make(one, ids);
  for (size_t i = 0; i < CALLS; i++) two[i] = one[CALLS - 1 - i];
  struct sample s = sample_draw(&a, &four_each, one, CALLS, SV("seed"), NULL, 0);
  struct sample t = sample_draw(&a, &four_each, two, CALLS, SV("seed"), NULL, 0);
  CHECK_EQ(drawn_count(&s), 12);
  CHECK_EQ(s.group_count, 3);
  for (size_t i = 0; i < CALLS; i++) CHECK(one[i].drawn == two[CALLS - 1 - i].drawn);
  uint8_t h[SAMPLE_HASH], g[SAMPLE_HASH];
  sample_frame_hash(&a, one, CALLS, h);
  sample_frame_hash(&a, two, CALLS, g);
  CHECK(!memcmp(h, g, sizeof h));
  one[7].duration_ms++;
  sample_frame_hash(&a, one, CALLS, g);
  CHECK(memcmp(h, g, sizeof h) != 0);
  CHECK_EQ(drawn_count(&t), 12);
}

// Upper quantile of chi-square (Wilson & Hilferty 1931).
static double chi_square_inv(double p, double df) {
  double z = dist_normal_inv(p), s = 2 / (9 * df), t = 1 - s + z * sqrt(s);
  return df * t * t * t;
}

// Drawing n of N without replacement makes the counts less spread than independent ones would be:
// the statistic is divided by the share that is left, (1 - n/N), to be chi-square with N - 1.
// What the draws must show, in one place: re-run from its seed a draw gives the same calls, each
// eligible call of a stratum has the same chance, an excluded one is never drawn.
TEST(ten_thousand_draws_are_fair_and_repeat_and_take_no_excluded_call) {
  ARENA;
  struct sample_call calls[CALLS];
  char ids[CALLS][8];
  static double count[CALLS];
  memset(count, 0, sizeof count);
  frame_make(calls, ids);
  size_t wrong = 0, changed = 0;
  bool was[CALLS];
  struct sample s = {0};
  for (int d = 0; d < DRAWS; d++) {
    char seed[16];
    snprintf(seed, sizeof seed, "draw %d", d);
    if (d) arena_clear(&a);
    s = sample_draw(&a, &four_each, calls, CALLS, sv_of(seed), NULL, 0);
    for (size_t i = 0; i < CALLS; i++) {
      wrong += calls[i].drawn && sample_excludes(&four_each, &calls[i]);
      count[i] += calls[i].drawn;
      was[i] = calls[i].drawn;
    }
    if (d % 100) continue;
    s = sample_draw(&a, &four_each, calls, CALLS, sv_of(seed), NULL, 0);
    for (size_t i = 0; i < CALLS; i++) changed += was[i] != calls[i].drawn;
  }
  CHECK_EQ(wrong, 0); // an excluded call is never drawn
  CHECK_EQ(changed, 0);
  for (size_t k = 0; k < s.stratum_count; k++) {
    double all = 0, square = 0, n = (double)s.strata[k].calls;
    for (size_t i = 0; i < s.eligible; i++)
      if (s.order[i]->stratum == k) all += count[s.order[i] - calls];
    for (size_t i = 0; i < s.eligible; i++)
      if (s.order[i]->stratum == k)
        square += (count[s.order[i] - calls] - all / n) * (count[s.order[i] - calls] - all / n);
    if (n > 1) CHECK(square / (all / n) < chi_square_inv(0.9999, n - 1));
  }
  for (size_t i = 0; i < s.eligible; i++) { // and n of N over the whole group: 5 sigma
    double p = 4 / (double)s.groups[s.order[i]->group].eligible;
    CHECK_NEAR(count[s.order[i] - calls] / DRAWS, p, 5 * sqrt(p * (1 - p) / DRAWS));
  }
}

TEST(strata_get_their_share) {
  ARENA;
  struct sample_call calls[CALLS];
  char ids[CALLS][8];
  frame_make(calls, ids);
  struct sample_plan plan = four_each;
  plan.take = 40;
  struct sample s = sample_draw(&a, &plan, calls, CALLS, SV("x"), NULL, 0);
  for (size_t k = 0; k < s.stratum_count; k++) {
    const struct sample_stratum *t = &s.strata[k];
    for (size_t g = 0; g < s.group_count; g++)
      if (!strcmp(s.groups[g].name, t->agent)) {
        double share = (double)t->calls * 40 / (double)s.groups[g].eligible;
        CHECK(fabs((double)t->drawn - share) < 1); // the nearest whole number below or above
      }
  }
}

TEST(a_withdrawn_call_is_replaced_from_its_stratum) {
  ARENA;
  struct sample_call calls[CALLS];
  char ids[CALLS][8];
  frame_make(calls, ids);
  struct sample s = sample_draw(&a, &four_each, calls, CALLS, SV("y"), NULL, 0);
  const struct sample_call *gone = NULL;
  for (size_t i = 0; i < s.eligible && !gone; i++)
    if (s.order[i]->drawn) gone = s.order[i];
  CHECK(gone != NULL);
  if (!gone) return;
  const char *withdrawn[] = {gone->id};
  size_t stratum = gone->stratum;
  s = sample_draw(&a, &four_each, calls, CALLS, SV("y"), withdrawn, 1);
  CHECK(!gone->drawn);
  CHECK_EQ(drawn_count(&s), 12);
  CHECK_EQ(s.groups[gone->group].replaced, 1);
  for (size_t i = 0; i < s.eligible; i++)
    if (s.order[i]->stands_in) CHECK_EQ(s.order[i]->stratum, stratum);
}

TEST(too_few_calls_are_said_to_be_too_few) {
  ARENA;
  struct sample_call calls[CALLS];
  char ids[CALLS][8];
  frame_make(calls, ids);
  struct sample_plan plan = four_each;
  plan.take = 1000;
  struct sample s = sample_draw(&a, &plan, calls, CALLS, SV("z"), NULL, 0);
  CHECK_EQ(s.groups[0].drawn, s.groups[0].eligible);
  CHECK_EQ(s.groups[0].short_of, 1000 - s.groups[0].eligible);
  s = sample_draw(&a, &plan, calls, 0, SV("z"), NULL, 0);
  CHECK_EQ(s.group_count, 0);
}

TEST(a_plan_says_what_it_buys) { // scoring.md: n = 4 -> 11.8 points, n = 8 -> 8.3
  CHECK_NEAR(sample_margin_mean(12, 4, 1000000, 0.95), 11.76, 0.01);
  CHECK_NEAR(sample_margin_mean(12, 8, 1000000, 0.95), 8.32, 0.01);
  CHECK_NEAR(sample_margin_share(24, 24, 0.95), 0, 1e-12); // all of them: nothing left to guess
}
