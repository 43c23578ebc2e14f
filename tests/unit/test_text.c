// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "gen/sql.h"
#include "review-web/api/text.h"
#include "tests/check.h"

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

static struct id add_call(struct db *db, struct id agent, const char *title) {
  struct interaction_add call = {.id = id_new(),
                                 .started_ms = 5,
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
                             .started_ms = 5};
  CHECK_OK(sql_interaction_add(db, &call));
  CHECK_OK(sql_segment_add(db, &part));
  return call.id;
}

static void add_note(struct db *db, struct id call, struct id author, const char *kind,
                     const char *body) {
  struct note_add n = {
      .id = id_new(), .interaction = call, .author = author, .kind = kind, .body = body};
  CHECK_OK(sql_note_add(db, &n));
}

static size_t found(struct request *req, struct id viewer, const char *typed) {
  struct text_words w;
  struct find_by_word_row *a;
  struct find_by_prefix_row *b;
  size_t n = 0, m = 0;
  if (!text_words_read(sv_of(typed), &w)) return 99;
  struct find_by_word word = {.viewer = viewer,
                              .word = w.word[0],
                              .second = w.word[1],
                              .second_end = w.end[1],
                              .before_ms = 9,
                              .minutes = 1440,
                              .most_ms = 9,
                              .limit = 9};
  struct find_by_prefix prefix = {.viewer = viewer,
                                  .word = w.word[0],
                                  .word_end = w.end[0],
                                  .second = w.word[1],
                                  .second_end = w.end[1],
                                  .before_ms = 9,
                                  .minutes = 1440,
                                  .most_ms = 9,
                                  .limit = 9};
  CHECK_OK(sql_find_by_word(req->db, &req->arena, &word, &a, &n));
  CHECK_OK(sql_find_by_prefix(req->db, &req->arena, &prefix, &b, &m));
  return n + m;
}

TEST(a_call_is_found_by_its_words_and_by_who_may_see_it) {
  char path[256];
  AUTO(db_handle) db_handle db = NULL;
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(db_create(path, &catalogue_schema, &db));
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
