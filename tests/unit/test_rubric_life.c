// SPDX-License-Identifier: Apache-2.0
#include "gen/sql/evaluation.h"
#include "gen/sql/schema.h"
#include "scoring/life/rubric_health.h"
#include "scoring/life/rubric_life.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

static const int64_t now_ms = 1700000000000;
static const struct id nobody = {{0}};

static struct db *house(void) {
  struct db *db = NULL;
  char path[256];
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(catalogue_create(path, &db));
  return db;
}

static json_t *core_rubric(void) {
  return json_load_file("schemas/rubrics/core.json", JSON_REJECT_DUPLICATES, NULL);
}

static const char *hash_of(struct db *db, struct arena *a, struct id id) {
  struct rubric_version_get_row row = {0};
  bool found = false;
  CHECK_OK(sql_rubric_version_get(db, a, &(struct rubric_version_get){id}, &row, &found));
  return found ? row.sha256 : "";
}

TEST(an_empty_form_has_problems_until_it_is_written) {
  AUTO(arena) struct arena a;
  struct id id, again;
  char hash[RUBRIC_HASH];
  arena_init(&a, 64 << 20);
  struct problems *problems = arena_new(&a, struct problems);
  struct db *db = house();
  CHECK_OK(
      rubric_draft_begin(db, &(struct rubric_begin){.title_sv = "Första samtalet"}, now_ms, &id));
  CHECK_FAILS(E_BAD_DATA, rubric_draft_publish(db, id, hash_of(db, &a, id), nobody, now_ms));
  json_t *json = NULL;
  CHECK_OK(rubric_document(db, id, &json));
  CHECK_STR(json_string_value(json_object_get(json, "key")), "forsta_samtalet");
  rubric_problems(&a, json, problems);
  CHECK(problems->n > 3);
  json_decref(json);
  // the same title again is another form
  CHECK_OK(rubric_draft_begin(db, &(struct rubric_begin){.title_sv = "Första samtalet"}, now_ms,
                              &again));
  CHECK_OK(rubric_document(db, again, &json));
  CHECK_STR(json_string_value(json_object_get(json, "key")), "forsta_samtalet_2");
  json_decref(json);
  json = core_rubric();
  CHECK_FAILS(E_CONFLICT, rubric_draft_save(db, id, "another", json, hash));
  CHECK_OK(rubric_draft_save(db, id, hash_of(db, &a, id), json, hash));
  CHECK_STR(hash, hash_of(db, &a, id));
  CHECK_FAILS(E_CONFLICT, rubric_draft_publish(db, id, "another", nobody, now_ms));
  CHECK_OK(rubric_draft_publish(db, id, hash, nobody, now_ms));
  json_decref(json);
  db_close(db);
}

TEST(a_published_version_takes_no_step_back) {
  AUTO(arena) struct arena a;
  struct id one, two, none;
  char hash[RUBRIC_HASH];
  struct rubric_version_get_row row;
  bool found;
  arena_init(&a, 64 << 20);
  struct db *db = house();
  json_t *json = core_rubric();
  CHECK_OK(rubric_draft_begin(db, &(struct rubric_begin){.document = json}, now_ms, &one));
  CHECK_FAILS(E_CONFLICT,
              rubric_draft_begin(db, &(struct rubric_begin){.document = json}, now_ms, &none));
  CHECK_FAILS(E_CONFLICT, rubric_retire(db, one, nobody, now_ms));
  CHECK_OK(rubric_draft_publish(db, one, hash_of(db, &a, one), nobody, now_ms));
  CHECK_FAILS(E_CONFLICT, rubric_draft_save(db, one, hash_of(db, &a, one), json, hash));
  CHECK_FAILS(E_CONFLICT, rubric_draft_discard(db, one, nobody));
  CHECK_OK(rubric_draft_begin(db, &(struct rubric_begin){.from = one}, now_ms, &two));
  CHECK_OK(rubric_draft_publish(db, two, hash_of(db, &a, two), nobody, now_ms + 1));
  CHECK_OK(rubric_retire(db, two, nobody, now_ms + 2));
  CHECK_OK(sql_rubric_version_get(db, &a, &(struct rubric_version_get){one}, &row, &found));
  CHECK_STR(row.state, "retired"); // with the newest all before it
  json_decref(json);
  db_close(db);
}

TEST(without_evaluations_nothing_is_said_of_a_question) {
  AUTO(arena) struct arena a;
  struct id id;
  struct health h;
  struct rubric draft;
  struct whatif w;
  arena_init(&a, 64 << 20);
  struct problems *problems = arena_new(&a, struct problems);
  struct db *db = house();
  json_t *json = core_rubric();
  CHECK_OK(rubric_publish(db, json, nobody, now_ms, &id));
  CHECK_OK(rubric_health(db, &a, id, &h));
  CHECK_EQ(h.evaluations, 0);
  for (size_t i = 0; i < h.rubric.question_count; i++) {
    CHECK(h.questions[i].top_share.undefined != NULL);
    CHECK_STR(h.questions[i].hint, "");
  }
  CHECK_OK(rubric_read(&a, json, problems, &draft));
  CHECK_OK(rubric_whatif(db, &a, id, &draft, &w));
  CHECK_EQ(w.n, 0);
  CHECK(w.change.undefined != NULL);
  json_decref(json);
  db_close(db);
}
