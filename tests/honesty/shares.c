// SPDX-License-Identifier: Apache-2.0
// Shares of yes and no, and means of what is nearly always the same.
#include "scoring/pure/agree.h"
#include "scoring/pure/trend.h"
#include "tests/honesty/honesty.h"

static struct count draw(struct rng *rng, int n, double p) {
  struct count c = {0, n};
  for (int i = 0; i < n; i++) c.x += rng_unit(rng) < p;
  return c;
}

static void proportions(struct study *s) {
  struct share few = {0}, wilson = {0}, jeffreys = {0}, wald = {0}, rare = {0};
  for (int i = 0; i < s->runs * 10; i++) {
    double p = 0.02 + 0.96 * rng_unit(&s->rng), high = 0.8 + 0.18 * rng_unit(&s->rng);
    struct count c = draw(&s->rng, 24, p), ten = draw(&s->rng, 10, high);
    double half = 1.96 * sqrt(c.x / 24 * (1 - c.x / 24) / 24);
    count(&few, holds(stat_wilson(ten, 0.95).ci, high));
    count(&wilson, holds(stat_wilson(c, 0.95).ci, p));
    count(&jeffreys, holds(stat_jeffreys(c, 0.95).ci, p));
    count(&wald, fabs(c.x / 24 - p) <= half);
    double seldom = 0.005 + 0.05 * rng_unit(&s->rng);
    count(&rare, holds(stat_jeffreys(draw(&s->rng, 96, seldom), 0.95).ci, seldom));
  }
  tell_cover(s, "Wilson, 10 calls, rates from 80 to 98 %", few);
  tell_cover(s, "Wilson, 24 calls, any rate", wilson);
  tell_cover(s, "Jeffreys, 24 calls, any rate", jeffreys);
  tell_cover(s, "Jeffreys, critical errors: 96 judged, rates from 0.5 to 5.5 %", rare);
  tell_shows(s, "… the textbook p ± 1.96 se would", wald, "why we do not");
}

static void shrunk(struct study *s) { // yes/no per agent
  enum { AGENTS = 20 };
  struct share t = {0};
  for (int i = 0; i < s->runs; i++) {
    AUTO(arena) struct arena a;
    arena_init(&a, 1 << 20);
    struct count c[AGENTS];
    double truth[AGENTS];
    for (size_t g = 0; g < AGENTS; g++) {
      truth[g] = fmin(0.98, fmax(0.02, 0.7 + 0.1 * rng_normal(&s->rng)));
      c[g] = draw(&s->rng, 24, truth[g]);
    }
    struct beta_binomial m = stat_beta_binomial(&a, c, AGENTS, 0.95);
    for (size_t g = 0; g < AGENTS; g++) count(&t, holds(m.groups[g].wide, truth[g]));
  }
  tell_cover(s, "one question's rate per agent, shrunk (`stat beta_binomial`)", t);
}

// ---- means
// ---------------------------------------------------------------------------------------- Totals
// of 15 questions on three steps, nine in ten of the answers the top one; one call in five goes
// badly.
static double total(struct rng *rng, double top) {
  double bad = rng_unit(rng) < 0.2 ? 1.8 * (1 - top) : 0, sum = 0;
  for (int q = 0; q < 15; q++) sum += rng_unit(rng) < top - bad ? 1 : rng_unit(rng) < 0.7 ? 0.5 : 0;
  return 100 * sum / 15;
}

static void totals(struct study *s, double top, const char *what) {
  double truth = 0;
  struct share t = {0}, plain = {0};
  for (int i = 0; i < 200000; i++) truth += total(&s->rng, top) / 200000;
  for (int i = 0; i < s->runs * 2; i++) {
    double x[12];
    for (size_t k = 0; k < countof(x); k++) x[k] = total(&s->rng, top);
    struct values v = {x, countof(x)};
    count(&t, holds(stat_mean_stepped(v, 2 * 50 / 15.0, 0.95).ci, truth));
    count(&plain, holds(stat_mean(v, 0.95).ci, truth));
  }
  char line[160];
  snprintf(line, sizeof line, "correct, human, a draft's difference: 12 totals, %s", what);
  tell_share(s, line, t, 92, 100);
  snprintf(line, sizeof line, "… Student's t alone, %s", what);
  tell_shows(s, line, plain, "why we do not");
}

// How a rater differs from `others`, over questions; `strict`: how often she steps down.
static double differs(struct rng *rng, int others, double strict) {
  double sum = 0;
  for (int q = 0; q < 15; q++) {
    int truth = rng_unit(rng) < 0.9 ? 2 : rng_unit(rng) < 0.7 ? 1 : 0;
    int own = rng_unit(rng) < 0.03 ? (int)rng_below(rng, 3) : truth;
    if (own && rng_unit(rng) < strict) own--;
    sum += 50 * own / 15.0;
    for (int i = 0; i < others; i++)
      sum -= 50.0 * (rng_unit(rng) < 0.03 ? (int)rng_below(rng, 3) : truth) / others / 15;
  }
  return sum;
}

static void severity(struct study *s, int others, double strict) {
  double truth = 0;
  struct share covered = {0}, said = {0};
  for (int i = 0; i < 200000; i++) truth += differs(&s->rng, others, strict) / 200000;
  for (int i = 0; i < s->runs * 2; i++) {
    double x[10];
    for (size_t k = 0; k < countof(x); k++) x[k] = differs(&s->rng, others, strict);
    struct interval ci = stat_mean_stepped((struct values){x, 10}, 50 / 15.0, 0.95).ci;
    count(&covered, holds(ci, truth));
    count(&said, ci.lo > 0 || ci.hi < 0);
  }
  char line[160];
  snprintf(line, sizeof line, "severity after ten calls, %d others, %.0f %% of answers a step down",
           others, 100 * strict);
  tell_cover(s, line, covered);
  snprintf(line, sizeof line, "… is said to be milder or stricter");
  if (strict > 0)
    tell_shows(s, line, said, "power");
  else
    tell_false(s, line, said);
}

static void icc(struct study *s) { // why it is on no page
  enum { CALLS = 20, RATERS = 3, MANY = 20000 };
  static double at[RATERS * MANY];
  struct share t = {0};
  double truth = 0;
  for (int run = -1; run < s->runs / 4 + 1; run++) {
    AUTO(arena) struct arena a;
    size_t n = run < 0 ? MANY : CALLS;
    arena_init(&a, 64 << 20);
    for (size_t u = 0; u < n; u++) {
      double call = total(&s->rng, 0.9);
      for (size_t r = 0; r < RATERS; r++)
        at[r * n + u] = fmin(100, call + (rng_unit(&s->rng) < 0.4 ? 3.3 * rng_normal(&s->rng) : 0));
    }
    struct icc r = agree_icc(&a, (struct ratings){RATERS, n, at}, ICC_2_1, 0.95);
    if (run < 0)
      truth = r.figure.value;
    else
      count(&t, holds(r.figure.ci, truth));
  }
  tell_shows(s, "… ICC(2,1) of such totals, 20 calls, 3 raters", t, "why it is on no page");
}

void study_shares(struct study *s) {
  tell_heading(s, "Shares");
  proportions(s);
  shrunk(s);
  tell_heading(s, "Means");
  totals(s, 0.9, "nine answers in ten the top");
  totals(s, 0.75, "three in four");
  severity(s, 1, 0);
  severity(s, 3, 0);
  severity(s, 3, 0.1);
  icc(s);
}
