// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/rubric_life.h"

#include "centre/event.h"
#include "gen/sql/evaluation.h"
#include "gen/sql/rubric.h"
#include "scoring/life/shipped.h"
#include "scoring/pure/rubric_read.h"

enum { WORK_MAX = 64 << 20 };

static enum err version_found(struct db *db, struct arena *a, struct id id,
                              struct rubric_version_get_row *out) {
  bool found = false;
  TRY(sql_rubric_version_get(db, a, &(struct rubric_version_get){id}, out, &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such rubric version");
}

static enum err is_draft(const struct rubric_version_get_row *row) {
  if (!strcmp(row->state, "draft")) return OK;
  return fail(E_CONFLICT, "version %" PRId64 " is %s and never changes: make a new version",
              row->version, row->state);
}

static enum err parse(const char *text, json_t **out) {
  *out = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  return *out ? OK : fail(E_BROKEN, "the rubric is not JSON");
}

static const char *title_of(const json_t *json, const char *language) {
  const char *s = json_string_value(json_object_get(json_object_get(json, "title"), language));
  return s ? s : "";
}

// The document as it is kept: canonical, in the arena, with its hash.
static enum err canonical(struct arena *a, const json_t *json, char hash[RUBRIC_HASH],
                          const char **out) {
  TRY(rubric_hash(json, hash));
  char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
  if (!text) return fail(E_BAD_DATA, "the rubric cannot be written");
  bool fits = strlen(text) <= RUBRIC_BYTES;
  *out = fits ? arena_strdup(a, text) : NULL;
  free(text);
  return fits ? OK : fail(E_TOO_BIG, "a rubric is at most %d bytes", RUBRIC_BYTES);
}

struct place_in_form { // what the catalogue decides, whatever the document says
  const char *key, *state;
  int64_t version;
};

static void put_place(json_t *json, struct place_in_form p) {
  json_object_set_new(json, "schema", json_string("rubric/1"));
  json_object_set_new(json, "key", json_string(p.key));
  json_object_set_new(json, "version", json_integer(p.version));
  json_object_set_new(json, "status", json_string(p.state));
}

static enum err add(struct db *db, struct arena *a, const json_t *json, struct place_in_form at,
                    struct id author, int64_t now_ms, struct id *out) {
  char hash[RUBRIC_HASH];
  const char *document;
  struct id id = id_new();
  bool published = !strcmp(at.state, "published");
  TRY(canonical(a, json, hash, &document));
  TRY(sql_rubric_version_add(
      db, &(struct rubric_version_add){.id = id,
                                       .key = at.key,
                                       .version = at.version,
                                       .state = at.state,
                                       .title_sv = title_of(json, "sv"),
                                       .title_en = title_of(json, "en"),
                                       .document = document,
                                       .sha256 = hash,
                                       .author = opt_id_of(author),
                                       .created_ms = now_ms,
                                       .published_ms = (struct opt_int){published, now_ms}}));
  *out = id;
  return OK;
}

// ---- from a file ------------------------------------------------------------------------------
static enum err number_is_free(struct db *db, struct arena *a, const struct rubric *r,
                               const json_t *json) {
  char hash[RUBRIC_HASH];
  struct rubric_version_named_row row;
  bool found = false;
  TRY(sql_rubric_version_named(db, a, &(struct rubric_version_named){r->key, r->version}, &row,
                               &found));
  if (!found) return OK;
  TRY(rubric_hash(json, hash));
  return fail(E_CONFLICT, "%s version %" PRId64 " is there already%s: give it the next number",
              r->key, r->version, strcmp(row.sha256, hash) ? ", with another content" : "");
}

enum err rubric_publish(struct db *db, const json_t *json, struct id author, int64_t now_ms,
                        struct id *out_version) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct rubric r;
  struct id id;
  arena_init(&a, WORK_MAX);
  struct problems *problems = arena_new(&a, struct problems);
  TRY(rubric_read(&a, json, problems, &r));
  TRY(rubric_publishable(&a, json, &r, problems));
  TRY(db_join(db, &tx));
  TRY(number_is_free(db, &a, &r, json));
  TRY(add(db, &a, json, (struct place_in_form){r.key, "published", r.version}, author, now_ms,
          &id));
  TRY(event_tell(db, EV_RUBRIC_PUBLISHED, (struct happening){.actor = author, .object = id}));
  TRY(db_commit(&tx));
  *out_version = id;
  return OK;
}

// ---- drafts -----------------------------------------------------------------------------------
// The second byte of a Latin letter in UTF-8, without its ring, dots or accent.
static char swedish(unsigned char second) {
  unsigned char small = second | 0x20;
  if (small >= 0xA0 && small <= 0xA5) return 'a';
  if (small >= 0xA8 && small <= 0xAB) return 'e';
  return small >= 0xB2 && small <= 0xB6 ? 'o' : '_';
}

// A key from a title: its letters and digits; what cannot be one becomes "form".
static const char *key_from(struct arena *a, const char *title) {
  char *key = arena_alloc(a, 41);
  size_t n = 0;
  for (const char *s = title ? title : ""; *s && n < 32; s++) {
    char c = *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;
    if ((unsigned char)*s == 0xC3 && s[1]) c = swedish((unsigned char)*++s);
    bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
    if (letter || (digit && n))
      key[n++] = c;
    else if (n && key[n - 1] != '_' && (c == ' ' || c == '-'))
      key[n++] = '_';
  }
  while (n && key[n - 1] == '_') key[--n] = '\0';
  return n ? key : "form";
}

static enum err key_newest(struct db *db, struct arena *a, const char *key, int64_t *out_version) {
  struct rubric_version_newest_row row;
  bool found = false;
  TRY(sql_rubric_version_newest(db, a, &(struct rubric_version_newest){key}, &row, &found));
  *out_version = found ? row.version : 0;
  if (found && !strcmp(row.state, "draft"))
    return fail(E_CONFLICT, "there is a draft of this form already: go on with that one");
  return OK;
}

// A new form takes a key that nobody has: name, name_2, name_3 …
static enum err key_fresh(struct db *db, struct arena *a, const char *wish, const char **out) {
  struct rubric_version_newest_row row;
  bool found = true;
  *out = wish;
  for (unsigned n = 2; n < 1000; n++) {
    TRY(sql_rubric_version_newest(db, a, &(struct rubric_version_newest){*out}, &row, &found));
    if (!found) return OK;
    *out = arena_printf(a, "%.32s_%u", wish, n);
  }
  return fail(E_CONFLICT, "too many forms are called %s", wish);
}

static enum err begin_copy(struct db *db, struct arena *a, struct id from, json_t **out,
                           struct place_in_form *at) {
  struct rubric_version_get_row row;
  TRY(version_found(db, a, from, &row));
  at->key = row.key;
  TRY(key_newest(db, a, row.key, &at->version));
  return parse(row.document, out);
}

static enum err begin_import(struct db *db, struct arena *a, const json_t *document, json_t **out,
                             struct place_in_form *at) {
  const char *key = json_string_value(json_object_get(document, "key"));
  if (!json_is_object(document)) return fail(E_BAD_DATA, "a rubric is a JSON object");
  at->key = key && id_is_valid(key) ? key : key_from(a, title_of(document, "sv"));
  TRY(key_newest(db, a, at->key, &at->version));
  *out = json_deep_copy(document);
  return *out ? OK : fail(E_BROKEN, "the rubric cannot be copied");
}

static enum err begin_empty(struct db *db, struct arena *a, const struct rubric_begin *ask,
                            json_t **out, struct place_in_form *at) {
  const struct shipped *empty = shipped_empty();
  TRY(key_fresh(db, a, key_from(a, ask->title_sv), &at->key));
  TRY(shipped_json(empty, out));
  json_object_set_new(*out, "title",
                      json_pack("{s:s,s:s}", "sv", ask->title_sv ? ask->title_sv : "", "en",
                                ask->title_en ? ask->title_en : ""));
  return OK;
}

static enum err begin_any(struct db *db, struct arena *a, const struct rubric_begin *ask,
                          json_t **out, struct place_in_form *at) {
  if (!id_is_none(ask->from)) return begin_copy(db, a, ask->from, out, at);
  if (ask->document) return begin_import(db, a, ask->document, out, at);
  return begin_empty(db, a, ask, out, at);
}

enum err rubric_draft_begin(struct db *db, const struct rubric_begin *ask, int64_t now_ms,
                            struct id *out_id) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct place_in_form at = {.state = "draft"};
  json_t *json = NULL;
  struct id id;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(begin_any(db, &a, ask, &json, &at));
  at.version++;
  put_place(json, at);
  enum err rc = add(db, &a, json, at, ask->author, now_ms, &id);
  json_decref(json);
  TRY(rc);
  TRY(event_tell(db, EV_RUBRIC_DRAFTED, (struct happening){.actor = ask->author, .object = id}));
  TRY(db_commit(&tx));
  *out_id = id;
  return OK;
}

