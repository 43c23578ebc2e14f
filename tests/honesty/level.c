// SPDX-License-Identifier: Apache-2.0
// "Where she is now" and "Possible change around week w": a whole centre through course_centre(),
// and one agent's series through every kind of change.
#include "scoring/pure/course.h"
#include "scoring/pure/trend.h"
#include "tests/honesty/honesty.h"

enum { AGENTS = 20, WEEKS = 26, MOST = AGENTS * WEEKS * 2, SERIES = 160 };
static const int64_t week_ms = 7 * INT64_C(86400000);
static const double between = 5, within = 12, points = 10000; // ppm in a point

// ---- a centre
// -------------------------------------------------------------------------------------
struct world {
  double quality[AGENTS]; // the truth, in points, under the rubric in force at the end
  struct seen seen[MOST];
  size_t n;
};

// Two random evaluations a week by three evaluators of severity -4, 0, +4; rubric version 2 from
// week 13 is 6 points kinder; week 20 is snow, 10 points harder for all; every fifth call was
// picked because somebody complained, 15 points harder.
static void world_make(struct world *w, struct rng *rng) {
  static const double severity[] = {-4, 0, 4};
  w->n = 0;
  for (uint32_t agent = 0; agent < AGENTS; agent++) {
    w->quality[agent] = 70 + between * rng_normal(rng);
    for (int i = 0; i < WEEKS * 2; i++) {
      int week = i / 2;
      bool late = week >= 13, snow = week == 20, complaint = rng_below(rng, 5) == 0;
      double score = w->quality[agent] - (late ? 0 : 6) - (snow ? 10 : 0) - (complaint ? 15 : 0);
      score += severity[rng_below(rng, 3)] + within * rng_normal(rng);
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

static void centre(struct study *s) {
  struct share now = {0}, naive = {0}, critical = {0}, named = {0}, changed = {0};
  for (int run = 0; run < s->runs / 2; run++) {
    AUTO(arena) struct arena a;
    static struct world w;
    arena_init(&a, 64 << 20);
    world_make(&w, &s->rng);
    struct centre c = course_centre(&a, w.seen, w.n, AGENTS, WEEKS * week_ms, 0.95);
    size_t lowest = 0, truth = 0;
    for (size_t i = 0, g = 0; i < AGENTS; i++) {
      const struct course *one = &c.courses[i];
      if (w.quality[i] < w.quality[truth]) truth = i;
      if (one->now.undefined) continue;
      count(&now, holds(one->now.ci, w.quality[i] * points));
      count(&critical, holds(one->critical.ci, 0.05 / 4));
      count(&changed, one->change == CHANGE_POSSIBLE);
      if (c.shrink.groups[g].raw < c.shrink.groups[lowest].raw) lowest = g;
      g++;
    }
    count(&named, lowest == truth); // what a league table would have said
    double all = 0, n = 0;
    for (size_t i = 0; i < w.n; i++)
      if (w.seen[i].agent == 0) all += w.seen[i].ppm, n++;
    count(&naive, fabs(all / n - w.quality[0] * points) <= 1.96 * within * points / sqrt(n));
  }
  tell_cover(s, "a centre of 20 for half a year (three evaluators, a new form, snow, complaints)",
             now);
  tell_shows(s, "… a plain mean over all calls, versions, snow and complaints", naive,
             "why we do not");
  tell_shows(s, "… the lowest observed agent is the truly lowest", named, "why nobody is named");
  tell_cover(s, "… critical errors", critical);
  tell_false(s, "… who has not changed hears \"possible change\"", changed);
}

// ---- one series
// -----------------------------------------------------------------------------------
struct course_of { // levels in sigmas, from the end: `since` evaluations ago
  double shift;    // from `since` on
  int since, back; // back: evaluations ago it was over again; 0: it stays
  double drift;    // over the last 24, steadily
  double noise;    // of this one, against the centre's
  bool skewed;     // totals near the top: many small, a few large drops
};

static double stray(struct rng *rng, bool skewed) {
  if (!skewed) return rng_normal(rng);
  double sum = 0; // twelve questions, nine in ten of the answers the top one
  for (int q = 0; q < 12; q++) sum += rng_unit(rng) < 0.9 ? 1 : rng_unit(rng) < 0.7 ? 0.5 : 0;
  return (sum - 12 * 0.935) / 0.725;
}

static double level_at(const struct course_of *c, int ago) {
  double x = ago < c->since && ago >= c->back ? c->shift : 0;
  return x + (c->drift != 0 && ago < 24 ? c->drift * (24 - ago) / 24 : 0);
}

static double series(struct rng *rng, const struct course_of *c, double *x, int n) {
  double person = between / within * rng_normal(rng), noise = c->noise > 0 ? c->noise : 1;
  for (int i = 0; i < n; i++)
    x[i] = person + level_at(c, n - 1 - i) + noise * stray(rng, c->skewed);
  return person + level_at(c, 0);
}

static const struct level_ask known = {.between = 25.0 / 144, .within = 1, .df = 400};

static void now_after(struct study *s, const char *what, struct course_of c) {
  struct share t = {0}, mean = {0};
  for (int run = 0; run < s->runs; run++) {
    AUTO(arena) struct arena a;
    double x[48], truth = series(&s->rng, &c, x, countof(x));
    arena_init(&a, 1 << 20);
    struct values last = {x + 24, 24};
    count(&t, holds(level_now(&a, last, known, 0.95).ci, truth));
    count(&mean, fabs(values_mean(last) - truth) <= 1.96 / sqrt(24));
  }
  tell_share(s, what, t, c.drift != 0 ? 80 : 93, 100);
  if (c.since == 12 && !c.back) tell_shows(s, "… the mean of the last 24", mean, "why we do not");
}

static void nows(struct study *s) {
  char line[160];
  now_after(s, "nothing changed", (struct course_of){0});
  now_after(s, "nothing changed, totals near the top", (struct course_of){.skewed = true});
  for (int k = 8; k <= 24; k += k < 12 ? 4 : 12)
    for (int half = 1; half <= 5; half++) {
      if (half == 4) continue;
      snprintf(line, sizeof line, "%d evaluations after a change of %.1f sigma", k, half / 2.0);
      now_after(s, line,
                (struct course_of){.shift = half % 2 ? half / 2.0 : -half / 2.0, .since = k});
    }
  for (int k = 8; k <= 16; k += 4) {
    snprintf(line, sizeof line, "a dip of 1.5 sigma for ten, over for %d", k);
    now_after(s, line, (struct course_of){.shift = -1.5, .since = k + 10, .back = k});
  }
  now_after(s, "drifting 1.5 sigma over the last 24, still moving",
            (struct course_of){.drift = 1.5});
}

// ---- is a change said?
// ------------------------------------------------------------------------------
static struct moved moved_of(struct arena *a, const double *x, size_t n) {
  struct values v = {x, n};
  arena_clear(a);
  return level_moved(a, v, level_sigma(v, known));
}

static struct share said(struct study *s, struct course_of c, int wrong_way) {
  struct share t = {0};
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  for (int run = 0; run < s->runs; run++) {
    double x[SERIES];
    series(&s->rng, &c, x, SERIES);
    struct moved m = moved_of(&a, x, SERIES);
    count(&t, wrong_way ? m.any && m.direction == wrong_way : m.any);
  }
  return t;
}

static void watched(struct study *s, const char *what, int start, struct course_of c) {
  struct share t = {0};
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  for (int run = 0; run < s->runs / 2; run++) {
    double x[SERIES];
    bool any = false;
    series(&s->rng, &c, x, start + 52);
    for (int n = start + 1; n <= start + 52 && !any; n++) any = moved_of(&a, x, (size_t)n).any;
    count(&t, any);
  }
  tell_false(s, what, t);
}

static void changes(struct study *s) {
  char line[160];
  tell_false(s, "one look, nothing changed", said(s, (struct course_of){0}, 0));
  watched(s, "watched for half a year (52 evaluations) from the 16th on, nothing changed", 16,
          (struct course_of){0});
  watched(s, "… from the 72nd on", 72, (struct course_of){0});
  watched(s, "… totals near the top", 72, (struct course_of){.skewed = true});
  watched(s, "… an agent whose calls vary 1.4 times as much", 72, (struct course_of){.noise = 1.4});
  for (int k = 40; k <= 120; k += 40) {
    snprintf(line, sizeof line, "a change of 1.5 sigma %d evaluations ago is still \"possible\"",
             k);
    tell_false(s, line, said(s, (struct course_of){.shift = 1.5, .since = k}, 0));
  }
  for (int k = 4; k <= 12; k += 4)
    for (int half = 3; half <= 5; half += 2) {
      snprintf(line, sizeof line, "a dip of %.1f sigma for ten, over for %d, is called \"down\"",
               half / 2.0, k);
      struct course_of c = {.shift = -half / 2.0, .since = k + 10, .back = k};
      tell_false(s, line, said(s, c, -1));
    }
  for (int k = 4; k <= 20; k += 8)
    for (int half = 2; half <= 5; half++) {
      if (half == 4) continue;
      snprintf(line, sizeof line, "a change of %.1f sigma is said after %d evaluations", half / 2.0,
               k);
      tell_shows(s, line, said(s, (struct course_of){.shift = -half / 2.0, .since = k}, 0),
                 "power");
    }
}

void study_level(struct study *s) {
  tell_heading(s, "Where she is now");
  centre(s);
  nows(s);
  tell_heading(s, "\"Possible change around week w\"");
  changes(s);
  tell_value(s, "evaluations between two false alarms of an EWMA (`stat ewma`)",
             trend_ewma_arl(0.2, 2.86, 0), 365, 377, NULL);
}
