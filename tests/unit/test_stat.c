// SPDX-License-Identifier: Apache-2.0
// Published numbers, with the paper they stand in.
#include <math.h>

#include "scoring/pure/dist.h"
#include "scoring/pure/stat.h"
#include "scoring/pure/stat_few.h"
#include "tests/check.h"

TEST(quantiles_are_those_of_the_tables) {
  CHECK_NEAR(dist_normal_inv(0.975), 1.959963984540054, 1e-14);
  CHECK_NEAR(dist_normal_inv(0.025), -1.959963984540054, 1e-14);
  CHECK_NEAR(dist_normal_inv(1e-300), -37.0471, 1e-4);
  CHECK_NEAR(dist_t_inv(0.975, 11), 2.2009851600916384, 1e-13);
  CHECK_NEAR(dist_t_inv(0.975, 1), 12.706204736174698, 1e-10);
  CHECK_NEAR(dist_t_inv(0.975, 1e6), 1.959966, 1e-6);
  CHECK_NEAR(dist_t_inv(0.5000001, 3), 2.7206990463893e-7, 1e-15);
  CHECK_NEAR(dist_f_inv(0.95, 5, 10), 3.325834530413013, 1e-11);
  CHECK_NEAR(dist_f_inv(0.975, 5, 18), 3.381966, 1e-5);
  CHECK_NEAR(dist_f(dist_f_inv(0.975, 3.7, 21.2), 3.7, 21.2), 0.975, 1e-13);
  CHECK(isnan(dist_normal_inv(1.5)));
  CHECK(isnan(dist_beta_inv(0.5, 0, 1)));
}

TEST(a_beta_quantile_undoes_the_beta_function) {
  static const double shapes[] = {0.5, 0.51, 1, 2.5, 20.5, 300, 12345.5};
  for (size_t i = 0; i < countof(shapes); i++)
    for (size_t j = 0; j < countof(shapes); j++)
      for (double p = 0.0005; p < 1; p += 0.0789) {
        double x = dist_beta_inv(p, shapes[i], shapes[j]);
        if (x < 1 - 1e-9) CHECK_NEAR(dist_beta(x, shapes[i], shapes[j]), p, 1e-8);
      }
}

struct row {
  double x, n, wilson[2], jeffreys[2], exact[2];
};

// Newcombe, Statistics in Medicine 17 (1998): 81/263, 15/148, 0/20, 1/29; more digits recomputed.
TEST(intervals_of_a_proportion_are_newcombes) {
  static const struct row rows[] = {
      {81, 263, {0.255289, 0.36621}, {0.254522, 0.365647}, {0.252737, 0.367622}},
      {15, 148, {0.062386, 0.160487}, {0.060449, 0.157643}, {0.057844, 0.16165}},
      {0, 20, {0, 0.161125}, {0, 0.116639}, {0, 0.168433}},
      {1, 29, {0.006113, 0.171755}, {0.003746, 0.150078}, {0.000873, 0.177644}},
      {0, 4, {0, 0.489891}, {0, 0.444763}, {0, 0.602365}}};
  for (size_t i = 0; i < countof(rows); i++) {
    struct count c = {rows[i].x, rows[i].n};
    struct interval w = stat_wilson(c, 0.95).ci, j = stat_jeffreys(c, 0.95).ci;
    struct interval e = stat_clopper_pearson(c, 0.95).ci;
    CHECK_NEAR(w.lo, rows[i].wilson[0], 6e-7);
    CHECK_NEAR(w.hi, rows[i].wilson[1], 6e-7);
    CHECK_NEAR(j.lo, rows[i].jeffreys[0], 6e-7);
    CHECK_NEAR(j.hi, rows[i].jeffreys[1], 6e-7);
    CHECK_NEAR(e.lo, rows[i].exact[0], 6e-7);
    CHECK_NEAR(e.hi, rows[i].exact[1], 6e-7);
  }
}

TEST(a_difference_of_shares_is_newcombes_method_10) { // his table II: 56/70 - 48/80, 9/10 - 3/10,
                                                      // 10/10 - 0/10
  static const double rows[][6] = {{56, 70, 48, 80, 0.0524, 0.3339},
                                   {9, 10, 3, 10, 0.1705, 0.8090},
                                   {10, 10, 0, 10, 0.6075, 1.0000}};
  for (size_t i = 0; i < countof(rows); i++) {
    const double *r = rows[i];
    struct figure f = stat_difference((struct count){r[0], r[1]}, (struct count){r[2], r[3]}, 0.95);
    CHECK_NEAR(f.ci.lo, r[4], 6e-5);
    CHECK_NEAR(f.ci.hi, r[5], 6e-5);
  }
  CHECK(stat_difference((struct count){0, 0}, (struct count){1, 2}, 0.95).undefined != NULL);
}

