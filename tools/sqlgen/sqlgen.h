// SPDX-License-Identifier: Apache-2.0
// sqlgen: reads migrations and named queries in our own types, proves every query against the
// migrated schema in SQLite, and writes typed C (a pair of files for each file of queries, so that
// a change of one rebuilds only what asks it), TypeScript and the PostgreSQL text. A fault ends the
// build with file, query and sentence; nothing is ever freed: it lives a second.
//
// A query:
//   -- interaction_newest :many n_notes=int      header: name, kind, types SQL cannot tell
//   -- note_list :many :json author{id,name}     … and JSON writers and a TypeScript type of its
//   rows:
//                                                a member each column, in their order;
//                                                author{id,name} is an object of the columns author
//                                                and author_name (null with author), mine{at_ms}
//                                                one of the column at_ms; prefs{} is text that is
//                                                JSON already, prefs{Prefs} of that type, or one
//                                                of those words; -secret stays out of it
//   -- sort: nine rows                           explains what the plan check would refuse
//   SELECT id, started_ms FROM interaction WHERE team = :team? AND state IN (:state[4]) …;
// Kinds: :one (E_NOT_FOUND without a row) :maybe :many :exec. Types: id ms int real text bytes
// bool, a trailing ? makes a column nullable, ! takes that away. A parameter has the type of the
// columns of its name, everywhere the same, else the header gives it (`after=id`); limit and
// …_ms need none.
// A parameter that a body may name (`line=reached`) is taken as struct reached alone
// (core/reached.h), in what writes.
// What queries of one file have in common is a fragment, above them:
//   -- visible(call) :fragment                   its words are replaced where it is used
//   EXISTS (SELECT 1 FROM segment g WHERE g.interaction = call AND g.agent = :viewer);
//   … WHERE i.started_ms > :since_ms AND @visible(i.id)
// ROLES(over, right) is the list of the roles of schemas/roles.def that are over whom it says and
// carry the right; ANY leaves one of them open: g.role IN (ROLES(LEADS, LISTEN)). A fragment may
// use those above it, brings the types of its header along, and is used by somebody.
//
// A shape (schemas/shapes/NOUN.shape): an answer put together of rows, other shapes and values.
//   Note = call_notes                            rows by the name the pages know them by
//   Call: ...call_row                            the row's members, and
//     segments  Segment[]                        … of rows: a pointer and n_segments
//     can       CallCan                          … of a shape
//     score?    Score                            left out where there is none
//     caller    Caller?                          null where there is none
//   type Rubric:                                 told by other code, or asked: types, no C
//   type Condition = ConditionIs | ConditionAll  one of them
//   answer call_get Call                         what a route answers; Call[]: a page of them
// Values: id ms int real text bool stretch ([from,to]; pair: of a type) json(Type), words a|b|c or
// a name of schemas/words.def, map(Type). It becomes struct told_call and tell_call() in
// gen/told/NOUN.h, a type of gen/api, a schema of openapi.json.
#pragma once
#include "tools/sqlgen/model.h"

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
void schema_opening(struct model *m, const char *path); // proved by running it
enum type type_named(struct sv word, bool upper);
enum type schema_column_type(struct model *m, struct sv column); // T_NONE: no such column
bool schema_is_table(struct model *m, struct sv name);
const char *schema_views(struct model *m); // the text of all views

// fragment.c
struct sv fragments_put_in(struct model *m, struct query *q, struct sv text);
void fragments_check(const struct model *m);
struct sv roles_put_in(struct sv text); // role.c: ROLES(LEADS, LISTEN)

// query.c, plan.c
void query_read_file(struct model *m, const char *path);
void query_prove(struct model *m, struct query *q);
void plan_check(struct model *m, const struct query *q);

// emit_*.c; noun: of one file's queries
void emit_header(const struct model *m, const char *noun, struct buf *b);
void emit_source(const struct model *m, const char *noun, struct buf *b);
void emit_json_header(const struct model *m, const struct query *q, struct buf *b);
void emit_json(const struct model *m, const struct query *q, struct buf *b);
void shapes_check(const struct query *q); // each names columns of its query
void emit_schema_header(const struct model *m, struct buf *b);
void emit_schema(const struct model *m, struct buf *b);
void emit_typescript(const struct model *m, struct buf *b);

// words.c, shape.c: what is answered; told.c writes its C, types.c what the pages and OpenAPI know
const struct words *words_named(struct sv name);
const struct words *words_at(size_t i); // NULL: no more
const struct words *words_of_column(const char *table, const char *column);
void words_check(struct model *m); // each column is there
void emit_words(const struct model *m, struct buf *b);
void shape_read_file(struct model *m, const char *path);
void shapes_resolve(struct model *m);
struct shown *shown_read(struct model *m, struct sv text);
struct told *told_of_row(struct model *m,
                         const struct query *q);         // its members as the pages know them
void told_c_name(char out[NAME_ROOM], const char *name); // CallRow: call_row
const char *c_word(const char *name);                    // void: void_
void emit_told_header(const struct model *m, const char *noun, struct buf *b);
void emit_told_source(const struct model *m, const char *noun, struct buf *b);
void emit_schemas(const struct model *m, struct buf *b);
void emit_answers(const struct model *m, struct buf *b);
// The shape a column is part of; NULL: it is a member by itself.
const struct shape *shape_of(const struct query *q, const struct column *c);
const struct column *shape_column(const struct query *q, const struct shape *s, size_t k);
bool shape_begins(const struct query *q, const struct shape *s, const struct column *c);
const struct column *shape_absent_with(const struct query *q, const struct shape *s);
bool shape_is_raw(const struct shape *s);
void emit_postgres(const struct model *m, struct buf *b);
void emit_c_string(struct buf *b, const char *s);
