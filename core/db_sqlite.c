// SPDX-License-Identifier: Apache-2.0
// SQLite driver: the only file that knows sqlite3_.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "core/db_driver.h"
#include "core/scope.h"

struct db_stmt {
  sqlite3_stmt *h;
  struct db *db;
  bool in_use, bind_failed;
};

struct db {
  sqlite3 *h;
  const struct db_schema *schema;
  struct db_stmt *st; // prepared on first use, one per query
  int64_t steps, waiting_since_us;
  int patience_ms;
};

static enum err broken(sqlite3 *h, const char *what) {
  switch (sqlite3_errcode(h) & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return fail(E_BUSY, "%s: %s", what, sqlite3_errmsg(h));
  case SQLITE_CONSTRAINT: return fail(E_CONFLICT, "%s: %s", what, sqlite3_errmsg(h));
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB: return fail(E_BAD_DATA, "%s: %s", what, sqlite3_errmsg(h));
  case SQLITE_FULL: return fail(E_FULL, "%s: %s", what, sqlite3_errmsg(h));
  case SQLITE_ERROR:
  case SQLITE_MISUSE: return fail(E_BROKEN, "%s: %s", what, sqlite3_errmsg(h));
  default: return fail(E_IO, "%s: %s", what, sqlite3_errmsg(h));
  }
}

// SQLite's own handler sleeps up to 100 ms at a time: three writers then wait 433 ms at worst.
static int wait_a_little(void *arg, int tries) {
  struct db *db = arg;
  int64_t now = clock_mono_us();
  if (!tries) db->waiting_since_us = now;
  if (now - db->waiting_since_us > (int64_t)db->patience_ms * 1000) return 0;
  unsigned pause_us = 200 + (unsigned)(tries < 8 ? tries : 8) * 100;
  nanosleep(&(struct timespec){.tv_nsec = (long)pause_us * 1000}, NULL);
  return 1;
}

// Group-writable whatever the umask: every reader of a WAL database writes beside it.
static enum err make_file(const char *path) {
  AUTO(fd) fd f = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0660);
  if (f < 0 && errno == EEXIST) return OK;
  return f < 0 || fchmod(f, 0660) ? fail_os("make %s", path) : OK;
}

static const char settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
                               "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
                               "PRAGMA cache_size = -16384;";
static const char migration_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " checksum TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT";

enum err driver_open(const char *path, bool make, const struct db_schema *schema, struct db **out) {
  if (make) TRY(make_file(path));
  AUTO(db_handle) db_handle db = calloc(1, sizeof *db);
  if (!db) return fail(E_BROKEN, "no memory for a database");
  db->schema = schema;
  db->patience_ms = 5000;
  db->st = calloc((size_t)schema->n_queries + 1, sizeof *db->st);
  if (!db->st) return fail(E_BROKEN, "no memory for a database's queries");
  if (access(path, F_OK)) return fail_os("open %s", path);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path, &db->h, flags, NULL) != SQLITE_OK) return broken(db->h, path);
  sqlite3_extended_result_codes(db->h, 1);
  sqlite3_busy_handler(db->h, wait_a_little, db);
  TRY(driver_run(db, settings));
  if (make) TRY(driver_run(db, migration_table));
  *out = db;
  db = NULL;
  return OK;
}

void db_close(struct db *db) {
  if (!db) return;
  for (int i = 0; db->st && i < db->schema->n_queries; i++) sqlite3_finalize(db->st[i].h);
  sqlite3_close(db->h);
  free(db->st);
  free(db);
}

void db_patience(struct db *db, int ms) { db->patience_ms = ms; }
const struct db_schema *driver_schema(struct db *db) { return db->schema; }
bool db_in_tx(struct db *db) { return !sqlite3_get_autocommit(db->h); }
int64_t db_changes(struct db *db) { return sqlite3_changes64(db->h); }
int64_t db_steps(struct db *db) { return db->steps; }

enum err driver_run(struct db *db, const char *sql) {
  return sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK ? OK : broken(db->h, "database");
}

// ---- statements -------------------------------------------------------------------------------
enum err db_use_query(struct db *db, int query, db_use *out) {
  struct db_stmt *st = &db->st[query];
  const char *sql = db->schema->queries[query];
  if (st->in_use) return fail(E_BROKEN, "a query is asked again while it is being read");
  if (!st->h &&
      sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &st->h, NULL) != SQLITE_OK)
    return broken(db->h, "prepare");
  *st = (struct db_stmt){.h = st->h, .db = db, .in_use = true};
  *out = st;
  return OK;
}

void db_use_drop(db_use *at) {
  struct db_stmt *st = *at;
  if (!st) return;
  sqlite3_reset(st->h);
  st->db->steps += sqlite3_stmt_status(st->h, SQLITE_STMTSTATUS_VM_STEP, 1);
  sqlite3_clear_bindings(st->h);
  st->in_use = false;
  *at = NULL;
}

// An insertion with RETURNING commits only when it is stepped to its end: db_finish does that, and
// SQLITE_DONE is the only success.
enum err db_step(struct db_stmt *st, bool *out_row) {
  if (st->bind_failed) return fail(E_TOO_BIG, "a value is too large for the database");
  int rc = sqlite3_step(st->h);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) return broken(st->db->h, "query");
  *out_row = rc == SQLITE_ROW;
  return OK;
}