TEST(of_few_calls_nothing_is_said_but_how_many) {
  for (int n = 0; n < 20; n++) {
    struct figure f = stat_share((struct count){n / 2, n}, 0.95);
    CHECK_EQ(f.n, n);
    CHECK(n < STAT_FEW ? f.undefined && isnan(f.value) : !f.undefined && f.ci.lo < f.ci.hi);
    double at[20];
    for (int i = 0; i < n; i++) at[i] = (i * 7) % 20;
    struct figure m = stat_median(at, (size_t)n, 0.95);
    CHECK_EQ(m.n, n);
    CHECK(n < 6 ? m.undefined && isnan(m.value)
                : !m.undefined && m.ci.lo <= m.value && m.value <= m.ci.hi);
  }
  // Conover's table: of 20 values the 6th and the 15th
  double at[20];
  for (int i = 0; i < 20; i++) at[i] = 19 - i;
  struct figure m = stat_median(at, 20, 0.95);
  CHECK_NEAR(m.value, 9.5, 1e-12);
  CHECK_NEAR(m.ci.lo, 5, 1e-12);
  CHECK_NEAR(m.ci.hi, 14, 1e-12);
}

TEST(a_corrected_wilson_interval_is_newcombes_method_4) { // his table I: 81/263, 15/148, 0/20, 1/29
  CHECK_NEAR(stat_wilson_corrected((struct count){81, 263}, 0.95).ci.lo, 0.2535, 5e-5);
  CHECK_NEAR(stat_wilson_corrected((struct count){81, 263}, 0.95).ci.hi, 0.3682, 5e-5);
  CHECK_NEAR(stat_wilson_corrected((struct count){0, 20}, 0.95).ci.hi, 0.2005, 5e-5);
  CHECK_NEAR(stat_wilson_corrected((struct count){1, 29}, 0.95).ci.lo, 0.0018, 5e-5);
  CHECK_NEAR(stat_wilson_corrected((struct count){1, 29}, 0.95).ci.hi, 0.1963, 5e-5);
}

TEST(the_ends_of_a_proportion_are_exact) {
  CHECK(stat_wilson((struct count){0, 7}, 0.95).ci.lo == 0);
  CHECK(stat_wilson((struct count){7, 7}, 0.95).ci.hi == 1);
  CHECK(stat_jeffreys((struct count){7, 7}, 0.95).ci.hi == 1);
  CHECK_NEAR(stat_wilson((struct count){4, 4}, 0.95).ci.lo, 0.510109, 1e-6); // "51-100 %"
  CHECK_NEAR(stat_wilson((struct count){4, 5}, 0.95).ci.lo, 0.3755, 1e-4);   // "38-96 %"
  CHECK_NEAR(stat_wilson((struct count){4, 5}, 0.95).ci.hi, 0.9638, 1e-4);
  CHECK(stat_wilson((struct count){0, 0}, 0.95).undefined != NULL);
}

TEST(a_sample_is_rounded_up_to_whole_calls) {
  struct sample_size s = stat_sample_size(0.5, 0.05, 0.95, 1000);
  CHECK_NEAR(s.n0, 384.15, 5e-3); // BPA Quality: 1000 calls -> 278
  CHECK_EQ(s.size.value, 278);
  CHECK_EQ(stat_sample_size(0.85, 0.1, 0.95, 500).size.value, 45);
  CHECK_EQ(stat_sample_size(0.5, 0.05, 0.95, (double)INFINITY).size.value, 385);
  CHECK_EQ(stat_sample_size(0.5, 0.01, 0.95, 1).size.value, 1);
  CHECK(stat_sample_size(0, 0.05, 0.95, 1000).size.undefined != NULL);
}

// Bland & Altman, Lancet 1986;i:307-310, table 1: large and mini peak flow meter, 17 subjects.
static const double large[] = {494, 395, 516, 434, 476, 557, 413, 442, 650,
                               433, 417, 656, 267, 478, 178, 423, 427};
static const double mini[] = {512, 430, 520, 428, 500, 600, 364, 380, 658,
                              445, 432, 626, 260, 477, 259, 350, 451};

