// SPDX-License-Identifier: Apache-2.0
// sqlgen NAME PREFIX FOLDER [--opening FILE FUNCTION] MIGRATION... -- QUERY... [-- SHAPE...]
//   writes FOLDER/PREFIX/: schema.h and schema.c, a pair NOUN.h NOUN.c for each file of queries,
//   rows.ts, postgres.sql; of shapes FOLDER/told/: a pair for each file of them, words.h,
//   schemas.json, answers.def. A file that would not change is not touched, and what stands on it
//   not built again.
#include "core/file.h"
#include "tools/sqlgen/sqlgen.h"

const char *at_file = "", *at_query = "";

void die(const char *fmt, ...) {
  va_list ap;
  fprintf(stderr, "sqlgen: %s: %s%s", at_file, at_query, *at_query ? ": " : "");
  va_start(ap, fmt);
  vfprintf(stderr, fmt, ap);
  va_end(ap);
  fputc('\n', stderr);
  exit(1);
}

void *keep(size_t size) {
  void *p = calloc(1, size);
  if (!p) die("no memory");
  return p;
}

static void write_out(const struct model *m, const char *folder, const char *name, struct buf *b) {
  AUTO(buf) struct buf was = {0};
  char path[512];
  snprintf(path, sizeof path, "%s/%s/%s", folder, m->prefix, name);
  bool same = !access(path, F_OK) && !file_read(AT_FDCWD, path, 64 << 20, &was) && was.n == b->n &&
              !memcmp(was.p, b->p, b->n);
  if (!same) {
    AUTO(stream) stream out = fopen(path, "w");
    if (!out || fwrite(b->p, 1, b->n, out) != b->n || fflush(out)) die("cannot write %s", path);
  }
  buf_clear(b);
}

// What shapes say: FOLDER/told/, which is there.
static void write_shapes(const struct model *m, const char *folder) {
  AUTO(buf) struct buf b = {0};
  char name[NAME_ROOM + 16];
  for (size_t i = 0; i < m->n_told; i++) {
    const char *noun = m->told[i]->noun;
    if (i && !strcmp(m->told[i - 1]->noun, noun)) continue;
    snprintf(name, sizeof name, "../told/%s.h", noun);
    emit_told_header(m, noun, &b);
    write_out(m, folder, name, &b);
    snprintf(name, sizeof name, "../told/%s.c", noun);
    emit_told_source(m, noun, &b);
    write_out(m, folder, name, &b);
  }
}

static void write_nouns(const struct model *m, const char *folder) {
  AUTO(buf) struct buf b = {0};
  char name[NAME_ROOM + 8];
  for (size_t i = 0; i < m->n_queries; i++) {
    const char *noun = m->queries[i]->noun;
    if (i && !strcmp(m->queries[i - 1]->noun, noun)) continue;
    snprintf(name, sizeof name, "%s.h", noun);
    emit_header(m, noun, &b);
    write_out(m, folder, name, &b);
    snprintf(name, sizeof name, "%s.c", noun);
    emit_source(m, noun, &b);
    write_out(m, folder, name, &b);
  }
}

static void write_whole(const struct model *m, const char *folder, const char *name,
                        void (*emit)(const struct model *, struct buf *)) {
  AUTO(buf) struct buf b = {0};
  emit(m, &b);
  write_out(m, folder, name, &b);
}

int main(int argc, char **argv) {
  if (argc < 5)
    die("usage: sqlgen NAME PREFIX FOLDER [--opening FILE FUNCTION] MIGRATION... -- QUERY... [-- "
        "SHAPE...]");
  struct model *m = keep(sizeof *m);
  m->name = argv[1];
  m->prefix = argv[2];

  int i = 4;
  const char *opening = NULL;
  if (!strcmp(argv[i], "--opening") && argc > i + 3) {
    opening = argv[i + 1];
    m->seal = argv[i + 2];
    i += 3;
  }
  for (; i < argc && strcmp(argv[i], "--") != 0; i++) schema_read(m, argv[i]);
  schema_check(m);
  if (opening) schema_opening(m, opening);
  for (i++; i < argc && strcmp(argv[i], "--") != 0; i++) query_read_file(m, argv[i]);
  for (size_t k = 0; k < m->n_queries; k++) query_prove(m, m->queries[k]);
  for (i++; i < argc; i++) shape_read_file(m, argv[i]);
  if (m->n_told) words_check(m);
  shapes_resolve(m);

  write_nouns(m, argv[3]);
  write_whole(m, argv[3], "schema.h", emit_schema_header);
  write_whole(m, argv[3], "schema.c", emit_schema);
  write_whole(m, argv[3], "rows.ts", emit_typescript);
  write_whole(m, argv[3], "postgres.sql", emit_postgres);
  if (!m->n_told) return 0;
  write_shapes(m, argv[3]);
  write_whole(m, argv[3], "../told/words.h", emit_words);
  write_whole(m, argv[3], "../told/schemas.json", emit_schemas);
  write_whole(m, argv[3], "../told/answers.def", emit_answers);
  return 0;
}
