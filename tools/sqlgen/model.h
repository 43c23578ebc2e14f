// SPDX-License-Identifier: Apache-2.0
// What sqlgen has read: queries with their parameters and columns, fragments, migrations, in order.
#pragma once
#include "core/arena.h"
#include "core/buf.h"
#include "core/db_shape.h"
#include "core/scope.h"

struct sqlite3;

enum type { T_NONE, T_ID, T_MS, T_INT, T_REAL, T_TEXT, T_BYTES, T_BOOL, TYPES };
enum dialect { SQLITE, POSTGRES, TYPED, DIALECTS }; // TYPED: SQLite that keeps our type names
enum kind { ONE, MAYBE, MANY, EXEC, FRAGMENT };
enum {
  NAME_ROOM = 64,
  PARAMS = 64,
  COLUMNS = 64,
  ANNOTATIONS = 64,
  FRAGMENT_ARGS = 4,
  SHAPES = 16,
  INNER = 8
};

struct param {
  char name[NAME_ROOM];
  enum type type;
  bool nullable, reached;
  int set;   // how many values IN (:x[n]) holds; 0: one plain value
  int first; // number of its first placeholder, from 1
};
struct words { // a closed set: schemas/words.def, roles.def
  const char *name, *set, *columns;
};
struct column {
  char name[NAME_ROOM];
  enum type type;
  bool nullable;
  const struct words *words; // what it may hold; NULL: anything
};
struct annotation {
  char name[NAME_ROOM];
  enum type type;
  char mark; // '?', '!' or 0
  bool used, reached;
};
struct shape { // of the JSON: name{inner,inner}, name{}, name{Type}, -name (left out)
  char name[NAME_ROOM];
  char inner[INNER][NAME_ROOM];
  size_t n_inner;
  bool out;
  struct sv type; // name{Type}: text that is JSON of it, or one of its words
};
struct query;
struct told;
struct shown { // what a member is, as the pages know it
  enum { OF_VALUE, OF_WORDS, OF_JSON, OF_STRETCH, OF_ROW, OF_TOLD, OF_LIST, OF_MAP } kind;
  enum type value;
  const char *words, *words_name; // one of; by what name
  const struct query *row;
  struct told *told;
  struct shown *of; // a list's, a map's, a text's that is JSON; NULL: unknown
  bool nullable;
};
struct member {
  char name[NAME_ROOM];
  bool optional, spread; // may be left out; its members are ours
  struct shown *is;
};
struct told { // a shape of schemas/shapes: what is answered, put together of rows
  const char *file;
  char noun[NAME_ROOM], name[NAME_ROOM], c_name[NAME_ROOM];
  bool only_type;            // told by other code, or asked: no C of it
  bool one_of;               // its members are what it may be
  const struct query *alias; // the rows of a query, by this name
  struct sv body;
  struct member members[64];
  size_t n_members;
};
struct answer { // what a handler answers
  char handler[NAME_ROOM];
  struct shown *is;
  bool page; // {rows, next, seen} of it
};
struct query {
  const char *file;
  char noun[NAME_ROOM]; // the file's name without folder and ending
  char name[NAME_ROOM];
  enum kind kind;
  struct sv body;
  struct annotation notes[ANNOTATIONS];
  struct param params[PARAMS];
  struct column columns[COLUMNS];
  size_t n_notes, n_params, n_columns;
  int placeholders;
  bool scan_explained, sort_explained;
  bool json;                   // its rows have writers
  struct shape shapes[SHAPES]; // how they differ from a member each column
  size_t n_shapes;
  char args[FRAGMENT_ARGS][NAME_ROOM]; // a fragment's words
  size_t n_args;
  bool fragment_used;
  const char *text[DIALECTS];
};
struct migration {
  const char *name, *text[DIALECTS];
  char shape[DB_SHAPE_SUM]; // of the schema once it is in
};
struct model { // everything read, in order
  const char *name, *prefix;
  const char *opening, *seal; // run by each connection; called before each commit; or NULL
  struct migration migrations[64];
  struct query *queries[1024], *fragments[32]; // fragments: of the file being read
  struct told *told[512];
  struct answer answers[256];
  size_t n_migrations, n_queries, n_fragments, n_told, n_answers;
  struct sqlite3 *typed, *real; // the same schema with our types, and as SQLite really has it
};
