// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/sandbox.h"

#include <linux/capability.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "core/base.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 }; // the sanitizers' own runtime needs calls that are not ours
#else
enum { SANITIZED = 0 };
#endif

// Files in folders that are open (openat …), time, memory, threads, the capture socket, signals.
static const char *const allowed[] = {
    "openat",        "close",           "read",         "readv",          "pread64",
    "write",         "writev",          "pwrite64",     "lseek",          "fstat",
    "newfstatat",    "statx",           "fstatfs",      "statfs",         "fsync",
    "fdatasync",     "syncfs",          "ftruncate",    "fallocate",      "fcntl",
    "flock",         "renameat",        "renameat2",    "rename",         "unlinkat",
    "unlink",        "mkdirat",         "getdents64",   "fchmod",         "fchmodat",
    "access",        "faccessat",       "faccessat2",   "ioctl",          "dup",
    "poll",          "ppoll",           "epoll_wait",   "epoll_pwait",    "epoll_ctl",
    "select",        "pselect6",        "recvfrom",     "recvmsg",        "sendto",
    "sendmsg",       "getsockopt",      "setsockopt",   "getsockname",    "clock_gettime",
    "clock_getres",  "clock_nanosleep", "nanosleep",    "gettimeofday",   "time",
    "timer_settime", "timerfd_settime", "brk",          "mmap",           "munmap",
    "mremap",        "mprotect",        "madvise",      "futex",          "set_robust_list",
    "rseq",          "clone",           "clone3",       "sched_yield",    "sched_getaffinity",
    "getpid",        "gettid",          "getuid",       "geteuid",        "getgid",
    "getegid",       "getrandom",       "rt_sigaction", "rt_sigprocmask", "rt_sigreturn",
    "sigaltstack",   "restart_syscall", "tgkill",       "exit",           "exit_group",
    "prctl",         "getrusage",       "sysinfo",      "uname",          "shutdown",
    "getrlimit",     "prlimit64",
};

static enum err capabilities_drop(void) {
  struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0}, {0}};
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return fail_os("no new privileges");
  // Folders may belong to another user when everything runs as root on one machine: keep access.
  if (geteuid() == 0) return OK;
  return syscall(SYS_capset, &head, none) ? fail_os("capabilities") : OK;
}

enum err sandbox_lock(void) {
  TRY(capabilities_drop());
  if (SANITIZED) return OK;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!filter) return fail(E_BROKEN, "seccomp");
  int rc = 0;
  for (size_t i = 0; !rc && i < countof(allowed); i++) {
    int call = seccomp_syscall_resolve_name(allowed[i]);
    if (call != __NR_SCMP_ERROR) rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
  }
  if (!rc) rc = seccomp_load(filter);
  seccomp_release(filter);
  errno = -rc;
  return rc ? fail_os("seccomp") : OK;
}
