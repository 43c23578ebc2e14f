// SPDX-License-Identifier: Apache-2.0
// Times as they are told. A site's own clock leaves an hour out in spring and shows one twice in
// autumn; a day such as 30 February is on no calendar.
#include "recorder/import/facts.h"

void facts_unheard(struct facts *f, struct arena *a, const char *of, const char *key) {
  f->unheard = arena_printf(a, "%s%s%s%s%s", f->unheard ? f->unheard : "", f->unheard ? ", " : "",
                            of ? of : "", of ? "." : "", key);
}

void facts_heard_time(struct facts *f, struct arena *a, const char *key, bool told, bool twice) {
  if (told && !f->started_ms) facts_unheard(f, a, NULL, key);
  if (!twice) return;
  const char *says = arena_printf(a, "%s (that hour came twice: the first is taken)", key);
  facts_unheard(f, a, NULL, says);
}

static bool same_clock(const struct tm *a, const struct tm *b) {
  return a->tm_year == b->tm_year && a->tm_mon == b->tm_mon && a->tm_mday == b->tm_mday &&
         a->tm_hour == b->tm_hour && a->tm_min == b->tm_min && a->tm_sec == b->tm_sec;
}

// The second at which a clock by summer or by winter time shows this; -1: it never does.
static int64_t shown_s(const struct tm *asked, int summer) {
  struct tm tm = *asked;
  tm.tm_isdst = summer;
  time_t t = mktime(&tm);
  return tm.tm_isdst == summer && same_clock(&tm, asked) ? (int64_t)t : -1;
}

// An Asterisk's uniqueid begins with the second the channel was made; 0: it does not.
static int64_t made_s(const char *uniqueid) {
  uint64_t made = 0;
  struct sv rest = sv_of(uniqueid ? uniqueid : "");
  return sv_is_u64(sv_cut(&rest, '.'), INT64_MAX / 1000, &made) ? (int64_t)made : 0;
}

int64_t facts_local(const struct tm *clock, const char *uniqueid, bool *out_twice) {
  enum { DAY_S = 86400 };
  int64_t summer = shown_s(clock, 1), winter = shown_s(clock, 0), made = made_s(uniqueid);
  *out_twice = false;
  if (summer < 0 || winter < 0 || summer == winter) {
    int64_t only = summer > winter ? summer : winter;
    return only > 0 ? only * 1000 : 0;
  }
  int64_t first = summer < winter ? summer : winter;
  *out_twice = llabs(first - made) > DAY_S;
  if (*out_twice) return first * 1000;
  return (llabs(summer - made) < llabs(winter - made) ? summer : winter) * 1000;
}

// The zone at the end of a time: minutes east of UTC.
static bool zone_of(struct sv s, int *out_min) {
  if (sv_eq(s, SV("Z")) || sv_eq(s, SV("z"))) return *out_min = 0, true;
  uint64_t h, m;
  if (s.n < 5 || (s.p[0] != '+' && s.p[0] != '-')) return false;
  struct sv minutes = sv_from(s, s.p[3] == ':' ? 4 : 3);
  bool good = sv_u64(sv_first(sv_from(s, 1), 2), 14, &h) == OK && sv_u64(minutes, 59, &m) == OK;
  if (!good) return err_forget(), false;
  *out_min = (int)(h * 60 + m) * (s.p[0] == '-' ? -1 : 1);
  return true;
}

// ".25" off *rest: milliseconds.
static int64_t fraction_ms(struct sv *rest) {
  int64_t ms = 0, unit = 100;
  if (!rest->n || rest->p[0] != '.') return 0;
  for (*rest = sv_from(*rest, 1); rest->n && rest->p[0] >= '0' && rest->p[0] <= '9';
       *rest = sv_from(*rest, 1), unit /= 10)
    ms += (rest->p[0] - '0') * unit;
  return ms;
}

int64_t facts_time(struct sv text, const char *uniqueid, bool *out_twice) {
  char buffer[20];
  *out_twice = false;
  if (text.n < 19) return 0;
  memcpy(buffer, text.p, 19);
  buffer[19] = '\0';
  struct tm tm = {0};
  const char *end =
      strptime(buffer, buffer[10] == 'T' ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &tm);
  if (!end || *end) return 0;
  struct sv rest = sv_from(text, 19);
  int64_t ms = fraction_ms(&rest);
  if (!rest.n) {
    int64_t local = facts_local(&tm, uniqueid, out_twice); // the site's own time
    return local ? local + ms : 0;
  }
  int east_min = 0;
  struct tm shown = tm;
  int64_t s = (int64_t)timegm(&shown);
  if (!same_clock(&shown, &tm) || !zone_of(rest, &east_min)) return 0;
  return s * 1000 + ms - east_min * 60000LL;
}
