// SPDX-License-Identifier: Apache-2.0
// Our own sidecar (schemas/sidecar.schema.json): what is missing is not told; a value that is not
// understood is refused by the name of its field, or left out and said. And vCon (IETF draft, any
// 0.0.x to 0.4.0), read liberally: others made it.
#include <jansson.h>
#include <sodium.h>

#include "core/instant.h"
#include "recorder/import/facts.h"

enum { TEXT_MAX = 200 };
static const int64_t TIME_MAX_MS = 253402300800000; // the year 10000

typedef json_t *tree;
static void tree_drop(tree *t) { json_decref(*t); }

static MUST_CHECK enum err parse(struct sv text, tree *out) {
  json_error_t e;
  *out = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &e);
  if (!*out && json_error_code(&e) == json_error_invalid_utf8)
    return fail(E_BAD_DATA, "line %d of its sidecar is not UTF-8: save it as UTF-8", e.line);
  if (!*out) return fail(E_BAD_DATA, "its sidecar is no JSON: line %d: %s", e.line, e.text);
  return json_is_object(*out) ? OK : fail(E_BAD_DATA, "this is no JSON object");
}

static const char *text_of(struct arena *a, const json_t *o, const char *key) {
  const json_t *v = json_object_get(o, key);
  size_t n = json_string_length(v);
  if (!json_is_string(v) || !n || n > TEXT_MAX) return NULL;
  return arena_strndup(a, json_string_value(v), n);
}

static int64_t time_of(const json_t *o, const char *key, const char *uniqueid, bool *out_twice) {
  const json_t *v = json_object_get(o, key);
  *out_twice = false;
  int64_t ms = json_is_integer(v)  ? json_integer_value(v)
               : json_is_string(v) ? facts_time(sv_of(json_string_value(v)), uniqueid, out_twice)
                                   : 0;
  return ms >= INSTANT_LEAST_MS && ms < TIME_MAX_MS ? ms : 0; // seconds, or no clock's: not told
}

// ---- our own ------------------------------------------------------------------------------------

static bool told(const json_t *v) {
  return v && !json_is_null(v) && !(json_is_string(v) && !json_string_length(v));
}

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
    if (f->of && told(of) && !json_is_object(of))
      return fail(E_BAD_DATA, "its sidecar's \"%s\" is no object with a number and a name", f->of);
    if (!told(v)) continue;
    if (!json_is_string(v) || json_string_length(v) > TEXT_MAX)
      return fail(E_BAD_DATA, "its sidecar's \"%s%s%s\" is no text of at most %d bytes",
                  f->of ? f->of : "", f->of ? "." : "", f->key, TEXT_MAX);
    *(const char **)((char *)out + f->at) =
        arena_strndup(a, json_string_value(v), json_string_length(v));
  }
  return OK;
}

// One of a few words, for which nothing else will do: whose voice is whose hangs on them.
static MUST_CHECK enum err word_read(const json_t *o, const char *key, const char *const *words,
                                     size_t n, int *out) {
  const json_t *v = json_object_get(o, key);
  if (!told(v)) return OK;
  for (size_t i = 0; i < n && json_is_string(v); i++)
    if (!strcmp(words[i], json_string_value(v))) return *out = (int)i, OK;
  return fail(E_BAD_DATA, "its sidecar's \"%s\" is none of: %s, %s%s%s", key, words[0], words[1],
              n > 2 ? ", " : "", n > 2 ? words[2] : "");
}

static void time_read(const json_t *o, const char *key, struct arena *a, struct facts *out) {
  bool twice;
  struct facts f = {.started_ms = time_of(o, key, out->external_id, &twice),
                    .unheard = out->unheard};
  if (!f.started_ms || !out->started_ms)
    facts_heard_time(&f, a, key, told(json_object_get(o, key)), twice);
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

// ---- vCon ---------------------------------------------------------------------------------------

static const char *address_of(struct arena *a, const json_t *party) {
  const char *s = text_of(a, party, "tel");
  if (!s) s = text_of(a, party, "sip");
  if (!s) s = text_of(a, party, "uri");
  if (!s) return NULL;
  if (!strncmp(s, "sip:", 4) || !strncmp(s, "tel:", 4)) s += 4;
  return s;
}

static bool is_agent(const json_t *party) {
  const char *role = json_string_value(json_object_get(party, "role"));
  return role && !strcmp(role, "agent");
}

static size_t index_of(const json_t *v, size_t otherwise) {
  if (json_is_array(v)) v = json_array_get(v, 0);
  return json_is_integer(v) && json_integer_value(v) >= 0 ? (size_t)json_integer_value(v)
                                                          : otherwise;
}

static const json_t *recording_of(const json_t *vcon) {
  const json_t *list = json_object_get(vcon, "dialog");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *d = json_array_get(list, i);
    const char *type = json_string_value(json_object_get(d, "type"));
    if (type && !strcmp(type, "recording")) return d;
  }
  return NULL;
}

