// SPDX-License-Identifier: Apache-2.0
// A simulated centre whose truth is known: how often are we right, and how often do we cry wolf?
// Prints docs/honesty.md. Seeded: the same table every time. Exit 1 when a promise is not kept.
#include "scoring/course.h"
#include "scoring/rng.h"
#include "scoring/trend.h"

enum { RUNS = 2000, AGENTS = 20, WEEKS = 26, MOST = AGENTS * WEEKS * 2 };
static const int64_t week_ms = 7 * INT64_C(86400000);
static const double between = 5, within = 12, points = 10000; // ppm in a point

static int broken; // promises not kept

struct share {
  double hits, n;
};

static double percent(struct share t) { return t.n > 0 ? 100 * t.hits / t.n : 0; }

static void count(struct share *t, bool hit) {
  t->hits += hit;
  t->n++;
}

static bool holds(struct interval i, double truth) { return i.lo <= truth && truth <= i.hi; }

static void row(const char *what, double got, const char *unit, const char *promise, bool kept) {
  printf("| %s | %.1f %s | %s | %s |\n", what, got, unit, promise, kept ? "kept" : "**broken**");
  broken += !kept;
}

static void row_cover(const char *what, struct share t) {
  double p = percent(t);
  row(what, p, "%", "93–97 %", p >= 93 && p <= 97);
}

// ---- the centre --------------------------------------------------------------------------------
struct world {
  double quality[AGENTS]; // the truth, in points, under the rubric in force at the end
  struct seen seen[MOST];
  size_t n;
};

// Two random evaluations a week by three evaluators of severity -4, 0, +4; rubric version 2 from
// week 13 is 6 points kinder; week 20 is snow, 10 points harder for all; every fifth call was
// picked because somebody complained, 15 points harder. `shift` sigmas for agent 0 from week 20.
static void world_make(struct world *w, struct rng *rng, double shift) {
  static const double severity[] = {-4, 0, 4};
  w->n = 0;
  for (uint32_t agent = 0; agent < AGENTS; agent++) {
    w->quality[agent] = 70 + between * rng_normal(rng);
    for (int i = 0; i < WEEKS * 2; i++) {
      int week = i / 2;
      bool late = week >= 13, snow = week == 20, complaint = rng_below(rng, 5) == 0;
      double score = w->quality[agent] - (late ? 0 : 6) - (snow ? 10 : 0) - (complaint ? 15 : 0);
      score += severity[rng_below(rng, 3)] + within * rng_normal(rng);
      if (agent == 0 && week >= 20) score += shift * within;
      w->seen[w->n++] = (struct seen){.at_ms = week * week_ms + i % 2 * 3 * 86400000,
                                      .agent = agent,
                                      .ppm = (int32_t)fmax(0, score * points),
                                      .version = late ? 2 : 1,
                                      .judged = 4,
                                      .failed = rng_unit(rng) < 0.05,
                                      .random = !complaint,
                                      .load = snow};
    }
  }
}

struct findings {
  struct share now, naive, plain, critical, named;
};

static void study(struct findings *f, struct rng *rng) {
  AUTO(arena) struct arena a;
  static struct world w;
  arena_init(&a, 64 << 20);
  world_make(&w, rng, 0);
  struct centre c = course_centre(&a, w.seen, w.n, AGENTS, WEEKS * week_ms, 0.95);
  size_t lowest = 0;
  for (size_t i = 0, g = 0; i < AGENTS; i++) {
    const struct course *one = &c.courses[i];
    if (one->now.undefined) continue;
    count(&f->now, holds(one->now.ci, w.quality[i] * points));
    count(&f->plain, holds(c.shrink.groups[g].ci, w.quality[i] * points));
    count(&f->critical, holds(one->critical.ci, 0.05 / 4));
    if (c.shrink.groups[g].raw < c.shrink.groups[lowest].raw) lowest = g;
    g++;
  }
  size_t truth = 0;
  for (size_t i = 0; i < AGENTS; i++)
    if (w.quality[i] < w.quality[truth]) truth = i;
  count(&f->named, lowest == truth); // what a league table would have said
  double all = 0, n = 0; // and what a plain mean over everything would have said of agent 0
  for (size_t i = 0; i < w.n; i++)
    if (w.seen[i].agent == 0) all += w.seen[i].ppm, n++;
  count(&f->naive, fabs(all / n - w.quality[0] * points) <= 1.96 * within * points / sqrt(n));
}

