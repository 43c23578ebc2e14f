// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"

#include <limits.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

// ---- opening ----------------------------------------------------------------------------------
// Where openat2 is not to be had (a kernel before 5.6, a filter): folder by folder, none a link.
static int walk_beneath(int dir, const char *name, int flags, mode_t mode) {
  AUTO(fd) fd at = -1;
  char part[NAME_MAX + 1];
  for (const char *slash; (slash = strchr(name, '/')); name = slash + 1) {
    size_t n = (size_t)(slash - name);
    if (!n || n > NAME_MAX || (n == 2 && name[0] == '.' && name[1] == '.')) {
      errno = EXDEV;
      return -1;
    }
    memcpy(part, name, n);
    part[n] = '\0';
    int next = openat(at < 0 ? dir : at, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (next < 0) return -1;
    fd_drop(&at);
    at = next;
  }
  if (!strcmp(name, "..")) {
    errno = EXDEV;
    return -1;
  }
  return openat(at < 0 ? dir : at, name, flags | O_NOFOLLOW, mode);
}

static int open_beneath(int dir, const char *name, int flags, mode_t mode) {
  struct open_how how = {.flags = (unsigned)flags,
                         .mode = flags & O_CREAT ? mode : 0,
                         .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  if (dir == AT_FDCWD) return open(name, flags | O_NOFOLLOW, mode);
  int got = -1, tries = 0;
  do got = (int)syscall(SYS_openat2, dir, name, &how, sizeof how);
  while (got < 0 && errno == EAGAIN && ++tries < 32); // somebody renames meanwhile
  if (got >= 0 || (errno != ENOSYS && errno != EPERM)) return got;
  return walk_beneath(dir, name, flags, mode);
}

static enum err refused(const char *name) {
  if (errno == ELOOP || errno == EXDEV || errno == EMLINK)
    return fail(E_BAD_DATA, "%s is a link, or leads elsewhere", name);
  if (errno == ENXIO) return fail(E_BAD_DATA, "%s is no file", name); // a FIFO nobody reads
  return fail_os("open %s", name);
}

enum err file_open(int dir, const char *name, int flags, mode_t mode, int *out_fd) {
  AUTO(fd) fd got = open_beneath(dir, name, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, mode);
  struct stat st;
  if (got < 0) return refused(name);
  if (fstat(got, &st)) return fail_os("look at %s", name);
  if (!S_ISREG(st.st_mode)) return fail(E_BAD_DATA, "%s is no file", name);
  *out_fd = fd_take(&got);
  return OK;
}

enum err folder_open_beneath(int dir, const char *name, int *out_fd) {
  int got = open_beneath(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (got < 0 && errno == ENOTDIR) return fail(E_BAD_DATA, "%s is no folder", name);
  if (got < 0) return refused(name);
  *out_fd = got;
  return OK;
}

enum err file_create(int dir, const char *name, mode_t mode, int *out_fd) {
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  int got = openat(dir, name, flags, mode);
  if (got < 0 && errno == EEXIST && !unlinkat(dir, name, 0)) got = openat(dir, name, flags, mode);
  if (got < 0) return fail_os("create %s", name);
  *out_fd = got;
  return OK;
}

// ---- reading and writing ----------------------------------------------------------------------
enum err file_read(int dir, const char *name, size_t max, struct buf *out) {
  AUTO(fd) fd in = -1;
  if (dir != AT_FDCWD) {
    TRY(file_open(dir, name, O_RDONLY, 0, &in));
    return file_read_fd(in, name, max, out);
  }
  in = open(name, O_RDONLY | O_CLOEXEC); // named by a person: what it is is theirs to know
  if (in < 0) return fail_os("open %s", name);
  return file_read_fd(in, name, max, out);
}

enum err file_read_fd(int in, const char *name, size_t max, struct buf *out) {
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
  AUTO(fd) fd out = -1;
  TRY(file_create(dir, temp, mode, &out));
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
  // Where this user may only pass through it.
  if (got < 0 && errno == EACCES) got = openat(dir, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (got < 0) return fail_os("open folder %s", name);
  *out_fd = got;
  return OK;
}