enum err rubric_draft_save(struct db *db, struct id id, const char *was, json_t *document,
                           char out_hash[RUBRIC_HASH]) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct rubric_version_get_row row;
  const char *text;
  arena_init(&a, WORK_MAX);
  if (!json_is_object(document)) return fail(E_BAD_DATA, "a rubric is a JSON object");
  TRY(db_join(db, &tx));
  TRY(version_found(db, &a, id, &row));
  TRY(is_draft(&row));
  put_place(document, (struct place_in_form){row.key, "draft", row.version});
  TRY(canonical(&a, document, out_hash, &text));
  TRY(sql_rubric_draft_put(db, &(struct rubric_draft_put){.title_sv = title_of(document, "sv"),
                                                          .title_en = title_of(document, "en"),
                                                          .document = text,
                                                          .sha256 = out_hash,
                                                          .id = id,
                                                          .was = was}));
  if (!db_changes(db)) return fail(E_CONFLICT, "somebody saved this draft meanwhile: load it anew");
  return db_commit(&tx);
}

enum err rubric_draft_discard(struct db *db, struct id id, struct id by) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct rubric_version_get_row row;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(version_found(db, &a, id, &row));
  TRY(is_draft(&row));
  TRY(sql_rubric_draft_delete(db, &(struct rubric_draft_delete){id}));
  TRY(event_tell(db, EV_RUBRIC_DISCARDED, (struct happening){.actor = by, .object = id}));
  return db_commit(&tx);
}

