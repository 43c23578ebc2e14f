// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/schema.h"
#include "gen/sql/web_call.h"
#include "review-web/api/drive.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

static struct id add_person(struct db *db, const char *name) {
  struct person_add p = {.id = id_new(),
                         .name = name,
                         .ui_language = "sv",
                         .languages = "sv",
                         .prefs = "{}",
                         .state = "active"};
  struct grant_add g = {.id = id_new(), .person = p.id, .role = "agent"};
  CHECK_OK(sql_person_add(db, &p));
  CHECK_OK(sql_grant_add(db, &g));
  return p.id;
}

static struct id add_call_at(struct db *db, struct id agent, const char *title, int64_t at_ms) {
  struct interaction_add call = {.id = id_new(),
                                 .started_ms = at_ms,
                                 .local_minute = at_ms % DAY_MINUTES,
                                 .channel = "voice",
                                 .source = "live",
                                 .direction = "in",
                                 .end_reason = "bye",
                                 .title = title,
                                 .agent = some_id(agent)};
  struct segment_add part = {.id = id_new(),
                             .interaction = call.id,
                             .agent = call.agent,
                             .decided_by = "shift",
                             .started_ms = at_ms};
  CHECK_OK(sql_interaction_add(db, &call));
  CHECK_OK(sql_segment_add(db, &part));
  return call.id;
}

static struct id add_call(struct db *db, struct id agent, const char *title) {
  return add_call_at(db, agent, title, 5);
}

static void add_note(struct db *db, struct id call, struct id author, const char *kind,
                     const char *body) {
  struct note_add n = {
      .id = id_new(), .interaction = call, .author = author, .kind = kind, .body = body};
  CHECK_OK(sql_note_add(db, &n));
}

static size_t found(struct request *req, struct id viewer, const char *typed) {
  struct drive d;
  drive_init(&d, req->db, &req->arena, 9);
  d.viewer = viewer;
  if (!text_words_read(sv_of(typed), &d.words)) return 99;
  CHECK_OK(drive_run(&d));
  return d.n;
}

TEST(a_call_is_found_by_its_words_and_by_who_may_see_it) {
  char path[256];
  AUTO(db_handle) db_handle db = NULL;
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(catalogue_create(path, &db));
  struct request req = {.db = db};
  arena_init(&req.arena, 1 << 20);
  struct id anna = add_person(db, "Anna"), bo = add_person(db, "Bo");
  struct id call = add_call(db, anna, "Oplogad gata");
  add_note(db, call, anna, "try", "Du VÄNTADE. Det var rätt om bygglovet");
  add_note(db, call, anna, "private", "hemligt");
  CHECK_OK(sql_scope_fill(db, &(struct scope_fill){.at_ms = clock_wall_ms()}));
  CHECK_OK(text_index(&req, call));
  CHECK_EQ(found(&req, anna, "väntade"), 1);
  CHECK_EQ(found(&req, anna, "Bygglov"), 1);
  CHECK_EQ(found(&req, anna, "gata vänt"), 1);
  CHECK_EQ(found(&req, anna, "gata snö"), 0);
  CHECK_EQ(found(&req, anna, "hemligt"), 0);
  CHECK_EQ(found(&req, bo, "väntade"), 0);
  CHECK_EQ(found(&req, anna, "?"), 99);
  arena_drop(&req.arena);
}

// ---- stretches --------------------------------------------------------------------------------

// Every page to the end, each in stretches of so few calls; how many calls, or -1: twice or out of
// order.
static int64_t pages(const struct drive *asked, int64_t stretch, int64_t *out_pages) {
  struct drive d = *asked;
  struct found last = {.started_ms = INT64_MAX};
  int64_t n = 0;
  d.stretch = (struct drive_stretch){stretch, stretch};
  for (*out_pages = 1;; ++*out_pages) {
    CHECK_OK(drive_run(&d));
    for (size_t i = 0; i < d.n; i++, n++) {
      if (d.rows[i].started_ms >= last.started_ms) return -1;
      last = d.rows[i];
    }
    if (d.n == (size_t)d.limit) d.before_ms = last.started_ms, d.before = last.id;
    if (d.n < (size_t)d.limit && !d.goes_on) return n;
  }
}

// In place: a drive's words point into itself.
static void ask(struct drive *d, struct request *req, struct id viewer, const char *typed) {
  drive_init(d, req->db, &req->arena, 7);
  d->viewer = viewer;
  text_words_read(sv_of(typed), &d->words);
}

TEST(short_stretches_find_what_one_long_one_finds) {
  enum { CALLS = 1500 };
  static const char *const titles[] = {"gata", "gatan", "gata snö", "bygglov", NULL};
  char path[256];
  AUTO(db_handle) db_handle db = NULL;
  snprintf(path, sizeof path, "%s/stretches.db", test_folder());
  CHECK_OK(catalogue_create(path, &db));
  struct request req = {.db = db};
  arena_init(&req.arena, 64 << 20);
  struct id anna = add_person(db, "Anna"), bo = add_person(db, "Bo"), lead = add_person(db, "Lead");
  CHECK_OK(
      sql_grant_add(db, &(struct grant_add){.id = id_new(), .person = lead, .role = "quality"}));
  {
    AUTO(db_tx) struct db_tx tx = {0};
    CHECK_OK(db_begin(db, &tx));
    for (int i = 0; i < CALLS; i++) {
      const char *title = titles[i % 5];
      struct id call = add_call_at(db, i % 3 ? anna : bo, title, 1000 + 7 * i);
      CHECK_OK(text_index(&req, call));
    }
    CHECK_OK(sql_scope_fill(db, &(struct scope_fill){.at_ms = clock_wall_ms()}));
    CHECK_OK(db_commit(&tx));
  }
  struct drive d[5];
  ask(&d[0], &req, lead, "gat");
  ask(&d[1], &req, lead, "gata snö");
  ask(&d[2], &req, anna, "gatan");
  ask(&d[3], &req, lead, "bygg");
  ask(&d[4], &req, anna, "");
  static const int64_t finds[] = {CALLS / 5 * 3, CALLS / 5, CALLS / 5 / 3 * 2, -2, -2};
  d[3].minute_from = 23 * 60; // and past midnight
  d[3].minutes = d[4].minutes = 120;
  for (size_t i = 0; i < countof(d); i++) {
    int64_t few, many, whole = pages(&d[i], CALLS, &few);
    CHECK(whole > 0);
    if (finds[i] >= 0) CHECK_EQ(whole, finds[i]);
    CHECK_EQ(pages(&d[i], 40, &many), whole);
    if (i == 4) CHECK(many > few);
  }
  arena_drop(&req.arena);
}
