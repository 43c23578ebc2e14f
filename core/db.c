// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "core/base.h"
#include "core/db_driver.h"

void db_handle_drop(db_handle *db) {
  db_close(*db);
  *db = NULL;
}

// ---- engines ----------------------------------------------------------------------------------
static const struct db_driver *const engines[] = {&db_sqlite};

static enum err engine_of(const char *where, const struct db_driver **out) {
  for (size_t i = 0; i < countof(engines); i++)
    if (engines[i]->takes(where)) return *out = engines[i], OK;
  return fail(E_BAD_INPUT, "no engine here opens %s", where);
}

void db_close(struct db *db) {
  if (db) db->driver->close(db);
}

void db_reads_only(struct db *db, bool yes) { db->reads_only = yes; }
void db_patience(struct db *db, int ms) { db->driver->patience(db, ms); }
bool db_in_tx(struct db *db) { return db->driver->in_tx(db); }
int64_t db_changes(struct db *db) { return db->driver->changes(db); }
int64_t db_steps(struct db *db) { return db->driver->steps(db); }
size_t db_touched(struct db *db, struct db_touch **out) { return db->driver->touched(db, out); }
enum err db_scrub(struct db *db) { return db->driver->scrub(db); }
enum err db_integrity(struct db *db) { return db->driver->integrity(db); }
enum err db_copy(struct db *db, const char *path) { return db->driver->copy(db, path); }

// ---- transactions -----------------------------------------------------------------------------
static enum err begin(struct db *db, bool writes, struct db_tx *out) {
  if (db_in_tx(db)) return fail(E_BROKEN, "a transaction within a transaction");
  TRY(db->driver->begin(db, writes));
  out->db = db;
  return OK;
}

enum err db_begin(struct db *db, struct db_tx *out) { return begin(db, true, out); }
enum err db_join(struct db *db, struct db_tx *out) { return db_in_tx(db) ? OK : db_begin(db, out); }
enum err db_snapshot(struct db *db, struct db_tx *out) { return begin(db, false, out); }

// What was touched goes under the chain with the commit.
static enum err seal(struct db *db) {
  struct db_touch *touched;
  return db->schema->seal && db_touched(db, &touched) ? db->schema->seal(db) : OK;
}

enum err db_commit(struct db_tx *tx) {
  if (!tx->db) return OK; // joined: whoever began it commits
  TRY(seal(tx->db));
  TRY(tx->db->driver->commit(tx->db));
  tx->db = NULL;
  return OK;
}

void db_tx_drop(struct db_tx *tx) {
  if (!tx->db || !db_in_tx(tx->db)) return; // some errors have undone it already
  enum err rc = tx->db->driver->rollback(tx->db);
  (void)rc; // nothing better can be done; the first cause is already recorded
  tx->db = NULL;
}

// ---- migrations -------------------------------------------------------------------------------
enum { SUM_HEX = 33 };

static void checksum(const char *text, char out[SUM_HEX]) {
  unsigned char sum[16];
  crypto_generichash(sum, sizeof sum, (const unsigned char *)text, strlen(text), NULL, 0);
  sodium_bin2hex(out, SUM_HEX, sum, sizeof sum);
}

// Whether migration n is in; a different text under its number is refused.
static enum err applied(struct db *db, int n, bool *out) {
  const struct db_migration *m = &db->schema->migrations[n];
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  const char *seen = NULL;
  char sum[SUM_HEX];
  TRY(db->driver->migration_get(db, &a, n + 1, &seen));
  checksum(m->text, sum);
  if (seen && strcmp(seen, sum) != 0)
    return fail(E_CONFLICT, "this %s was made by another version of %s", db->schema->name, m->name);
  *out = seen != NULL;
  return OK;
}

static enum err migrate_one(struct db *db, int n) {
  const struct db_migration *m = &db->schema->migrations[n];
  AUTO(db_tx) struct db_tx tx = {0};
  bool done;
  char sum[SUM_HEX];
  TRY(db_begin(db, &tx));
  TRY(applied(db, n, &done)); // another process may have been faster
  if (!done) {
    checksum(m->text, sum);
    TRY(db->driver->run(db, m->text));
    TRY(db->driver->migration_put(db, n + 1, m->name, sum));
    TRY(db_shape_check(db, n + 1));
  }
  return db_commit(&tx);
}

// What a newer program wrote may mean what this one does not know: it keeps its hands off.
static enum err no_newer(struct db *db) {
  const struct db_schema *s = db->schema;
  const char *seen = NULL;
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  TRY(db->driver->migration_get(db, &a, s->n_migrations + 1, &seen));
  if (!seen) return OK;
  return fail(E_CONFLICT, "this %s was made by a newer Medlyss: install that one", s->name);
}

// How many are in, in their order.
static enum err count_applied(struct db *db, int *out) {
  bool done = true;
  int n = 0;
  while (n < db->schema->n_migrations) {
    TRY(applied(db, n, &done));
    if (!done) break;
    n++;
  }
  *out = n;
  return OK;
}

// Nothing is built upon what somebody else has changed.
static enum err migrate(struct db *db, int from) {
  if (from) TRY(db_shape_check(db, from));
  for (int n = from; n < db->schema->n_migrations; n++) TRY(migrate_one(db, n));
  return OK;
}

enum opening { AS_IT_IS, AS_IT_SHOULD_BE, MADE };

static enum err look(struct db *db, enum opening how) {
  const struct db_schema *s = db->schema;
  int n;
  TRY(no_newer(db));
  TRY(count_applied(db, &n));
  if (how == MADE) return migrate(db, n);
  if (n < s->n_migrations)
    return fail(E_CONFLICT, "the %s lacks %s: run `medlyss init` on it", s->name,
                s->migrations[n].name);
  return how == AS_IT_IS ? OK : db_shape_check(db, n);
}