static void tell_coverage(struct rng *rng) {
  struct findings f = {0};
  for (int i = 0; i < RUNS; i++) study(&f, rng);
  row_cover("\"where is this agent now\" holds the truth", f.now);
  row("… a plain mean over all calls, versions, snow and complaints would", percent(f.naive), "%",
      "why we do not", true);
  row("… the lowest observed agent is the truly lowest", percent(f.named), "%",
      "why nobody is named", percent(f.named) < 80);
}

// ---- proportions, means, severity --------------------------------------------------------------
static void tell_proportions(struct rng *rng) {
  struct share wilson = {0}, jeffreys = {0}, wald = {0};
  for (int i = 0; i < RUNS * 10; i++) {
    double p = 0.02 + 0.96 * rng_unit(rng);
    struct count c = {0, 24};
    for (int k = 0; k < 24; k++) c.x += rng_unit(rng) < p;
    double half = 1.96 * sqrt(c.x / 24 * (1 - c.x / 24) / 24);
    count(&wilson, holds(stat_wilson(c, 0.95).ci, p));
    count(&jeffreys, holds(stat_jeffreys(c, 0.95).ci, p));
    count(&wald, fabs(c.x / 24 - p) <= half);
  }
  row_cover("Wilson, 24 calls, any rate", wilson);
  row_cover("Jeffreys, 24 calls, any rate", jeffreys);
  row("… the textbook p ± 1.96 se would", percent(wald), "%", "why we do not", percent(wald) < 93);
}

static void tell_severity(struct rng *rng) { // ten calls scored by an evaluator and in consensus
  struct share t = {0};
  for (int i = 0; i < RUNS; i++) {
    double difference[10], severity = 4 * rng_normal(rng);
    for (int k = 0; k < 10; k++) difference[k] = severity + 8 * rng_normal(rng);
    count(&t, holds(stat_mean((struct values){difference, 10}, 0.95).ci, severity));
  }
  row_cover("an evaluator's severity after ten calibrated calls", t);
}

static void tell_rates(struct rng *rng) { // yes/no per agent, shrunk
  struct share t = {0};
  for (int i = 0; i < RUNS; i++) {
    AUTO(arena) struct arena a;
    arena_init(&a, 1 << 20);
    struct count c[AGENTS];
    double truth[AGENTS];
    for (size_t g = 0; g < AGENTS; g++) {
      truth[g] = fmin(0.98, fmax(0.02, 0.7 + 0.1 * rng_normal(rng)));
      c[g] = (struct count){0, 24};
      for (int k = 0; k < 24; k++) c[g].x += rng_unit(rng) < truth[g];
    }
    struct beta_binomial m = stat_beta_binomial(&a, c, AGENTS, 0.95);
    for (size_t g = 0; g < AGENTS; g++) count(&t, holds(m.groups[g].wide, truth[g]));
  }
  row_cover("one question's rate per agent, shrunk", t);
}

// ---- alarms ------------------------------------------------------------------------------------
// Evaluations until the EWMA speaks; `start` evaluations give the target, 0: it is known.
static double evaluations_until(struct rng *rng, size_t start, double shift, size_t most) {
  double target = 0, z, settled = 0.2 / 1.8;
  for (size_t i = 0; i < start; i++) target += rng_normal(rng) / (double)start;
  double limit = 2.86 * sqrt(settled + (start ? 1 / (double)start : 0));
  z = target;
  for (size_t i = 1; i <= most; i++) {
    z = 0.2 * (shift + rng_normal(rng)) + 0.8 * z;
    if (fabs(z - target) > limit) return (double)i;
  }
  return INFINITY;
}

