// SPDX-License-Identifier: Apache-2.0
// LD_PRELOAD shim: in the program FAULT_PROGRAM, the call number FAULT_AT of the kind FAULT_KIND
// (open read write sync rename malloc), counted from main(), fails; 0: none does. FAULT_LOG takes
// "hit" when it did, "crash N" when the program then died of signal N, and "calls N" at its end.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { FAULT_OPEN, FAULT_READ, FAULT_WRITE, FAULT_SYNC, FAULT_RENAME, FAULT_MALLOC, KINDS };
static const char *const names[KINDS] = {"open", "read", "write", "sync", "rename", "malloc"};
static const int error_of[KINDS] = {EMFILE, EIO, ENOSPC, EIO, EIO, ENOMEM};

static int kind = -1, log_fd = -1;
static long at;
static atomic_long calls;

static void say(const char *what, long n) {
  char line[64];
  int k = snprintf(line, sizeof line, "%s %ld\n", what, n);
  if (syscall(SYS_write, log_fd, line, (size_t)k) < 0) return;
}

// libseccomp 2.5.4 itself loops for ever or reads NULL when its memory fails, and so does NSPR,
// which libsrtp2 starts; that is at the start, before anything is recorded, and not ours to mend.
static bool spared(const void *caller) {
  static const char *const theirs[] = {"libseccomp", "libnspr4", "libnss"};
  Dl_info where;
  if (!dladdr(caller, &where) || !where.dli_fname) return false;
  for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
    if (strstr(where.dli_fname, theirs[i])) return true;
  return false;
}

static bool fails_for(enum kind k, const void *caller) {
  if ((int)k != kind || atomic_fetch_add(&calls, 1) + 1 != at || spared(caller)) return false;
  say("hit", at);
  errno = error_of[k];
  return true;
}

#define fails(k) fails_for(k, __builtin_return_address(0))

// ---- the program's life ------------------------------------------------------------------------

static void on_crash(int sig) {
  say("crash", sig);
  _exit(128 + sig);
}

static void at_end(void) {
  if (kind >= 0) say("calls", atomic_load(&calls));
  kind = -1;
}

static void begin(void) {
  static const int deadly[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
  const char *program = getenv("FAULT_PROGRAM"), *what = getenv("FAULT_KIND"),
             *number = getenv("FAULT_AT"), *log = getenv("FAULT_LOG");
  if (!program || !what || !number || !log || strcmp(program, program_invocation_short_name))
    return;
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  at = strtol(number, NULL, 10);
  atexit(at_end);
  for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) signal(deadly[i], on_crash);
  for (int i = 0; i < KINDS; i++)
    if (!strcmp(names[i], what)) kind = i;
}

static int (*real_main)(int, char **, char **);
static int main_begins(int argc, char **argv, char **env) {
  begin();
  return real_main(argc, argv, env);
}

typedef int start_fn(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
                     void (*)(void), void *);
start_fn __libc_start_main;
int __libc_start_main(int (*main_fn)(int, char **, char **), int argc, char **argv,
                      void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *end) {
  start_fn *next = NULL;
  void *found = dlsym(RTLD_NEXT, "__libc_start_main");
  memcpy(&next, &found, sizeof next);
  real_main = main_fn;
  return next(main_begins, argc, argv, init, fini, rtld_fini, end);
}

// ---- opening -----------------------------------------------------------------------------------

#define OPEN(name, params, dir)                                                                    \
  int name params;                                                                                 \
  int name params {                                                                                \
    va_list ap;                                                                                    \
    va_start(ap, flags);                                                                           \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;                          \
    va_end(ap);                                                                                    \
    return fails(FAULT_OPEN) ? -1 : (int)syscall(SYS_openat, dir, path, flags, mode);              \
  }
OPEN(open, (const char *path, int flags, ...), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), AT_FDCWD)
OPEN(openat, (int dir, const char *path, int flags, ...), dir)
OPEN(openat64, (int dir, const char *path, int flags, ...), dir)

// ---- reading, writing --------------------------------------------------------------------------

#define CALL(kind_of, type, name, params, ...)                                                     \
  type name params;                                                                                \
  type name params { return fails(kind_of) ? -1 : (type)syscall(__VA_ARGS__); }
CALL(FAULT_READ, ssize_t, read, (int fd, void *p, size_t n), SYS_read, fd, p, n)
CALL(FAULT_READ, ssize_t, pread, (int fd, void *p, size_t n, off_t o), SYS_pread64, fd, p, n, o)
CALL(FAULT_READ, ssize_t, pread64, (int fd, void *p, size_t n, off_t o), SYS_pread64, fd, p, n, o)
CALL(FAULT_READ, ssize_t, readv, (int fd, const struct iovec *v, int n), SYS_readv, fd, v, n)
CALL(FAULT_WRITE, ssize_t, write, (int fd, const void *p, size_t n), SYS_write, fd, p, n)
CALL(FAULT_WRITE, ssize_t, pwrite, (int fd, const void *p, size_t n, off_t o), SYS_pwrite64, fd, p,
     n, o)
CALL(FAULT_WRITE, ssize_t, pwrite64, (int fd, const void *p, size_t n, off_t o), SYS_pwrite64, fd,
     p, n, o)
CALL(FAULT_WRITE, ssize_t, writev, (int fd, const struct iovec *v, int n), SYS_writev, fd, v, n)
CALL(FAULT_WRITE, int, ftruncate, (int fd, off_t n), SYS_ftruncate, fd, n)
CALL(FAULT_WRITE, int, ftruncate64, (int fd, off_t n), SYS_ftruncate, fd, n)
CALL(FAULT_SYNC, int, fsync, (int fd), SYS_fsync, fd)
CALL(FAULT_SYNC, int, fdatasync, (int fd), SYS_fdatasync, fd)
CALL(FAULT_SYNC, int, syncfs, (int fd), SYS_syncfs, fd)
CALL(FAULT_RENAME, int, renameat, (int a, const char *x, int b, const char *y), SYS_renameat2, a, x,
     b, y, 0)
CALL(FAULT_RENAME, int, rename, (const char *x, const char *y), SYS_renameat2, AT_FDCWD, x,
     AT_FDCWD, y, 0)

// ---- memory ------------------------------------------------------------------------------------

#ifndef NO_MALLOC // under a sanitizer, which has its own
extern void *__libc_malloc(size_t n), *__libc_calloc(size_t n, size_t each);
extern void *__libc_realloc(void *p, size_t n), *__libc_memalign(size_t a, size_t n);

void *malloc(size_t n) { return fails(FAULT_MALLOC) ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t each) { return fails(FAULT_MALLOC) ? NULL : __libc_calloc(n, each); }
void *realloc(void *p, size_t n) { return fails(FAULT_MALLOC) ? NULL : __libc_realloc(p, n); }
int posix_memalign(void **out, size_t a, size_t n) {
  void *p = fails(FAULT_MALLOC) ? NULL : __libc_memalign(a, n);
  if (p) *out = p;
  return p ? 0 : ENOMEM;
}
#endif
