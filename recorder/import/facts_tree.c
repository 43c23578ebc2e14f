// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/facts_tree.h"

#include "core/instant.h"

static const int64_t TIME_MAX_MS = 253402300800000; // the year 10000

enum err facts_tree_parse(struct sv text, facts_tree *out) {
  json_error_t e;
  *out = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &e);
  if (!*out && json_error_code(&e) == json_error_invalid_utf8)
    return fail(E_BAD_DATA, "line %d of its sidecar is not UTF-8: save it as UTF-8", e.line);
  if (!*out) return fail(E_BAD_DATA, "its sidecar is no JSON: line %d: %s", e.line, e.text);
  return json_is_object(*out) ? OK : fail(E_BAD_DATA, "this is no JSON object");
}

const char *facts_tree_text(struct arena *a, const json_t *o, const char *key) {
  const json_t *v = json_object_get(o, key);
  size_t n = json_string_length(v);
  if (!json_is_string(v) || !n || n > FACTS_TEXT_MAX) return NULL;
  return arena_strndup(a, json_string_value(v), n);
}

int64_t facts_tree_ms(const json_t *o, const char *key, const char *uniqueid, bool *out_twice) {
  const json_t *v = json_object_get(o, key);
  *out_twice = false;
  int64_t ms = json_is_integer(v)  ? json_integer_value(v)
               : json_is_string(v) ? facts_time(sv_of(json_string_value(v)), uniqueid, out_twice)
                                   : 0;
  return ms >= INSTANT_LEAST_MS && ms < TIME_MAX_MS ? ms : 0; // seconds, or no clock's: not told
}

bool facts_told(const json_t *v) {
  return v && !json_is_null(v) && !(json_is_string(v) && !json_string_length(v));
}
