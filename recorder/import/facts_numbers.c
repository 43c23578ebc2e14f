// SPDX-License-Identifier: Apache-2.0
// The numbers in a name of which no rule tells whose is whose (3CX, VICIdial, Yeastar, Grandstream,
// FreeSWITCH …): whole words of digits. A day, a clock, a uniqueid (1795302661.17), a UUID and what
// stands in round brackets (3CX's counter) are none.
#include "recorder/import/facts.h"

enum { LEAST = 3, MOST = 15, DAY = 8, UUID = 36 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool is_hex(char c) { return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

static size_t digits_at(struct sv s, size_t at) {
  size_t n = 0;
  while (at + n < s.n && is_digit(s.p[at + n])) n++;
  return n;
}

static size_t uuid_at(struct sv s, size_t at) {
  if (s.n - at < UUID) return 0;
  for (size_t i = 0; i < UUID; i++) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? s.p[at + i] != '-' : !is_hex(s.p[at + i])) return 0;
  }
  return UUID;
}

static bool of_century(struct sv s, size_t at) {
  return !memcmp(s.p + at, "20", 2) || !memcmp(s.p + at, "19", 2);
}

// From a day to the end of the clock behind it: 20261129-1430, 2026-11-29_14-30-05.
static size_t time_at(struct sv s, size_t at) {
  size_t n = digits_at(s, at), end = at + n, apart = at + n + 1;
  if (n < 4 || !of_century(s, at)) return 0;
  if (n == DAY) {
    size_t clock = apart < s.n ? digits_at(s, apart) : 0;
    return clock == 4 || clock == 6 ? apart + clock - at : n;
  }
  if (n == 12 || n == 14) return n;
  if (n != 4 || apart >= s.n || digits_at(s, apart) != 2) return 0;
  while (apart < s.n && digits_at(s, apart) == 2) end = apart + 2, apart = end + 1;
  return end - at;
}

// What begins here and is none of the numbers sought.
static size_t other_at(struct sv s, size_t at) {
  size_t n = uuid_at(s, at), digits = digits_at(s, at);
  if (n || (n = time_at(s, at))) return n;
  if (digits == 10 && at == 5 && sv_starts(s, SV("auto-"))) return digits;
  if (digits == 10 && at + 11 < s.n && s.p[at + 10] == '.') return 11 + digits_at(s, at + 11);
  for (; at + n < s.n && s.p[at] == '('; n++)
    if (s.p[at + n] == ')') return n + 1;
  return 0;
}

static void number_take(struct facts *out, struct arena *a, struct sv number) {
  const char *text = arena_strndup(a, number.p, number.n);
  for (size_t i = 0; i < out->n_numbers && i < FACTS_NUMBERS; i++)
    if (!strcmp(out->number[i], text)) return;
  if (out->n_numbers < FACTS_NUMBERS) out->number[out->n_numbers] = text;
  out->n_numbers++;
}

static const char *way_of(struct sv word) {
  static const struct {
    struct sv word;
    const char *way;
  } ways[] = {{{"in", 2}, "in"},
              {{"inbound", 7}, "in"},
              {{"incoming", 8}, "in"},
              {{"out", 3}, "out"},
              {{"outbound", 8}, "out"},
              {{"outgoing", 8}, "out"},
              {{"internal", 8}, "internal"}};
  for (size_t i = 0; i < countof(ways); i++)
    if (sv_ieq(word, ways[i].word)) return ways[i].way;
  return NULL;
}

void facts_numbers(struct sv name, struct arena *a, struct facts *out) {
  size_t named = 0; // within the square brackets of somebody's name
  for (size_t at = 0; at < name.n;) {
    size_t other = other_at(name, at), plus = name.p[at] == '+', n = digits_at(name, at + plus);
    size_t end = at;
    while (end < name.n && (is_digit(name.p[end]) || is_letter(name.p[end]))) end++;
    named += name.p[at] == '[';
    if (name.p[at] == ']') named = 0;
    if (other) {
      at += other;
    } else if (n && (plus || at + n == end)) {
      if (n >= LEAST && n <= MOST) number_take(out, a, (struct sv){name.p + at, n + plus});
      at += n + plus;
    } else {
      const char *way = end > at && !named ? way_of((struct sv){name.p + at, end - at}) : NULL;
      if (way) out->direction = way;
      at = end > at ? end : at + 1;
    }
  }
  if (out->n_numbers > FACTS_NUMBERS) out->n_numbers = 0; // it is something else
}