TEST(limits_of_agreement_are_bland_and_altmans) {
  struct bland_altman r = stat_bland_altman((struct values){large, 17}, (struct values){mini, 17},
                                            0.95, 2); // the paper takes two sd
  CHECK_NEAR(r.bias.value, -2.1, 0.05);
  CHECK_NEAR(r.sd, 38.8, 0.05);
  CHECK_NEAR(r.limits.lo, -79.7, 0.1);
  CHECK_NEAR(r.limits.hi, 75.5, 0.1);
  CHECK_NEAR(r.bias.se, 9.4, 0.05);
  CHECK_NEAR(r.bias.ci.lo, -22.0, 0.1);
  CHECK_NEAR(r.bias.ci.hi, 17.8, 0.1);
  CHECK_NEAR(r.limit_se, 16.3, 0.05);
  CHECK_NEAR(r.lower.lo, -114.3, 0.2);
  CHECK_NEAR(r.lower.hi, -45.1, 0.2);
  r = stat_bland_altman((struct values){large, 1}, (struct values){mini, 1}, 0.95, NOT_KNOWN);
  CHECK(r.bias.undefined != NULL);
}

// Efron & Morris, Scientific American 236 (1977): 18 batters, 45 times at bat each.
static const double hits[] = {18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7};

TEST(batters_are_shrunk_as_efron_and_morris_did) {
  static const double published[] = {.294, .289, .285, .280, .275, .275, .270, .266, .261,
                                     .261, .256, .256, .256, .256, .256, .252, .247, .242};
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct james_stein r = stat_james_stein(&a, (struct values){hits, 18}, 45, 0.95);
  CHECK_NEAR(r.factor, 0.212, 5e-4);
  CHECK_NEAR(r.factor, 0.211653, 1e-6);
  CHECK_NEAR(r.center.value, 0.265, 5e-4);
  for (size_t i = 0; i < 18; i++) CHECK_NEAR(r.values[i], published[i], 6e-4);
}

TEST(a_beta_binomial_is_fitted_by_moments) {
  static const double posterior[] = {.2801, .2777, .2753, .2728, .2704, .2704, .268,  .2656, .2631,
                                     .2631, .2607, .2607, .2607, .2607, .2607, .2583, .2559, .2535};
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct count c[18];
  for (size_t i = 0; i < 18; i++) c[i] = (struct count){hits[i], 45};
  struct beta_binomial m = stat_beta_binomial(&a, c, 18, 0.95);
  CHECK_NEAR(m.size, 367.9883, 5e-5);
  CHECK_NEAR(m.alpha, 97.6759, 5e-5);
  CHECK_NEAR(m.beta, 270.3124, 5e-5);
  for (size_t i = 0; i < 18; i++) CHECK_NEAR(m.groups[i].value, posterior[i], 5.1e-5);
}

TEST(equal_groups_shrink_to_their_centre) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct count c[] = {{2, 4}, {2, 4}, {2, 4}};
  struct beta_binomial m = stat_beta_binomial(&a, c, 3, 0.95);
  CHECK(isinf(m.size));
  CHECK_NEAR(m.groups[0].value, 0.5, 1e-15);
  struct count none[] = {{0, 4}, {0, 4}};
  CHECK(stat_beta_binomial(&a, none, 2, 0.95).center.undefined != NULL);
}

TEST(shrinkage_follows_its_formula) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  static const double x[] = {70, 80, 90}, y[] = {60, 64}, z[] = {88, 92, 90, 86};
  struct values groups[] = {{x, 3}, {y, 2}, {z, 4}};
  struct shrink s = stat_shrink(&a, groups, 3, 0.95);
  CHECK_NEAR(s.within, (200 + 8 + 20) / 6.0, 1e-12);
  CHECK_NEAR(s.center.value, (80 + 62 + 89) / 3.0, 1e-12);
  double between = (9 + 225 + 144) / 2.0 - 38.0 * (1 / 3.0 + 1 / 2.0 + 1 / 4.0) / 3;
  CHECK_NEAR(s.between, between, 1e-10);
  double b = between / (between + 38 / 3.0);
  CHECK_NEAR(s.groups[0].weight, b, 1e-12);
  CHECK_NEAR(s.groups[0].value, 77 + b * 3, 1e-10);
  CHECK_NEAR(s.groups[0].sd, sqrt(38) * sqrt(b / 3), 1e-10);
  struct values single[] = {{x, 1}, {y, 1}};
  CHECK(stat_shrink(&a, single, 2, 0.95).center.undefined != NULL);
  CHECK(stat_shrink(&a, groups, 1, 0.95).center.undefined != NULL);
}
