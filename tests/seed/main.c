// SPDX-License-Identifier: Apache-2.0
// seed: puts made-up calls with sealed "recordings" into a data folder, for tests and benches of
// the web that need rows and bytes, not sound.
//   seed --data DIR --agent LOGIN|none --team NAME -n CALLS [--bytes N]     prints an id a line
// The bytes of a recording are a counter, so that a reader can check any slice: byte k is
// k*7+(k>>8).
#include <getopt.h>
#include <sodium.h>

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/schema.h"
#include "gen/sql/team.h"
#include "vault/blob.h"
#include "vault/keystore.h"

struct options {
  const char *data, *agent, *team;
  int64_t calls, bytes;
};

struct seed {
  struct datadir data;
  struct db *db;
  struct keystore *keys;
  struct settings settings;
  struct archive *archive;
  struct opt_id agent, team;
};

static enum err write_blob(struct seed *s, struct id id, const char *kind, int64_t bytes) {
  struct secret_key key;
  struct blob *b;
  uint8_t chunk[4096];
  TRY(keystore_get(s->keys, id, &key));
  TRY(blob_create(s->archive, (struct archive_name){id, kind}, key.b, &b));
  for (int64_t at = 0; at < bytes;) {
    size_t n = bytes - at < (int64_t)sizeof chunk ? (size_t)(bytes - at) : sizeof chunk;
    for (size_t i = 0; i < n; i++)
      chunk[i] = (uint8_t)((at + (int64_t)i) * 7 + ((at + (int64_t)i) >> 8));
    TRY(blob_write(b, chunk, n));
    at += (int64_t)n;
  }
  enum err rc = blob_publish(b);
  blob_free(b);
  return rc;
}

static enum err add_recording(struct seed *s, struct id call, int64_t bytes) {
  struct id id = id_new();
  struct secret_key key;
  secret_random(key.b, sizeof key.b);
  TRY(keystore_put(s->keys, id, &key));
  TRY(write_blob(s, id, "opus", bytes));
  TRY(write_blob(s, id, "peaks", 2000));
  return sql_recording_add(s->db, &(struct recording_add){.id = id,
                                                          .interaction = call,
                                                          .state = "sealed",
                                                          .channels = 2,
                                                          .rate_hz = 8000,
                                                          .duration_ms = 60000,
                                                          .samples = 2880000,
                                                          .bytes = bytes,
                                                          .untouched = "",
                                                          .not_untouched = "",
                                                          .sealed_ms = clock_wall_ms()});
}

static enum err add_call(struct seed *s, int64_t number, int64_t bytes) {
  AUTO(db_tx) struct db_tx tx = {0};
  int64_t started = clock_wall_ms() - number * 60000;
  struct id id = id_at(started);
  TRY(db_begin(s->db, &tx));
  TRY(sql_interaction_add(s->db, &(struct interaction_add){.id = id,
                                                           .started_ms = started,
                                                           .duration_ms = 60000,
                                                           .local_day = 20260101 + number % 28,
                                                           .local_minute = number * 7 % 1440,
                                                           .channel = "voice",
                                                           .source = "capture",
                                                           .direction = "in",
                                                           .end_reason = "bye",
                                                           .agent = s->agent,
                                                           .team = s->team}));
  TRY(sql_segment_add(s->db, &(struct segment_add){.id = id_new(),
                                                   .interaction = id,
                                                   .agent = s->agent,
                                                   .team = s->team,
                                                   .to_ms = 60000,
                                                   .decided_by = "shift",
                                                   .started_ms = started}));
  if (bytes) TRY(add_recording(s, id, bytes));
  TRY(db_commit(&tx));
  char text[ID_TEXT];
  id_text(id, text);
  puts(text);
  return OK;
}

static enum err look_up(struct seed *s, const struct options *o) {
  AUTO(arena) struct arena a;
  struct person_by_login_row p;
  struct team_by_name_row t;
  bool found;
  arena_init(&a, 1 << 16);
  if (o->agent && strcmp(o->agent, "none") != 0) {
    TRY(sql_person_by_login(s->db, &a, &(struct person_by_login){o->agent}, &p, &found));
    if (!found) return fail(E_NOT_FOUND, "nobody signs in as %s", o->agent);
    s->agent = some_id(p.id);
  }
  if (!o->team) return OK;
  TRY(sql_team_by_name(s->db, &a, &(struct team_by_name){o->team}, &t, &found));
  if (!found) return fail(E_NOT_FOUND, "no team %s", o->team);
  s->team = some_id(t.id);
  return OK;
}

static enum err run(struct seed *s, const struct options *o) {
  TRY(datadir_open(o->data, &s->data));
  TRY(settings_open(s->data.dir, &s->settings));
  TRY(archive_open(&s->data, &s->settings, &s->archive));
  TRY(db_open(s->data.catalogue, &catalogue_schema, &s->db));
  TRY(keystore_open(&s->data, &s->keys));
  TRY(look_up(s, o));
  for (int64_t i = 0; i < o->calls; i++) TRY(add_call(s, i, o->bytes));
  return OK;
}

static bool read_options(int argc, char **argv, struct options *out) {
  static const struct option known[] = {{"data", required_argument, NULL, 'd'},
                                        {"agent", required_argument, NULL, 'a'},
                                        {"team", required_argument, NULL, 't'},
                                        {"bytes", required_argument, NULL, 'b'},
                                        {0}};
  for (int c; (c = getopt_long(argc, argv, "n:", known, NULL)) >= 0;) {
    enum err rc = OK;
    if (c == 'd')
      out->data = optarg;
    else if (c == 'a')
      out->agent = optarg;
    else if (c == 't')
      out->team = optarg;
    else if (c == 'b')
      rc = sv_i64(sv_of(optarg), 0, 1 << 30, &out->bytes);
    else if (c == 'n')
      rc = sv_i64(sv_of(optarg), 1, 10000000, &out->calls);
    else
      return false;
    if (rc) return false;
  }
  return out->data && out->calls;
}

int main(int argc, char **argv) {
  struct options o = {0};
  struct seed s = {.data = {.dir = -1}};
  log_init("seed", LOG_INFO);
  if (sodium_init() < 0 || !read_options(argc, argv, &o)) return 64;
  enum err rc = run(&s, &o);
  if (rc) log_err(rc, "seed");
  db_close(s.db);
  keystore_free(s.keys);
  archive_free(s.archive);
  settings_drop(&s.settings);
  datadir_drop(&s.data);
  return err_exit(rc);
}
