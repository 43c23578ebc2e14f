// SPDX-License-Identifier: Apache-2.0
// What happened goes where schemas/events.def says, whoever tells it.
#include <ctype.h>

#include "centre/chain.h"
#include "centre/event.h"
#include "gen/sql/schema.h"
#include "gen/sql/trust.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

static struct db *house(void) {
  struct db *db = NULL;
  char path[256];
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(catalogue_create(path, &db));
  return db;
}

static int64_t lines(struct db *db) {
  struct chain_report r;
  CHECK_OK(chain_verify(db, &r));
  CHECK_EQ(r.bad_seq, 0);
  return r.lines;
}

static struct outbox_from_row *told(struct db *db, struct arena *a, size_t *out_n) {
  struct outbox_from_row *rows = NULL;
  CHECK_OK(sql_outbox_from(db, a, &(struct outbox_from){.seq = 0, .limit = 1000}, &rows, out_n));
  return rows;
}

TEST(an_event_goes_where_its_row_says) {
  AUTO(db_handle) db_handle db = house();
  AUTO(arena) struct arena a;
  int64_t kept = 0;
  size_t n, sent = 0;
  arena_init(&a, 1 << 20);
  for (enum event e = EV_NONE + 1; e < EVENT_COUNT; e++) {
    CHECK_OK(event_tell(db, e, (struct happening){.actor = id_new(), .object = id_new()}));
    kept += event_is_kept(e);
    sent += event_is_told(e);
    CHECK(event_is_kept(e) || event_is_told(e));
  }
  told(db, &a, &n);
  CHECK_EQ(lines(db), kept);
  CHECK_EQ(n, sent);
}

TEST(an_event_is_told_to_each_it_names_once) {
  AUTO(db_handle) db_handle db = house();
  AUTO(arena) struct arena a;
  struct id anna = id_new(), maria = id_new(), call = id_new();
  size_t n;
  arena_init(&a, 1 << 20);
  CHECK_OK(event_tell(
      db, EV_COACHING_STARTED,
      (struct happening){.object = id_new(), PEOPLE(anna, maria, anna, (struct id){{0}})}));
  CHECK_OK(
      event_tell(db, EV_NOTE_ADDED, (struct happening){.object = id_new(), .interaction = call}));
  CHECK_OK(
      event_tell(db, EV_RECORDING_LISTENED, (struct happening){0})); // of nothing: written only
  struct outbox_from_row *rows = told(db, &a, &n);
  CHECK_EQ(n, 3);
  CHECK(id_eq(rows[0].person.v, anna) && id_eq(rows[1].person.v, maria));
  CHECK(!rows[2].person.set && rows[2].interaction.set && id_eq(rows[2].interaction.v, call));
  CHECK_EQ(lines(db), 3);
}

TEST(what_happened_has_a_name) {
  AUTO(db_handle) db_handle db = house();
  CHECK_FAILS(E_BROKEN, event_tell(db, EV_NONE, (struct happening){0}));
  CHECK_FAILS(E_BROKEN, event_tell(db, EVENT_COUNT, (struct happening){0}));
}

TEST(an_event_and_its_act_stand_or_fall_together) {
  AUTO(db_handle) db_handle db = house();
  AUTO(arena) struct arena a;
  size_t n;
  arena_init(&a, 1 << 20);
  {
    AUTO(db_tx) struct db_tx tx = {0};
    CHECK_OK(db_begin(db, &tx));
    CHECK_OK(event_tell(db, EV_NOTE_ADDED, (struct happening){.object = id_new()}));
  }
  told(db, &a, &n);
  CHECK(!n && !lines(db));
}

// note.added is EV_NOTE_ADDED: one name, however it is written.
TEST(an_event_s_symbol_is_its_name) {
  static const char *const symbols[] = {
#define EVENT(sym, name, where, says) [EV_##sym] = #sym,
#include "schemas/events.def"
#undef EVENT
  };
  for (enum event e = EV_NONE + 1; e < EVENT_COUNT; e++) {
    const char *sym = symbols[e], *name = event_name(e);
    CHECK_EQ(strlen(sym), strlen(name));
    for (size_t i = 0; name[i] && sym[i]; i++)
      CHECK_EQ(name[i] == '.' ? '_' : toupper((unsigned char)name[i]), sym[i]);
  }
}
