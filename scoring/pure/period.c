// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/period.h"

static struct tm local(int64_t ms) {
  time_t t = (time_t)(ms / 1000);
  struct tm tm = {0};
  localtime_r(&t, &tm);
  return tm;
}

// Midnight of a day, `days` away; the calendar's own carry, and its summer time.
static struct tm midnight(struct tm day, int days) {
  struct tm tm = {
      .tm_year = day.tm_year, .tm_mon = day.tm_mon, .tm_mday = day.tm_mday + days, .tm_isdst = -1};
  mktime(&tm);
  return tm;
}

static int64_t ms_of(struct tm tm) {
  tm.tm_isdst = -1;
  return (int64_t)mktime(&tm) * 1000;
}

struct period period_at(const char *kind, int64_t now_ms) {
  struct tm today = midnight(local(now_ms), 0),
            monday = midnight(today, -((today.tm_wday + 6) % 7));
  struct period p = {.week_ms = ms_of(monday), .day_ms = ms_of(today), .rounds = 1};
  struct tm first = monday, end = midnight(monday, 7);
  if (!strcmp(kind, "month")) {
    p.round = (monday.tm_mday - 1) / 7;
    first = midnight(monday, -7 * p.round);
    p.rounds = p.round + 1;
    for (; end.tm_mon == monday.tm_mon; p.rounds++) end = midnight(end, 7);
  }
  p.from_ms = ms_of(first);
  p.to_ms = ms_of(end);
  return p;
}

int64_t period_share(const struct period *p, int64_t take) {
  return take * (p->round + 1) / p->rounds - take * p->round / p->rounds;
}

int64_t period_wanted(const char *kind, int64_t take, int64_t since_ms, int64_t now_ms) {
  struct period now = period_at(kind, now_ms), began = period_at(kind, since_ms);
  int round = since_ms > now.from_ms && since_ms < now.to_ms ? began.round : 0;
  return take - take * round / now.rounds;
}

void period_zone(const char *zone) {
  setenv("TZ", zone, 1);
  tzset();
}
