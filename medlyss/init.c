// SPDX-License-Identifier: Apache-2.0
// medlyss init: makes a data folder: keys, key store, catalogue, a sample of the settings. On one
// that exists it adds what is missing. While nobody is administrator it prints a first-run token.
#include "centre/event.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/instant.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/schema.h"
#include "medlyss/commands.h"
#include "medlyss/heads.h"
#include "medlyss/house.h"
#include "medlyss/onecode.h"
#include "medlyss/owners.h"
#include "medlyss/policy_key.h"
#include "medlyss/siblings.h"
#include "medlyss/topics.h"

static enum err write_sample(const struct datadir *d) {
  AUTO(buf) struct buf b = {0};
  if (!faccessat(d->dir, "medlyss.ini", F_OK, 0)) return OK;
  buf_add_str(&b, "# The settings of this installation. A line without # changes a default.\n");
  settings_print(&b, SETTINGS_SAMPLE);
  return file_write_atomic(d->dir, "medlyss.ini", buf_sv(&b), 0660);
}

// The demo's agreement: real words in force since then, so that the demo records and says why.
static enum err sign_plain_agreement(struct db *db, int64_t since_ms) {
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct agreement_at_row row;
  bool found;
  TRY(sql_agreement_at(db, &a, &(struct agreement_at){clock_wall_ms()}, &row, &found));
  if (found) return OK;
  struct agreement_add plain = {
      .id = id_new(),
      .version = 1,
      .title = "Enkel överenskommelse om samtalsinspelning",
      .body = "{\"purpose\":\"Att lära av samtal\",\"retention_days\":30,\"veto\":true,"
              "\"discipline\":false}",
      .from_ms = since_ms,
      .signed_by = "Demonstrationen"};
  TRY(sql_agreement_add(db, &plain));
  return event_tell(db, EV_AGREEMENT_ADDED, (struct happening){.object = plain.id});
}

static enum err fill(struct db *db, bool is_new, bool demo, int64_t since_ms) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(db, &tx));
  if (is_new) TRY(event_tell(db, EV_SITE_INITIALISED, (struct happening){0}));
  if (demo) TRY(sign_plain_agreement(db, since_ms));
  if (demo && is_new) TRY(topics_plant(db));
  return db_commit(&tx);
}

// Something to score with: the shipped evaluation forms, published by the room that knows them.
static enum err publish_forms(const char *data, int64_t since_ms) {
  char *name = strdup("medlyss-scoring"), *where = strdup(data);
  char words[][16] = {"rubric", "publish", "--shipped", "--data", "--published-ms"}, at[24];
  if (!name || !where) out_of_memory();
  snprintf(at, sizeof at, "%" PRId64, since_ms);
  enum err rc = sibling_run("medlyss-scoring", (char *[]){name, words[0], words[1], words[2],
                                                          words[3], where, words[4], at, NULL});
  free(name);
  free(where);
  return rc;
}

static enum err print_token(struct db *db) {
  char code[ONECODE_TEXT];
  struct grant_admin_count_row admins;
  TRY(sql_grant_admin_count(db, NULL, &(struct grant_admin_count){clock_wall_ms()}, &admins));
  if (admins.n) {
    fprintf(stderr, "the site has its administrator; nothing else is changed\n");
    return OK;
  }
  TRY(onecode_make(db, "first_run", (struct id){0}, code));
  fprintf(stderr,
          "Whoever enters this token first becomes the administrator (15 minutes, once):\n");
  printf("%s\n", code);
  return OK;
}

// What the keeper remembers of the clock lay in run/, which others share.
static enum err keeper_files_move(const struct datadir *d) {
  if (renameat2(d->dir, "run/retention", d->dir, "audit/retention", RENAME_NOREPLACE) &&
      errno != ENOENT && errno != EEXIST)
    return fail_os("move run/retention");
  return OK;
}

// After everything else is there; owners are set again, for the key has one.
static enum err begin_heads(const char *data, const struct datadir *d) {
  AUTO(house) struct house h = HOUSE_NONE;
  TRY(house_open(data, &h));
  TRY(heads_begin(&h));
  return owners_set(d);
}

struct init_asked {
  const char *data, *since;
  bool demo;
};

static enum err init(const void *asked, bool *out_no) {
  const struct init_asked *ask = asked;
  int64_t since_ms = clock_wall_ms();
  AUTO(datadir) struct datadir d = {.dir = -1};
  AUTO(db_handle) db_handle db = NULL;
  struct keystore *keys = NULL;
  (void)out_no;
  if (ask->since) TRY(instant_named("--since-ms", ask->since, since_ms, &since_ms));
  TRY(datadir_make(ask->data, &d));
  TRY(keystore_make(&d, &keys));
  enum err rc = policy_public_write(&d, keys);
  keystore_free(keys);
  TRY(rc);
  TRY(write_sample(&d));
  bool is_new = access(d.catalogue, F_OK) != 0;
  TRY(db_create(d.catalogue, &catalogue_schema, &db));
  TRY(keeper_files_move(&d));
  TRY(owners_set(&d));
  TRY(fill(db, is_new, ask->demo, since_ms));
  if (ask->demo) TRY(publish_forms(ask->data, since_ms));
  TRY(print_token(db));
  return begin_heads(ask->data, &d);
}

static const struct cli_option init_options[] = {
    CLI_DATA(struct init_asked),
    CLI_FLAG(struct init_asked, demo, "--demo",
             "for trying it out: an agreement in force, topics and the shipped evaluation forms"),
    CLI_SECRET(struct init_asked, since, "--since-ms", CLI_WORD), // a demo with a past
};
const struct cli command_init = {
    .path = "init",
    .says = "Makes a data folder with keys, catalogue and a sample of the settings, or adds what "
            "one lacks. Prints the token that makes its first user the administrator.",
    .example = "medlyss init --data /var/lib/medlyss",
    .options = init_options,
    .n = countof(init_options),
    .size = sizeof(struct init_asked),
    .run = init};
