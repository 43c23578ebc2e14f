// SPDX-License-Identifier: Apache-2.0
// The SQLite engine: the only file that knows sqlite3_. A handle is a file's connection; each query
// is prepared on first use and kept. Statements that write outside a transaction get one of their
// own.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "core/db_driver.h"
#include "core/db_lite.h"
#include "core/log.h"
#include "core/scope.h"

struct stmt {
  struct db_stmt head;
  sqlite3_stmt *h;
  bool in_use, bind_failed;
  bool own_tx; // it writes, and no transaction was open: it is one of its own
};

struct lite {
  struct db head;
  sqlite3 *h;
  struct stmt *st; // prepared on first use, one per query
  int64_t steps, waiting_since_us;
  int patience_ms;
  struct db_touch *touched;
  size_t n_touched, touched_room;
  int64_t changes; // of the last statement that ended, but for those that seal
  sqlite3_stmt *version;
  int64_t compared; // the version of the shape that was compared; -1: none yet
  int64_t refused;  // the one that was found changed, and said so; -1: none
};

static enum err broken(sqlite3 *h, const char *what) {
  switch (sqlite3_errcode(h) & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return fail_inner(E_BUSY, "%s: %s", what, sqlite3_errmsg(h));
  case SQLITE_CONSTRAINT: return fail_inner(E_CONFLICT, "%s: %s", what, sqlite3_errmsg(h));
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB: return fail_inner(E_BAD_DATA, "%s: %s", what, sqlite3_errmsg(h));
  case SQLITE_FULL: return fail_inner(E_FULL, "%s: %s", what, sqlite3_errmsg(h));
  case SQLITE_ERROR:
  case SQLITE_MISUSE: return fail_inner(E_BROKEN, "%s: %s", what, sqlite3_errmsg(h));
  default: return fail_inner(E_IO, "%s: %s", what, sqlite3_errmsg(h));
  }
}

static struct lite *lite(struct db *db) { return (struct lite *)db; }
static struct stmt *stmt(struct db_stmt *st) { return (struct stmt *)st; }

// SQLite's own handler sleeps up to 100 ms at a time: three writers then wait 433 ms at worst.
static int wait_a_little(void *arg, int tries) {
  struct lite *db = arg;
  int64_t now = clock_mono_us();
  if (!tries) db->waiting_since_us = now;
  if (now - db->waiting_since_us > (int64_t)db->patience_ms * 1000) return 0;
  unsigned pause_us = 200 + (unsigned)(tries < 8 ? tries : 8) * 100;
  nanosleep(&(struct timespec){.tv_nsec = (long)pause_us * 1000}, NULL);
  return 1;
}

// touch(what, id), called by the triggers of schemas/kept.sql.
static void touch(sqlite3_context *at, int n, sqlite3_value **v) {
  struct lite *db = sqlite3_user_data(at);
  struct db_touch t = {.what = sqlite3_value_int64(v[0])};
  (void)n;
  if (sqlite3_value_bytes(v[1]) == sizeof t.id.b)
    memcpy(t.id.b, sqlite3_value_blob(v[1]), sizeof t.id.b);
  if (db->n_touched == db->touched_room) {
    size_t room = db->touched_room ? db->touched_room * 2 : 16;
    struct db_touch *more = reallocarray(db->touched, room, sizeof *more);
    if (!more) {
      sqlite3_result_error_nomem(at);
      return;
    }
    db->touched = more;
    db->touched_room = room;
  }
  db->touched[db->n_touched++] = t;
}

