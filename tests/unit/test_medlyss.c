// SPDX-License-Identifier: Apache-2.0
#include "centre/chain.h"
#include "core/clock.h"
#include "gen/sql/interaction.h"
#include "gen/sql/place.h"
#include "gen/sql/schema.h"
#include "medlyss/erase.h"
#include "medlyss/keeper/keep.h"
#include "medlyss/onecode.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"
#include "vault/blob.h"

// ---- a house with one recording ---------------------------------------------------------------
struct site {
  char path[256];
  struct house h;
  struct id call, recording;
};

static void site_open(struct site *s) {
  struct keystore *keys = NULL;
  struct datadir d = {.dir = -1};
  struct db *db = NULL;
  snprintf(s->path, sizeof s->path, "%s/data", test_folder());
  s->h = HOUSE_NONE;
  CHECK_OK(datadir_make(s->path, &d));
  CHECK_OK(keystore_make(&d, &keys));
  keystore_free(keys);
  CHECK_OK(catalogue_create(d.catalogue, &db));
  db_close(db);
  datadir_drop(&d);
  CHECK_OK(house_open(s->path, &s->h));
  CHECK_OK(house_keys(&s->h));
}

static void site_drop(struct site *s) { house_drop(&s->h); }

static void add_call(struct site *s, int64_t started_ms, bool hold) {
  struct secret_key key = {{7}};
  struct blob *file = NULL;
  s->call = id_new();
  s->recording = id_new();
  struct interaction_add call = {.id = s->call,
                                 .started_ms = started_ms,
                                 .duration_ms = 1000,
                                 .channel = "voice",
                                 .source = "import",
                                 .direction = "in",
                                 .end_reason = "file",
                                 .hold = hold};
  struct recording_add row = {.id = s->recording,
                              .interaction = s->call,
                              .state = "sealed",
                              .channels = 2,
                              .rate_hz = 8000,
                              .duration_ms = 1000,
                              .samples = 48000,
                              .bytes = 5,
                              .untouched = "",
                              .not_untouched = ""};
  CHECK_OK(keystore_put(s->h.keys, s->recording, &key));
  CHECK_OK(blob_create(s->h.archive, (struct archive_name){s->recording, "opus"}, key.b, &file));
  CHECK_OK(blob_write(file, "sound", 5));
  CHECK_OK(blob_publish(file));
  blob_free(file);
  CHECK_OK(sql_interaction_add(s->h.db, &call));
  CHECK_OK(sql_recording_add(s->h.db, &row));
}

static bool erased(struct site *s) {
  struct secret_key key;
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct recording_get_row row;
  bool found = false;
  CHECK_OK(sql_recording_get(s->h.db, &a, &(struct recording_get){s->recording}, &row, &found));
  enum err rc = keystore_get(s->h.keys, s->recording, &key);
  err_forget();
  return found && !strcmp(row.state, "erased") && rc == E_NOT_FOUND;
}

TEST(erasing_destroys_the_key_and_leaves_a_line) {
  AUTO(site) struct site s;
  site_open(&s);
  add_call(&s, 1000, false);
  struct erasure e = {s.recording, s.call, "{\"why\":\"decision\"}"};
  struct chain_report before, r;
  CHECK_OK(chain_verify(s.h.db, &before));
  CHECK(!erased(&s));
  CHECK_OK(erase_recording(&s.h, &e));
  CHECK(erased(&s));
  CHECK_FAILS(E_NOT_FOUND, erase_recording(&s.h, &e));
  CHECK_OK(chain_verify(s.h.db, &r));
  CHECK_EQ(r.lines, before.lines + 2); // that it was erased, and its rows' new state
}

TEST(a_legal_hold_stops_erasure) {
  AUTO(site) struct site s;
  site_open(&s);
  add_call(&s, 1000, true);
  CHECK_FAILS(E_CONFLICT, erase_recording(&s.h, &(struct erasure){s.recording, s.call, NULL}));
  CHECK(!erased(&s));
}

