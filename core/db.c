// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "core/db_driver.h"

void db_handle_drop(db_handle *db) {
  db_close(*db);
  *db = NULL;
}

// ---- transactions -----------------------------------------------------------------------------
enum err db_begin(struct db *db, struct db_tx *out) {
  if (db_in_tx(db)) return fail(E_BROKEN, "a transaction within a transaction");
  TRY(driver_run(db, "BEGIN IMMEDIATE"));
  out->db = db;
  return OK;
}

enum err db_commit(struct db_tx *tx) {
  TRY(driver_run(tx->db, "COMMIT"));
  tx->db = NULL;
  return OK;
}

void db_tx_drop(struct db_tx *tx) {
  if (!tx->db || !db_in_tx(tx->db)) return; // some errors have undone it already
  enum err rc = driver_run(tx->db, "ROLLBACK");
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
  const struct db_migration *m = &driver_schema(db)->migrations[n];
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  const char *seen = NULL;
  char sum[SUM_HEX];
  TRY(driver_migration_get(db, &a, n + 1, &seen));
  checksum(m->text, sum);
  if (seen && strcmp(seen, sum) != 0)
    return fail(E_CONFLICT, "this %s was made by another version of %s", driver_schema(db)->name,
                m->name);
  *out = seen != NULL;
  return OK;
}

static enum err migrate_one(struct db *db, int n) {
  const struct db_migration *m = &driver_schema(db)->migrations[n];
  AUTO(db_tx) struct db_tx tx = {0};
  bool done;
  char sum[SUM_HEX];
  TRY(db_begin(db, &tx));
  TRY(applied(db, n, &done)); // another process may have been faster
  if (!done) {
    checksum(m->text, sum);
    TRY(driver_run(db, m->text));
    TRY(driver_migration_put(db, n + 1, m->name, sum));
  }
  return db_commit(&tx);
}

static enum err migrate(struct db *db, bool apply) {
  for (int n = 0; n < driver_schema(db)->n_migrations; n++) {
    bool done;
    TRY(applied(db, n, &done));
    if (!done && !apply)
      return fail(E_CONFLICT, "the %s lacks %s: run `medlyss init` on it", driver_schema(db)->name,
                  driver_schema(db)->migrations[n].name);
    if (!done) TRY(migrate_one(db, n));
  }
  return OK;
}

static enum err open_with(const char *path, bool make, const struct db_schema *schema,
                          struct db **out) {
  AUTO(db_handle) db_handle db = NULL;
  TRY(driver_open(path, make, schema, &db));
  TRY(migrate(db, make));
  *out = db;
  db = NULL;
  return OK;
}

enum err db_open(const char *path, const struct db_schema *schema, struct db **out) {
  return open_with(path, false, schema, out);
}

enum err db_create(const char *path, const struct db_schema *schema, struct db **out) {
  return open_with(path, true, schema, out);
}

// ---- for generated code -----------------------------------------------------------------------
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
