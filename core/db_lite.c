// SPDX-License-Identifier: Apache-2.0
#include "core/db_lite.h"

const char db_lite_migration_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " checksum TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT";

static const char all_parts[] =
    "SELECT type, name, coalesce(sql, ''), count(*) OVER () FROM sqlite_schema"
    " WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))";

static const char *text(sqlite3_stmt *st, int at, struct arena *a) {
  const void *p = sqlite3_column_text(st, at);
  return p ? arena_strndup(a, p, (size_t)sqlite3_column_bytes(st, at)) : "";
}

static int read_all(sqlite3_stmt *st, struct arena *a, struct db_part **out, size_t *out_n) {
  struct db_part *parts = NULL;
  size_t n = 0;
  int rc;
  while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
    if (!parts) parts = arena_alloc(a, (size_t)sqlite3_column_int64(st, 3) * sizeof *parts);
    parts[n++] = (struct db_part){text(st, 0, a), text(st, 1, a), text(st, 2, a)};
  }
  *out = parts;
  *out_n = n;
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int db_lite_parts(sqlite3 *h, struct arena *a, struct db_part **out, size_t *out_n) {
  sqlite3_stmt *st;
  int rc = sqlite3_prepare_v2(h, all_parts, -1, &st, NULL);
  if (rc != SQLITE_OK) return rc;
  rc = read_all(st, a, out, out_n);
  sqlite3_finalize(st);
  return rc;
}
