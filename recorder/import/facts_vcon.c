// SPDX-License-Identifier: Apache-2.0
// vCon (IETF draft, any 0.0.x to 0.4.0), read liberally: others made it. Of its recordings one is
// the call, or two are: each one person's own, at the same time. What would lose one is refused.
#include <sodium.h>

#include "recorder/import/facts_tree.h"

enum { NOBODY = -1 };

struct picked { // what the call's sound is
  const json_t *d[2];
  size_t n, of; // of so many recordings in all
};

// ---- whose sound it is --------------------------------------------------------------------------

static const char *address_of(struct arena *a, const json_t *party) {
  const char *s = facts_tree_text(a, party, "tel");
  if (!s) s = facts_tree_text(a, party, "sip");
  if (!s) s = facts_tree_text(a, party, "uri");
  if (!s) return NULL;
  if (!strncmp(s, "sip:", 4) || !strncmp(s, "tel:", 4)) s += 4;
  return s;
}

static bool is_agent(const json_t *party) {
  const char *role = json_string_value(json_object_get(party, "role"));
  return role && !strcmp(role, "agent");
}

static size_t index_of(const json_t *v, size_t otherwise) {
  while (json_is_array(v)) v = json_array_get(v, 0);
  return json_is_integer(v) && json_integer_value(v) >= 0 ? (size_t)json_integer_value(v)
                                                          : otherwise;
}

// The only one who is heard in it; NOBODY: two are, or nobody says.
static json_int_t alone_in(const json_t *dialog) {
  const json_t *v = json_object_get(dialog, "parties");
  while (json_is_array(v) && json_array_size(v) == 1) v = json_array_get(v, 0);
  return json_is_integer(v) && json_integer_value(v) >= 0 ? json_integer_value(v) : NOBODY;
}

// ---- which of its recordings --------------------------------------------------------------------

static bool is_recording(const json_t *d) {
  const char *type = json_string_value(json_object_get(d, "type"));
  return type && !strcmp(type, "recording");
}

static bool has_sound(const json_t *d) {
  return json_string_length(json_object_get(d, "body")) ||
         json_string_length(json_object_get(d, "url"));
}

static const char *base_of(const char *file) {
  const char *slash = strrchr(file, '/');
  return slash ? slash + 1 : file;
}

static bool named(const char *path, size_t n, const char *file) {
  const char *base = base_of(file);
  while (n && memchr(path, '/', n)) path++, n--;
  return n && strlen(base) == n && !memcmp(base, path, n);
}

// By its file's name, or by the last word of where it lies.
static bool is_of(const json_t *d, const char *file) {
  const char *name = json_string_value(json_object_get(d, "filename"));
  const char *url = json_string_value(json_object_get(d, "url"));
  return (name && named(name, strlen(name), file)) || (url && named(url, strcspn(url, "?#"), file));
}

static int64_t start_of(const json_t *d) { return facts_tree_ms(d, "start", NULL, &(bool){false}); }

// Two people's own sound of one call.
static bool is_pair(const json_t *one, const json_t *two) {
  json_int_t whose = alone_in(one), other = alone_in(two);
  bool apart = whose != NOBODY && other != NOBODY && whose != other;
  return apart && start_of(one) && start_of(two);
}

static size_t recordings(const json_t *vcon, const json_t *out[2], const char *file) {
  const json_t *list = json_object_get(vcon, "dialog"), *empty = NULL;
  size_t n = 0;
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *d = json_array_get(list, i);
    if (!is_recording(d) || (file && !is_of(d, file))) continue;
    if (!has_sound(d)) {
      empty = empty ? empty : d;
      continue;
    }
    if (n < 2) out[n] = d;
    n++;
  }
  if (!n && empty) out[n++] = empty;
  return n;
}

static MUST_CHECK enum err pick(const json_t *vcon, const struct facts_of *of, struct picked *out) {
  const char *file = of && !of->file[1] ? of->file[0] : NULL;
  struct picked p = {0};
  p.n = p.of = recordings(vcon, p.d, NULL);
  if (p.n > 1 && file) p.n = recordings(vcon, p.d, file);
  bool pair = p.n == 2 && !file && is_pair(p.d[0], p.d[1]);
  *out = p;
  if (p.n == 1 || pair || !p.of) return OK;
  if (file)
    return fail(E_BAD_DATA,
                "its vCon tells of %zu recordings, and not which of them this is: write "
                "its file's name as that one's filename",
                p.of);
  return fail(
      E_BAD_DATA,
      "this vCon holds %zu recordings, and all but one would be lost: send each as a vCon of "
      "its own (two of one call are taken where each is one person's own: parties)",
      p.of);
}

// ---- what it tells ------------------------------------------------------------------------------

// One text, or a list of them; of other hashes than SHA-512 nothing is said.
static const char *hash_of(struct arena *a, const json_t *dialog) {
  const json_t *v = json_object_get(dialog, "content_hash");
  size_t n = json_is_array(v) ? json_array_size(v) : 1;
  for (size_t i = 0; i < n; i++) {
    const char *s = json_string_value(json_is_array(v) ? json_array_get(v, i) : v);
    if (s && !strncmp(s, "sha512-", 7) && strlen(s) <= FACTS_TEXT_MAX) return arena_strdup(a, s);
  }
  return NULL;
}

