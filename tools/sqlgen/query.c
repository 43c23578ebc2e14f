// SPDX-License-Identifier: Apache-2.0
// Reads a query's header and parameters, then lets SQLite say what it answers.
#include <ctype.h>
#include <sqlite3.h>

#include "core/file.h"
#include "tools/sqlgen/sqlgen.h"

static void copy_name(char out[NAME_ROOM], struct sv name) {
  if (!name.n || name.n >= NAME_ROOM) die("\"" SV_FMT "\" is no name", SV_ARG(name));
  memcpy(out, name.p, name.n);
  out[name.n] = '\0';
}

// ---- the header -------------------------------------------------------------------------------
static bool kind_of(struct sv word, enum kind *out) {
  static const char *const words[] = {
      [ONE] = ":one",   [MAYBE] = ":maybe",       [MANY] = ":many",
      [EXEC] = ":exec", [FRAGMENT] = ":fragment",
  };
  for (int k = ONE; k <= FRAGMENT; k++)
    if (sv_eq(word, sv_of(words[k]))) {
      *out = (enum kind)k;
      return true;
    }
  return false;
}

static void read_annotation(struct query *q, struct sv word) { // n_calls=int?
  if (q->n_notes == ANNOTATIONS) die("too many annotations");
  struct annotation *a = &q->notes[q->n_notes++];
  copy_name(a->name, sv_cut(&word, '='));
  a->reached = sv_eq(word, SV("reached"));
  if (a->reached && q->kind != EXEC) die("%s: reached is for what writes", a->name);
  if (a->reached) return;
  char last = word.n ? word.p[word.n - 1] : '\0';
  if (last == '?' || last == '!') {
    a->mark = last;
    word = sv_first(word, word.n - 1);
  }
  a->type = type_named(word, false);
  if (!a->type) die("%s: no type is called " SV_FMT, a->name, SV_ARG(word));
}

static void read_args(struct query *q, struct sv list) { // call,word)
  if (!list.n || list.p[list.n - 1] != ')') die("a fragment's words end with )");
  for (list = sv_first(list, list.n - 1); list.n;) {
    if (q->n_args == FRAGMENT_ARGS) die("a fragment takes %d words at most", FRAGMENT_ARGS);
    copy_name(q->args[q->n_args++], sv_cut(&list, ','));
  }
}

static void read_shape(struct query *q, struct sv word) { // author{id,name}, prefs{}, -secret
  if (q->n_shapes == SHAPES) die("too many shapes");
  struct shape *s = &q->shapes[q->n_shapes++];
  s->out = sv_starts(word, SV("-"));
  if (s->out) {
    copy_name(s->name, sv_from(word, 1));
    return;
  }
  copy_name(s->name, sv_cut(&word, '{'));
  if (!word.n || word.p[word.n - 1] != '}') die("%s{ ends with }", s->name);
  word = sv_first(word, word.n - 1);
  if (word.n &&
      (isupper((unsigned char)word.p[0]) || sv_has(word, SV("[")) || sv_has(word, SV("("))))
    s->type = word;
  while (word.n && !s->type.n) {
    if (s->n_inner == INNER) die("%s{} holds %d members at most", s->name, INNER);
    copy_name(s->inner[s->n_inner++], sv_cut(&word, ','));
  }
}

// "-- name :kind a=int b=text?", "-- name(word,word) :fragment": true when the line is such a
// header.
static bool read_header(struct sv line, struct query *out) {
  if (!sv_starts(line, SV("-- "))) return false;
  line = sv_from(line, 3);
  struct sv name = sv_cut(&line, ' '), kind = sv_cut(&line, ' ');
  if (!kind.n || kind.p[0] != ':') return false;
  bool has_args = sv_has(name, SV("("));
  copy_name(out->name, sv_cut(&name, '('));
  at_query = out->name;
  if (!kind_of(kind, &out->kind)) die("a query is :one, :maybe, :many, :exec or a :fragment");
  if (has_args != (out->kind == FRAGMENT)) die("a fragment has words, and nothing else has");
  if (has_args) read_args(out, name);
  while ((line = sv_trim(line)).n) {
    struct sv word = sv_cut(&line, ' ');
    if (sv_eq(word, SV(":json")))
      out->json = true;
    else if (out->json && (sv_starts(word, SV("-")) || sv_has(word, SV("{"))))
      read_shape(out, word);
    else
      read_annotation(out, word);
  }
  return true;
}

