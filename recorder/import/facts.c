// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/facts.h"

static void fill(const char **into, const char *from) {
  if (!*into) *into = from;
}

void facts_fill(struct facts *into, const struct facts *from) {
  if (!into->started_ms) into->started_ms = from->started_ms;
  if (into->left == LEFT_UNTOLD) into->left = from->left;
  fill(&into->external_id, from->external_id);
  fill(&into->direction, from->direction);
  fill(&into->agent, from->agent);
  fill(&into->agent_name, from->agent_name);
  fill(&into->caller, from->caller);
  fill(&into->caller_name, from->caller_name);
  fill(&into->queue, from->queue);
  fill(&into->language, from->language);
  fill(&into->title, from->title);
}

enum err facts_read(struct sv text, const char *uniqueid, struct arena *a, struct facts *out) {
  struct sv start = sv_trim(text);
  if (start.n && start.p[0] == '{') return facts_json(text, a, out);
  return facts_cdr(text, uniqueid, a, out);
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

int64_t facts_time(struct sv text) {
  char buffer[20];
  if (text.n < 19) return 0;
  memcpy(buffer, text.p, 19);
  buffer[19] = '\0';
  struct tm tm = {.tm_isdst = -1};
  const char *end =
      strptime(buffer, buffer[10] == 'T' ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &tm);
  if (!end || *end) return 0;
  int64_t ms = 0;
  struct sv rest = sv_from(text, 19);
  if (rest.n && rest.p[0] == '.') {
    int64_t unit = 100;
    for (rest = sv_from(rest, 1); rest.n && rest.p[0] >= '0' && rest.p[0] <= '9';
         rest = sv_from(rest, 1), unit /= 10)
      ms += (rest.p[0] - '0') * unit;
  }
  int east_min = 0;
  if (!rest.n) return (int64_t)mktime(&tm) * 1000 + ms; // the site's own time
  if (!zone_of(rest, &east_min)) return 0;
  return (int64_t)timegm(&tm) * 1000 + ms - east_min * 60000LL;
}