// The parties in the order of the channels, or of the two recordings.
static void order_of(const struct picked *p, size_t *out_first, size_t *out_second) {
  const json_t *order = json_object_get(p->d[0], "parties");
  bool pair = p->n == 2;
  *out_first = index_of(order, 0);
  *out_second =
      pair ? (size_t)alone_in(p->d[1])
           : index_of(json_is_array(order) ? json_array_get(order, 1) : NULL, *out_first ? 0 : 1);
}

static void began_when(const struct picked *p, struct arena *a, struct facts *out) {
  bool twice;
  out->started_ms = facts_tree_ms(p->d[0], "start", NULL, &twice);
  facts_heard_time(out, a, "dialog.start", facts_told(json_object_get(p->d[0], "start")), twice);
  if (p->n < 2) return;
  int64_t other_ms = start_of(p->d[1]), one_ms = out->started_ms;
  if (other_ms < one_ms) out->started_ms = other_ms;
  out->later_ms[0] = one_ms - out->started_ms;
  out->later_ms[1] = other_ms - out->started_ms;
}

// Two halves that lie beside it are ordered by their own names: which of its two each is, is told
// by theirs, or nobody tells how far apart they began.
static void halves_order(const struct picked *p, const struct facts_of *of, struct facts *out) {
  bool as_is = is_of(p->d[0], of->file[0]) && is_of(p->d[1], of->file[1]);
  bool other = is_of(p->d[0], of->file[1]) && is_of(p->d[1], of->file[0]);
  int64_t one = out->later_ms[0];
  out->later_ms[0] = other ? out->later_ms[1] : as_is ? one : 0;
  out->later_ms[1] = other ? one : as_is ? out->later_ms[1] : 0;
}

// Who rang, where it is told: in the order of the parties of one recording, or in so many words.
static size_t originator_of(const struct picked *p, size_t first, bool *out_told) {
  for (size_t i = 0; i < p->n; i++) {
    const json_t *v = json_object_get(p->d[i], "originator");
    *out_told = json_is_integer(v);
    if (*out_told) return index_of(v, first);
  }
  *out_told = p->n == 1 && alone_in(p->d[0]) == NOBODY;
  return *out_told ? first : 0;
}

// The one whose role is agent is ours, else the one who did not begin, unless the other is a line
// of the house.
enum err facts_vcon(const json_t *o, const struct facts_of *of, struct arena *a,
                    struct facts *out) {
  struct picked p;
  size_t first, second;
  bool began_told;
  TRY(pick(o, of, &p));
  const json_t *d = p.d[0], *parties = json_object_get(o, "parties");
  order_of(&p, &first, &second);
  size_t began = originator_of(&p, first, &began_told);
  const json_t *one = json_array_get(parties, first), *two = json_array_get(parties, second);
  bool first_agent = is_agent(one) || (!is_agent(two) && began != first);
  const json_t *agent = first_agent ? one : two, *caller = first_agent ? two : one;
  bool agent_began = began == (first_agent ? first : second);
  bool own_voice = p.n == 1 && alone_in(d) != NOBODY && json_array_size(parties) > 1;
  *out = (struct facts){.external_id = facts_tree_text(a, o, "uuid"),
                        .direction = !began_told   ? NULL
                                     : agent_began ? "out"
                                                   : "in",
                        .agent = address_of(a, agent),
                        .agent_name = facts_tree_text(a, agent, "name"),
                        .caller = address_of(a, caller),
                        .caller_name = facts_tree_text(a, caller, "name"),
                        .queue = facts_tree_text(a, d, "skill"),
                        .title = facts_tree_text(a, o, "subject"),
                        .content_hash = p.n == 1 ? hash_of(a, d) : NULL,
                        .guessed = !is_agent(one) && !is_agent(two),
                        .of_people = true,
                        .left = first_agent ? LEFT_AGENT : LEFT_CALLER};
  if (own_voice) out->voice = first_agent ? HALF_AGENT : HALF_CALLER;
  if (of && of->file[0] && p.of > p.n && out->external_id) // its uuid is of them all
    out->external_id = arena_printf(a, "%s/%s", out->external_id, base_of(of->file[0]));
  began_when(&p, a, out);
  if (of && of->file[1]) halves_order(&p, of, out);
  return OK;
}

// ---- the sound in it ----------------------------------------------------------------------------

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
  AUTO(facts_tree) facts_tree o = NULL;
  struct picked p;
  struct facts_sound found = {0};
  TRY(facts_tree_parse(text, &o));
  TRY(pick(o, NULL, &p));
  if (!p.n) return fail(E_BAD_DATA, "this vCon has no recording");
  for (size_t i = 0; i < p.n; i++) {
    const json_t *body = json_object_get(p.d[i], "body");
    found.name[i] = facts_tree_text(a, p.d[i], "filename");
    if (json_string_length(body)) TRY(decode_body(body, a, &found.audio[found.n++]));
  }
  if (found.n && found.n < p.n)
    return fail(E_BAD_DATA, "of the two recordings in this vCon one lies elsewhere, and nothing is "
                            "fetched: it would be lost");
  *out = found;
  return OK;
}