static size_t touched(struct db *db, struct db_touch **out) {
  *out = lite(db)->touched;
  return lite(db)->n_touched;
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
static bool in_tx(struct db *db) { return !sqlite3_get_autocommit(lite(db)->h); }
static int64_t changes(struct db *db) { return lite(db)->changes; }
static int64_t steps(struct db *db) { return lite(db)->steps; }
static void patience(struct db *db, int ms) { lite(db)->patience_ms = ms; }

static enum err run(struct db *db, const char *sql) {
  struct lite *l = lite(db);
  if (!in_tx(db)) l->n_touched = 0;
  return sqlite3_exec(l->h, sql, NULL, NULL, NULL) == SQLITE_OK ? OK : broken(l->h, "database");
}

static enum err commit(struct db *db) { return run(db, "COMMIT"); }
static enum err rollback(struct db *db) { return run(db, "ROLLBACK"); }

static enum err parts(struct db *db, struct arena *a, struct db_part **out, size_t *out_n) {
  return db_lite_parts(lite(db)->h, a, out, out_n) == SQLITE_OK ? OK : broken(lite(db)->h, "parts");
}

// SQLite counts each change of the shape, whoever makes it.
static enum err shape_version(struct lite *l, int64_t *out) {
  if (!l->version && sqlite3_prepare_v3(l->h, "PRAGMA schema_version", -1,
                                        SQLITE_PREPARE_PERSISTENT, &l->version, NULL) != SQLITE_OK)
    return broken(l->h, "schema_version");
  int rc = sqlite3_step(l->version);
  if (rc == SQLITE_ROW) *out = sqlite3_column_int64(l->version, 0);
  sqlite3_reset(l->version);
  return rc == SQLITE_ROW ? OK : broken(l->h, "schema_version");
}

// Under the write lock: nothing is written where a trigger may run that was never compared.
static enum err hold_shape(struct lite *l) {
  int64_t now = -1;
  TRY(shape_version(l, &now));
  if (now == l->compared) return OK;
  enum err rc = l->head.check(&l->head);
  if (!rc) l->compared = now;
  if (rc && l->refused != now) log_line(LOG_ERROR, "%s", err_detail()); // once, and not each time
  l->refused = rc ? now : -1;
  return rc == E_CONFLICT ? E_BUSY : rc; // what is to be written waits; it is not at fault
}

static enum err begin(struct db *db, bool writes) {
  TRY(run(db, writes ? "BEGIN IMMEDIATE" : "BEGIN"));
  enum err rc = writes && db->check ? hold_shape(lite(db)) : OK;
  if (rc) sqlite3_exec(lite(db)->h, "ROLLBACK", NULL, NULL, NULL);
  return rc;
}

static void close_file(struct db *db) {
  struct lite *l = lite(db);
  for (int i = 0; l->st && i < db->schema->n_queries; i++) sqlite3_finalize(l->st[i].h);
  sqlite3_finalize(l->version);
  sqlite3_close(l->h);
  free(l->st);
  free(l->touched);
  free(l);
}

// Where a file cannot be opened for writing, if only for want of a descriptor just then, SQLite
// silently takes it for reading, and every later write fails. Asked again, it is meant so.
static enum err open_to_write(struct lite *l, const char *path) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  for (int i = 0; i < 2; i++) {
    sqlite3_close(l->h);
    l->h = NULL;
    if (sqlite3_open_v2(path, &l->h, flags, NULL) != SQLITE_OK) return broken(l->h, path);
    if (!sqlite3_db_readonly(l->h, "main")) break;
  }
  return OK;
}

static const char memory[] = ":memory:";

static enum err connect(struct lite *l, const char *path, bool make) {
  l->st = calloc((size_t)l->head.schema->n_queries + 1, sizeof *l->st);
  if (!l->st) return fail(E_BROKEN, "no memory for a database's queries");
  if (strcmp(path, memory) != 0 && access(path, F_OK)) return fail_os("open %s", path);
  TRY(open_to_write(l, path));
  sqlite3_extended_result_codes(l->h, 1);
  sqlite3_busy_handler(l->h, wait_a_little, l);
  if (sqlite3_create_function(l->h, "touch", 2, SQLITE_UTF8 | SQLITE_INNOCUOUS, l, touch, NULL,
                              NULL) != SQLITE_OK)
    return broken(l->h, path);
  TRY(run(&l->head, settings));
  return make ? run(&l->head, db_lite_migration_table) : OK;
}

static enum err open_file(const char *path, bool make, const struct db_schema *schema,
                          struct db **out) {
  if (make && strcmp(path, memory) != 0) TRY(make_file(path));
  struct lite *l = calloc(1, sizeof *l);
  if (!l) return fail(E_BROKEN, "no memory for a database");
  l->head = (struct db){.driver = &db_sqlite, .schema = schema};
  l->patience_ms = 5000;
  l->compared = l->refused = -1;
  enum err rc = connect(l, path, make);
  if (rc) {
    close_file(&l->head);
    return rc;
  }
  *out = &l->head;
  return OK;
}

