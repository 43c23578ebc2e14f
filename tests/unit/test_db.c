// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "core/jsonw.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/schema.h"
#include "gen/sql/team.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

static const char *path_in_folder(char out[256], const char *name) {
  snprintf(out, 256, "%s/%s", test_folder(), name);
  return out;
}

static struct db *fresh(void) {
  char path[256];
  struct db *db = NULL;
  CHECK_OK(catalogue_create(path_in_folder(path, "catalogue.db"), &db));
  return db;
}

TEST(a_catalogue_is_opened_only_where_there_is_one) {
  char path[256];
  struct db *db = NULL;
  CHECK_FAILS(E_NOT_FOUND, db_open(path_in_folder(path, "none.db"), &catalogue_schema, &db));
  db = fresh();
  db_close(db);
  CHECK_OK(db_open(path_in_folder(path, "catalogue.db"), &catalogue_schema, &db));
  CHECK_OK(db_integrity(db));
  db_close(db);
}

TEST(what_is_written_is_read_back) {
  AUTO(db_handle) db_handle db = fresh();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id id = id_new();
  CHECK_OK(sql_team_add(db, &(struct team_add){id, "Växeln", 5}));
  struct team_get_row row;
  bool found = false;
  CHECK_OK(sql_team_get(db, &a, &(struct team_get){id}, &row, &found));
  CHECK(found && id_eq(row.id, id));
  CHECK_STR(row.name, "Växeln");
  CHECK_EQ(row.created_ms, 5);
  CHECK_OK(sql_team_get(db, &a, &(struct team_get){id_new()}, &row, &found));
  CHECK(!found);
}

// Whoever answers a question changes nothing, by a statement of its own or in a transaction.
TEST(what_only_reads_writes_nothing) {
  AUTO(db_handle) db_handle db = fresh();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct team_add add = {id_new(), "Växeln", 5};
  struct team_get_row row;
  bool found;
  db_reads_only(db, true);
  CHECK_FAILS(E_BROKEN, sql_team_add(db, &add));
  {
    AUTO(db_tx) struct db_tx tx = {0};
    CHECK_OK(db_begin(db, &tx));
    CHECK_FAILS(E_BROKEN, sql_team_add(db, &add));
  }
  CHECK_OK(sql_team_get(db, &a, &(struct team_get){add.id}, &row, &found));
  CHECK(!found);
  db_reads_only(db, false);
  CHECK_OK(sql_team_add(db, &add));
}

TEST(a_transaction_is_undone_unless_committed) {
  AUTO(db_handle) db_handle db = fresh();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct team_list_row *rows;
  size_t n;
  {
    AUTO(db_tx) struct db_tx tx = {0};
    CHECK_OK(db_begin(db, &tx));
    CHECK_OK(sql_team_add(db, &(struct team_add){id_new(), "a", 1}));
    struct db_tx inner = {0};
    CHECK_FAILS(E_BROKEN, db_begin(db, &inner));
  }
  CHECK_OK(sql_team_list(db, &a, &rows, &n));
  CHECK_EQ(n, 0);
  {
    AUTO(db_tx) struct db_tx tx = {0};
    CHECK_OK(db_begin(db, &tx));
    CHECK_OK(sql_team_add(db, &(struct team_add){id_new(), "a", 1}));
    CHECK_OK(db_commit(&tx));
  }
  CHECK_OK(sql_team_list(db, &a, &rows, &n));
  CHECK_EQ(n, 1);
}

TEST(the_model_refuses_what_breaks_it) {
  AUTO(db_handle) db_handle db = fresh();
  CHECK_OK(sql_team_add(db, &(struct team_add){id_new(), "a", 1}));
  CHECK_FAILS(E_CONFLICT, sql_team_add(db, &(struct team_add){id_new(), "a", 1}));
  struct membership_add nobody = {.id = id_new(), .person = id_new(), .team = id_new()};
  CHECK_FAILS(E_CONFLICT, sql_membership_add(db, &nobody));
  CHECK_FAILS(E_CONFLICT, sql_team_add(db, &(struct team_add){id_new(), NULL, 1}));
}

TEST(a_second_writer_waits_and_then_says_busy) {
  char path[256];
  AUTO(db_handle) db_handle one = fresh();
  AUTO(db_handle) db_handle two = NULL;
  CHECK_OK(db_open(path_in_folder(path, "catalogue.db"), &catalogue_schema, &two));
  db_patience(two, 30);
  AUTO(db_tx) struct db_tx tx = {0};
  CHECK_OK(db_begin(one, &tx));
  int64_t from = clock_mono_us();
  CHECK_FAILS(E_BUSY, sql_team_add(two, &(struct team_add){id_new(), "b", 1}));
  CHECK(clock_mono_us() - from >= 30000);
  CHECK_OK(db_commit(&tx));
  CHECK_OK(sql_team_add(two, &(struct team_add){id_new(), "b", 1}));
}

TEST(another_first_migration_is_refused) {
  char path[256];
  db_close(fresh());
  const struct db_migration other = {"0001_catalogue", "CREATE TABLE x (a INTEGER);", NULL};
  const struct db_schema schema = {"catalogue", &other, 1, NULL, 0, NULL, NULL};
  struct db *db = NULL;
  CHECK_FAILS(E_CONFLICT, db_open(path_in_folder(path, "catalogue.db"), &schema, &db));
}

TEST(a_failing_migration_leaves_nothing) {
  char path[256];
  const struct db_migration steps[] = {{"0001_a", "CREATE TABLE a (x INTEGER);", NULL},
                                       {"0002_b", "CREATE TABLE b (x INTEGER); nonsense;", NULL}};
  const struct db_schema schema = {"thing", steps, 2, NULL, 0, NULL, NULL},
                         first = {"thing", steps, 1, NULL, 0, NULL, NULL};
  struct db *db = NULL;
  CHECK_FAILS(E_BROKEN, db_create(path_in_folder(path, "t.db"), &schema, &db));
  CHECK_OK(db_open(path, &first, &db));
  CHECK_FAILS(E_CONFLICT, db_open(path, &schema, &(struct db *){NULL}));
  db_close(db);
}

TEST(null_and_false_keep_apart) {
  AUTO(db_handle) db_handle db = fresh();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct interaction_add call = {.id = id_new(),
                                 .channel = "voice",
                                 .source = "import",
                                 .direction = "in",
                                 .end_reason = "file"};
  CHECK_OK(sql_interaction_add(db, &call));
  struct interaction_get_row row;
  bool found = false;
  CHECK_OK(sql_interaction_get(db, &a, &(struct interaction_get){call.id}, &row, &found));
  CHECK(found && !row.hold && !row.agent.set && !row.title && !row.caller_sealed.p);
}

TEST(json_is_escaped_by_position) {
  AUTO(buf) struct buf b = {0};
  jsonw_text(&b, "a\"b\\\n<\x01\xff"
                 "å\xed\xa0\x80");
  CHECK_STR(b.p, "\"a\\\"b\\\\\\n\\u003c\\u0001\\ufffdå\\ufffd\\ufffd\\ufffd\"");
  buf_clear(&b);
  struct team_list_row row = {.name = "x", .created_ms = -1};
  sql_team_list_row_json(&b, &row);
  CHECK_STR(b.p,
            "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"name\":\"x\",\"created_ms\":-1}");
}
