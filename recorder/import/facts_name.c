// SPDX-License-Identifier: Apache-2.0
// File names of Asterisk and its offspring: KIND-DEST-FROM-YYYYMMDD-HHMMSS-UNIQUEID.
#include "recorder/import/facts.h"

enum { PARTS = 12, EXTENSION_DIGITS = 5 };

static struct sv base_of(const char *file) {
  const char *slash = strrchr(file, '/');
  struct sv base = sv_of(slash ? slash + 1 : file);
  for (size_t i = base.n; i-- > 1;)
    if (base.p[i] == '.') return sv_first(base, i);
  return base;
}

static bool digits(struct sv s, size_t least, size_t most) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return s.n >= least && s.n <= most;
}

static bool number(struct sv s) {
  if (s.n && s.p[0] == '+') s = sv_from(s, 1);
  return digits(s, 1, 20);
}

static size_t split(struct sv base, struct sv parts[PARTS]) {
  size_t n = 0;
  while (base.n && n < PARTS) parts[n++] = sv_cut(&base, '-');
  return n;
}

// Index of the date among the parts, or 0.
static size_t date_at(const struct sv *parts, size_t n) {
  for (size_t i = 1; i + 1 < n; i++)
    if (digits(parts[i], 8, 8) && digits(parts[i + 1], 6, 6)) return i;
  return 0;
}

static void time_read(struct sv day, struct sv clock, struct arena *a, struct facts *out) {
  char text[32];
  struct tm tm = {0};
  bool twice = false;
  snprintf(text, sizeof text, "%.4s%.2s%.2s%.2s%.2s%.2s", day.p, day.p + 4, day.p + 6, clock.p,
           clock.p + 2, clock.p + 4);
  const char *end = strptime(text, "%Y%m%d%H%M%S", &tm);
  if (end && !*end) out->started_ms = facts_local(&tm, out->external_id, &twice);
  facts_heard_time(out, a, "the time in its name", true, twice);
}

static const char *keep(struct arena *a, struct sv s) { return arena_strndup(a, s.p, s.n); }

static const char *party(struct arena *a, struct sv s) { return number(s) ? keep(a, s) : NULL; }

// Who of the two is ours: the one with few digits, as long as nobody knows better.
static void sides(struct arena *a, struct sv dest, struct sv from, struct facts *out) {
  bool dest_ours = digits(dest, 1, EXTENSION_DIGITS), from_ours = digits(from, 1, EXTENSION_DIGITS);
  if (!number(dest) || !number(from)) return;
  out->direction = dest_ours && from_ours ? "internal" : from_ours ? "out" : "in";
  out->guessed = dest_ours == from_ours;
  bool agent_is_dest = !from_ours;
  out->agent = keep(a, agent_is_dest ? dest : from);
  out->caller = keep(a, agent_is_dest ? from : dest);
}

// What FreePBX calls a recording after: who was dialled, and who dialled: an extension, a number,
// or a word for nobody known ("unknown", "anonymous").
enum kind { KIND_OTHER, KIND_IN, KIND_EXTENSION, KIND_OUT, KIND_QUEUE };
static enum kind kind_of(struct sv word) {
  static const struct {
    struct sv word;
    enum kind kind;
  } known[] = {{{"in", 2}, KIND_IN},           {{"inbound", 7}, KIND_IN},
               {{"incoming", 8}, KIND_IN},     {{"external", 8}, KIND_IN},
               {{"exten", 5}, KIND_EXTENSION}, {{"internal", 8}, KIND_EXTENSION},
               {{"ext", 3}, KIND_EXTENSION},   {{"out", 3}, KIND_OUT},
               {{"outbound", 8}, KIND_OUT},    {{"dialout", 7}, KIND_OUT},
               {{"q", 1}, KIND_QUEUE},         {{"queue", 5}, KIND_QUEUE},
               {{"rg", 2}, KIND_QUEUE},        {{"group", 5}, KIND_QUEUE},
               {{"ringgroup", 9}, KIND_QUEUE}};
  for (size_t i = 0; i < countof(known); i++)
    if (sv_ieq(word, known[i].word)) return known[i].kind;
  return KIND_OTHER;
}

static void told_by(struct arena *a, struct sv kind, struct sv dest, struct sv from,
                    struct facts *out) {
  bool from_ours = digits(from, 1, EXTENSION_DIGITS);
  switch (kind_of(kind)) {
  case KIND_QUEUE:
    out->queue = keep(a, dest);
    out->direction = "in";
    out->caller = party(a, from);
    break;
  case KIND_IN: // from outside, however short its number: 1177, 4711
    out->direction = "in";
    out->agent = party(a, dest);
    out->caller = party(a, from);
    break;
  case KIND_EXTENSION:
    out->direction = from_ours ? "internal" : "in";
    out->agent = party(a, dest);
    out->caller = party(a, from);
    break;
  case KIND_OUT:
    out->direction = "out";
    out->agent = party(a, from);
    out->caller = party(a, dest);
    break;
  case KIND_OTHER:
  default: sides(a, dest, from, out);
  }
}

// ---- other systems' names ----------------------------------------------------------------------

