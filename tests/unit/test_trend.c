// SPDX-License-Identifier: Apache-2.0
// Published numbers, with the book they stand in.
#include <math.h>

#include "scoring/pure/trend.h"
#include "tests/check.h"

#define ARENA                                                                                      \
  AUTO(arena) struct arena a;                                                                      \
  arena_init(&a, 1 << 20)
#define VALUES(v) ((struct values){(v), countof(v)})

TEST(ewma_is_that_of_nist) { // e-Handbook 6.3.2.4
  static const double x[] = {52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5,
                             49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
  static const double z[] = {50.6,  49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33,
                             50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99};
  ARENA;
  struct ewma_ask ask = {.target = 50, .sigma = 2.0539, .lambda = 0.3, .width = 3};
  struct chart c = trend_ewma(&a, VALUES(x), ask);
  CHECK_NEAR(c.limits[0].hi, 52.5884, 5e-5);
  CHECK_NEAR(c.limits[0].lo, 47.4115, 1e-4);
  for (size_t i = 0; i < countof(z); i++) CHECK_NEAR(c.points[i], z[i], 5.1e-3);
  CHECK_EQ(c.signal_count, 0);
  ask.exact = true;
  c = trend_ewma(&a, VALUES(x), ask);
  CHECK_NEAR(c.limits[0].hi, 50 + 3 * 0.3 * 2.0539, 1e-9);
  CHECK(c.limits_vary);
}

TEST(run_lengths_are_those_of_the_tables) {
  static const double shift[] = {0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3}; // NIST 6.3.2.3: k = .5, h = 4
  static const double want[] = {168, 74.2, 26.6, 13.3, 8.38, 4.75, 3.34, 2.19};
  for (size_t i = 0; i < countof(shift); i++)
    CHECK_NEAR(trend_cusum_arl(0.5, 4, shift[i]), want[i], want[i] * 0.004);
  CHECK_NEAR(trend_cusum_arl(0.5, 5, 0), 465, 0.5); // Montgomery, table 9.3
  CHECK_NEAR(trend_cusum_arl(0.5, 5, 1), 10.4, 0.05);
  CHECK_NEAR(trend_ewma_arl(0.2, 2.86, 0), 371, 1);
  CHECK_NEAR(trend_ewma_arl(0.2, 2.962, 0), 500, 1); // Lucas & Saccucci 1990, table 1
  CHECK_NEAR(trend_ewma_arl(0.2, 2.962, 1), 10.5, 0.1);
}

TEST(a_p_chart_is_montgomerys) { // orange juice cans, n = 50
  static const double d[] = {12, 15, 8, 10, 4,  7,  16, 9,  14, 10, 5,  6, 17, 12, 22,
                             8,  10, 5, 13, 11, 20, 18, 24, 15, 9,  12, 7, 13, 9,  6};
  double n[30];
  for (size_t i = 0; i < 30; i++) n[i] = 50;
  ARENA;
  struct chart c = trend_p(&a, VALUES(d), VALUES(n), 3);
  CHECK_NEAR(c.center, 0.2313333, 5e-8);
  CHECK_NEAR(c.sigma, 0.05963526, 5e-9);
  CHECK_NEAR(c.limits[0].lo, 0.05242755, 5e-9);
  CHECK_NEAR(c.limits[0].hi, 0.4102391, 5e-8);
  CHECK(!c.limits_vary);
  CHECK_EQ(c.signal_count, 2);
  CHECK_EQ(c.signals[0], 14);
  CHECK_EQ(c.signals[1], 22);
}

TEST(limits_follow_n_and_stop_at_zero) {
  static const double x[] = {1, 0, 9, 0}, n[] = {10, 20, 12, 0};
  ARENA;
  struct chart c = trend_p(&a, VALUES(x), VALUES(n), 3);
  CHECK(c.limits_vary);
  CHECK(c.limits[0].lo == 0);
  CHECK(c.limits[0].hi - c.limits[1].hi > 0.1);
  CHECK(isnan(c.points[3]));
  CHECK_EQ(c.signal_count, 1);
  CHECK_EQ(c.signals[0], 2);
}

TEST(a_c_chart_is_montgomerys) { // printed circuit boards: 516 in 26 samples, before removal
  static const double x[] = {21, 24, 16, 12, 15, 5,  28, 20, 31, 25, 20, 24, 16,
                             19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15};
  ARENA;
  struct chart c = trend_c(&a, VALUES(x), 3);
  CHECK_NEAR(c.center, 19.85, 5e-3);
  CHECK_NEAR(c.limits[0].hi, 33.22, 1e-2);
  CHECK_NEAR(c.limits[0].lo, 6.48, 1e-2);
  CHECK_EQ(c.signal_count, 2);
  CHECK_EQ(c.signals[0], 5);
  CHECK_EQ(c.signals[1], 19);
}

TEST(individuals_are_those_of_nist) { // e-Handbook 6.3.2.2: batches of flowrate
  static const double x[] = {49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
  ARENA;
  struct xmr r = trend_xmr(&a, VALUES(x));
  CHECK_NEAR(r.mean_range, 1.8778, 5e-5);
  CHECK_NEAR(r.chart.center, 50.81, 1e-9);
  CHECK_NEAR(r.chart.limits[0].hi, 55.8041, 5e-5);
  CHECK_NEAR(r.chart.limits[0].lo, 45.8159, 5e-5);
  CHECK(trend_xmr(&a, (struct values){x, 1}).chart.figure.undefined != NULL);
}

TEST(a_cusum_is_montgomerys) { // table 9.1 and 9.2: the mean moves from 10 to 11 after 20
  static const double x[] = {9.45,  7.99,  9.29,  11.66, 12.16, 10.18, 8.04,  11.46, 9.20,  10.34,
                             9.03,  11.47, 10.51, 9.40,  10.08, 9.37,  10.62, 10.31, 8.52,  10.84,
                             10.90, 9.33,  12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52};
  ARENA;
  struct cusum c = trend_cusum(&a, VALUES(x), (struct cusum_ask){10, 1, 0.5, 5, 0});
  CHECK_NEAR(c.low[1], 1.56, 1e-9);
  CHECK_NEAR(c.high[4], 2.82, 1e-9);
  CHECK_NEAR(c.high[28], 5.28, 1e-9);
  CHECK_EQ(c.run_high[28], 7);
  CHECK_EQ(c.chart.signals[0], 28);
}

TEST(a_g_chart_counts_from_its_least_value) { // Benneyan 2001: sigma = sqrt(mean (mean + 1))
  static const double x[] = {4, 0, 8, 4};
  ARENA;
  struct chart c = trend_g(&a, VALUES(x), 0, 3);
  CHECK_NEAR(c.center, 4, 1e-15);
  CHECK_NEAR(c.sigma, sqrt(20), 1e-12);
  CHECK(c.limits[0].lo == 0);
}