TEST(an_erasure_cut_short_is_finished) {
  AUTO(site) struct site s;
  site_open(&s);
  add_call(&s, 1000, false);
  struct recording_erase_row row;
  bool found;
  int64_t n;
  struct recording_erase q = {.erased_ms = 5, .id = s.recording};
  CHECK_OK(sql_recording_erase(s.h.db, NULL, &q, &row, &found)); // and then the power went
  CHECK_OK(erase_unfinished(&s.h, &n));
  CHECK_EQ(n, 1);
  CHECK(erased(&s));
}

// ---- retention --------------------------------------------------------------------------------
static void agree(struct site *s, const char *body) {
  struct agreement_add row = {
      .id = id_new(), .version = 1, .title = "t", .body = body, .from_ms = 1, .signed_by = "s"};
  CHECK_OK(sql_agreement_add(s->h.db, &row));
}

TEST(retention_follows_the_agreement_then_the_setting) {
  AUTO(site) struct site s;
  int64_t days;
  site_open(&s);
  CHECK_OK(keep_retention_days(&s.h, &days));
  CHECK_EQ(days, 30);
  agree(&s, "{\"retention_days\":7}");
  CHECK_OK(keep_retention_days(&s.h, &days));
  CHECK_EQ(days, 7);
}

TEST(what_is_older_than_agreed_is_erased_and_nothing_else) {
  AUTO(site) struct site old;
  site_open(&old);
  int64_t now = clock_wall_ms(), day = 24LL * 3600 * 1000;
  add_call(&old, now - 31 * day, false);
  struct site fresh = old; // the same house, other ids
  add_call(&fresh, now - 29 * day, false);
  struct site kept = old;
  add_call(&kept, now - 99 * day, true);
  struct keeper k;
  CHECK_OK(keep_open(old.path, &k));
  CHECK_OK(keep_retention(&k));
  CHECK_EQ(k.erased, 1);
  CHECK(erased(&old) && !erased(&fresh) && !erased(&kept));
  keeper_drop(&k);
}

TEST(a_clock_that_jumped_erases_nothing_until_confirmed) {
  AUTO(site) struct site s;
  struct keeper k;
  site_open(&s);
  add_call(&s, clock_wall_ms() - 40LL * 24 * 3600 * 1000, false);
  CHECK_OK(keep_open(s.path, &k));
  k.wall_minus_boot_ms -= 365LL * 24 * 3600 * 1000; // as if it had stood a year earlier
  keep_watch_clock(&k);
  CHECK_OK(keep_retention(&k));
  CHECK(!erased(&s));
  CHECK_OK(keep_confirm_clock(&k));
  CHECK_OK(keep_retention(&k));
  CHECK(erased(&s));
  keeper_drop(&k);
}

TEST(a_clock_that_jumped_while_nothing_ran_is_seen_too) {
  AUTO(site) struct site s;
  struct keeper k;
  site_open(&s);
  add_call(&s, clock_wall_ms() - 40LL * 24 * 3600 * 1000, false);
  CHECK_OK(file_write_atomic(s.h.data.dir, "audit/retention", SV("1700000000000\n"), 0600));
  CHECK_OK(keep_open(s.path, &k));
  CHECK_OK(keep_retention(&k));
  CHECK(!erased(&s) && k.clock_suspect);
  keeper_drop(&k);
}

TEST(one_time_codes_are_kept_as_hashes_only) {
  AUTO(site) struct site s;
  char a[ONECODE_TEXT], b[ONECODE_TEXT];
  site_open(&s);
  CHECK_OK(onecode_make(s.h.db, "first_run", (struct id){0}, a));
  CHECK_OK(onecode_make(s.h.db, "first_run", (struct id){0}, b));
  CHECK(strcmp(a, b) != 0 && strlen(a) == 23);
}
