// SPDX-License-Identifier: Apache-2.0
// A row as JSON: the C that writes it. Its members are a column each, but as the query's shapes say
// (sqlgen.h); types.c knows the same.
#include "tools/sqlgen/sqlgen.h"

static const char *const json_verbs[TYPES] = {
    [T_ID] = "id",     [T_MS] = "int",      [T_INT] = "int",  [T_REAL] = "real",
    [T_TEXT] = "text", [T_BYTES] = "bytes", [T_BOOL] = "bool"};

// ---- shapes -----------------------------------------------------------------------------------
static const struct column *column_named(const struct query *q, const char *name) {
  for (size_t i = 0; i < q->n_columns; i++)
    if (!strcmp(q->columns[i].name, name)) return &q->columns[i];
  return NULL;
}

// author{id,name}: the columns author and author_name; mine{at_ms}: the column at_ms.
const struct column *shape_column(const struct query *q, const struct shape *s, size_t k) {
  char name[2 * NAME_ROOM];
  const struct column *own = column_named(q, s->name);
  if (own && !strcmp(s->inner[k], "id")) return own;
  snprintf(name, sizeof name, "%s_%s", s->name, s->inner[k]);
  const struct column *c = column_named(q, name);
  return c ? c : column_named(q, s->inner[k]);
}

bool shape_is_raw(const struct shape *s) { return !s->n_inner && !s->out; }

// A column by a shape's name is the shape's, also where it only says whether there is one.
const struct shape *shape_of(const struct query *q, const struct column *c) {
  for (size_t i = 0; i < q->n_shapes; i++) {
    const struct shape *s = &q->shapes[i];
    if (!strcmp(s->name, c->name)) return s;
    for (size_t k = 0; k < s->n_inner; k++)
      if (shape_column(q, s, k) == c) return s;
  }
  return NULL;
}

// An object stands where the first of its columns does.
bool shape_begins(const struct query *q, const struct shape *s, const struct column *c) {
  bool ours = false;
  for (size_t k = 0; k < s->n_inner; k++) {
    if (shape_column(q, s, k) < c) return false;
    ours |= shape_column(q, s, k) == c;
  }
  return ours;
}

void shapes_check(const struct query *q) {
  for (size_t i = 0; i < q->n_shapes; i++) {
    const struct shape *s = &q->shapes[i];
    if (!s->n_inner && !column_named(q, s->name)) die("no column is called %s", s->name);
    if (shape_is_raw(s) && column_named(q, s->name)->type != T_TEXT)
      die("%s{} is no text", s->name);
    for (size_t k = 0; k < s->n_inner; k++)
      if (!shape_column(q, s, k)) die("%s{%s}: no such column", s->name, s->inner[k]);
  }
}

// An object is null where the thing it names is: the column it has its name from.
const struct column *shape_absent_with(const struct query *q, const struct shape *s) {
  const struct column *own = column_named(q, s->name);
  return own && own->nullable && own->type != T_TEXT && own->type != T_BYTES ? own : NULL;
}

// ---- C ----------------------------------------------------------------------------------------
static void write_value(const struct column *c, const char *key, const char *indent,
                        struct buf *b) {
  bool opt = c->nullable && c->type != T_TEXT && c->type != T_BYTES;
  buf_printf(b, "%sjsonw_key(b, \"%s\");\n%sjsonw_%s%s(b, r->%s);\n", indent, key, indent,
             opt ? "opt_" : "", json_verbs[c->type], c->name);
}

static void write_object(const struct query *q, const struct shape *s, struct buf *b) {
  const struct column *absent = shape_absent_with(q, s);
  buf_printf(b, "  jsonw_key(b, \"%s\");\n", s->name);
  if (absent) buf_printf(b, "  if (!r->%s.set) jsonw_null(b);\n  else {\n", absent->name);
  buf_add_str(b, "  buf_add_char(b, '{');\n");
  for (size_t k = 0; k < s->n_inner; k++) write_value(shape_column(q, s, k), s->inner[k], "  ", b);
  buf_printf(b, "  buf_add_char(b, '}');\n%s", absent ? "  }\n" : "");
}

void emit_json_header(const struct model *m, const struct query *q, struct buf *b) {
  const char *p = m->prefix, *n = q->name;
  buf_printf(b, "void %s_%s_row_members(struct buf *b, const struct %s_row *r);\n", p, n, n);
  buf_printf(b, "void %s_%s_row_json(struct buf *b, const struct %s_row *r); // {…}\n", p, n, n);
  if (q->kind == MANY)
    buf_printf(
        b, "void %s_%s_rows_json(struct buf *b, const struct %s_row *r, size_t n); // [{…},…]\n", p,
        n, n);
}

void emit_json(const struct model *m, const struct query *q, struct buf *b) {
  const char *p = m->prefix, *n = q->name;
  buf_printf(b, "void %s_%s_row_members(struct buf *b, const struct %s_row *r) {\n", p, n, n);
  for (size_t i = 0; i < q->n_columns; i++) {
    const struct column *c = &q->columns[i];
    const struct shape *s = shape_of(q, c);
    if (!s)
      write_value(c, c->name, "  ", b);
    else if (shape_is_raw(s) && words_named(s->type))
      write_value(c, c->name, "  ", b);
    else if (shape_is_raw(s))
      buf_printf(b, "  jsonw_key(b, \"%s\");\n  buf_add_str(b, r->%s ? r->%s : \"null\");\n",
                 c->name, c->name, c->name);
    else if (!s->out && shape_begins(q, s, c))
      write_object(q, s, b);
  }
  buf_printf(b, "}\nvoid %s_%s_row_json(struct buf *b, const struct %s_row *r) {\n", p, n, n);
  buf_printf(b, "  buf_add_char(b, '{');\n  %s_%s_row_members(b, r);\n  buf_add_char(b, '}');\n}\n",
             p, n);
  if (q->kind != MANY) return;
  buf_printf(b, "void %s_%s_rows_json(struct buf *b, const struct %s_row *r, size_t n) {\n", p, n,
             n);
  buf_add_str(b,
              "  buf_add_char(b, '[');\n  for (size_t i = 0; i < n; i++) {\n    jsonw_comma(b);\n");
  buf_printf(b, "    %s_%s_row_json(b, &r[i]);\n  }\n  buf_add_char(b, ']');\n}\n", p, n);
}
