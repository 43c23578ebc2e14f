// SPDX-License-Identifier: Apache-2.0
// sqlgen: reads migrations and named queries in our own types, proves every query against the
// migrated schema in SQLite, and writes typed C, JSON writers, TypeScript and the PostgreSQL text.
// A fault ends the build with file, query and sentence; nothing is ever freed: it lives a second.
//
// A query:
//   -- interaction_newest :many n_notes=int      header: name, kind, types SQL cannot tell
//   -- sort: nine rows                           explains what the plan check would refuse
//   SELECT id, started_ms FROM interaction WHERE team = :team? AND state IN (:state[4]) …;
// Kinds: :one (E_NOT_FOUND without a row) :maybe :many :exec. Types: id ms int real text bytes
// bool, a trailing ? makes a column nullable, ! takes that away. A parameter has the type of the
// columns of its name, everywhere the same, else the header gives it (`after=id`); limit and
// …_ms need none.
// What queries of one file have in common is a fragment, above them:
//   -- visible(call) :fragment                   its words are replaced where it is used
//   EXISTS (SELECT 1 FROM segment g WHERE g.interaction = call AND g.agent = :viewer);
//   … WHERE i.started_ms > :since_ms AND @visible(i.id)
// A fragment may use those above it, brings the types of its header along, and is used by somebody.
#pragma once
#include "core/arena.h"
#include "core/buf.h"
#include "core/scope.h"

struct sqlite3;

enum type { T_NONE, T_ID, T_MS, T_INT, T_REAL, T_TEXT, T_BYTES, T_BOOL, TYPES };
enum dialect { SQLITE, POSTGRES, TYPED, DIALECTS }; // TYPED: SQLite that keeps our type names
enum kind { ONE, MAYBE, MANY, EXEC, FRAGMENT };
enum { NAME_ROOM = 64, PARAMS = 64, COLUMNS = 64, ANNOTATIONS = 64, FRAGMENT_ARGS = 4 };

struct param {
  char name[NAME_ROOM];
  enum type type;
  bool nullable;
  int set;   // how many values IN (:x[n]) holds; 0: one plain value
  int first; // number of its first placeholder, from 1
};
struct column {
  char name[NAME_ROOM];
  enum type type;
  bool nullable;
};
struct annotation {
  char name[NAME_ROOM];
  enum type type;
  char mark; // '?', '!' or 0
  bool used;
};
struct query {
  const char *file;
  char name[NAME_ROOM];
  enum kind kind;
  struct sv body;
  struct annotation notes[ANNOTATIONS];
  struct param params[PARAMS];
  struct column columns[COLUMNS];
  size_t n_notes, n_params, n_columns;
  int placeholders;
  bool scan_explained, sort_explained;
  char args[FRAGMENT_ARGS][NAME_ROOM]; // a fragment's words
  size_t n_args;
  bool fragment_used;
  const char *text[DIALECTS];
};
struct migration {
  const char *name, *text[DIALECTS];
};
struct model { // everything read, in order
  const char *name, *prefix;
  struct migration migrations[64];
  struct query *queries[1024], *fragments[32]; // fragments: of the file being read
  size_t n_migrations, n_queries, n_fragments;
  struct sqlite3 *typed, *real; // the same schema with our types, and as SQLite really has it
};

// Where we are, for die(): set by whoever works on a file or query.
extern const char *at_file, *at_query;
NORETURN PRINTF(1, 2) void die(const char *fmt, ...);
void *keep(size_t size); // zeroed, for the life of the tool

// lex.c: SQL as tokens, printed in a dialect
enum token_kind { END, SPACE, COMMENT, STRING, WORD, PARAM, OTHER };
struct token {
  enum token_kind kind;
  struct sv text; // PARAM: the name alone
  bool nullable;
  int set;
};
struct token lex_next(struct sv *rest);
const char *lex_block_pick(struct sv text, enum dialect d); // resolves -- @sqlite … -- @end
const char *lex_print(const struct query *q, struct sv text, enum dialect d);
const struct param *query_param(const struct query *q, struct sv name);

// schema.c: what the migrations made
void schema_read(struct model *m, const char *path);
void schema_check(struct model *m);
enum type type_named(struct sv word, bool upper);
enum type schema_column_type(struct model *m, struct sv column); // T_NONE: no such column
bool schema_is_table(struct model *m, struct sv name);
const char *schema_views(struct model *m); // the text of all views

// fragment.c
struct sv fragments_put_in(struct model *m, struct query *q, struct sv text);
void fragments_check(const struct model *m);

// query.c, plan.c
void query_read_file(struct model *m, const char *path);
void query_prove(struct model *m, struct query *q);
void plan_check(struct model *m, const struct query *q);

// emit_*.c
void emit_header(const struct model *m, struct buf *b);
void emit_source(const struct model *m, struct buf *b);
void emit_json(const struct model *m, struct buf *b);
void emit_typescript(const struct model *m, struct buf *b);
void emit_postgres(const struct model *m, struct buf *b);
void emit_c_string(struct buf *b, const char *s);