static enum err check_whole(struct db *db) { return db_shape_check(db, db->schema->n_migrations); }

static enum err open_with(const char *path, enum opening how, const struct db_schema *schema,
                          struct db **out) {
  AUTO(db_handle) db_handle db = NULL;
  const struct db_driver *engine;
  TRY(engine_of(path, &engine));
  TRY(engine->open(path, how == MADE, schema, &db));
  TRY(look(db, how));
  db->check = how == AS_IT_IS ? NULL : check_whole;
  if (schema->opening) TRY(db->driver->run(db, schema->opening));
  *out = db;
  db = NULL;
  return OK;
}

enum err db_open(const char *path, const struct db_schema *schema, struct db **out) {
  return open_with(path, AS_IT_SHOULD_BE, schema, out);
}

enum err db_open_as_it_is(const char *path, const struct db_schema *schema, struct db **out) {
  return open_with(path, AS_IT_IS, schema, out);
}

enum err db_create(const char *path, const struct db_schema *schema, struct db **out) {
  return open_with(path, MADE, schema, out);
}

// ---- for generated code -----------------------------------------------------------------------
enum err db_use_query(struct db *db, int query, db_use *out) {
  return db->driver->use(db, query, out);
}

void db_use_drop(db_use *st) {
  if (*st) (*st)->db->driver->give_back(*st);
  *st = NULL;
}

enum err db_step(struct db_stmt *st, bool *out_row) { return st->db->driver->step(st, out_row); }

enum err db_finish(struct db_stmt *st, const char *query) {
  bool row;
  TRY(db_step(st, &row));
  return row ? fail(E_BROKEN, "%s found more than one row", query) : OK;
}

enum err db_set_check(size_t n, size_t most, const char *name) {
  return n > most ? fail(E_TOO_BIG, "at most %zu of %s at a time", most, name) : OK;
}

void *db_rows_grow(struct arena *a, void *rows, size_t n, size_t *room, size_t size) {
  if (n < *room) return rows;
  size_t more = *room ? *room * 2 : 16;
  void *p = arena_alloc(a, more * size);
  if (n) memcpy(p, rows, n * size);
  *room = more;
  return p;
}

void db_bind_null(struct db_stmt *st, int at) { st->db->driver->bind_null(st, at); }
void db_bind_int(struct db_stmt *st, int at, int64_t v) { st->db->driver->bind_int(st, at, v); }
void db_bind_real(struct db_stmt *st, int at, double v) { st->db->driver->bind_real(st, at, v); }
void db_bind_bool(struct db_stmt *st, int at, bool v) { st->db->driver->bind_bool(st, at, v); }
void db_bind_text(struct db_stmt *st, int at, const char *v) {
  st->db->driver->bind_text(st, at, v);
}
void db_bind_bytes(struct db_stmt *st, int at, struct bytes v) {
  st->db->driver->bind_bytes(st, at, v);
}
void db_bind_id(struct db_stmt *st, int at, struct id v) {
  st->db->driver->bind_bytes(st, at, bytes_of(v.b, sizeof v.b));
}

bool db_col_null(struct db_stmt *st, int at) { return st->db->driver->col_null(st, at); }
int64_t db_col_int(struct db_stmt *st, int at) { return st->db->driver->col_int(st, at); }
double db_col_real(struct db_stmt *st, int at) { return st->db->driver->col_real(st, at); }
bool db_col_bool(struct db_stmt *st, int at) { return st->db->driver->col_bool(st, at); }

struct id db_col_id(struct db_stmt *st, int at) {
  struct id id = {0};
  struct bytes v = st->db->driver->col_bytes(st, at);
  if (v.n == sizeof id.b) memcpy(id.b, v.p, sizeof id.b);
  return id;
}

const char *db_col_text(struct arena *a, struct db_stmt *st, int at) {
  struct bytes v = st->db->driver->col_text(st, at);
  return v.p ? arena_strndup(a, (const char *)v.p, v.n) : NULL;
}

struct bytes db_col_bytes(struct arena *a, struct db_stmt *st, int at) {
  if (db_col_null(st, at)) return (struct bytes){0};
  struct bytes v = st->db->driver->col_bytes(st, at);
  return bytes_of(arena_strndup(a, (const char *)v.p, v.n), v.n);
}

void db_bind_opt_id(struct db_stmt *st, int at, struct opt_id v) {
  v.set ? db_bind_id(st, at, v.v) : db_bind_null(st, at);
}
void db_bind_opt_int(struct db_stmt *st, int at, struct opt_int v) {
  v.set ? db_bind_int(st, at, v.v) : db_bind_null(st, at);
}
void db_bind_opt_real(struct db_stmt *st, int at, struct opt_real v) {
  v.set ? db_bind_real(st, at, v.v) : db_bind_null(st, at);
}
void db_bind_opt_bool(struct db_stmt *st, int at, struct opt_bool v) {
  v.set ? db_bind_bool(st, at, v.v) : db_bind_null(st, at);
}

struct opt_id db_col_opt_id(struct db_stmt *st, int at) {
  return db_col_null(st, at) ? (struct opt_id){0} : some_id(db_col_id(st, at));
}
struct opt_int db_col_opt_int(struct db_stmt *st, int at) {
  return db_col_null(st, at) ? (struct opt_int){0} : some_int(db_col_int(st, at));
}
struct opt_real db_col_opt_real(struct db_stmt *st, int at) {
  return db_col_null(st, at) ? (struct opt_real){0} : some_real(db_col_real(st, at));
}
struct opt_bool db_col_opt_bool(struct db_stmt *st, int at) {
  return db_col_null(st, at) ? (struct opt_bool){0} : some_bool(db_col_bool(st, at));
}