static struct annotation *annotation_of(struct query *q, struct sv name) {
  for (size_t i = 0; i < q->n_notes; i++)
    if (sv_eq(sv_of(q->notes[i].name), name)) {
      q->notes[i].used = true;
      return &q->notes[i];
    }
  return NULL;
}

// ---- parameters -------------------------------------------------------------------------------
const struct param *query_param(const struct query *q, struct sv name) {
  for (size_t i = 0; i < q->n_params; i++)
    if (sv_eq(sv_of(q->params[i].name), name)) return &q->params[i];
  return NULL;
}

static bool ends_with(struct sv s, struct sv end) {
  return s.n >= end.n && sv_eq(sv_from(s, s.n - end.n), end);
}

// A name has one type everywhere: the columns', or what a header says; limit and …_ms go without.
static enum type param_type(struct model *m, struct query *q, struct sv name) {
  const struct annotation *a = annotation_of(q, name);
  enum type by_column = schema_column_type(m, name), by_note = a ? a->type : T_NONE;
  if (by_column && by_note && by_column != by_note) die("%s has another type as a column", a->name);
  if (by_column) return by_column;
  if (!by_note && ends_with(name, SV("_ms"))) return T_MS;
  if (!by_note && sv_eq(name, SV("limit"))) return T_INT;
  if (!by_note) die(":" SV_FMT " is named after no column; give its type", SV_ARG(name));
  for (size_t i = 0; i < m->n_queries; i++) {
    const struct param *other = query_param(m->queries[i], name);
    if (other && other->type != by_note)
      die("%s has another type in %s", a->name, m->queries[i]->name);
  }
  return by_note;
}

static void add_param(struct model *m, struct query *q, struct token t) {
  const struct param *seen = query_param(q, t.text);
  if (seen) {
    if (seen->nullable != t.nullable || seen->set != t.set)
      die(":%s is written in two ways", seen->name);
    return;
  }
  if (q->n_params == PARAMS) die("too many parameters");
  struct param p = {.nullable = t.nullable, .set = t.set, .first = q->placeholders + 1};
  copy_name(p.name, t.text);
  p.type = param_type(m, q, t.text);
  const struct annotation *a = annotation_of(q, t.text);
  p.reached = a && a->reached;
  if (p.reached && (p.type != T_ID || p.set)) die(":%s is no id", p.name);
  q->placeholders += t.set ? t.set : 1;
  q->params[q->n_params++] = p;
}

static void find_params(struct model *m, struct query *q) {
  struct sv rest = q->body, before[2] = {{0}};
  for (struct token t; (t = lex_next(&rest)).kind != END;) {
    if (t.kind == SPACE) continue;
    if (t.kind == PARAM && t.set && sv_eq(before[0], SV("NOT")))
      die("a padded set cannot be NOT IN");
    if (t.kind == PARAM) add_param(m, q, t);
    if (t.kind == COMMENT) {
      q->scan_explained |= sv_starts(t.text, SV("-- scan: "));
      q->sort_explained |= sv_starts(t.text, SV("-- sort: "));
    }
    if (t.kind == WORD && sv_eq(t.text, SV("IN")) && sv_eq(before[1], SV("NOT")))
      before[0] = SV("NOT");
    else if (t.kind == WORD)
      before[0] = (struct sv){0};
    if (t.kind == WORD) before[1] = t.text;
  }
}

// Up to its semicolon; what follows may only be the next query's remarks.
static struct sv statement(struct sv body) {
  struct sv rest = body, found = {0};
  for (struct token t; (t = lex_next(&rest)).kind != END;) {
    if (!found.p && t.kind == OTHER && t.text.p[0] == ';')
      found = sv_first(body, (size_t)(t.text.p - body.p));
    else if (found.p && t.kind != SPACE && t.kind != COMMENT)
      die("one statement at a time");
  }
  if (!found.p) die("a query ends with ;");
  return sv_trim(found);
}

static void finish(struct model *m, struct query *q, struct sv body) {
  q->body = roles_put_in(fragments_put_in(m, q, statement(body)));
  if (q->kind == FRAGMENT) {
    if (m->n_fragments == countof(m->fragments)) die("too many fragments");
    m->fragments[m->n_fragments++] = q;
    return;
  }
  for (size_t i = 0; i < m->n_queries; i++)
    if (!strcmp(m->queries[i]->name, q->name)) die("there are two of this name");
  find_params(m, q);
  for (int d = 0; d < DIALECTS; d++)
    q->text[d] = lex_print(q, sv_of(lex_block_pick(q->body, (enum dialect)d)), (enum dialect)d);
  if (m->n_queries == countof(m->queries)) die("too many queries");
  m->queries[m->n_queries++] = q;
}

