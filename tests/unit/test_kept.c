// SPDX-License-Identifier: Apache-2.0
// Rows under the chain: whatever a program writes goes under it by itself; whatever anybody else
// changes, adds or deletes is found. The thief works with SQLite's own shell, as thieves would.
#include <sys/wait.h>

#include "centre/kept.h"
#include "core/clock.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/schema.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_centre.h"
#include "tests/check.h"
#include "tests/reached.h"
#include "tests/unit/catalogue.h"

static char path[256];
static struct id cia; // who coaches and listens

static void tamper(const char *sql) {
  pid_t child = fork();
  if (!child) {
    execlp("sqlite3", "sqlite3", path, sql, (char *)NULL);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK_EQ(status, 0);
}

// With a file of one's own beside the catalogue: a table in it would be found (core/db_shape.h).
static void tamper_beside(const char *sql) {
  char whole[1024];
  snprintf(whole, sizeof whole, "ATTACH '%s.beside' AS beside; %s", path, sql);
  tamper(whole);
}

// ---- a centre with one of each ----------------------------------------------------------------
static struct id person_of(struct db *db, const char *name) {
  struct person_add p = {.id = id_new(),
                         .name = name,
                         .ui_language = "sv",
                         .languages = "sv",
                         .prefs = "{}",
                         .state = "active",
                         .created_ms = 1};
  CHECK_OK(sql_person_add(db, &p));
  return p.id;
}

static struct id call_of(struct db *db, struct id agent) {
  struct interaction_add i = {.id = id_new(),
                              .started_ms = clock_wall_ms(),
                              .duration_ms = 1000,
                              .channel = "voice",
                              .source = "live",
                              .direction = "in",
                              .end_reason = "bye",
                              .agent = some_id(agent)};
  struct segment_add s = {.id = id_new(),
                          .interaction = i.id,
                          .agent = some_id(agent),
                          .to_ms = 1000,
                          .decided_by = "shift",
                          .started_ms = i.started_ms};
  struct recording_add r = {.id = id_new(),
                            .interaction = i.id,
                            .state = "sealed",
                            .channels = 2,
                            .rate_hz = 8000,
                            .duration_ms = 1000,
                            .samples = 48000,
                            .bytes = 1,
                            .untouched = "",
                            .not_untouched = ""};
  CHECK_OK(sql_interaction_add(db, &i));
  CHECK_OK(sql_segment_add(db, &s));
  CHECK_OK(sql_recording_add(db, &r));
  return i.id;
}

static void listen_to(struct db *db, struct id call, struct id person) {
  uint8_t hash[32];
  struct id token = id_new();
  memcpy(hash, token.b, 16);
  memcpy(hash + 16, token.b, 16);
  struct listening_add l = {.id = id_new(),
                            .interaction = reached_by_test(call),
                            .person = person,
                            .reason = "review",
                            .at_ms = clock_wall_ms(),
                            .token_hash = bytes_of(hash, sizeof hash)};
  CHECK_OK(sql_listening_add(db, &l));
}

static struct db *centre(void) {
  struct db *db = NULL;
  int64_t n = 9;
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  unlink(path);
  CHECK_OK(catalogue_create(path, &db));
  struct id anna = person_of(db, "Anna");
  cia = person_of(db, "Cia");
  AUTO(db_tx) struct db_tx tx = {0};
  CHECK_OK(db_begin(db, &tx));
  for (int i = 0; i < 3; i++) listen_to(db, call_of(db, i ? anna : cia), cia);
  struct agreement_add a = {
      .id = id_new(), .version = 1, .title = "T", .body = "{}", .signed_by = "S"};
  struct grant_add g = {.id = id_new(), .person = cia, .role = "coach"};
  CHECK_OK(sql_agreement_add(db, &a));
  CHECK_OK(sql_grant_add(db, &g));
  CHECK_OK(db_commit(&tx));
  CHECK_OK(db_begin(db, &tx));
  CHECK_OK(kept_take_in(db, &n)); // as medlyss init does
  CHECK_OK(db_commit(&tx));
  CHECK_EQ(n, 0);
  return db;
}

// ---- what is found ----------------------------------------------------------------------------
struct found {
  int n;
  char first[200];
};

static void each(void *self, const struct kept_fault *f) {
  struct found *all = self;
  if (!all->n++) snprintf(all->first, sizeof all->first, "%s: %s", f->word, f->says);
}

static void look(struct db *db, struct found *out, struct chain_report *chain) {
  int64_t good;
  *out = (struct found){0};
  CHECK_OK(chain_verify(db, chain));
  CHECK_OK(kept_verify(db, each, out, &good));
}

TEST(what_a_program_writes_is_under_the_chain_by_itself) {
  AUTO(db_handle) db_handle db = centre();
  struct found f;
  struct chain_report r;
  look(db, &f, &r);
  CHECK(!f.n && !r.says[0]);
  CHECK_EQ(r.lines, 4); // two persons by themselves, all else in one transaction, what is kept
  CHECK_EQ(r.rows, 2 + 3 + 3 + 2);
}

TEST(a_transaction_undone_leaves_nothing_under_the_chain) {
  AUTO(db_handle) db_handle db = centre();
  struct found f;
  struct chain_report r;
  {
    AUTO(db_tx) struct db_tx tx = {0};
    CHECK_OK(db_begin(db, &tx));
    person_of(db, "Never");
  }
  person_of(db, "Ever");
  look(db, &f, &r);
  CHECK(!f.n && !r.says[0]);
  CHECK_EQ(r.lines, 5);
}

static void finds(const char *sql, const char *says) {
  AUTO(db_handle) db_handle db = centre();
  struct found f;
  struct chain_report r;
  tamper(sql);
  look(db, &f, &r);
  const char *got = f.n ? f.first : r.says;
  if (!strstr(got, says))
    test_failed_with(__FILE__, __LINE__, "%s: found '%s', not '%s'", sql, got, says);
}

TEST(rows_changed_added_or_deleted_by_others_are_found) {
  finds("UPDATE listening SET person = (SELECT min(id) FROM person)", "listening: it was changed");
  finds("UPDATE listening SET reason = 'own'", "listening: it was changed");
  finds("UPDATE listening SET at_ms = at_ms - 1", "listening: it was changed");
  finds("DELETE FROM listening WHERE rowid = 2", "listening: it is gone");
  finds("DELETE FROM listening", "listening: it is gone");
  finds("UPDATE interaction SET agent = NULL WHERE rowid = 2", "call: it was changed");
  finds("UPDATE interaction SET hold = NOT hold WHERE rowid = 2", "call: it was changed");
  finds("UPDATE segment SET agent = (SELECT min(id) FROM person) WHERE rowid = 1",
        "call: it was changed");
  finds("DELETE FROM segment WHERE rowid = 1", "call: it was changed");
  finds("UPDATE recording SET erased_ms = 5 WHERE rowid = 1", "call: it was changed");
  finds("DELETE FROM recording WHERE rowid = 1", "call: it was changed");
  finds("UPDATE recording SET interaction = x'00' WHERE rowid = 1;"
        "UPDATE recording SET interaction = (SELECT id FROM interaction WHERE rowid = 1) "
        "WHERE rowid = 2;"
        "UPDATE recording SET interaction = (SELECT id FROM interaction WHERE rowid = 2) "
        "WHERE rowid = 1",
        "call: it was changed");
  finds("UPDATE agreement SET body = '{\"retention_days\":1}'", "agreement: it was changed");
  finds("UPDATE role_grant SET role = 'admin'", "grant: it was changed");
  finds("INSERT INTO role_grant SELECT randomblob(16), person, 'admin', NULL, 0, NULL FROM "
        "role_grant",
        "grant: no record speaks of it");
  finds("UPDATE person SET password = 'x' WHERE rowid = 1", "person: it was changed");
}

TEST(what_is_said_of_rows_cannot_be_changed_either) {
  finds("UPDATE audit_row SET digest = randomblob(32) WHERE what = 2", "it was changed since");
  finds("DELETE FROM audit_row WHERE what = 5", "that record does not speak of it");
  finds("DELETE FROM kept WHERE what = 5", "no record speaks of it");
  finds("DELETE FROM kept WHERE what = 5; DELETE FROM role_grant", "was forgotten");
  finds("DELETE FROM kept WHERE what = 5; DELETE FROM role_grant; DELETE FROM audit_row WHERE what "
        "= 5",
        "what it says of rows was altered");
  finds("UPDATE kept SET salt = x'00' WHERE what = 4", "its salt was altered");
  finds("UPDATE audit_row SET digest = NULL WHERE what = 2; DELETE FROM listening", "");
}

// A row put back as it was, with its place in the chain: the newer line still knows.
TEST(an_older_state_of_a_row_cannot_be_put_back) {
  AUTO(db_handle) db_handle db = centre();
  struct found f;
  struct chain_report r;
  tamper_beside("CREATE TABLE beside.past AS SELECT * FROM kept WHERE what = 5");
  CHECK_OK(sql_grant_end_all(db, &(struct grant_end_all){.person = cia, .to_ms = 1}));
  tamper_beside("UPDATE role_grant SET to_ms = NULL; DELETE FROM kept WHERE what = 5;"
                "INSERT INTO kept SELECT * FROM beside.past");
  look(db, &f, &r);
  CHECK(r.says[0] || f.n);
}

TEST(a_receipt_is_never_changed_or_deleted_by_a_program_either) {
  AUTO(db_handle) db_handle db = centre();
  struct found f;
  struct chain_report r;
  tamper(
      "INSERT INTO audit_row SELECT seq, what, randomblob(16), NULL FROM audit_row WHERE what = 2");
  look(db, &f, &r);
  CHECK(r.says[0]);
}

TEST(a_house_from_before_is_taken_in_once) {
  AUTO(db_handle) db_handle db = centre();
  struct found f;
  struct chain_report r;
  int64_t n;
  tamper("DELETE FROM kept; DELETE FROM kept_kind; DELETE FROM audit_row; DELETE FROM audit; "
         "DELETE FROM audit_head");
  {
    AUTO(db_tx) struct db_tx tx = {0};
    CHECK_OK(db_begin(db, &tx));
    CHECK_OK(kept_take_in(db, &n));
    CHECK_EQ(n, 10);
    CHECK_OK(kept_take_in(db, &n));
    CHECK_EQ(n, 0);
    CHECK_OK(db_commit(&tx));
  }
  look(db, &f, &r);
  CHECK(!f.n && !r.says[0] && r.lines == 1 && r.rows == 10);
}

TEST(more_rows_than_a_page_are_compared) {
  AUTO(db_handle) db_handle db = centre();
  struct found f;
  struct chain_report r;
  AUTO(db_tx) struct db_tx tx = {0};
  CHECK_OK(db_begin(db, &tx));
  for (int i = 0; i < 700; i++) person_of(db, "Many");
  CHECK_OK(db_commit(&tx));
  look(db, &f, &r);
  CHECK(!f.n && !r.says[0] && r.rows == 710);
  tamper(
      "DELETE FROM person WHERE rowid % 7 = 3; UPDATE person SET name = 'x' WHERE rowid % 50 = 1");
  look(db, &f, &r);
  CHECK_EQ(f.n, 100 + 13);
}