// One text, or a list of them; of other hashes than SHA-512 nothing is said.
static const char *hash_of(struct arena *a, const json_t *dialog) {
  const json_t *v = json_object_get(dialog, "content_hash");
  size_t n = json_is_array(v) ? json_array_size(v) : 1;
  for (size_t i = 0; i < n; i++) {
    const char *s = json_string_value(json_is_array(v) ? json_array_get(v, i) : v);
    if (s && !strncmp(s, "sha512-", 7) && strlen(s) <= TEXT_MAX) return arena_strdup(a, s);
  }
  return NULL;
}

// The dialog's parties in the order of the channels; the one whose role is agent is ours, else the
// one who did not begin.
static void vcon(const json_t *o, struct arena *a, struct facts *out) {
  const json_t *d = recording_of(o), *parties = json_object_get(o, "parties");
  const json_t *order = json_object_get(d, "parties");
  size_t first = index_of(json_is_array(order) ? json_array_get(order, 0) : order, 0);
  size_t second = index_of(json_array_get(order, 1), first ? 0 : 1);
  size_t originator = index_of(json_object_get(d, "originator"), first);
  const json_t *one = json_array_get(parties, first), *two = json_array_get(parties, second);
  bool first_agent = is_agent(one) || (!is_agent(two) && originator != first);
  const json_t *agent = first_agent ? one : two, *caller = first_agent ? two : one;
  bool agent_began = originator == (first_agent ? first : second);
  const char *skill = text_of(a, d, "skill");
  bool twice;
  *out = (struct facts){.external_id = text_of(a, o, "uuid"),
                        .started_ms = time_of(d, "start", NULL, &twice),
                        .direction = agent_began ? "out" : "in",
                        .agent = address_of(a, agent),
                        .agent_name = text_of(a, agent, "name"),
                        .caller = address_of(a, caller),
                        .caller_name = text_of(a, caller, "name"),
                        .queue = skill,
                        .title = text_of(a, o, "subject"),
                        .content_hash = hash_of(a, d),
                        .left = first_agent ? LEFT_AGENT : LEFT_CALLER};
  facts_heard_time(out, a, "dialog.start", told(json_object_get(d, "start")), twice);
}

enum err facts_json(struct sv text, struct arena *a, struct facts *out) {
  AUTO(tree) tree o = NULL;
  TRY(parse(text, &o));
  if (json_object_get(o, "vcon") || json_object_get(o, "dialog")) return vcon(o, a, out), OK;
  return own(o, a, out);
}

// base64url as the draft says, base64 as many write; padding or none.
static MUST_CHECK enum err decode_body(const json_t *body, struct arena *a, struct sv *out) {
  size_t n = json_string_length(body), got = 0;
  char *room = arena_try(a, n);
  if (!room) return fail(E_TOO_BIG, "the sound in it is too large");
  static const int variants[] = {
      sodium_base64_VARIANT_URLSAFE_NO_PADDING, sodium_base64_VARIANT_URLSAFE,
      sodium_base64_VARIANT_ORIGINAL_NO_PADDING, sodium_base64_VARIANT_ORIGINAL};
  for (size_t i = 0; i < countof(variants); i++)
    if (!sodium_base642bin((unsigned char *)room, n, json_string_value(body), n, "\r\n ", &got,
                           NULL, variants[i]))
      return *out = (struct sv){room, got}, OK;
  return fail(E_BAD_DATA, "the sound in it is not base64");
}

enum err facts_vcon_sound(struct sv text, struct arena *a, struct facts_sound *out) {
  AUTO(tree) tree o = NULL;
  TRY(parse(text, &o));
  const json_t *d = recording_of(o), *body = json_object_get(d, "body");
  struct facts_sound found = {.name = text_of(a, d, "filename")};
  if (!d) return fail(E_BAD_DATA, "this vCon has no recording");
  if (json_is_string(body)) TRY(decode_body(body, a, &found.audio));
  *out = found;
  return OK;
}