static void name_noun(char out[NAME_ROOM], const char *path) { // schemas/queries/team.sql: team
  const char *base = strrchr(path, '/');
  struct sv name = sv_of(base ? base + 1 : path);
  copy_name(out, sv_cut(&name, '.'));
}

void query_read_file(struct model *m, const char *path) {
  struct buf text = {0};
  at_file = strdup(path);
  at_query = "";
  if (file_read(AT_FDCWD, path, 1 << 20, &text)) die("%s", err_detail());
  struct query *q = NULL;
  const char *from = NULL;
  m->n_fragments = 0;
  struct sv rest = buf_sv(&text);
  while (rest.n) {
    struct sv line = sv_cut(&rest, '\n');
    struct query *next = keep(sizeof *next);
    next->file = at_file;
    name_noun(next->noun, path);
    const char *was = at_query;
    if (!read_header(line, next)) continue;
    const char *now = at_query;
    at_query = was;
    if (q) finish(m, q, (struct sv){from, (size_t)(line.p - from)});
    at_query = now;
    q = next;
    from = rest.p;
  }
  if (q) finish(m, q, (struct sv){from, (size_t)(text.p + text.n - from)});
  fragments_check(m);
}

// ---- columns ----------------------------------------------------------------------------------
// A column of a LEFT JOINed table may be NULL whatever its declaration says.
static bool left_joined(const struct query *q, const char *table) {
  struct sv rest = q->body, before[2] = {{0}};
  for (struct token t; (t = lex_next(&rest)).kind != END;) {
    if (t.kind != WORD) continue;
    if (sv_eq(before[0], SV("LEFT")) && sv_eq(before[1], SV("JOIN")) && sv_eq(t.text, sv_of(table)))
      return true;
    before[0] = before[1];
    before[1] = t.text;
  }
  return false;
}

static bool declared_nullable(struct model *m, struct sqlite3_stmt *st, int i) {
  const char *table = sqlite3_column_table_name(st, i), *origin = sqlite3_column_origin_name(st, i);
  int notnull = 0, pk = 0;
  sqlite3_table_column_metadata(m->typed, "main", table, origin, NULL, NULL, &notnull, &pk, NULL);
  return !notnull && !pk;
}

static void read_column(struct model *m, struct query *q, struct sqlite3_stmt *st, int i) {
  struct column *c = &q->columns[q->n_columns++];
  const char *table = sqlite3_column_table_name(st, i), *decl = sqlite3_column_decltype(st, i);
  copy_name(c->name, sv_of(sqlite3_column_name(st, i)));
  const struct annotation *a = annotation_of(q, sv_of(c->name));
  struct sv rest = sv_of(decl ? decl : "");
  enum type declared = type_named(sv_cut(&rest, ' '), true);
  if (!declared && !a) die("column %s is an expression: give its type, %s=int", c->name, c->name);
  if (declared && a && a->type != declared) die("column %s is declared otherwise", c->name);
  c->type = declared || !a ? declared : a->type;
  if (table) c->words = words_of_column(table, sqlite3_column_origin_name(st, i));
  c->nullable = table ? declared_nullable(m, st, i) || left_joined(q, table) : false;
  if (a && a->mark) c->nullable = a->mark == '?';
  for (size_t k = 0; k + 1 < q->n_columns; k++)
    if (!strcmp(q->columns[k].name, c->name)) die("two columns are called %s", c->name);
}

void query_prove(struct model *m, struct query *q) {
  sqlite3_stmt *st;
  at_file = q->file;
  at_query = q->name;
  if (sqlite3_prepare_v2(m->typed, q->text[TYPED], -1, &st, NULL) != SQLITE_OK)
    die("%s", sqlite3_errmsg(m->typed));
  int n = sqlite3_column_count(st);
  if (n > COLUMNS) die("too many columns");
  if (q->kind == EXEC && n) die("an :exec answers nothing");
  if (q->json && !n) die("there is no row to write as JSON");
  if (q->kind != EXEC && !n) die("this answers nothing: it is an :exec");
  for (int i = 0; i < n; i++) read_column(m, q, st, i);
  sqlite3_finalize(st);
  for (size_t i = 0; i < q->n_notes; i++)
    if (!q->notes[i].used) die("%s is neither parameter nor column", q->notes[i].name);
  if (q->json) shapes_check(q);
  plan_check(m, q);
}
