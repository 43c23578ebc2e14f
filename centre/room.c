// SPDX-License-Identifier: Apache-2.0
#include "centre/room.h"

enum { LEAST_SAMPLES = 24 };
static const int64_t day_ms = 24 * 3600 * INT64_C(1000);

// Freed at one time: a tenth more than there was.
static size_t begins(const struct room_at *s, size_t n) {
  size_t from = 0;
  for (size_t i = 1; i < n; i++)
    if (s[i].free_bytes - s[i - 1].free_bytes > s[i - 1].free_bytes / 10) from = i;
  return from;
}

// Bytes in a millisecond, of the line through them.
static double slope(const struct room_at *s, size_t n) {
  double mean_t = 0, mean_v = 0, tv = 0, tt = 0;
  for (size_t i = 0; i < n; i++) {
    mean_t += (double)(s[i].at_ms - s[0].at_ms) / (double)n;
    mean_v += (double)s[i].free_bytes / (double)n;
  }
  for (size_t i = 0; i < n; i++) {
    double t = (double)(s[i].at_ms - s[0].at_ms) - mean_t;
    tv += t * ((double)s[i].free_bytes - mean_v);
    tt += t * t;
  }
  return tt > 0 ? tv / tt : 0;
}

struct room_says room_foresee(const struct room_at *samples, size_t n, int64_t now_ms) {
  const int64_t far_ms = 2 * 365 * day_ms;
  size_t from = n ? begins(samples, n) : 0;
  const struct room_at *s = samples + from, *last = samples + n - 1;
  n -= from;
  if (n < LEAST_SAMPLES || last->at_ms - s->at_ms < day_ms || now_ms - last->at_ms > day_ms)
    return (struct room_says){ROOM_UNKNOWN, 0};
  double each_ms = -slope(s, n);
  if (each_ms * (double)far_ms <= (double)last->free_bytes)
    return (struct room_says){ROOM_STEADY, 0};
  int64_t left_ms = (int64_t)((double)last->free_bytes / each_ms);
  return (struct room_says){ROOM_FILLING, last->at_ms + left_ms};
}
