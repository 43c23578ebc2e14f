// SPDX-License-Identifier: Apache-2.0
// Our own sidecar (schemas/sidecar.schema.json) and vCon (IETF draft, any 0.0.x to 0.4.0), both
// read liberally: what is not understood is left out, and what is missing is not told.
#include <jansson.h>
#include <sodium.h>

#include "recorder/import/facts.h"

enum { TEXT_MAX = 200 };

typedef json_t *tree;
static void tree_drop(tree *t) { json_decref(*t); }

static MUST_CHECK enum err parse(struct sv text, tree *out) {
  json_error_t e;
  *out = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &e);
  if (!*out) return fail(E_BAD_DATA, "line %d: %s", e.line, e.text);
  return json_is_object(*out) ? OK : fail(E_BAD_DATA, "this is no JSON object");
}

static const char *text_of(struct arena *a, const json_t *o, const char *key) {
  const json_t *v = json_object_get(o, key);
  size_t n = json_string_length(v);
  if (!json_is_string(v) || !n || n > TEXT_MAX) return NULL;
  return arena_strndup(a, json_string_value(v), n);
}

static int64_t time_of(const json_t *o, const char *key) {
  const json_t *v = json_object_get(o, key);
  if (json_is_integer(v)) return json_integer_value(v);
  return json_is_string(v) ? facts_time(sv_of(json_string_value(v))) : 0;
}

static const char *word_of(struct arena *a, const json_t *o, const char *key,
                           const char *const *words) {
  const char *s = text_of(a, o, key);
  for (; s && *words; words++)
    if (!strcmp(*words, s)) return s;
  return NULL;
}

static void own(const json_t *o, struct arena *a, struct facts *out) {
  static const char *const directions[] = {"in", "out", "internal", NULL};
  static const char *const lefts[] = {"agent", "caller", NULL};
  const json_t *agent = json_object_get(o, "agent"), *caller = json_object_get(o, "caller");
  const char *left = word_of(a, o, "left", lefts);
  int64_t started = time_of(o, "started_ms");
  *out = (struct facts){.external_id = text_of(a, o, "external_id"),
                        .started_ms = started ? started : time_of(o, "started"),
                        .direction = word_of(a, o, "direction", directions),
                        .agent = text_of(a, agent, "number"),
                        .agent_name = text_of(a, agent, "name"),
                        .caller = text_of(a, caller, "number"),
                        .caller_name = text_of(a, caller, "name"),
                        .queue = text_of(a, o, "queue"),
                        .language = text_of(a, o, "language"),
                        .title = text_of(a, o, "title"),
                        .left = !left          ? LEFT_UNTOLD
                                : *left == 'a' ? LEFT_AGENT
                                               : LEFT_CALLER};
}

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
  *out = (struct facts){.external_id = text_of(a, o, "uuid"),
                        .started_ms = time_of(d, "start"),
                        .direction = agent_began ? "out" : "in",
                        .agent = address_of(a, agent),
                        .agent_name = text_of(a, agent, "name"),
                        .caller = address_of(a, caller),
                        .caller_name = text_of(a, caller, "name"),
                        .queue = skill,
                        .title = text_of(a, o, "subject"),
                        .left = first_agent ? LEFT_AGENT : LEFT_CALLER};
}

enum err facts_json(struct sv text, struct arena *a, struct facts *out) {
  AUTO(tree) tree o = NULL;
  TRY(parse(text, &o));
  if (json_object_get(o, "vcon") || json_object_get(o, "dialog"))
    vcon(o, a, out);
  else
    own(o, a, out);
  return OK;
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
