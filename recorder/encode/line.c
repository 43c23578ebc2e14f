// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/line.h"

#include <math.h>

enum {
  SECOND_US = 1000000,
  WINDOW = 60,     // seconds a fit looks back (and ahead, with a prior)
  SLOPE_FROM = 12, // seconds of knowledge before a rate is believed
  SECONDS_MAX = 6 * 3600,
  REFIT_US = 250000,
};
// Quartz is within 100 ppm, soft phones within 500; some senders really are a percent off. That is
// believed only when the points lie along the line: a network that gets better looks steep too.
static const double slope_usual = 1000e-6, slope_max = 25000e-6, steep_fit_us = 30000;

static int64_t nominal_us(const struct line *l, int64_t ts) {
  const int64_t far = (int64_t)1 << 38; // damaged timestamps may add up; the product must not wrap
  int64_t d = ts - l->ts0;
  if (d > far) d = far;
  if (d < -far) d = -far;
  return d * SECOND_US / (int64_t)l->clock_hz;
}

void line_init(struct line *l, int64_t arrival_us, int64_t ts, uint32_t clock_hz) {
  *l = (struct line){.t0_us = arrival_us,
                     .ts0 = ts,
                     .clock_hz = clock_hz,
                     .fitted = -1,
                     .lowest = {LINE_NONE, LINE_NONE}};
}

void line_drop(struct line *l) {
  free(l->seconds);
  l->seconds = NULL;
  l->n = l->room = 0;
}

static struct line_second *second_at(struct line *l, int64_t s) {
  if (s < 0) s = 0;
  if (s >= SECONDS_MAX) return NULL;
  if ((size_t)s >= l->room) {
    size_t room = l->room ? l->room * 2 : 64;
    while (room <= (size_t)s) room *= 2;
    struct line_second *grown = realloc(l->seconds, room * sizeof *grown);
    if (!grown) return NULL;
    l->seconds = grown, l->room = room;
  }
  for (; l->n <= (size_t)s; l->n++) l->seconds[l->n] = (struct line_second){LINE_NONE, LINE_NONE};
  return &l->seconds[s];
}

// Of two or more points the second lowest counts; a single one has to do.
static int32_t open_low(const struct line *l) {
  return l->lowest[1] != LINE_NONE ? l->lowest[1] : l->lowest[0];
}

static void second_close(struct line *l) {
  struct line_second *s = second_at(l, l->open);
  int32_t low = open_low(l);
  bool lone = l->lowest[1] == LINE_NONE; // a straggler: believed only where there is nothing else
  if (s && low < s->low_us && (!lone || s->low_us == LINE_NONE)) s->low_us = low;
  l->lowest[0] = l->lowest[1] = LINE_NONE;
}

void line_observe(struct line *l, int64_t arrival_us, int64_t ts) {
  int64_t x = nominal_us(l, ts), delay = arrival_us - l->t0_us - x, s = x < 0 ? 0 : x / SECOND_US;
  if (delay > INT32_MAX / 2 || delay < INT32_MIN / 2) return;
  if (s != l->open) {
    second_close(l);
    l->open = s;
  }
  int32_t d = (int32_t)delay;
  if (d < l->lowest[0]) {
    l->lowest[1] = l->lowest[0];
    l->lowest[0] = d;
  } else if (d < l->lowest[1]) {
    l->lowest[1] = d;
  }
}

struct fit {
  double offset, slope;
  bool known;
};
struct points {
  size_t n;
  double x[2 * WINDOW + 2], y[2 * WINDOW + 2]; // lower hull, left to right
  double sum_x, sum_y, first_x, last_x, least;
  size_t count;
};

static void hull_add(struct points *p, double x, double y) {
  if (p->count++ == 0) p->first_x = x, p->least = y;
  p->last_x = x;
  p->sum_x += x;
  p->sum_y += y;
  if (y < p->least) p->least = y;
  while (p->n >= 2) {
    double ax = p->x[p->n - 2], ay = p->y[p->n - 2], bx = p->x[p->n - 1], by = p->y[p->n - 1];
    if ((bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0) break;
    p->n--;
  }
  p->x[p->n] = x, p->y[p->n++] = y;
}

// The edge of the hull under the mean of x is the line nearest to all points from below.
static struct fit hull_fit(const struct points *p) {
  if (p->n == 0) return (struct fit){0};
  if (p->last_x - p->first_x < (double)SLOPE_FROM * SECOND_US || p->n < 2)
    return (struct fit){.offset = p->least, .known = true};
  double mean = p->sum_x / (double)p->count;
  size_t i = 1;
  while (i + 1 < p->n && p->x[i] < mean) i++;
  double slope = (p->y[i] - p->y[i - 1]) / (p->x[i] - p->x[i - 1]);
  struct fit line = {p->y[i] - slope * p->x[i], slope, true};
  double above = p->sum_y / (double)p->count - (line.offset + slope * mean);
  double most = above <= steep_fit_us ? slope_max : slope_usual;
  return fabs(slope) <= most ? line : (struct fit){.offset = p->least, .known = true};
}

static void points_gather(struct points *p, const struct line *l, int64_t from, int64_t to) {
  for (int64_t s = from < 0 ? 0 : from; s <= to && (size_t)s < l->n; s++)
    if (l->seconds[s].low_us != LINE_NONE)
      hull_add(p, (double)s * SECOND_US + SECOND_US / 2, l->seconds[s].low_us);
}

static struct fit fit_past(const struct line *l) {
  struct points p = {0};
  points_gather(&p, l, l->open - WINDOW, l->open - 1);
  int32_t low = open_low(l);
  if (low != LINE_NONE) hull_add(&p, (double)l->open * SECOND_US + SECOND_US / 2, low);
  return hull_fit(&p);
}

static struct fit fit_around(const struct line *l, int64_t s) {
  struct points p = {0};
  points_gather(&p, l, s - WINDOW, s + WINDOW);
  return hull_fit(&p);
}

static void refit(struct line *l, int64_t x) {
  int64_t when = x / REFIT_US;
  if (when == l->fitted) return;
  l->fitted = when;
  struct fit f = l->prior ? fit_around(l->prior, x / SECOND_US) : fit_past(l);
  if (!f.known) return;
  l->offset_us = f.offset;
  l->slope = f.slope;
}

int64_t line_guess(const struct line *l, int64_t ts) {
  int64_t x = nominal_us(l, ts);
  return l->t0_us + x + (int64_t)(l->offset_us + l->slope * (double)x);
}

int64_t line_at(struct line *l, int64_t ts) {
  refit(l, nominal_us(l, ts));
  return line_guess(l, ts);
}

void line_wrote(struct line *l, int64_t ts, int64_t at_us) {
  int64_t x = nominal_us(l, ts), delay = at_us - l->t0_us - x;
  struct line_second *s = second_at(l, x / SECOND_US);
  if (s && delay < INT32_MAX / 2 && delay > INT32_MIN / 2) s->written_us = (int32_t)delay;
}

int64_t line_off_us(struct line *l) {
  if (l->open >= 0) second_close(l);
  int64_t worst = 0;
  for (size_t s = 0; s < l->n; s++) {
    if (l->seconds[s].written_us == LINE_NONE) continue;
    struct fit f = fit_around(l, (int64_t)s);
    if (!f.known) continue;
    double x = (double)s * SECOND_US + SECOND_US / 2;
    int64_t off = l->seconds[s].written_us - (int64_t)(f.offset + f.slope * x);
    if (off < 0) off = -off;
    if (off > worst) worst = off;
  }
  return worst;
}