// What the draft says, with the state it is about to have.
static enum err publish_text(struct arena *a, const struct rubric_version_get_row *row,
                             const char **out) {
  char hash[RUBRIC_HASH];
  struct rubric r;
  json_t *json = NULL;
  struct problems *problems = arena_new(a, struct problems);
  TRY(parse(row->document, &json));
  enum err rc = rubric_read(a, json, problems, &r);
  if (!rc) rc = rubric_publishable(a, json, &r, problems);
  if (!rc) json_object_set_new(json, "status", json_string("published"));
  if (!rc) rc = canonical(a, json, hash, out);
  json_decref(json);
  return rc;
}

enum err rubric_draft_publish(struct db *db, struct id id, const char *was, struct id by,
                              int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct rubric_version_get_row row;
  const char *document;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(version_found(db, &a, id, &row));
  TRY(is_draft(&row));
  if (strcmp(row.sha256, was) != 0)
    return fail(E_CONFLICT, "somebody saved this draft meanwhile: load it anew");
  TRY(publish_text(&a, &row, &document));
  TRY(sql_rubric_draft_publish(
      db, &(struct rubric_draft_publish){.document = document, .published_ms = now_ms, .id = id}));
  TRY(event_tell(db, EV_RUBRIC_PUBLISHED, (struct happening){.actor = by, .object = id}));
  return db_commit(&tx);
}

enum err rubric_retire(struct db *db, struct id id, struct id by, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct rubric_version_get_row row;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(version_found(db, &a, id, &row));
  if (strcmp(row.state, "published") != 0)
    return fail(E_CONFLICT, "version %" PRId64 " is %s: only what is in use is retired",
                row.version, row.state);
  TRY(sql_rubric_versions_retire(db, &(struct rubric_versions_retire){.retired_ms = now_ms,
                                                                      .key = row.key,
                                                                      .version = row.version}));
  TRY(event_tell(db, EV_RUBRIC_RETIRED, (struct happening){.actor = by, .object = id}));
  return db_commit(&tx);
}

// ---- reading ----------------------------------------------------------------------------------
enum err rubric_document(struct db *db, struct id id, json_t **out) {
  AUTO(arena) struct arena a;
  struct rubric_version_get_row row;
  arena_init(&a, WORK_MAX);
  TRY(version_found(db, &a, id, &row));
  return parse(row.document, out);
}

void rubric_problems(struct arena *a, const json_t *document, struct problems *out) {
  struct rubric r;
  if (!rubric_read(a, document, out, &r)) (void)!rubric_publishable(a, document, &r, out);
  err_forget();
}
