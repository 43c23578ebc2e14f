// SPDX-License-Identifier: Apache-2.0
// Published numbers, with the paper they stand in.
#include <math.h>

#include "scoring/pure/agree.h"
#include "tests/check.h"

#define X NOT_KNOWN
#define ARENA                                                                                      \
  AUTO(arena) struct arena a;                                                                      \
  arena_init(&a, 64 << 20)

// Krippendorff 2011, section C: four observers, twelve units, missing values.
static const double four[] = {1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X, //
                              1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3, //
                              X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X, //
                              1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X};
static const struct ratings krippendorff = {4, 12, four};

static double alpha_of(struct ratings r, enum metric metric) {
  ARENA;
  return agree_alpha(&a, r, (struct alpha_ask){.metric = metric, .level = 0.95}).figure.value;
}

TEST(alpha_is_krippendorffs) {
  CHECK_NEAR(alpha_of(krippendorff, METRIC_NOMINAL), 0.743421052631579, 1e-13);
  CHECK_NEAR(alpha_of(krippendorff, METRIC_ORDINAL), 0.815387503754881, 1e-13);
  CHECK_NEAR(alpha_of(krippendorff, METRIC_INTERVAL), 0.849107142857143, 1e-13);
  CHECK_NEAR(alpha_of(krippendorff, METRIC_RATIO), 0.797402774711612, 1e-13);
  // Section A: binary, two observers, no missing data: .095.
  static const double binary[] = {0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
  CHECK_NEAR(alpha_of((struct ratings){2, 10, binary}, METRIC_NOMINAL), 0.095238095238095, 1e-13);
  // Section B: nominal, two observers (a..e): .692.
  static const double nominal[] = {1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1,
                                   2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4};
  CHECK_NEAR(alpha_of((struct ratings){2, 12, nominal}, METRIC_NOMINAL), 0.692, 5e-4);
}

TEST(alpha_counts_what_it_used) {
  ARENA;
  struct alpha r = agree_alpha(&a, krippendorff, (struct alpha_ask){.level = 0.95});
  static const double marginals[] = {9, 13, 10, 5, 3};
  CHECK_EQ(r.pairable, 40);
  CHECK_EQ(r.figure.n, 11);
  CHECK_EQ(r.categories, 5);
  for (size_t i = 0; i < 5; i++) CHECK_NEAR(r.marginals[i], marginals[i], 0);
}

TEST(a_bootstrap_repeats_with_its_seed) {
  ARENA;
  struct alpha_ask ask = {.metric = METRIC_ORDINAL, .level = 0.95, .draws = 2000, .seed = 1};
  struct alpha one = agree_alpha(&a, krippendorff, ask), two = agree_alpha(&a, krippendorff, ask);
  CHECK(one.figure.ci.lo == two.figure.ci.lo && one.figure.ci.hi == two.figure.ci.hi);
  CHECK(one.figure.ci.lo < one.figure.value && one.figure.value < one.figure.ci.hi);
  CHECK(one.figure.ci.hi <= 1 && one.figure.ci.lo > 0.3);
}

TEST(one_value_has_no_agreement_to_measure) {
  ARENA;
  static const double same[] = {3, 3, 3, 3, 3, 3};
  struct ratings r = {2, 3, same};
  CHECK(agree_alpha(&a, r, (struct alpha_ask){.level = 0.95, .draws = 10}).figure.undefined !=
        NULL);
  struct tally t = tally_make(&a, r, (struct values){0});
  const double *w = weights_make(&a, t, (struct weighting){WEIGHTS_IDENTITY, NULL});
  CHECK(agree_gwet(&a, t, w, 0.95).figure.undefined != NULL);
  CHECK(agree_fleiss(&a, t, 0.95).all.figure.undefined != NULL);
  CHECK(agree_icc(&a, r, ICC_2_1, 0.95).figure.undefined != NULL);
  // With the unused answer named, AC1 is defined; kappa and alpha still are not.
  static const double domain[] = {2, 3};
  t = tally_make(&a, r, (struct values){domain, 2});
  w = weights_make(&a, t, (struct weighting){WEIGHTS_IDENTITY, NULL});
  CHECK_NEAR(agree_gwet(&a, t, w, 0.95).figure.value, 1, 1e-15);
  CHECK(agree_fleiss(&a, t, 0.95).all.figure.undefined != NULL);
  CHECK(agree_alpha_weighted(&a, t, w, 0.95).figure.undefined != NULL);
}

static struct coefficient gwet_of(struct arena *a, struct ratings r, enum weights kind) {
  struct tally t = tally_make(a, r, (struct values){0});
  return agree_gwet(a, t, weights_make(a, t, (struct weighting){kind, NULL}), 0.95);
}

// irrCAC 1.0 (Gwet), cac.raw4raters, which is Krippendorff's data: AC1 .77544 (.14295; .461, 1),
// Fleiss .76117 (.15302; .424, 1), alpha .74342 (.14548; .423, 1).
TEST(gwets_coefficients_are_those_of_his_program) {
  ARENA;
  struct coefficient c = gwet_of(&a, krippendorff, WEIGHTS_IDENTITY);
  CHECK_EQ(c.figure.n, 12);
  CHECK_NEAR(c.observed, 0.8181818, 5e-8);
  CHECK_NEAR(c.expected, 0.1903212, 5e-8);
  CHECK_NEAR(c.figure.value, 0.77544, 5e-6);
  CHECK_NEAR(c.figure.se, 0.14295, 5e-6);
  CHECK_NEAR(c.figure.ci.lo, 0.461, 5e-4);
  CHECK(c.figure.ci.hi == 1);
  struct tally t = tally_make(&a, krippendorff, (struct values){0});
  struct coefficient f = agree_fleiss(&a, t, 0.95).all;
  CHECK_NEAR(f.figure.value, 0.76117, 5e-6);
  CHECK_NEAR(f.figure.se, 0.15302, 5e-6);
  const double *w = weights_make(&a, t, (struct weighting){WEIGHTS_IDENTITY, NULL});
  struct coefficient k = agree_alpha_weighted(&a, t, w, 0.95);
  CHECK_NEAR(k.figure.value, 0.74342, 5e-6);
  CHECK_NEAR(k.figure.se, 0.14548, 5e-6);
  CHECK_NEAR(k.figure.ci.lo, 0.423, 5e-4);
}

TEST(ordinal_weights_are_not_the_ordinal_metric) {
  ARENA;
  struct tally t = tally_make(&a, krippendorff, (struct values){0});
  const double *w = weights_make(&a, t, (struct weighting){WEIGHTS_ORDINAL, NULL});
  CHECK_NEAR(agree_alpha_weighted(&a, t, w, 0.95).figure.value, 0.834, 5e-4);
  const double *q = weights_make(&a, t, (struct weighting){WEIGHTS_QUADRATIC, NULL});
  CHECK_NEAR(agree_alpha_weighted(&a, t, q, 0.95).figure.value, 0.849107142857143, 1e-13);
}

// The paradox AC1 was made for: 94 % agreement, kappa below 0, AC1 .94.
TEST(ac1_stays_calm_where_kappa_does_not) {
  ARENA;
  static const double cells[] = {94, 3, 3, 0};
  double r[200];
  for (size_t i = 0; i < 100; i++) {
    r[i] = i >= 97;
    r[100 + i] = i >= 94 && i < 97;
  }
  CHECK_NEAR(agree_kappa((struct table){2, cells, 100}, 0.95).figure.value, -0.031, 5e-4);
  CHECK_NEAR(gwet_of(&a, (struct ratings){2, 100, r}, WEIGHTS_IDENTITY).figure.value, 0.936, 1e-3);
}

TEST(kappa_is_cohens) {
  static const double abstractors[] = {13, 0, 0, 0, 20, 7, 0, 4, 56}; // Gwet 2014, irrCAC
  struct kappa k = agree_kappa((struct table){3, abstractors, 100}, 0.95);
  CHECK_NEAR(k.observed, 0.89, 1e-15);
  CHECK_NEAR(k.expected, 0.4597, 1e-15);
  CHECK_NEAR(k.figure.value, 0.7964094021839719, 1e-14);
  CHECK_NEAR(k.figure.se, 0.05891072, 5e-9);
  static const double simple[] = {20, 5, 10, 15};
  CHECK_NEAR(agree_kappa((struct table){2, simple, 50}, 0.95).figure.value, 0.4, 1e-14);
  static const double one[] = {9, 0, 0, 0};
  CHECK(agree_kappa((struct table){2, one, 9}, 0.95).figure.undefined != NULL);
}

// Cohen 1968 (Psychological Bulletin 70:213): shares of 200, weights of disagreement.
TEST(weighted_kappa_is_cohens) {
  ARENA;
  static const double p[] = {.44, .07, .09, .05, .20, .05, .01, .03, .06};
  static const double v[] = {0, 1, 3, 1, 0, 6, 3, 6, 0};
  struct table t = {3, p, 200};
  struct kappa k = agree_kappa(t, 0.95);
  CHECK_NEAR(k.figure.value, 0.491525423729, 1e-12);
  CHECK_NEAR(k.figure.ci.lo, 0.3915637, 5e-8);
  CHECK_NEAR(k.figure.ci.hi, 0.59148715, 5e-8);
  CHECK_NEAR(agree_kappa_weighted(&a, t, v, 0.95).figure.value, 0.347826086957, 1e-12);
}

TEST(fleiss_kappa_is_the_textbooks) {
  ARENA;
  static const double counts[] = {0, 0, 0, 0, 14, 0, 2, 6, 4, 2, 0, 0, 3, 5, 6, 0, 3,
                                  9, 2, 0, 2, 2,  8, 1, 1, 7, 7, 0, 0, 0, 3, 2, 6, 3,
                                  0, 2, 5, 3, 2,  2, 6, 5, 2, 1, 0, 0, 2, 2, 3, 7};
  static const double values[] = {1, 2, 3, 4, 5};
  struct fleiss f = agree_fleiss(&a, (struct tally){10, 5, values, counts}, 0.95);
  CHECK_NEAR(f.all.observed, 0.378021978022, 1e-12);
  CHECK_NEAR(f.all.expected, 0.212755102041, 1e-12);
  CHECK_NEAR(f.all.figure.value, 0.209930704422, 1e-12);
}

// irrCAC, distrib.6raters: fifteen of Fleiss's (1971) patients, six raters, five diagnoses.
TEST(six_raters_of_fleiss_agree_as_published) {
  ARENA;
  static const double counts[] = {0, 0, 0, 6, 0, 0, 3, 0, 0, 3, 0, 1, 4, 0, 1, 0, 0, 0, 0,
                                  6, 0, 3, 0, 3, 0, 2, 0, 4, 0, 0, 0, 0, 4, 0, 2, 2, 0, 3,
                                  1, 0, 2, 0, 0, 4, 0, 0, 0, 0, 0, 6, 1, 0, 0, 5, 0, 1, 1,
                                  0, 4, 0, 0, 3, 3, 0, 0, 1, 0, 0, 5, 0, 0, 2, 0, 3, 1};
  static const double values[] = {1, 2, 3, 4, 5};
  struct tally t = {15, 5, values, counts};
  const double *w = weights_make(&a, t, (struct weighting){WEIGHTS_IDENTITY, NULL});
  struct figure ac1 = agree_gwet(&a, t, w, 0.95).figure, f = agree_fleiss(&a, t, 0.95).all.figure;
  CHECK_NEAR(ac1.value, 0.4448007, 5e-8);
  CHECK_NEAR(ac1.se, 0.08418757, 5e-9);
  CHECK_NEAR(f.value, 0.4139265, 5e-8);
  CHECK_NEAR(f.se, 0.08119291, 5e-9);
  CHECK_NEAR(f.ci.lo, 0.240, 5e-4);
  CHECK_NEAR(f.ci.hi, 0.588, 5e-4);
  CHECK_NEAR(agree_alpha_weighted(&a, t, w, 0.95).figure.value, 0.4204384, 5e-8);
}

// Shrout & Fleiss, Psychological Bulletin 86 (1979), table 2; a row per judge here.
static const double judges[] = {9, 6, 8, 7, 10, 6, 2, 1, 4, 1, 5, 2,
                                5, 3, 6, 2, 6,  4, 8, 2, 8, 6, 9, 7};

TEST(all_six_icc_are_shrout_and_fleiss) {
  static const double want[6][3] = {{0.165741768405, -0.13293232487, 0.7225600623},
                                    {0.289763779528, 0.01878651337, 0.7610843696},
                                    {0.714840714841, 0.34246476503, 0.94585826},
                                    {0.442797133679, -0.88444215524, 0.9124154203},
                                    {0.620050547599, 0.0711368153, 0.9272320402},
                                    {0.909315542377, 0.67567471382, 0.9858916782}};
  ARENA;
  for (size_t form = 0; form < 6; form++) {
    struct icc r = agree_icc(&a, (struct ratings){4, 6, judges}, (enum icc_form)form, 0.95);
    CHECK_NEAR(r.figure.value, want[form][0], 1e-11);
    CHECK_NEAR(r.figure.ci.lo, want[form][1], 1e-9);
    CHECK_NEAR(r.figure.ci.hi, want[form][2], 1e-9);
    CHECK_NEAR(r.ms.between, 11.2416666667, 1e-9);
    CHECK_NEAR(r.ms.judges, 32.4861111111, 1e-9);
    CHECK_NEAR(r.ms.error, 1.01944444444, 1e-9);
    CHECK_NEAR(r.ms.within, 6.26388888889, 1e-9);
    if (form == ICC_2_K) {
      CHECK_NEAR(r.mcgraw_wong.lo, 0.03944017992, 1e-9);
      CHECK_NEAR(r.mcgraw_wong.hi, 0.9285731834, 1e-9);
    }
  }
}

TEST(icc_leaves_out_units_somebody_missed) {
  ARENA;
  double with[28];
  for (size_t j = 0; j < 4; j++) {
    memcpy(with + j * 7, judges + j * 6, 6 * sizeof *with);
    with[j * 7 + 6] = j ? 5 : NOT_KNOWN;
  }
  struct icc r = agree_icc(&a, (struct ratings){4, 7, with}, ICC_2_1, 0.95);
  CHECK_EQ(r.figure.n, 6);
  CHECK_NEAR(r.figure.value, 0.289763779528, 1e-11);
  CHECK(agree_icc(&a, (struct ratings){1, 6, judges}, ICC_2_1, 0.95).figure.undefined != NULL);
}

TEST(rounding_does_not_pass_for_variance) {
  ARENA;
  static const double shifted[] = {0.1, 0.1, 0.1, 0.7, 0.7, 0.7}; // units alike, judges apart
  CHECK(agree_icc(&a, (struct ratings){2, 3, shifted}, ICC_3_1, 0.95).figure.undefined != NULL);
  static const double even[] = {1, 2, 3, 2, 3, 4}; // judges one step apart, always
  struct icc r = agree_icc(&a, (struct ratings){2, 3, even}, ICC_2_1, 0.95);
  CHECK_NEAR(r.figure.value, 2.0 / 3, 1e-12);
  CHECK(r.figure.ci.lo < r.figure.value && r.figure.value < r.figure.ci.hi);
  double counts[40];
  static const double values[] = {1, 2};
  for (size_t i = 0; i < countof(counts); i++) counts[i] = i % 2 ? 0 : 2;
  CHECK(agree_fleiss(&a, (struct tally){20, 2, values, counts}, 0.95).all.figure.undefined != NULL);
}

TEST(judges_who_never_differ_correlate_wholly) {
  ARENA;
  static const double same[] = {1, 2, 3, 1, 2, 3};
  for (size_t form = 0; form < 6; form++) {
    struct icc r = agree_icc(&a, (struct ratings){2, 3, same}, (enum icc_form)form, 0.95);
    CHECK_NEAR(r.figure.value, 1, 1e-15);
    CHECK(isnan(r.figure.ci.lo)); // three units cannot promise that
  }
}

// Snedecor & Cochran, Statistical Methods: calcium in turnip leaves, four plants, three leaves,
// two determinations: variances .365, .161, .0067.
TEST(a_nested_study_finds_the_textbooks_components) {
  ARENA;
  static const double calcium[] = {3.28, 3.09, 3.52, 3.48, 2.88, 2.80, 2.46, 2.44,
                                   1.87, 1.92, 2.19, 2.19, 2.77, 2.66, 3.74, 3.44,
                                   2.55, 2.55, 3.78, 3.87, 4.07, 4.12, 3.31, 3.31};
  struct nested at[24];
  for (size_t i = 0; i < 24; i++) at[i] = (struct nested){i / 6, i / 2, calcium[i]};
  struct gstudy g = agree_gstudy(&a, at, 24, 0.95);
  CHECK_NEAR(g.variance.person, 0.365, 5e-4);
  CHECK_NEAR(g.variance.task, 0.161, 5e-4);
  CHECK_NEAR(g.variance.rating, 0.0067, 5e-5);
  CHECK_NEAR(g.figure.value, 1 - g.ms.task / g.ms.person, 1e-12);
  CHECK(g.figure.ci.lo < g.figure.value && g.figure.value < g.figure.ci.hi);
}
