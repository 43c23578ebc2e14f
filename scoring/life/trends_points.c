// SPDX-License-Identifier: Apache-2.0
// Dots in time, as many as can be told from each other.
#include "gen/sql/trends.h"
#include "scoring/life/trends.h"

struct bin {                  // one week's of one version, in or outside a load window
  int64_t week, version, day; // day: the newest one's
  bool loaded;
  int64_t n, at_ms, ppm; // sums
};

// Whole weeks from Monday since 1970, of 20260212; days from civil: Howard Hinnant.
static int64_t week_of(int64_t local_day) {
  int64_t y = local_day / 10000, m = local_day / 100 % 100, d = local_day % 100;
  y -= m <= 2;
  int64_t era = y / 400, of_era = y - era * 400;
  int64_t of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  int64_t days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
  return (days + 3) / 7;
}

static json_t *bin_json(const struct bin *b) {
  json_t *one = json_pack("{s:I,s:I,s:I,s:I,s:b}", "at_ms", (json_int_t)(b->at_ms / b->n), "day",
                          (json_int_t)b->day, "ppm", (json_int_t)((2 * b->ppm + b->n) / (2 * b->n)),
                          "version", (json_int_t)b->version, "load", b->loaded);
  if (b->n > 1) json_object_set_new(one, "n", json_integer(b->n));
  return one;
}

static struct bin *bin_of(struct bin *bins, size_t *n, const struct counted_of_row *r) {
  int64_t week = week_of(r->local_day);
  for (size_t i = *n; i-- > 0 && bins[i].week == week;)
    if (bins[i].version == r->version && bins[i].loaded == r->loaded &&
        bins[i].day / 100 == r->local_day / 100)
      return &bins[i];
  bins[*n] = (struct bin){week, r->version, r->local_day, r->loaded, 0, 0, 0};
  return &bins[(*n)++];
}

static bool within(const struct trend_base *b, const struct counted_of_row *r) {
  return r->local_day / 100 >= b->from_month && r->total_ppm.set;
}

static bool shown(const struct trend_base *b, const struct counted_of_row *r) {
  return within(b, r) && !trend_blind(b, r->at_ms);
}

size_t trend_points_hidden(const struct trend_base *b, const struct counted_of_row *rows,
                           size_t n) {
  size_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += within(b, &rows[i]) && trend_blind(b, rows[i].at_ms);
  return sum;
}

static size_t bins_make(const struct trend_base *b, const struct counted_of_row *rows, size_t n,
                        struct dots d, struct bin *bins) {
  size_t all = 0, made = 0, k = 0;
  for (size_t i = 0; i < n; i++) all += shown(b, &rows[i]);
  for (size_t i = 0; i < n; i++) {
    if (!shown(b, &rows[i])) continue;
    bool single = all <= d.most || k++ < d.single;
    if (single)
      bins[made] = (struct bin){-1, rows[i].version, rows[i].local_day, rows[i].loaded, 0, 0, 0};
    struct bin *to = single ? &bins[made++] : bin_of(bins, &made, &rows[i]);
    to->n++;
    to->at_ms += rows[i].at_ms;
    to->ppm += rows[i].total_ppm.v;
  }
  return made;
}

json_t *trend_points_json(const struct trend_base *b, const struct counted_of_row *rows, size_t n,
                          struct dots d) {
  struct bin *bins = calloc(n + 1, sizeof *bins);
  json_t *points = json_array();
  if (!bins) out_of_memory();
  for (size_t i = bins_make(b, rows, n, d, bins); i-- > 0;)
    json_array_append_new(points, bin_json(&bins[i]));
  free(bins);
  return points;
}
