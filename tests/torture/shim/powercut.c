// SPDX-License-Identifier: Apache-2.0
// LD_PRELOAD shim: writes down every change below POWERCUT_ROOT and every sync into POWERCUT_LOG,
// and pulls the plug (_exit 99) at change number POWERCUT_AT. powercut_replay makes from the log
// what a disk may hold then. A record: struct cut_op (tests/torture/powercut.h), the name, the
// data.
#include "tests/torture/powercut.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static int log_fd = -1;
static long cut_at, n_ops;

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("POWERCUT_AT"), *log = getenv("POWERCUT_LOG");
  const char *me = program_invocation_short_name; // not the decoder child in its sandbox
  if (strcmp(me, "medlyss-encode") && strcmp(me, "spoolmaker")) return;
  root = getenv("POWERCUT_ROOT");
  cut_at = at ? strtol(at, NULL, 10) : 0;
  if (root && log)
    log_fd =
        (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

// The path behind a descriptor, relative to the root; NULL: not ours.
static const char *below(int fd, char room[PATH_MAX]) {
  char proc[40];
  if (log_fd < 0) return NULL;
  snprintf(proc, sizeof proc, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(proc, room, PATH_MAX - 1);
  if (n <= 0) return NULL;
  room[n] = '\0';
  size_t k = strlen(root);
  return !strncmp(room, root, k) && (room[k] == '/' || !room[k]) ? room + k : NULL;
}

static void put(enum cut_kind kind, ino_t ino, ino_t dir, const char *name, int64_t at,
                const void *data, size_t n) {
  struct cut_op op = {
      .kind = kind, .ino = ino, .dir = dir, .at = at, .n = n, .name_n = (uint32_t)strlen(name)};
  pthread_mutex_lock(&lock);
  bool is_change = kind < CUT_FSYNC;
  if (is_change && ++n_ops == cut_at) _exit(99);
  if (syscall(SYS_write, log_fd, &op, sizeof op) < 0 ||
      syscall(SYS_write, log_fd, name, op.name_n) < 0 ||
      (data && syscall(SYS_write, log_fd, data, n) < 0))
    _exit(98);
  pthread_mutex_unlock(&lock);
}

static ino_t ino_of(int fd) {
  struct stat st;
  return fstat(fd, &st) ? 0 : st.st_ino;
}

static ino_t ino_at(int dir, const char *name) {
  struct stat st;
  return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) ? 0 : st.st_ino;
}

// The folder a name lies in: its descriptor's inode and the last part of the name.
static const char *split(int dir, const char *path, ino_t *out_dir) {
  char folder[PATH_MAX];
  const char *slash = strrchr(path, '/');
  if (!slash) {
    *out_dir = dir == AT_FDCWD ? ino_at(AT_FDCWD, ".") : ino_of(dir);
    return path;
  }
  snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
  *out_dir = ino_at(dir, folder);
  return slash + 1;
}

static bool inside(int dir, const char *path) { // is the name below the root?
  char room[PATH_MAX];
  if (log_fd < 0) return false;
  if (path[0] == '/') return !strncmp(path, root, strlen(root));
  return dir != AT_FDCWD && below(dir, room);
}

// ---- opening: a file that was not there before is a change of its folder -----------------------

static int opened(int dir, const char *path, int flags, mode_t mode) {
  bool ours = (flags & O_CREAT) && inside(dir, path);
  bool fresh = ours && !ino_at(dir, path);
  int got = (int)syscall(SYS_openat, dir, path, flags, mode);
  if (got >= 0 && fresh) {
    ino_t folder;
    const char *name = split(dir, path, &folder);
    put(CUT_CREATE, ino_of(got), folder, name, 0, NULL, 0);
  }
  if (got >= 0 && ours && !fresh && (flags & O_TRUNC))
    put(CUT_TRUNCATE, ino_of(got), 0, "", 0, NULL, 0);
  return got;
}

static mode_t mode_arg(int flags, va_list ap) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

#define OPEN(name, params, dir)                                                                    \
  int name params;                                                                                 \
  int name params {                                                                                \
    va_list ap;                                                                                    \
    va_start(ap, flags);                                                                           \
    mode_t mode = mode_arg(flags, ap);                                                             \
    va_end(ap);                                                                                    \
    return opened(dir, path, flags, mode);                                                         \
  }
OPEN(open, (const char *path, int flags, ...), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), AT_FDCWD)
OPEN(openat, (int dir, const char *path, int flags, ...), dir)
OPEN(openat64, (int dir, const char *path, int flags, ...), dir)

