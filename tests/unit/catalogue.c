// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/catalogue.h"

#include <fcntl.h>

#include "core/file.h"
#include "gen/sql/schema.h"
#include "tests/check.h"

static enum err first_make(struct buf *out) {
  char path[256];
  struct db *db = NULL;
  snprintf(path, sizeof path, "%s/first.db", test_folder());
  TRY(db_create(path, &catalogue_schema, &db));
  db_close(db);
  TRY(file_read(AT_FDCWD, path, 64 << 20, out));
  return unlink(path) ? fail_os("remove %s", path) : OK;
}

// Closed before the catalogue is opened: a descriptor that is closed later takes SQLite's locks
// with it.
static enum err copy(const struct buf *from, const char *path) {
  AUTO(fd) fd to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (to < 0) return fail_os("create %s", path);
  return file_write_all(to, from->p, from->n);
}

enum err catalogue_create(const char *path, struct db **out) {
  static struct buf first; // kept for the whole run
  if (!first.n) TRY(first_make(&first));
  TRY(copy(&first, path));
  return db_create(path, &catalogue_schema, out);
}