// The digits of a time as it stands in the name, with or without what divides them:
// 20261129143005, 20261129-143005, 2026-11-29T14-30-05Z, 2026_11_29_14_30_05.
static size_t clock_at(struct sv s, char out[15], bool *out_utc) {
  size_t n = 0, at = 0, apart = 0;
  for (; at < s.n && n < 14; at++) {
    if (digits(sv_first(sv_from(s, at), 1), 1, 1)) {
      out[n++] = s.p[at];
      apart = 0;
    } else if (!n || !strchr("-_.:T ", s.p[at]) || apart++) {
      return 0;
    }
  }
  out[n] = 0;
  *out_utc = at < s.n && s.p[at] == 'Z';
  bool more = at < s.n && digits(sv_first(sv_from(s, at), 1), 1, 1);
  return n == 14 && !more ? at : 0;
}

static bool clock_told(const char *text, struct tm *out) {
  *out = (struct tm){0};
  const char *end = strptime(text, "%Y%m%d%H%M%S", out);
  return end && !*end && out->tm_year >= 100 && out->tm_year < 200;
}

// Asterisk calls a channel after the second it began: 1795962612.110; Grandstream a recording:
// auto-1795962612-1001-0701234567.
static int64_t epoch_ms(struct sv base) {
  uint64_t s = 0;
  bool whole = sv_starts(base, SV("auto-"));
  if (whole) base = sv_from(base, 5);
  struct sv second = sv_cut(&base, whole ? '-' : '.');
  bool is =
      digits(second, 10, 10) && (whole || digits(base, 1, 9)) && !sv_u64(second, UINT32_MAX, &s);
  err_forget();
  return is && s > 1000000000 ? (int64_t)s * 1000 : 0;
}

// Only when it began: who is who in it no rule could tell.
static void other_time(struct sv base, struct facts *out) {
  out->started_ms = epoch_ms(base);
  for (size_t i = 0; i < base.n && !out->started_ms; i++) {
    char text[15];
    struct tm tm;
    bool utc, twice, begins = !i || !digits(sv_first(sv_from(base, i - 1), 1), 1, 1);
    if (!begins || !clock_at(sv_from(base, i), text, &utc) || !clock_told(text, &tm)) continue;
    out->started_ms = utc ? (int64_t)timegm(&tm) * 1000 : facts_local(&tm, NULL, &twice);
  }
}

const char *facts_uniqueid(const char *file, struct arena *a) {
  struct sv parts[PARTS], base = base_of(file);
  size_t n = split(base, parts), date = date_at(parts, n);
  if (!date || date + 2 >= n) return NULL;
  struct sv id = parts[date + 2];
  for (size_t i = 0; i < id.n; i++)
    if ((id.p[i] < '0' || id.p[i] > '9') && id.p[i] != '.') id = sv_first(id, i);
  return id.n >= 3 ? keep(a, id) : NULL;
}

void facts_name(const char *file, struct arena *a, struct facts *out) {
  struct sv parts[PARTS], base = base_of(file);
  size_t n = split(base, parts), date = date_at(parts, n);
  *out = (struct facts){0};
  if (!date) other_time(base_of(file), out);
  if (!date && out->started_ms) facts_numbers(base_of(file), a, out);
  if (!date) return;
  out->external_id = facts_uniqueid(file, a);
  time_read(parts[date], parts[date + 1], a, out);
  if (date >= 3)
    told_by(a, parts[0], parts[1], parts[2], out);
  else
    facts_numbers(base_of(file), a, out);
}

// What Asterisk hears from the channel it monitors is its caller; what it says to it, the agent.
static const struct ending {
  struct sv text;
  enum facts_half half;
} endings[] = {
    {{"-in", 3}, HALF_CALLER},     {{"-out", 4}, HALF_AGENT},       {{"-rx", 3}, HALF_CALLER},
    {{"-tx", 3}, HALF_AGENT},      {{"_rx", 3}, HALF_CALLER},       {{"_tx", 3}, HALF_AGENT},
    {{"_caller", 7}, HALF_CALLER}, {{"_agent", 6}, HALF_AGENT},     {{"-caller", 7}, HALF_CALLER},
    {{"-agent", 6}, HALF_AGENT},   {{"_customer", 9}, HALF_CALLER}, {{"-customer", 9}, HALF_CALLER},
    {{"_right", 6}, HALF_CALLER},  {{"_left", 5}, HALF_AGENT},      {{"-right", 6}, HALF_CALLER},
    {{"-left", 5}, HALF_AGENT}};

static const struct ending *ending_of(struct sv base) {
  for (const struct ending *e = endings; e < endings + countof(endings); e++)
    if (base.n > e->text.n && sv_ieq(sv_from(base, base.n - e->text.n), e->text)) return e;
  return NULL;
}

enum facts_half facts_half(const char *file, struct arena *a, const char **out_whole) {
  struct sv base = base_of(file);
  const struct ending *e = ending_of(base);
  if (!e) return HALF_NONE;
  *out_whole = arena_strndup(a, file, (size_t)(base.p - file) + base.n - e->text.n);
  return e->half;
}

enum facts_half facts_voice(const char *file) {
  struct sv base = base_of(file);
  const struct ending *e = ending_of(base);
  bool way = e && e < endings + 2 && !sv_eq(sv_from(base, base.n - e->text.n), e->text);
  return !e || way ? HALF_NONE : e->half;
}

size_t facts_other_halves(const char *file, struct arena *a, const char *out[FACTS_OTHERS]) {
  const char *whole;
  enum facts_half half = facts_half(file, a, &whole);
  struct sv base = base_of(file);
  size_t n = 0;
  for (size_t i = 0; half != HALF_NONE && i < countof(endings); i++)
    if (endings[i].half != half && n < FACTS_OTHERS)
      out[n++] = arena_printf(a, "%s%s%s", whole, endings[i].text.p, base.p + base.n);
  return n;
}
