// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/course.h"

static const int64_t day_ms = 86400000;

static int seen_order(const void *x, const void *y) {
  const struct seen *a = x, *b = y;
  if (a->agent != b->agent) return a->agent < b->agent ? -1 : 1;
  return (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms);
}

// Evaluations usually come by time: counting by agent leaves runs that are nearly sorted.
static void seen_sort(struct arena *tmp, struct seen *at, size_t n, size_t agents, size_t *from) {
  struct seen *copy = arena_array(tmp, n + 1, struct seen);
  for (size_t i = 0; i < n; i++) from[at[i].agent + 1]++;
  for (size_t g = 0; g < agents; g++) from[g + 1] += from[g];
  size_t *to = arena_array(tmp, agents + 1, size_t);
  memcpy(to, from, agents * sizeof *to);
  if (n) memcpy(copy, at, n * sizeof *copy);
  for (size_t i = 0; i < n; i++) at[to[copy[i].agent]++] = copy[i];
  for (size_t g = 0; g < agents; g++) {
    bool sorted = true;
    for (size_t i = from[g] + 1; i < from[g + 1]; i++)
      sorted = sorted && at[i - 1].at_ms <= at[i].at_ms;
    if (!sorted) qsort(at + from[g], from[g + 1] - from[g], sizeof *at, seen_order);
  }
}

// One agent's numbers of the current version, in time order.
struct line {
  double *ppm;
  const struct seen **of;
  size_t n;
  struct values last; // the last 24 of half a year
};

static uint32_t current_version(const struct seen *at, size_t n) {
  uint32_t version = 0;
  for (size_t i = 0; i < n; i++)
    if (at[i].version > version) version = at[i].version;
  return version;
}

static struct line line_make(struct arena *a, const struct seen *at, size_t n, int64_t now_ms) {
  struct line l = {
      arena_array(a, n + 1, double), arena_array(a, n + 1, const struct seen *), 0, {0}};
  uint32_t version = current_version(at, n);
  for (size_t i = 0; i < n; i++) {
    const struct seen *s = &at[i];
    if (!s->random || s->load || s->ppm < 0 || s->version != version || s->at_ms > now_ms) continue;
    l.ppm[l.n] = (double)s->ppm;
    l.of[l.n++] = s;
  }
  size_t first = l.n > COURSE_LAST ? l.n - COURSE_LAST : 0;
  while (first < l.n && l.of[first]->at_ms < now_ms - 183 * day_ms) first++;
  l.last = (struct values){l.ppm + first, l.n - first};
  return l;
}

static struct figure criticals(const struct seen *at, size_t n, int64_t now_ms, double level) {
  struct count c = {0, 0};
  for (size_t i = 0; i < n; i++) {
    if (!at[i].random || at[i].load || at[i].at_ms < now_ms - 365 * day_ms || at[i].at_ms > now_ms)
      continue;
    c.x += at[i].failed;
    c.n += at[i].judged;
  }
  return stat_jeffreys(c, level);
}

// ---- now, and change ----------------------------------------------------------------------------
static struct figure bounded(struct figure f) {
  f.value = fmax(0, fmin(1000000, f.value));
  f.ci.lo = isnan(f.ci.lo) ? f.ci.lo : fmax(0, f.ci.lo);
  f.ci.hi = isnan(f.ci.hi) ? f.ci.hi : fmin(1000000, f.ci.hi);
  return f;
}

struct level_ask course_prior(const struct shrink *s, double step) {
  struct level_ask ask = {.center = NOT_KNOWN, .step = step};
  if (s->center.undefined) return ask;
  double se = isnan(s->center.se) ? 0 : s->center.se;
  return (struct level_ask){s->center.value, s->between + se * se, s->within, s->df, step};
}

static void change_find(struct arena *a, const struct line *l, struct level_ask ask,
                        struct course *out) {
  out->change = CHANGE_TOO_FEW;
  if (l->n < COURSE_CHANGE) return;
  struct values all = {l->ppm, l->n};
  out->moved = level_moved(a, all, level_sigma(all, ask));
  out->change = out->moved.any ? CHANGE_POSSIBLE : CHANGE_NONE_CLEAR;
  if (out->moved.any) out->changed_ms = l->of[out->moved.at]->at_ms;
}

static struct course finish(struct arena *a, const struct seen *at, size_t n, const struct line *l,
                            struct level_ask prior, int64_t now_ms, double level) {
  struct course one = {.n = l->n};
  one.now = l->last.n < COURSE_FEW
                ? figure_undefined("mean", l->last.n, "too few evaluations to say")
                : bounded(level_now(a, l->last, prior, level));
  one.critical = criticals(at, n, now_ms, level);
  change_find(a, l, prior, &one);
  return one;
}

struct course course_one(struct arena *a, struct seen *at, size_t n, struct level_ask prior,
                         int64_t now_ms, double level) {
  size_t *from = arena_array(a, 3, size_t);
  seen_sort(a, at, n, 1, from);
  struct line l = line_make(a, at, n, now_ms);
  return finish(a, at, n, &l, prior, now_ms, level);
}

struct centre course_centre(struct arena *a, struct seen *at, size_t n, size_t agents,
                            int64_t now_ms, double level) {
  struct centre c = {.courses = arena_array(a, agents + 1, struct course)};
  size_t *from = arena_array(a, agents + 2, size_t), groups = 0;
  struct line *lines = arena_array(a, agents + 1, struct line);
  struct values *enough = arena_array(a, agents + 1, struct values);
  seen_sort(a, at, n, agents, from);
  for (size_t g = 0; g < agents; g++) {
    lines[g] = line_make(a, at + from[g], from[g + 1] - from[g], now_ms);
    if (lines[g].last.n >= COURSE_FEW) enough[groups++] = lines[g].last;
  }
  c.shrink = stat_shrink(a, enough, groups, level);
  struct level_ask prior = course_prior(&c.shrink, 0);
  for (size_t g = 0; g < agents; g++)
    c.courses[g] = finish(a, at + from[g], from[g + 1] - from[g], &lines[g], prior, now_ms, level);
  return c;
}
