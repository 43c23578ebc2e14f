// SPDX-License-Identifier: Apache-2.0
#include "core/datadir.h"
#include "core/file.h"
#include "core/settings.h"
#include "gen/sql.h"
#include "scoring/cmd.h"
#include "scoring/period.h"

enum { INPUT_MAX = 64 << 20 };

static void word_remove(struct words *w, int at, int count) {
  for (int i = at; i + count < w->n; i++) w->at[i] = w->at[i + count];
  w->n -= count;
}

const char *option_take(struct words *w, const char *name) {
  size_t n = strlen(name);
  for (int i = 0; i < w->n; i++) {
    char *word = w->at[i];
    if (strncmp(word, name, n) != 0) continue;
    if (word[n] == '=') {
      word_remove(w, i, 1);
      return word + n + 1;
    }
    if (word[n] != '\0' || i + 1 >= w->n) continue;
    const char *value = w->at[i + 1];
    word_remove(w, i, 2);
    return value;
  }
  return NULL;
}

bool flag_take(struct words *w, const char *name) {
  for (int i = 0; i < w->n; i++) {
    if (strcmp(w->at[i], name) != 0) continue;
    word_remove(w, i, 1);
    return true;
  }
  return false;
}

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
