// SPDX-License-Identifier: Apache-2.0
// SQL as a run of tokens. Enough of the grammar to find names, parameters and types, and to leave
// strings and comments alone; everything else is the engine's business.
#include <ctype.h>

#include "tools/sqlgen/sqlgen.h"

static bool wordy(char c) { return isalnum((unsigned char)c) || c == '_'; }

static size_t quoted(struct sv s) { // 'it''s' or "a name", with its quotes
  size_t n = 1;
  for (; n < s.n; n++) {
    if (s.p[n] != s.p[0]) continue;
    if (n + 1 < s.n && s.p[n + 1] == s.p[0])
      n++;
    else
      return n + 1;
  }
  die("a quote is never closed");
}

static size_t word(struct sv s, size_t from) {
  size_t n = from;
  while (n < s.n && wordy(s.p[n])) n++;
  return n;
}

static size_t param(struct sv s, struct token *out) { // :name, :name?, :name[8]
  size_t n = word(s, 1);
  out->text = sv_first(sv_from(s, 1), n - 1);
  if (n < s.n && s.p[n] == '?') {
    out->nullable = true;
    return n + 1;
  }
  if (n < s.n && s.p[n] == '[') {
    int used = 0;
    if (sscanf(s.p + n, "[%d]%n", &out->set, &used) != 1 || !used || out->set < 1 || out->set > 64)
      die("a set is written :name[1..64]");
    return n + (size_t)used;
  }
  return n;
}

struct token lex_next(struct sv *rest) {
  struct sv s = *rest;
  struct token t = {.kind = OTHER};
  size_t n = 1;
  if (!s.n) return (struct token){.kind = END};
  if (isspace((unsigned char)s.p[0])) {
    t.kind = SPACE;
    while (n < s.n && isspace((unsigned char)s.p[n])) n++;
  } else if (sv_starts(s, SV("--"))) {
    t.kind = COMMENT;
    while (n < s.n && s.p[n] != '\n') n++;
  } else if (s.p[0] == '\'' || s.p[0] == '"') {
    t.kind = STRING;
    n = quoted(s);
  } else if (s.p[0] == ':' && s.n > 1 && wordy(s.p[1])) {
    t.kind = PARAM;
    n = param(s, &t);
  } else if (sv_starts(s, SV("::"))) {
    die("write CAST(x AS TYPE), not ::");
  } else if (wordy(s.p[0])) {
    t.kind = WORD;
    n = word(s, 0);
  }
  if (t.kind != PARAM) t.text = sv_first(s, n);
  *rest = sv_from(s, n);
  return t;
}

// Lines between `-- @sqlite` (or `-- @postgres`) and the next marker belong to one dialect.
const char *lex_block_pick(struct sv text, enum dialect d) {
  struct buf b = {0};
  enum { BOTH, LITE, POST } in = BOTH;
  while (text.n) {
    struct sv line = sv_cut(&text, '\n'), bare = sv_trim(line);
    if (sv_eq(bare, SV("-- @sqlite")))
      in = LITE;
    else if (sv_eq(bare, SV("-- @postgres")))
      in = POST;
    else if (sv_eq(bare, SV("-- @end")))
      in = BOTH;
    else if (in == BOTH || (in == POST) == (d == POSTGRES)) {
      buf_add_sv(&b, line);
      buf_add_char(&b, '\n');
    }
  }
  if (in != BOTH) die("-- @end is missing");
  return b.p ? buf_take(&b) : "";
}

static const char *const type_words[DIALECTS][TYPES] = {
    [SQLITE] = {[T_ID] = "BLOB",
                [T_MS] = "INTEGER",
                [T_INT] = "INTEGER",
                [T_REAL] = "REAL",
                [T_TEXT] = "TEXT",
                [T_BYTES] = "BLOB",
                [T_BOOL] = "INTEGER"},
    [POSTGRES] = {[T_ID] = "uuid",
                  [T_MS] = "bigint",
                  [T_INT] = "bigint",
                  [T_REAL] = "double precision",
                  [T_TEXT] = "text",
                  [T_BYTES] = "bytea",
                  [T_BOOL] = "boolean"},
    [TYPED] = {[T_ID] = "ID",
               [T_MS] = "MS",
               [T_INT] = "INT",
               [T_REAL] = "REAL",
               [T_TEXT] = "TEXT",
               [T_BYTES] = "BYTES",
               [T_BOOL] = "BOOL"},
};

static void print_param(struct buf *b, const struct query *q, struct token t, enum dialect d) {
  if (!q) die("a migration has no parameters: :" SV_FMT, SV_ARG(t.text));
  const struct param *p = query_param(q, t.text);
  for (int k = 0; k < (p->set ? p->set : 1); k++)
    buf_printf(b, "%s%c%d", k ? ", " : "", d == POSTGRES ? '$' : '?', p->first + k);
}

// SQLite tables are STRICT: the word goes behind the parenthesis that ends a CREATE TABLE.
struct strictness {
  bool in_create, in_table;
  int depth;
};
static bool ends_table(struct strictness *s, struct token t) {
  if (t.kind == WORD) {
    if (sv_eq(t.text, SV("CREATE")))
      s->in_create = true;
    else if (s->in_create && !s->depth && sv_eq(t.text, SV("TABLE")))
      s->in_table = true;
  }
  if (t.kind != OTHER) return false;
  if (t.text.p[0] == '(') s->depth++;
  if (t.text.p[0] == ';' && !s->depth) *s = (struct strictness){0};
  if (t.text.p[0] != ')' || --s->depth || !s->in_table) return false;
  *s = (struct strictness){0};
  return true;
}

const char *lex_print(const struct query *q, struct sv text, enum dialect d) {
  struct buf b = {0};
  struct strictness strict = {0};
  struct sv rest = text;
  for (struct token t; (t = lex_next(&rest)).kind != END;) {
    enum type type = t.kind == WORD ? type_named(t.text, true) : T_NONE;
    bool table_ends = ends_table(&strict, t);
    if (t.kind == PARAM)
      print_param(&b, q, t, d);
    else if (type)
      buf_add_str(&b, type_words[d][type]);
    else if (t.kind == SPACE)
      buf_add_char(&b, memchr(t.text.p, '\n', t.text.n) ? '\n' : ' ');
    else if (t.kind != COMMENT)
      buf_add_sv(&b, t.text);
    if (table_ends && d == SQLITE)
      buf_add_str(&b, sv_starts(sv_trim(rest), SV("WITHOUT")) ? " STRICT," : " STRICT");
  }
  return b.p ? buf_take(&b) : "";
}
