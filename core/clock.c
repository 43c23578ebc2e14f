// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"

static int64_t now_us(clockid_t which) {
  struct timespec t;
  clock_gettime(which, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_wall_us(void) { return now_us(CLOCK_REALTIME); }
int64_t clock_wall_ms(void) { return now_us(CLOCK_REALTIME) / 1000; }
int64_t clock_mono_us(void) { return now_us(CLOCK_MONOTONIC); }

int64_t clock_local_day(int64_t wall_ms) {
  time_t t = (time_t)(wall_ms / 1000);
  struct tm tm = {0};
  localtime_r(&t, &tm);
  return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

void clock_sleep_ms(int64_t ms) {
  struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (ms % 1000) * 1000000};
  while (nanosleep(&t, &t) && errno == EINTR) {
  }
}
