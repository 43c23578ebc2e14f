// SPDX-License-Identifier: Apache-2.0
// Shape: what a database is made of (tables, indexes, views, triggers), as its engine's catalogue
// tells, against what its migrations make. A trigger that somebody planted writes whatever our own
// statements wrote, so that the chain would sign it: a database of another shape is not opened.
//   sum = hex of BLAKE2b-128 over each part in order of kind and name:
//         kind NUL name NUL text NUL, the text without comments and with one space for many
// The build reckons it after each migration (tools/sqlgen); db_open compares, and a connection
// compares again before it writes when the shape was touched since. What differs is named by making
// the same database anew in memory.
#pragma once
#include "core/db.h"

enum { DB_SHAPE_SUM = 33 };

struct db_part {
  const char *kind, *name, *text; // "trigger", its name, the statement that makes it or ""
};

// The statement without what only people read: comments, and how it is broken into lines.
const char *db_part_plain(struct arena *a, const char *text);
int db_part_order(const void *a, const void *b); // by kind, then name; for qsort
void db_parts_sort(struct db_part *parts, size_t n);
// Sorts them. The same parts give the same sum whichever program asks.
void db_shape_sum(struct arena *a, struct db_part *parts, size_t n, char out[DB_SHAPE_SUM]);

enum db_odd { DB_EXTRA, DB_MISSING, DB_CHANGED };
struct db_oddity {
  enum db_odd what;
  struct db_part part; // as it is here; what is missing: as it should be
  const char *should;  // the statement that makes it as it should be; NULL: nothing does
};
// What differs from the database that `n` migrations make; found by making that one in memory.
MUST_CHECK enum err db_shape_compare(struct db *db, int n, struct arena *a, struct db_oddity **out,
                                     size_t *out_n);
// E_CONFLICT names the first that differs. For engines: before a connection writes what may run a
// trigger it has not compared.
MUST_CHECK enum err db_shape_check(struct db *db, int n);
