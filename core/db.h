// SPDX-License-Identifier: Apache-2.0
// Database: one connection, its statements prepared once and kept.
// All SQL lies in schemas/; tools/sqlgen proves it and makes the typed calls of build/gen/sql/
// (catalogue) and build/gen/keysql/ (key store), a pair of files a noun. Which engine answers is
// known only to its driver (core/db_driver.h).
//
// One connection belongs to one thread at a time. A commit has reached the disk when it returns
// (WAL, synchronous FULL); deleted rows are overwritten. E_BUSY: another process held the write
// lock longer than our patience; E_CONFLICT: a rule of the model was broken.
#pragma once
#include "core/sql.h"

struct db;

// What a database is made of: generated, one per namespace (catalogue_schema, keystore_schema).
struct db_migration {
  const char *name, *text; // of this driver's dialect
  const char *shape;       // the sum of what it leaves (core/db_shape.h); NULL: reckoned anew
};
struct db_schema {
  const char *name;
  const struct db_migration *migrations;
  int n_migrations;
  const char *const *queries;
  int n_queries;
  const char *opening;             // run by every connection as it opens; NULL: nothing
  enum err (*seal)(struct db *db); // before each commit that touched something; NULL: nothing
};

// Opens what is there, has every migration, and is what they make (core/db_shape.h); E_NOT_FOUND /
// E_CONFLICT otherwise. Where that changes afterwards nothing is written any more (E_BUSY).
MUST_CHECK enum err db_open(const char *path, const struct db_schema *schema, struct db **out);
// Whatever its shape: for whoever says what is wrong with it.
MUST_CHECK enum err db_open_as_it_is(const char *path, const struct db_schema *schema,
                                     struct db **out);
// Makes it when it is missing and applies what is missing, each migration in a transaction.
MUST_CHECK enum err db_create(const char *path, const struct db_schema *schema, struct db **out);
void db_close(struct db *db);
void db_reads_only(struct db *db, bool yes); // as long as it does, whatever writes is E_BROKEN
void db_patience(struct db *db, int ms);     // how long to wait for another's write lock; 5,000

typedef struct db *db_handle; // AUTO(db_handle) db_handle db = NULL;
void db_handle_drop(db_handle *db);

// A transaction that is undone unless committed:
//   AUTO(db_tx) struct db_tx tx = {0};
//   TRY(db_begin(db, &tx)); … return db_commit(&tx);
// Takes the write lock at once, so that two writers never deadlock. Not nested.
struct db_tx {
  struct db *db;
};
MUST_CHECK enum err db_begin(struct db *db, struct db_tx *out);
// One's own transaction, unless the caller has one open: then it is the caller's to commit.
MUST_CHECK enum err db_join(struct db *db, struct db_tx *out);
MUST_CHECK enum err db_commit(struct db_tx *tx); // nothing, when it was joined
void db_tx_drop(struct db_tx *tx);

// What the transaction has changed, as the schema's opening text notes it by touch(what, id); the
// same may stand there several times. A statement outside a transaction is one of its own, so that
// nothing noted is ever committed unsealed.
struct db_touch {
  int64_t what;
  struct id id;
};
size_t db_touched(struct db *db, struct db_touch **out); // the caller may sort them

// Sees one state of the database until it is dropped; writes nothing and hinders no writer.
MUST_CHECK enum err db_snapshot(struct db *db, struct db_tx *out);

int64_t db_changes(struct db *db); // rows the last :exec wrote
int64_t db_steps(struct db *db);   // virtual-machine steps so far: what a query costs, for tests
bool db_in_tx(struct db *db);

// Writes the log back into the database and empties it: after an erasure nothing old is left there.
MUST_CHECK enum err db_scrub(struct db *db);
// The engine's own check of every page and every reference; E_BAD_DATA names the first fault.
MUST_CHECK enum err db_integrity(struct db *db);
// A consistent copy of the whole database into a file that must not exist.
MUST_CHECK enum err db_copy(struct db *db, const char *path);
