// SPDX-License-Identifier: Apache-2.0
#include "core/instant.h"

#include <time.h>

#include "core/err.h"

enum { EAST_MOST_MIN = 14 * 60 }; // Kiribati; no zone is further from UTC

bool instant_is_day(int year, int month, int day) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= days[month - 1] + (month == 2 && leap);
}

static bool digits(struct sv *s, size_t n, int *out) {
  int v = 0;
  if (s->n < n) return false;
  for (size_t i = 0; i < n; i++) {
    if (s->p[i] < '0' || s->p[i] > '9') return false;
    v = v * 10 + (s->p[i] - '0');
  }
  *out = v;
  *s = sv_from(*s, n);
  return true;
}

static bool eat(struct sv *s, char c) {
  if (!s->n || s->p[0] != c) return false;
  *s = sv_from(*s, 1);
  return true;
}

static bool read_day(struct sv *s, struct tm *tm) {
  return digits(s, 4, &tm->tm_year) && eat(s, '-') && digits(s, 2, &tm->tm_mon) && eat(s, '-') &&
         digits(s, 2, &tm->tm_mday);
}

static bool read_clock(struct sv *s, struct tm *tm) {
  bool good = (eat(s, 'T') || eat(s, ' ')) && digits(s, 2, &tm->tm_hour) && eat(s, ':') &&
              digits(s, 2, &tm->tm_min);
  if (good && eat(s, ':')) good = digits(s, 2, &tm->tm_sec);
  return good && tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec < 60;
}

static bool read_zone(struct sv *s, int *out_east_min) {
  int h, m;
  *out_east_min = 0;
  if (eat(s, 'Z')) return true;
  bool minus = s->n && s->p[0] == '-';
  if (!eat(s, '+') && !eat(s, '-')) return false;
  if (!digits(s, 2, &h)) return false;
  eat(s, ':');
  if (!digits(s, 2, &m) || m > 59 || h * 60 + m > EAST_MOST_MIN) return false;
  *out_east_min = (h * 60 + m) * (minus ? -1 : 1);
  return true;
}

static enum err read_ms(struct sv text, int64_t *out_ms) {
  int64_t ms;
  bool good = !sv_i64(text, INSTANT_LEAST_MS, INSTANT_MOST_MS, &ms);
  err_forget();
  if (!good) return fail(E_BAD_DATA, "a time in numbers is in milliseconds: 13 digits");
  *out_ms = ms;
  return OK;
}

static bool all_digits(struct sv s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return s.n != 0;
}

enum err instant_parse(struct sv text, int64_t *out_ms) {
  struct tm tm = {0};
  int east_min;
  if (all_digits(text)) return read_ms(text, out_ms);
  if (!read_day(&text, &tm) || !read_clock(&text, &tm))
    return fail(E_BAD_DATA, "a time is 2026-11-21T06:45:00+01:00");
  if (!instant_is_day(tm.tm_year, tm.tm_mon, tm.tm_mday))
    return fail(E_BAD_DATA, "no calendar has that day");
  if (!read_zone(&text, &east_min) || text.n)
    return fail(E_BAD_DATA, "a time ends with Z or an offset such as +01:00");
  tm.tm_year -= 1900;
  tm.tm_mon--;
  int64_t ms = ((int64_t)timegm(&tm) - east_min * 60) * 1000;
  if (ms < INSTANT_LEAST_MS || ms > INSTANT_MOST_MS)
    return fail(E_BAD_DATA, "a time lies between the years 2000 and 2100");
  *out_ms = ms;
  return OK;
}

void instant_text(int64_t ms, char out[INSTANT_TEXT]) {
  time_t at = (time_t)(ms / 1000);
  struct tm tm = {0};
  gmtime_r(&at, &tm);
  if (!strftime(out, INSTANT_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm)) out[0] = '\0';
}

enum err instant_named(const char *name, const char *text, int64_t most_ms, int64_t *out_ms) {
  char most[INSTANT_TEXT], why[120];
  int64_t ms;
  if (instant_parse(sv_of(text), &ms)) {
    snprintf(why, sizeof why, "%s", err_detail());
    err_forget();
    return fail(E_BAD_INPUT, "%s: %s", name, why);
  }
  instant_text(most_ms, most);
  if (ms > most_ms) return fail(E_BAD_INPUT, "%s: not after %s", name, most);
  *out_ms = ms;
  return OK;
}
