// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"

#include <limits.h>
#include <sys/stat.h>

enum err file_read(int dir, const char *name, size_t max, struct buf *out) {
  AUTO(fd) fd in = openat(dir, name, O_RDONLY | O_CLOEXEC);
  if (in < 0) return fail_os("open %s", name);
  for (;;) {
    char *to = buf_grow(out, 16384);
    if (!to) return fail(E_TOO_BIG, "%s does not fit in memory", name);
    ssize_t n = read(in, to, 16384);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_os("read %s", name);
    if (!n) return OK;
    buf_wrote(out, (size_t)n);
    if (out->n > max) return fail(E_TOO_BIG, "%s is larger than %zu bytes", name, max);
  }
}

enum err file_write_all(int to, const void *p, size_t n) {
  for (const char *at = p; n;) {
    ssize_t k = write(to, at, n);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return fail_os("write");
    at += k;
    n -= (size_t)k;
  }
  return OK;
}

static enum err write_and_sync(int dir, const char *temp, struct sv data, mode_t mode) {
  AUTO(fd) fd out = openat(dir, temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
  if (out < 0) return fail_os("create %s", temp);
  TRY(file_write_all(out, data.p, data.n));
  if (fsync(out)) return fail_os("sync %s", temp);
  return OK;
}

enum err file_write_atomic(int dir, const char *name, struct sv data, mode_t mode) {
  char temp[NAME_MAX];
  int n = snprintf(temp, sizeof temp, "%s.new", name);
  if (n < 0 || (size_t)n >= sizeof temp) return fail(E_BAD_INPUT, "the file name is too long");
  enum err rc = write_and_sync(dir, temp, data, mode);
  if (!rc && renameat(dir, temp, dir, name)) rc = fail_os("rename %s", temp);
  if (rc) {
    unlinkat(dir, temp, 0);
    return rc;
  }
  AUTO(fd) fd folder = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0 && !strchr(name, '/') && fsync(folder))
    return fail_os("sync the folder of %s", name);
  return OK;
}

enum err folder_make(int dir, const char *name, mode_t mode) {
  if (mkdirat(dir, name, mode) && errno != EEXIST) return fail_os("make folder %s", name);
  return OK;
}

enum err folder_open(int dir, const char *name, int *out_fd) {
  int got = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (got < 0) return fail_os("open folder %s", name);
  *out_fd = got;
  return OK;
}
