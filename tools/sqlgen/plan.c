// SPDX-License-Identifier: Apache-2.0
// The plan of each query: no walk through a whole base table and no sort without an index, unless
// the query says why it may (`-- scan: …`, `-- sort: …`). A walk along an index that a LIMIT stops
// is what a list is; what it costs on skewed data is a test's business.
#include <sqlite3.h>

#include "tools/sqlgen/sqlgen.h"

// Whether `name` is a base table, or an alias of one somewhere in `sql`.
static bool base_table(struct model *m, struct sv sql, struct sv name) {
  if (schema_is_table(m, name)) return true;
  struct sv table = {0};
  for (struct token t; (t = lex_next(&sql)).kind != END;) {
    if (t.kind == SPACE || (t.kind == WORD && sv_ieq(t.text, SV("AS")))) continue;
    if (t.kind == WORD && table.n && sv_eq(t.text, name) && schema_is_table(m, table)) return true;
    table = t.kind == WORD ? t.text : (struct sv){0};
  }
  return false;
}

static void check_step(struct model *m, const struct query *q, struct sv says) {
  bool limited = sv_has(sv_of(q->text[SQLITE]), SV("LIMIT"));
  if (sv_has(says, SV("USE TEMP B-TREE")) && !q->sort_explained)
    die("sorts without an index (" SV_FMT "); explain with -- sort:", SV_ARG(says));
  if (!sv_starts(says, SV("SCAN ")) || q->scan_explained) return;
  struct sv rest = sv_from(says, 5), name = sv_cut(&rest, ' ');
  if (limited && sv_has(rest, SV("USING"))) return;
  if (base_table(m, sv_of(q->text[TYPED]), name) || base_table(m, sv_of(schema_views(m)), name))
    die("reads a whole table (" SV_FMT "); explain with -- scan:", SV_ARG(says));
}

void plan_check(struct model *m, const struct query *q) {
  struct buf explain = {0};
  sqlite3_stmt *st;
  buf_printf(&explain, "EXPLAIN QUERY PLAN %s", q->text[SQLITE]);
  if (sqlite3_prepare_v2(m->real, explain.p, -1, &st, NULL) != SQLITE_OK)
    die("%s", sqlite3_errmsg(m->real));
  while (sqlite3_step(st) == SQLITE_ROW)
    check_step(m, q, sv_of((const char *)sqlite3_column_text(st, 3)));
  sqlite3_finalize(st);
}
