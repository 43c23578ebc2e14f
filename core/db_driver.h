// SPDX-License-Identifier: Apache-2.0
// What an engine is: a table of functions, and the head each of its handles begins with. core/db.c
// says what is the same for every engine and calls these; an engine is one file that includes its
// vendor's header, and its line in the list in core/db.c. Private to both.
//
// Functions keep the promises of core/db.h and core/db_gen.h, where they are documented under the
// same name. Parameters are counted from 1, columns from 0.
#pragma once
#include "core/db_gen.h"
#include "core/db_shape.h"

struct db_driver;

struct db { // an engine's handle begins with it
  const struct db_driver *driver;
  const struct db_schema *schema;
  enum err (*check)(struct db *db); // its shape, before it writes; NULL: opened as it is
  bool reads_only;                  // db_reads_only
};

struct db_stmt { // and so does its statement
  struct db *db;
};

struct db_driver {
  bool (*takes)(const char *where); // whether a catalogue's address is this engine's
  enum err (*open)(const char *where, bool make, const struct db_schema *schema, struct db **out);
  enum err (*blank)(const struct db_schema *schema, struct db **out); // a new one, in memory
  enum err (*parts)(struct db *db, struct arena *a, struct db_part **out, size_t *out_n);
  void (*close)(struct db *db);
  void (*patience)(struct db *db, int ms);

  // Transactions: begin takes the write lock when `writes`; run is for statements without
  // parameters.
  enum err (*begin)(struct db *db, bool writes);
  enum err (*commit)(struct db *db);
  enum err (*rollback)(struct db *db);
  enum err (*run)(struct db *db, const char *sql);
  bool (*in_tx)(struct db *db);
  int64_t (*changes)(struct db *db);
  int64_t (*steps)(struct db *db);
  size_t (*touched)(struct db *db, struct db_touch **out);

  // The table that remembers migrations: the checksum of number `n`, or NULL in *out.
  enum err (*migration_get)(struct db *db, struct arena *a, int n, const char **out);
  enum err (*migration_put)(struct db *db, int n, const char *name, const char *sum);

  enum err (*use)(struct db *db, int query, db_use *out);
  void (*give_back)(struct db_stmt *st);
  enum err (*step)(struct db_stmt *st, bool *out_row);
  void (*bind_null)(struct db_stmt *st, int at);
  void (*bind_int)(struct db_stmt *st, int at, int64_t v);
  void (*bind_real)(struct db_stmt *st, int at, double v);
  void (*bind_bool)(struct db_stmt *st, int at, bool v);
  void (*bind_text)(struct db_stmt *st, int at, const char *v);
  void (*bind_bytes)(struct db_stmt *st, int at, struct bytes v);
  bool (*col_null)(struct db_stmt *st, int at);
  int64_t (*col_int)(struct db_stmt *st, int at);
  double (*col_real)(struct db_stmt *st, int at);
  bool (*col_bool)(struct db_stmt *st, int at);
  struct bytes (*col_text)(struct db_stmt *st, int at);  // valid until the next step; .p NULL: NULL
  struct bytes (*col_bytes)(struct db_stmt *st, int at); // likewise

  enum err (*scrub)(struct db *db);
  enum err (*integrity)(struct db *db);
  enum err (*copy)(struct db *db, const char *path);
};

extern const struct db_driver db_sqlite;
