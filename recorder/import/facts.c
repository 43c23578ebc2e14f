// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/facts.h"

static void fill(const char **into, const char *from) {
  if (!*into) *into = from;
}

void facts_fill(struct facts *into, const struct facts *from) {
  if (!into->started_ms) into->started_ms = from->started_ms;
  if (into->left == LEFT_UNTOLD && into->voice == HALF_NONE) into->of_people = from->of_people;
  if (into->left == LEFT_UNTOLD) into->left = from->left;
  if (into->voice == HALF_NONE) into->voice = from->voice;
  if (!into->later_ms[0] && !into->later_ms[1])
    memcpy(into->later_ms, from->later_ms, sizeof into->later_ms);
  fill(&into->external_id, from->external_id);
  if (!into->agent && !into->caller) {
    into->guessed = from->guessed;
    memcpy(into->number, from->number, sizeof into->number);
    into->n_numbers = from->n_numbers;
  }
  fill(&into->direction, from->direction);
  fill(&into->agent, from->agent);
  fill(&into->agent_name, from->agent_name);
  fill(&into->caller, from->caller);
  fill(&into->caller_name, from->caller_name);
  fill(&into->queue, from->queue);
  fill(&into->language, from->language);
  fill(&into->title, from->title);
  fill(&into->content_hash, from->content_hash);
}

// Where the bytes are no UTF-8 (RFC 3629): SIZE_MAX: nowhere.
static size_t not_utf8(struct sv s) {
  for (size_t i = 0; i < s.n;) {
    uint8_t c = (uint8_t)s.p[i];
    size_t more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : 3;
    if ((more == 3 && (c < 0xf0 || c > 0xf4)) || i + more >= s.n) return i;
    for (size_t k = 1; k <= more; k++)
      if (((uint8_t)s.p[i + k] & 0xc0) != 0x80) return i;
    i += more + 1;
  }
  return SIZE_MAX;
}

// Older PBXs write Latin-1 (ISO 8859-1): each byte is the code point.
static MUST_CHECK enum err from_latin1(struct sv s, struct arena *a, struct sv *out) {
  char *to = arena_try(a, 2 * s.n + 1);
  size_t n = 0;
  if (!to) return fail(E_TOO_BIG, "what is told of it is too long");
  for (size_t i = 0; i < s.n; i++) {
    uint8_t c = (uint8_t)s.p[i];
    if (c >= 0x80) to[n++] = (char)(0xc0 | c >> 6);
    to[n++] = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
  }
  *out = (struct sv){to, n};
  return OK;
}

enum err facts_read(struct sv text, const struct facts_of *of, struct arena *a, struct facts *out) {
  if (sv_starts(text, SV("\xff\xfe")) || sv_starts(text, SV("\xfe\xff")))
    return fail(E_BAD_DATA, "what is told of it is UTF-16: save it as UTF-8");
  if (sv_starts(text, SV("\xef\xbb\xbf"))) text = sv_from(text, 3); // a mark of its encoding
  struct sv start = sv_trim(text);
  if (start.n && start.p[0] == '{') return facts_json(text, of, a, out);
  if (not_utf8(text) != SIZE_MAX) TRY(from_latin1(text, a, &text));
  return facts_cdr(text, of ? of->uniqueid : NULL, a, out);
}
