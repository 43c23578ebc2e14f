// SPDX-License-Identifier: Apache-2.0
// What generated code calls, and nobody else. Every driver implements these; parameters and columns
// are counted from 1 and 0. A failed bind is reported by the next db_step.
#pragma once
#include "core/db.h"
#include "core/jsonw.h"

struct db_stmt;
typedef struct db_stmt *db_use; // a statement in use; given back by its scope
void db_use_drop(db_use *st);

MUST_CHECK enum err db_use_query(struct db *db, int query, db_use *out);
MUST_CHECK enum err db_step(struct db_stmt *st, bool *out_row);
MUST_CHECK enum err db_finish(struct db_stmt *st,
                              const char *query); // steps to the end; a further row is E_BROKEN
MUST_CHECK enum err db_set_check(size_t n, size_t most, const char *name); // E_TOO_BIG

void db_bind_null(struct db_stmt *st, int at);
void db_bind_id(struct db_stmt *st, int at, struct id v);
void db_bind_int(struct db_stmt *st, int at, int64_t v);
void db_bind_real(struct db_stmt *st, int at, double v);
void db_bind_text(struct db_stmt *st, int at, const char *v);   // NULL binds NULL
void db_bind_bytes(struct db_stmt *st, int at, struct bytes v); // .p NULL binds NULL
void db_bind_bool(struct db_stmt *st, int at, bool v);

bool db_col_null(struct db_stmt *st, int at);
struct id db_col_id(struct db_stmt *st, int at);
int64_t db_col_int(struct db_stmt *st, int at);
double db_col_real(struct db_stmt *st, int at);
const char *db_col_text(struct arena *a, struct db_stmt *st, int at); // NULL for NULL
struct bytes db_col_bytes(struct arena *a, struct db_stmt *st, int at);
bool db_col_bool(struct db_stmt *st, int at);

// The nullable forms follow from the others.
void db_bind_opt_id(struct db_stmt *st, int at, struct opt_id v);
void db_bind_opt_int(struct db_stmt *st, int at, struct opt_int v);
void db_bind_opt_real(struct db_stmt *st, int at, struct opt_real v);
void db_bind_opt_bool(struct db_stmt *st, int at, struct opt_bool v);
struct opt_id db_col_opt_id(struct db_stmt *st, int at);
struct opt_int db_col_opt_int(struct db_stmt *st, int at);
struct opt_real db_col_opt_real(struct db_stmt *st, int at);
struct opt_bool db_col_opt_bool(struct db_stmt *st, int at);

// Room for one more row in an array that grows inside the arena.
void *db_rows_grow(struct arena *a, void *rows, size_t n, size_t *room, size_t size);
