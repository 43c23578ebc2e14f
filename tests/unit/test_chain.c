// SPDX-License-Identifier: Apache-2.0
// The chain finds every tampering (T12). The thief works with SQLite's own shell, as thieves would.
#include <sys/wait.h>

#include "centre/chain.h"
#include "gen/sql/schema.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

static char path[256];

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

static struct db *chain_of(int lines) {
  struct db *db = NULL;
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(catalogue_create(path, &db));
  for (int i = 0; i < lines; i++) {
    struct chain_line line = {
        .event = EV_RECORDING_LISTENED, .actor = id_new(), .object = id_new()};
    if (i % 2) line.detail = "{\"reason\":\"review\"}";
    CHECK_OK(chain_append(db, &line));
  }
  return db;
}

TEST(an_untouched_chain_verifies) {
  AUTO(db_handle) db_handle db = chain_of(1203);
  struct chain_report r;
  CHECK_OK(chain_verify(db, &r));
  CHECK_EQ(r.bad_seq, 0);
  CHECK_EQ(r.lines, 1203);
  CHECK_EQ(r.details, 601);
}

TEST(a_chain_takes_only_declared_events) {
  AUTO(db_handle) db_handle db = chain_of(0);
  CHECK_FAILS(E_BROKEN, chain_append(db, &(struct chain_line){.event = EVENT_COUNT}));
}

TEST(a_line_and_its_cause_stand_or_fall_together) {
  AUTO(db_handle) db_handle db = chain_of(1);
  {
    AUTO(db_tx) struct db_tx tx = {0};
    CHECK_OK(db_begin(db, &tx));
    CHECK_OK(chain_append(db, &(struct chain_line){.event = EV_TEAM_ADDED}));
  }
  struct chain_report r;
  CHECK_OK(chain_verify(db, &r));
  CHECK(!r.bad_seq && r.lines == 1);
}

static void finds(const char *sql, int64_t seq) {
  AUTO(db_handle) db_handle db = chain_of(20);
  struct chain_report r;
  tamper(sql);
  CHECK_OK(chain_verify(db, &r));
  if (r.bad_seq != seq)
    test_failed_with(__FILE__, __LINE__, "%s: %s %" PRId64, sql, r.says, r.bad_seq);
  db_close(db);
  db = NULL;
  unlink(path);
}

TEST(every_tampering_is_found_and_the_first_bad_record_named) {
  finds("UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 7", 7);
  finds("UPDATE audit SET actor = NULL WHERE seq = 7", 7);
  finds("UPDATE audit SET actor = object, object = actor WHERE seq = 7", 7);
  finds("UPDATE audit SET event = 'recording.exported' WHERE seq = 7", 7);
  finds("UPDATE audit SET detail_hash = NULL WHERE seq = 8", 8);
  finds("UPDATE audit SET hash = prev_hash WHERE seq = 7", 7);
  finds("UPDATE audit_detail SET detail = '{}' WHERE seq = 8", 8);
  finds("DELETE FROM audit_detail WHERE seq = 8", 8);
  finds("UPDATE audit_detail SET salt = x'00' WHERE seq = 8", 8);
  finds("INSERT INTO audit_detail VALUES (7, x'00', '{}')", 7);
  finds("INSERT INTO audit_detail VALUES (70, x'00', '{}')", 70);
  finds("UPDATE audit SET rows_hash = hash WHERE seq = 7", 7);
  finds("DELETE FROM audit WHERE seq = 7", 7);
  finds("DELETE FROM audit WHERE seq = 1", 1);
  finds("DELETE FROM audit WHERE seq > 15", 16);
  finds("DELETE FROM audit_head", 20);
  finds("UPDATE audit_head SET seq = 19", 20);
  finds("UPDATE audit SET seq = -1 WHERE seq = 7; UPDATE audit SET seq = 7 WHERE seq = 8;"
        "UPDATE audit SET seq = 8 WHERE seq = -1",
        7);
}
