// SPDX-License-Identifier: Apache-2.0
// sqlgen NAME PREFIX FOLDER MIGRATION... -- QUERY...
//   writes FOLDER/PREFIX.h PREFIX.c PREFIX_json.c PREFIX.ts PREFIX_postgres.sql
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

static void write_out(const struct model *m, const char *folder, const char *ending,
                      void (*emit)(const struct model *, struct buf *)) {
  AUTO(buf) struct buf b = {0};
  char path[512];
  snprintf(path, sizeof path, "%s/%s%s", folder, m->prefix, ending);
  emit(m, &b);
  AUTO(stream) stream out = fopen(path, "w");
  if (!out || fwrite(b.p, 1, b.n, out) != b.n || fflush(out)) die("cannot write %s", path);
}

int main(int argc, char **argv) {
  if (argc < 5) die("usage: sqlgen NAME PREFIX FOLDER MIGRATION... -- QUERY...");
  struct model *m = keep(sizeof *m);
  m->name = argv[1];
  m->prefix = argv[2];

  int i = 4;
  for (; i < argc && strcmp(argv[i], "--") != 0; i++) schema_read(m, argv[i]);
  schema_check(m);
  for (i++; i < argc; i++) query_read_file(m, argv[i]);
  for (size_t k = 0; k < m->n_queries; k++) query_prove(m, m->queries[k]);

  write_out(m, argv[3], ".h", emit_header);
  write_out(m, argv[3], ".c", emit_source);
  write_out(m, argv[3], "_json.c", emit_json);
  write_out(m, argv[3], ".ts", emit_typescript);
  write_out(m, argv[3], "_postgres.sql", emit_postgres);
  return 0;
}
