// SPDX-License-Identifier: Apache-2.0
#include "core/datadir.h"
#include "core/file.h"
#include "core/settings.h"
#include "gen/sql/schema.h"
#include "scoring/cli/cmd.h"
#include "scoring/pure/period.h"

enum { INPUT_MAX = 64 << 20 };

static enum err stdin_read(struct buf *out) {
  for (;;) {
    void *to = buf_grow(out, 1 << 16);
    if (!to) return buf_check(out);
    ssize_t n = read(STDIN_FILENO, to, 1 << 16);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_os("standard input");
    if (!n) return OK;
    buf_wrote(out, (size_t)n);
  }
}

enum err text_read(const char *path, struct buf *out) {
  out->cap_max = INPUT_MAX;
  if (!strcmp(path, "-")) return stdin_read(out);
  return file_read(AT_FDCWD, path, INPUT_MAX, out);
}

enum err json_read(const char *path, json_t **out) {
  AUTO(buf) struct buf text = {0};
  json_error_t why;
  TRY(text_read(path, &text));
  json_t *v = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &why);
  if (!v)
    return fail(E_BAD_DATA, "%s, line %d, column %d: %s", strcmp(path, "-") ? path : "input",
                why.line, why.column, why.text);
  *out = v;
  return OK;
}

enum err json_print(const json_t *v) {
  if (json_dumpf(v, stdout, JSON_COMPACT | JSON_REAL_PRECISION(17) | JSON_ENCODE_ANY))
    return fail(E_IO, "standard output");
  if (putchar('\n') == EOF || fflush(stdout)) return fail_os("standard output");
  return OK;
}

enum err cmd_house_open(const char *path, struct db **out) {
  struct datadir d = {.dir = -1};
  struct settings settings;
  TRY(datadir_open(path, &d));
  enum err rc = settings_open(d.dir, &settings);
  if (rc) {
    datadir_drop(&d);
    return rc;
  }
  period_zone(settings.time_zone);
  settings_drop(&settings);
  rc = db_open(d.catalogue, &catalogue_schema, out);
  datadir_drop(&d);
  return rc;
}