static enum err blank(const struct db_schema *schema, struct db **out) {
  return open_file(memory, true, schema, out);
}

// ---- statements -------------------------------------------------------------------------------
static enum err use(struct db *db, int query, db_use *out) {
  struct stmt *st = &lite(db)->st[query];
  sqlite3 *h = lite(db)->h;
  if (st->in_use) return fail(E_BROKEN, "a query is asked again while it is being read");
  if (!st->h && sqlite3_prepare_v3(h, db->schema->queries[query], -1, SQLITE_PREPARE_PERSISTENT,
                                   &st->h, NULL) != SQLITE_OK)
    return broken(h, "prepare");
  *st = (struct stmt){.head = {db}, .h = st->h, .in_use = true};
  *out = &st->head; // from here on given back by the caller
  bool writes = !sqlite3_stmt_readonly(st->h);
  if (writes && db->reads_only) return fail(E_BROKEN, "this connection only reads");
  if (!db->schema->seal || in_tx(db) || !writes) return OK;
  TRY(begin(db, true));
  st->own_tx = true;
  return OK;
}

static void give_back(struct db_stmt *at) {
  struct stmt *st = stmt(at);
  struct lite *l = lite(at->db);
  sqlite3_reset(st->h);
  l->steps += sqlite3_stmt_status(st->h, SQLITE_STMTSTATUS_VM_STEP, 1);
  sqlite3_clear_bindings(st->h);
  st->in_use = false;
  if (st->own_tx && in_tx(at->db)) sqlite3_exec(l->h, "ROLLBACK", NULL, NULL, NULL);
}

static enum err close_own(struct stmt *st) {
  struct db *db = st->head.db;
  struct lite *l = lite(db);
  int64_t changed = l->changes;
  if (l->n_touched) TRY(db->schema->seal(db));
  l->changes = changed;
  TRY(commit(db));
  st->own_tx = false;
  return OK;
}

// An insertion with RETURNING commits only when it is stepped to its end: db_finish does that, and
// SQLITE_DONE is the only success.
static enum err step(struct db_stmt *at, bool *out_row) {
  struct stmt *st = stmt(at);
  struct lite *l = lite(at->db);
  if (st->bind_failed) return fail(E_TOO_BIG, "a value is too large for the database");
  int rc = sqlite3_step(st->h);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) return broken(l->h, "query");
  *out_row = rc == SQLITE_ROW;
  if (rc == SQLITE_DONE) l->changes = sqlite3_changes64(l->h);
  return rc == SQLITE_DONE && st->own_tx ? close_own(st) : OK;
}

static void bound(struct db_stmt *st, int rc) { stmt(st)->bind_failed |= rc != SQLITE_OK; }

static void bind_null(struct db_stmt *st, int at) { bound(st, sqlite3_bind_null(stmt(st)->h, at)); }
static void bind_int(struct db_stmt *st, int at, int64_t v) {
  bound(st, sqlite3_bind_int64(stmt(st)->h, at, v));
}
static void bind_real(struct db_stmt *st, int at, double v) {
  bound(st, sqlite3_bind_double(stmt(st)->h, at, v));
}
static void bind_bool(struct db_stmt *st, int at, bool v) {
  bound(st, sqlite3_bind_int(stmt(st)->h, at, v));
}
static void bind_text(struct db_stmt *st, int at, const char *v) {
  bound(st, sqlite3_bind_text(stmt(st)->h, at, v, -1, SQLITE_TRANSIENT));
}
static void bind_bytes(struct db_stmt *st, int at, struct bytes v) {
  bound(st, sqlite3_bind_blob64(stmt(st)->h, at, v.p, v.n, SQLITE_TRANSIENT));
}

static bool col_null(struct db_stmt *st, int at) {
  return sqlite3_column_type(stmt(st)->h, at) == SQLITE_NULL;
}
static int64_t col_int(struct db_stmt *st, int at) { return sqlite3_column_int64(stmt(st)->h, at); }
static double col_real(struct db_stmt *st, int at) {
  return sqlite3_column_double(stmt(st)->h, at);
}
static bool col_bool(struct db_stmt *st, int at) {
  return sqlite3_column_int(stmt(st)->h, at) != 0;
}
static struct bytes col_text(struct db_stmt *st, int at) {
  const void *p = sqlite3_column_text(stmt(st)->h, at);
  return bytes_of(p, (size_t)sqlite3_column_bytes(stmt(st)->h, at));
}
static struct bytes col_bytes(struct db_stmt *st, int at) {
  const void *p = sqlite3_column_blob(stmt(st)->h, at);
  return bytes_of(p, (size_t)sqlite3_column_bytes(stmt(st)->h, at));
}

