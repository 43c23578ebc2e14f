// SPDX-License-Identifier: Apache-2.0
// Our own sidecar (schemas/sidecar.schema.json): what is missing is not told; a value that is not
// understood is refused by the name of its field, or left out and said.
#include "recorder/import/facts_tree.h"

static const struct field {
  const char *of, *key;
  size_t at;
} texts[] = {{NULL, "external_id", offsetof(struct facts, external_id)},
             {NULL, "queue", offsetof(struct facts, queue)},
             {NULL, "language", offsetof(struct facts, language)},
             {NULL, "title", offsetof(struct facts, title)},
             {"agent", "number", offsetof(struct facts, agent)},
             {"agent", "name", offsetof(struct facts, agent_name)},
             {"caller", "number", offsetof(struct facts, caller)},
             {"caller", "name", offsetof(struct facts, caller_name)}};
static const char *const others[] = {"agent", "caller",  "direction",
                                     "left",  "started", "started_ms"};

static MUST_CHECK enum err texts_read(const json_t *o, struct arena *a, struct facts *out) {
  for (const struct field *f = texts; f < texts + countof(texts); f++) {
    const json_t *of = f->of ? json_object_get(o, f->of) : o, *v = json_object_get(of, f->key);
    if (f->of && facts_told(of) && !json_is_object(of))
      return fail(E_BAD_DATA, "its sidecar's \"%s\" is no object with a number and a name", f->of);
    if (!facts_told(v)) continue;
    if (!json_is_string(v) || json_string_length(v) > FACTS_TEXT_MAX)
      return fail(E_BAD_DATA, "its sidecar's \"%s%s%s\" is no text of at most %d bytes",
                  f->of ? f->of : "", f->of ? "." : "", f->key, FACTS_TEXT_MAX);
    *(const char **)((char *)out + f->at) =
        arena_strndup(a, json_string_value(v), json_string_length(v));
  }
  return OK;
}

// One of a few words, for which nothing else will do: whose voice is whose hangs on them.
static MUST_CHECK enum err word_read(const json_t *o, const char *key, const char *const *words,
                                     size_t n, int *out) {
  const json_t *v = json_object_get(o, key);
  if (!facts_told(v)) return OK;
  for (size_t i = 0; i < n && json_is_string(v); i++)
    if (!strcmp(words[i], json_string_value(v))) return *out = (int)i, OK;
  return fail(E_BAD_DATA, "its sidecar's \"%s\" is none of: %s, %s%s%s", key, words[0], words[1],
              n > 2 ? ", " : "", n > 2 ? words[2] : "");
}

static void time_read(const json_t *o, const char *key, struct arena *a, struct facts *out) {
  bool twice;
  struct facts f = {.started_ms = facts_tree_ms(o, key, out->external_id, &twice),
                    .unheard = out->unheard};
  if (!f.started_ms || !out->started_ms)
    facts_heard_time(&f, a, key, facts_told(json_object_get(o, key)), twice);
  out->unheard = f.unheard;
  if (!out->started_ms) out->started_ms = f.started_ms;
}

static bool known(const char *of, const char *key) {
  for (const struct field *f = texts; f < texts + countof(texts); f++)
    if (!strcmp(f->key, key) && (of ? f->of && !strcmp(f->of, of) : !f->of)) return true;
  for (size_t i = 0; !of && i < countof(others); i++)
    if (!strcmp(others[i], key)) return true;
  return false;
}

static void unknown_tell(json_t *o, const char *of, struct arena *a, struct facts *out) {
  enum { MOST = 8 };
  size_t n = 0;
  for (void *i = json_object_iter(o); i && n < MOST; i = json_object_iter_next(o, i)) {
    if (known(of, json_object_iter_key(i))) continue;
    facts_unheard(out, a, of, arena_printf(a, "%.40s", json_object_iter_key(i)));
    n++;
  }
}

static MUST_CHECK enum err own(json_t *o, struct arena *a, struct facts *out) {
  static const char *const directions[] = {"in", "out", "internal"};
  static const char *const lefts[] = {"agent", "caller"};
  struct facts f = {0};
  int direction = -1, left = -1;
  TRY(texts_read(o, a, &f));
  TRY(word_read(o, "direction", directions, countof(directions), &direction));
  TRY(word_read(o, "left", lefts, countof(lefts), &left));
  time_read(o, "started_ms", a, &f);
  time_read(o, "started", a, &f);
  if (direction >= 0) f.direction = directions[direction];
  f.left = left < 0 ? LEFT_UNTOLD : left ? LEFT_CALLER : LEFT_AGENT;
  unknown_tell(o, NULL, a, &f);
  unknown_tell(json_object_get(o, "agent"), "agent", a, &f);
  unknown_tell(json_object_get(o, "caller"), "caller", a, &f);
  *out = f;
  return OK;
}

enum err facts_json(struct sv text, const struct facts_of *of, struct arena *a, struct facts *out) {
  AUTO(facts_tree) facts_tree o = NULL;
  TRY(facts_tree_parse(text, &o));
  if (json_object_get(o, "vcon") || json_object_get(o, "dialog")) return facts_vcon(o, of, a, out);
  return own(o, a, out);
}
