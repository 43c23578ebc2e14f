// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/rubric_read.h"

enum { TEXT_MAX = 2000 };

// ---- problems ---------------------------------------------------------------------------------
PRINTF(2, 0) static char *format(struct arena *a, const char *fmt, va_list ap) {
  char text[300];
  vsnprintf(text, sizeof text, fmt, ap);
  return arena_strdup(a, text);
}

// Past what is kept nothing is written down: a hostile document costs no memory.
static bool problems_full(struct problems *p) {
  if (p->n < countof(p->at)) return false;
  p->more++;
  return true;
}

void problem_add(struct problems *p, struct arena *a, const char *path, const char *fmt, ...) {
  va_list ap;
  if (problems_full(p)) return;
  va_start(ap, fmt);
  p->at[p->n++] = (struct problem){arena_strdup(a, path), format(a, fmt, ap)};
  va_end(ap);
}

static char *path_of(struct arena *a, const struct place *p) {
  if (!p->up) return arena_strdup(a, "");
  const char *before = path_of(a, p->up);
  if (!p->name) return arena_printf(a, "%s[%zu]", before, p->index);
  return *before ? arena_printf(a, "%s.%.80s", before, p->name) : arena_printf(a, "%.80s", p->name);
}

void place_problem(struct reader *r, const struct place *p, const char *fmt, ...) {
  va_list ap;
  if (problems_full(r->problems)) return;
  const char *path = path_of(r->arena, p);
  va_start(ap, fmt);
  r->problems->at[r->problems->n++] =
      (struct problem){*path ? path : "rubric", format(r->arena, fmt, ap)};
  va_end(ap);
}

struct place place_member(const struct place *up, const char *name) {
  return (struct place){up, name, 0, json_object_get(up->json, name)};
}

struct place place_element(const struct place *up, size_t index) {
  return (struct place){up, NULL, index, json_array_get(up->json, index)};
}

// ---- takers -----------------------------------------------------------------------------------
static bool listed(struct word_list words, const char *s) {
  for (size_t i = 0; i < words.n; i++)
    if (!strcmp(words.at[i], s)) return true;
  return false;
}

bool take_object(struct reader *r, const struct place *p, struct word_list known) {
  if (!json_is_object(p->json)) {
    place_problem(r, p, p->json ? "not an object" : "missing");
    return false;
  }
  const char *name;
  json_t *v;
  json_object_foreach((json_t *)(uintptr_t)p->json, name, v) {
    struct place here = {p, name, 0, v};
    if (!listed(known, name)) place_problem(r, &here, "no such member is known here");
  }
  return true;
}

size_t take_array(struct reader *r, const struct place *p, size_t min, size_t max) {
  size_t n = json_array_size(p->json);
  if (!json_is_array(p->json))
    place_problem(r, p, p->json ? "not an array" : "missing");
  else if (n < min)
    place_problem(r, p, "%zu elements, at least %zu are needed", n, min);
  else if (n > max)
    place_problem(r, p, "%zu elements, at most %zu are allowed", n, max);
  else
    return n;
  return 0;
}

bool id_is_valid(const char *s) {
  size_t n = strlen(s);
  if (n < 1 || n > 40 || s[0] < 'a' || s[0] > 'z') return false;
  return strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

const char *take_id(struct reader *r, const struct place *up, const char *member) {
  struct place here = member ? place_member(up, member) : *up;
  const char *s = json_string_value(here.json);
  if (!here.json)
    place_problem(r, &here, "missing");
  else if (!s || !id_is_valid(s))
    place_problem(r, &here,
                  "not an id: a lower-case letter, then letters, digits or _, at most 40");
  else
    return arena_strdup(r->arena, s);
  return "";
}

int64_t take_int_or(struct reader *r, const struct place *up, const char *member, int64_t min,
                    int64_t max, int64_t otherwise) {
  struct place here = place_member(up, member);
  if (!here.json || json_is_null(here.json)) return otherwise;
  int64_t v = json_integer_value(here.json);
  if (!json_is_integer(here.json))
    place_problem(r, &here, "not a whole number");
  else if (v < min || v > max)
    place_problem(r, &here, "%" PRId64 " is outside %" PRId64 "..%" PRId64, v, min, max);
  else
    return v;
  return otherwise;
}

int64_t take_int(struct reader *r, const struct place *up, const char *member, int64_t min,
                 int64_t max) {
  struct place here = place_member(up, member);
  if (!here.json)
    place_problem(r, &here, "missing");
  else if (json_is_null(here.json))
    place_problem(r, &here, "not a whole number");
  return take_int_or(r, up, member, min, max, min);
}

bool take_bool_or(struct reader *r, const struct place *up, const char *member, bool otherwise) {
  struct place here = place_member(up, member);
  if (!here.json) return otherwise;
  if (!json_is_boolean(here.json)) place_problem(r, &here, "not true or false");
  return json_is_true(here.json);
}

size_t take_word(struct reader *r, const struct place *up, const char *member,
                 struct word_list words, size_t otherwise) {
  struct place here = place_member(up, member);
  const char *s = json_string_value(here.json);
  if (!here.json && otherwise != SIZE_MAX) return otherwise;
  for (size_t i = 0; s && i < words.n; i++)
    if (!strcmp(words.at[i], s)) return i;
  char all[120] = "";
  for (size_t i = 0, n = 0; i < words.n && n < sizeof all; i++)
    n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "", words.at[i]);
  place_problem(r, &here, here.json ? "not one of: %s" : "missing: one of %s", all);
  return otherwise == SIZE_MAX ? 0 : otherwise;
}

static bool locale_is_valid(const char *s) { // sv, or sv-SE
  size_t n = strlen(s);
  if (n != 2 && n != 5) return false;
  bool language = s[0] >= 'a' && s[0] <= 'z' && s[1] >= 'a' && s[1] <= 'z';
  return language &&
         (n == 2 || (s[2] == '-' && s[3] >= 'A' && s[3] <= 'Z' && s[4] >= 'A' && s[4] <= 'Z'));
}

void take_text(struct reader *r, const struct place *up, const char *member, bool needed) {
  struct place here = place_member(up, member);
  const char *locale;
  json_t *v;
  if (!here.json && !needed) return;
  if (!json_is_object(here.json) || !json_object_size(here.json)) {
    place_problem(r, &here, here.json ? "not a text in languages, as {\"sv\": …}" : "missing");
    return;
  }
  json_object_foreach((json_t *)(uintptr_t)here.json, locale, v) {
    struct place text = {&here, locale, 0, v};
    if (!locale_is_valid(locale))
      place_problem(r, &text, "not a language as sv or sv-SE");
    else if (!json_is_string(v))
      place_problem(r, &text, "not a text");
    else if (json_string_length(v) > TEXT_MAX)
      place_problem(r, &text, "longer than %d bytes", TEXT_MAX);
  }
}
