// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include "core/db_lite.h"
#include "core/file.h"
#include "tools/sqlgen/sqlgen.h"

static const char *const names[TYPES] = {
    [T_ID] = "ID",     [T_MS] = "MS",       [T_INT] = "INT",  [T_REAL] = "REAL",
    [T_TEXT] = "TEXT", [T_BYTES] = "BYTES", [T_BOOL] = "BOOL"};

enum type type_named(struct sv word, bool upper) {
  for (int t = T_ID; t < TYPES; t++)
    if (upper ? sv_eq(word, sv_of(names[t])) : sv_ieq(word, sv_of(names[t]))) return (enum type)t;
  return T_NONE;
}

static void apply(struct sqlite3 **db, const char *sql) {
  char *says = NULL;
  if (!*db && sqlite3_open(":memory:", db) != SQLITE_OK) die("no SQLite");
  if (sqlite3_exec(*db, sql, NULL, NULL, &says) != SQLITE_OK) die("%s", says);
}

// As the programs will reckon it of a catalogue that this migration was the last to change.
static void reckon_shape(struct model *m, char out[DB_SHAPE_SUM]) {
  struct arena a;
  struct db_part *parts;
  size_t n;
  arena_init(&a, 16 << 20);
  if (db_lite_parts(m->real, &a, &parts, &n) != SQLITE_OK) die("%s", sqlite3_errmsg(m->real));
  db_shape_sum(&a, parts, n, out);
  arena_drop(&a);
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  char *name = strdup(slash ? slash + 1 : path);
  char *dot = name ? strrchr(name, '.') : NULL;
  if (dot) *dot = '\0';
  return name;
}

void schema_read(struct model *m, const char *path) {
  struct buf text = {0};
  at_file = path;
  if (file_read(AT_FDCWD, path, 1 << 20, &text)) die("%s", err_detail());
  if (m->n_migrations == countof(m->migrations)) die("too many migrations");
  struct migration *g = &m->migrations[m->n_migrations++];
  g->name = base_name(path);
  for (int d = 0; d < DIALECTS; d++)
    g->text[d] =
        lex_print(NULL, sv_of(lex_block_pick(buf_sv(&text), (enum dialect)d)), (enum dialect)d);
  apply(&m->typed, g->text[TYPED]);
  if (m->n_migrations == 1) apply(&m->real, db_lite_migration_table);
  apply(&m->real, g->text[SQLITE]);
  reckon_shape(m, g->shape);
}

// One value per row of one text column; the caller's function sees each.
static const char *first_text(struct sqlite3 *db, const char *sql, struct sv arg) {
  sqlite3_stmt *st;
  if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) die("%s", sqlite3_errmsg(db));
  if (arg.n) sqlite3_bind_text(st, 1, arg.p, (int)arg.n, SQLITE_STATIC);
  const char *out = NULL;
  if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_type(st, 0) != SQLITE_NULL)
    out = strdup((const char *)sqlite3_column_text(st, 0));
  sqlite3_finalize(st);
  return out;
}

static const char all_columns[] =
    "FROM sqlite_schema s, pragma_table_xinfo(s.name) c WHERE s.type = 'table'";

static void touched(sqlite3_context *at, int n, sqlite3_value **v) {
  (void)n, (void)v;
  sqlite3_result_null(at);
}

void schema_opening(struct model *m, const char *path) {
  struct buf text = {0};
  at_file = path;
  if (file_read(AT_FDCWD, path, 1 << 20, &text)) die("%s", err_detail());
  m->opening = lex_print(NULL, sv_of(lex_block_pick(buf_sv(&text), SQLITE)), SQLITE);
  int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS;
  sqlite3_create_function(m->real, "touch", 2, flags, NULL, touched, NULL, NULL);
  apply(&m->real, m->opening);
}

// Every column has one of our types, and a name means one thing in the whole schema (MS and INT are
// both whole numbers).
void schema_check(struct model *m) {
  char sql[512];
  snprintf(
      sql, sizeof sql,
      "SELECT s.name || '.' || c.name || ' has the type ' || c.type %s AND upper(c.type) NOT IN "
      "('ID','MS','INT','REAL','TEXT','BYTES','BOOL') AND c.type NOT LIKE '%%GENERATED%%'",
      all_columns);
  const char *odd = first_text(m->typed, sql, (struct sv){0});
  if (odd) die("%s, which is none of ours", odd);
  snprintf(sql, sizeof sql,
           "SELECT c.name || ': ' || group_concat(DISTINCT s.name || ' ' || c.type) %s GROUP BY "
           "c.name HAVING count(DISTINCT replace(c.type || ' ', 'MS ', 'INT ')) > 1",
           all_columns);
  odd = first_text(m->typed, sql, (struct sv){0});
  if (odd) die("one name, several types: %s", odd);
}

enum type schema_column_type(struct model *m, struct sv column) {
  char sql[512];
  snprintf(sql, sizeof sql, "SELECT c.type %s AND c.name = ?1", all_columns);
  const char *type = first_text(m->typed, sql, column);
  struct sv rest = sv_of(type ? type : "");
  return type_named(sv_cut(&rest, ' '), true);
}

bool schema_is_table(struct model *m, struct sv name) {
  return first_text(m->typed,
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ?1"
                    " AND sql NOT LIKE 'CREATE VIRTUAL%'",
                    name) != NULL;
}

const char *schema_views(struct model *m) {
  const char *text =
      first_text(m->typed, "SELECT group_concat(sql, ' ') FROM sqlite_schema WHERE type = 'view'",
                 (struct sv){0});
  return text ? text : "";
}