static void bound(struct db_stmt *st, int rc) { st->bind_failed |= rc != SQLITE_OK; }

void db_bind_null(struct db_stmt *st, int at) { bound(st, sqlite3_bind_null(st->h, at)); }
void db_bind_int(struct db_stmt *st, int at, int64_t v) {
  bound(st, sqlite3_bind_int64(st->h, at, v));
}
void db_bind_real(struct db_stmt *st, int at, double v) {
  bound(st, sqlite3_bind_double(st->h, at, v));
}
void db_bind_bool(struct db_stmt *st, int at, bool v) { bound(st, sqlite3_bind_int(st->h, at, v)); }
void db_bind_id(struct db_stmt *st, int at, struct id v) {
  bound(st, sqlite3_bind_blob(st->h, at, v.b, sizeof v.b, SQLITE_TRANSIENT));
}
void db_bind_text(struct db_stmt *st, int at, const char *v) {
  bound(st, sqlite3_bind_text(st->h, at, v, -1, SQLITE_TRANSIENT));
}
void db_bind_bytes(struct db_stmt *st, int at, struct bytes v) {
  bound(st, sqlite3_bind_blob64(st->h, at, v.p, v.n, SQLITE_TRANSIENT));
}

bool db_col_null(struct db_stmt *st, int at) {
  return sqlite3_column_type(st->h, at) == SQLITE_NULL;
}
int64_t db_col_int(struct db_stmt *st, int at) { return sqlite3_column_int64(st->h, at); }
double db_col_real(struct db_stmt *st, int at) { return sqlite3_column_double(st->h, at); }
bool db_col_bool(struct db_stmt *st, int at) { return sqlite3_column_int(st->h, at) != 0; }

struct id db_col_id(struct db_stmt *st, int at) {
  struct id id = {0};
  const void *p = sqlite3_column_blob(st->h, at);
  if (p && sqlite3_column_bytes(st->h, at) == sizeof id.b) memcpy(id.b, p, sizeof id.b);
  return id;
}

const char *db_col_text(struct arena *a, struct db_stmt *st, int at) {
  const char *p = (const char *)sqlite3_column_text(st->h, at);
  return p ? arena_strndup(a, p, (size_t)sqlite3_column_bytes(st->h, at)) : NULL;
}

struct bytes db_col_bytes(struct arena *a, struct db_stmt *st, int at) {
  if (db_col_null(st, at)) return (struct bytes){0};
  const void *p = sqlite3_column_blob(st->h, at);
  size_t n = (size_t)sqlite3_column_bytes(st->h, at);
  return bytes_of(arena_strndup(a, p, n), n);
}

// ---- migrations, upkeep -----------------------------------------------------------------------
static enum err prepare(struct db *db, const char *sql, struct db_stmt *out) {
  *out = (struct db_stmt){.db = db};
  if (sqlite3_prepare_v2(db->h, sql, -1, &out->h, NULL) != SQLITE_OK)
    return broken(db->h, "prepare");
  return OK;
}

enum err driver_migration_get(struct db *db, struct arena *a, int n, const char **out) {
  struct db_stmt st;
  bool row = false;
  if (prepare(db, "SELECT checksum FROM schema_migration WHERE number = ?1", &st))
    return fail(E_BAD_DATA, "this is no %s", db->schema->name);
  db_bind_int(&st, 1, n);
  enum err rc = db_step(&st, &row);
  if (!rc) *out = row ? db_col_text(a, &st, 0) : NULL;
  sqlite3_finalize(st.h);
  return rc;
}

enum err driver_migration_put(struct db *db, int n, const char *name, const char *sum) {
  struct db_stmt st;
  bool row;
  TRY(prepare(db, "INSERT INTO schema_migration VALUES (?1, ?2, ?3, ?4)", &st));
  db_bind_int(&st, 1, n);
  db_bind_text(&st, 2, name);
  db_bind_text(&st, 3, sum);
  db_bind_int(&st, 4, clock_wall_ms());
  enum err rc = db_step(&st, &row);
  sqlite3_finalize(st.h);
  return rc;
}

enum err db_scrub(struct db *db) {
  int rc = sqlite3_wal_checkpoint_v2(db->h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return rc == SQLITE_OK ? OK : broken(db->h, "checkpoint");
}

static enum err first_fault(struct db *db, const char *sql, const char *good) {
  struct db_stmt st;
  bool row = false;
  TRY(prepare(db, sql, &st));
  enum err rc = db_step(&st, &row);
  const char *says = !rc && row ? (const char *)sqlite3_column_text(st.h, 0) : NULL;
  if (says && (!good || strcmp(says, good) != 0))
    rc = fail(E_BAD_DATA, "%s: %s", db->schema->name, says);
  sqlite3_finalize(st.h);
  return rc;
}

enum err db_integrity(struct db *db) {
  TRY(first_fault(db, "PRAGMA integrity_check(1)", "ok"));
  return first_fault(db, "SELECT \"table\" || ' points at nothing' FROM pragma_foreign_key_check",
                     NULL);
}

enum err db_copy(struct db *db, const char *path) {
  struct db_stmt st;
  bool row;
  TRY(prepare(db, "VACUUM INTO ?1", &st));
  db_bind_text(&st, 1, path);
  enum err rc = db_step(&st, &row);
  sqlite3_finalize(st.h);
  return rc;
}