static void tell_alarms(struct rng *rng) {
  double known = 0, found = 0, median[RUNS];
  struct share half_year = {0};
  for (int i = 0; i < RUNS; i++) {
    known += evaluations_until(rng, 0, 0, 100000) / RUNS;
    found += evaluations_until(rng, 0, 1, 100000) / RUNS;
    count(&half_year, evaluations_until(rng, COURSE_START, 0, 52) <= 52);
    median[i] = fmin(1e6, evaluations_until(rng, COURSE_START, 1.5, 1000));
  }
  qsort(median, RUNS, sizeof *median, value_order);
  double promised = 100 * (1 - pow(1 - 1 / trend_ewma_arl(0.2, 2.86, 0), 52));
  row("evaluations between two false alarms, target known", known, "", "371 ± 5 %",
      fabs(known - 371) < 371 * 0.05);
  row("evaluations until a change of one sigma is seen, target known", found, "", "about 10",
      fabs(found - trend_ewma_arl(0.2, 2.86, 1)) < 0.5);
  char text[80];
  snprintf(text, sizeof text, "at most %.1f %%", promised);
  row("a half-year (52 evaluations) with a false \"possible change\", target from 16",
      percent(half_year), "%", text, percent(half_year) <= promised + 2.5);
  row("evaluations until 1.5 sigma is seen, target from 16 (median)", median[RUNS / 2], "",
      "at most 12", median[RUNS / 2] <= 12);
}

// The same through course_centre(): the month's change of one agent, and the others' peace.
static void tell_change(struct rng *rng) {
  struct share found = {0}, cried = {0};
  for (int i = 0; i < RUNS / 4; i++) {
    AUTO(arena) struct arena a;
    static struct world w;
    arena_init(&a, 64 << 20);
    world_make(&w, rng, -2.5);
    for (size_t k = 0; k < w.n; k++) w.seen[k].version = 1; // one form for half a year …
    for (size_t k = 0; k < w.n; k++)                        // … equally kind throughout
      if (w.seen[k].at_ms < 13 * week_ms) w.seen[k].ppm += (int32_t)(6 * points);
    struct centre c = course_centre(&a, w.seen, w.n, AGENTS, WEEKS * week_ms, 0.95);
    count(&found, c.courses[0].change == CHANGE_POSSIBLE && !c.courses[0].up);
    for (size_t g = 1; g < AGENTS; g++) count(&cried, c.courses[g].change == CHANGE_POSSIBLE);
  }
  row("the one real change (2.5 sigma, six weeks) is said", percent(found), "%", "at least 90 %",
      percent(found) >= 90);
  row("… an agent without a change hears \"possible change\" in that half-year", percent(cried),
      "%", "at most 13.1 %", percent(cried) <= 13.1);
}

int main(void) {
  struct rng rng = {20260212};
  puts("# What our numbers may be trusted with\n");
  puts("Made by `make honesty`; not written by hand. A centre of 20 agents whose true quality is");
  printf("known (spread %.0f points, single calls %.0f), two evaluations a week for 26 weeks by "
         "three\n",
         between, within);
  puts(
      "evaluators of different severity, a change of rubric in week 13, a week of snow, and every");
  printf("fifth call picked because of a complaint. %d runs, seeded.\n\n", RUNS);
  puts("| what | measured | promised | |\n|---|--:|---|---|");
  tell_coverage(&rng);
  tell_proportions(&rng);
  tell_rates(&rng);
  tell_severity(&rng);
  tell_alarms(&rng);
  tell_change(&rng);
  puts("\nThere is no function that puts agents in an order: the row about the lowest one is "
       "computed");
  puts("here from raw means, to show what such a list would be worth.");
  return broken != 0;
}