// ---- migrations, upkeep -----------------------------------------------------------------------
static enum err prepare(struct db *db, const char *sql, struct stmt *out) {
  *out = (struct stmt){.head = {db}};
  if (sqlite3_prepare_v2(lite(db)->h, sql, -1, &out->h, NULL) != SQLITE_OK)
    return broken(lite(db)->h, "prepare");
  return OK;
}

static const char *text_of(struct arena *a, struct bytes v) {
  return v.p ? arena_strndup(a, (const char *)v.p, v.n) : NULL;
}

static enum err migration_get(struct db *db, struct arena *a, int n, const char **out) {
  struct stmt st;
  bool row = false;
  if (prepare(db, "SELECT checksum FROM schema_migration WHERE number = ?1", &st))
    return fail(E_BAD_DATA, "this is no %s", db->schema->name);
  bind_int(&st.head, 1, n);
  enum err rc = step(&st.head, &row);
  if (!rc) *out = row ? text_of(a, col_text(&st.head, 0)) : NULL;
  sqlite3_finalize(st.h);
  return rc;
}

static enum err migration_put(struct db *db, int n, const char *name, const char *sum) {
  struct stmt st;
  bool row;
  TRY(prepare(db, "INSERT INTO schema_migration VALUES (?1, ?2, ?3, ?4)", &st));
  bind_int(&st.head, 1, n);
  bind_text(&st.head, 2, name);
  bind_text(&st.head, 3, sum);
  bind_int(&st.head, 4, clock_wall_ms());
  enum err rc = step(&st.head, &row);
  sqlite3_finalize(st.h);
  return rc;
}

static enum err scrub(struct db *db) {
  sqlite3 *h = lite(db)->h;
  int rc = sqlite3_wal_checkpoint_v2(h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return rc == SQLITE_OK ? OK : broken(h, "checkpoint");
}

static enum err first_fault(struct db *db, const char *sql, const char *good) {
  struct stmt st;
  bool row = false;
  TRY(prepare(db, sql, &st));
  enum err rc = step(&st.head, &row);
  const char *says = !rc && row ? (const char *)sqlite3_column_text(st.h, 0) : NULL;
  if (says && (!good || strcmp(says, good) != 0))
    rc = fail(E_BAD_DATA, "%s: %s", db->schema->name, says);
  sqlite3_finalize(st.h);
  return rc;
}

static enum err integrity(struct db *db) {
  TRY(first_fault(db, "PRAGMA integrity_check(1)", "ok"));
  return first_fault(db, "SELECT \"table\" || ' points at nothing' FROM pragma_foreign_key_check",
                     NULL);
}

static enum err copy(struct db *db, const char *path) {
  struct stmt st;
  bool row;
  TRY(prepare(db, "VACUUM INTO ?1", &st));
  bind_text(&st.head, 1, path);
  enum err rc = step(&st.head, &row);
  sqlite3_finalize(st.h);
  return rc;
}

static bool takes(const char *where) { return !strstr(where, "://"); }

const struct db_driver db_sqlite = {
    .takes = takes,
    .open = open_file,
    .blank = blank,
    .parts = parts,
    .close = close_file,
    .patience = patience,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .run = run,
    .in_tx = in_tx,
    .changes = changes,
    .steps = steps,
    .touched = touched,
    .migration_get = migration_get,
    .migration_put = migration_put,
    .use = use,
    .give_back = give_back,
    .step = step,
    .bind_null = bind_null,
    .bind_int = bind_int,
    .bind_real = bind_real,
    .bind_bool = bind_bool,
    .bind_text = bind_text,
    .bind_bytes = bind_bytes,
    .col_null = col_null,
    .col_int = col_int,
    .col_real = col_real,
    .col_bool = col_bool,
    .col_text = col_text,
    .col_bytes = col_bytes,
    .scrub = scrub,
    .integrity = integrity,
    .copy = copy,
};