// ---- data --------------------------------------------------------------------------------------

static void data_put(int fd, const void *p, ssize_t n, int64_t at) {
  char room[PATH_MAX];
  if (n <= 0 || fd == log_fd || !below(fd, room)) return;
  put(CUT_WRITE, ino_of(fd), 0, "", at, p, (size_t)n);
}

ssize_t write(int fd, const void *p, size_t n) {
  ssize_t k = syscall(SYS_write, fd, p, n);
  if (k > 0) data_put(fd, p, k, (int64_t)lseek(fd, 0, SEEK_CUR) - k);
  return k;
}

#define PWRITE(name)                                                                               \
  ssize_t name(int fd, const void *p, size_t n, off_t at);                                         \
  ssize_t name(int fd, const void *p, size_t n, off_t at) {                                        \
    ssize_t k = syscall(SYS_pwrite64, fd, p, n, at);                                               \
    data_put(fd, p, k, at);                                                                        \
    return k;                                                                                      \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define TRUNCATE(name)                                                                             \
  int name(int fd, off_t n);                                                                       \
  int name(int fd, off_t n) {                                                                      \
    char room[PATH_MAX];                                                                           \
    int rc = (int)syscall(SYS_ftruncate, fd, n);                                                   \
    if (!rc && below(fd, room)) put(CUT_TRUNCATE, ino_of(fd), 0, "", n, NULL, 0);                  \
    return rc;                                                                                     \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

// ---- names -------------------------------------------------------------------------------------

int mkdirat(int dir, const char *path, mode_t mode) {
  int rc = (int)syscall(SYS_mkdirat, dir, path, mode);
  ino_t folder;
  if (rc || !inside(dir, path)) return rc;
  const char *name = split(dir, path, &folder);
  put(CUT_MKDIR, ino_at(dir, path), folder, name, 0, NULL, 0);
  return rc;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
  ino_t ino = ino_at(from_dir, from), old, new;
  bool ours = inside(from_dir, from);
  int rc = (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
  if (rc || !ours) return rc;
  const char *name = split(from_dir, from, &old), *target = split(to_dir, to, &new);
  put(CUT_RENAME, ino, new, target, (int64_t)old, name, strlen(name));
  return rc;
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int unlinkat(int dir, const char *path, int flags) {
  bool ours = inside(dir, path);
  ino_t ino = ours ? ino_at(dir, path) : 0, folder;
  int rc = (int)syscall(SYS_unlinkat, dir, path, flags);
  if (rc || !ours) return rc;
  const char *name = split(dir, path, &folder);
  put(CUT_UNLINK, ino, folder, name, 0, NULL, 0);
  return rc;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

// ---- syncing -----------------------------------------------------------------------------------

static int synced(int fd, long number, enum cut_kind kind) {
  char room[PATH_MAX];
  int rc = (int)syscall(number, fd);
  if (!rc && below(fd, room)) put(kind, ino_of(fd), 0, "", 0, NULL, 0);
  return rc;
}
int fsync(int fd) { return synced(fd, SYS_fsync, CUT_FSYNC); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync, CUT_FSYNC); }
int syncfs(int fd) { return synced(fd, SYS_syncfs, CUT_SYNCFS); }
