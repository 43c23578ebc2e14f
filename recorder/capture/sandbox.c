// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/sandbox.h"

#include <linux/capability.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "core/fence_try.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 }; // the sanitizers' own runtime needs calls that are not ours
#else
enum { SANITIZED = 0 };
#endif

// Files in folders that are open (openat …), time, memory, threads, the capture socket, signals.
static const char *const allowed[] = {
    "openat",
    "close",
    "read",
    "readv",
    "pread64",
    "write",
    "writev",
    "pwrite64",
    "lseek",
    "fstat",
    "newfstatat",
    "statx",
    "fstatfs",
    "statfs",
    "fsync",
    "fdatasync",
    "syncfs",
    "ftruncate",
    "fallocate",
    "fcntl",
    "flock",
    "renameat",
    "renameat2",
    "rename",
    "unlinkat",
    "unlink",
    "mkdirat",
    "getdents64",
    "fchmod",
    "fchmodat",
    "openat2",
    "access",
    "faccessat",
    "faccessat2",
    "ioctl",
    "dup",
    "poll",
    "ppoll",
    "epoll_wait",
    "epoll_pwait",
    "epoll_ctl",
    "select",
    "pselect6",
    "recvfrom",
    "recvmsg",
    "sendto",
    "sendmsg",
    "getsockopt",
    "setsockopt",
    "getsockname",
    "clock_gettime",
    "clock_getres",
    "clock_nanosleep",
    "nanosleep",
    "gettimeofday",
    "time",
    "timer_settime",
    "timerfd_settime",
    "brk",
    "munmap",
    "mremap",
    "madvise",
    "futex",
    "set_robust_list",
    "rseq",
    "sched_yield",
    "sched_getaffinity",
    "getpid",
    "gettid",
    "getuid",
    "geteuid",
    "getgid",
    "getegid",
    "getrandom",
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "sigaltstack",
    "restart_syscall",
    "exit",
    "exit_group",
    "prctl",
    "getrusage",
    "sysinfo",
    "uname",
    "shutdown",
    "getrlimit",
    "prlimit64",
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

// Calls whose arguments decide: threads but no processes, signals to itself, no code out of data.
static int allow_some(scmp_filter_ctx f) {
  const scmp_datum_t self = (scmp_datum_t)getpid(), code = PROT_EXEC;
  int rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  rc |= seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0); // glibc takes clone
  rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, self));
  rc |=
      seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, code, 0));
  return rc | seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, code, 0));
}

static struct fence places;

void sandbox_place(const char *path, int rights) { fence_add(&places, path, rights); }

static enum err locked(void *self) {
  (void)self;
  return sandbox_lock();
}

bool sandbox_try(const char *data_path) {
  return fence_try(&(struct fence_trial){.enter = locked, .data = data_path});
}

enum err sandbox_lock(void) {
  TRY(capabilities_drop());
  if (SANITIZED) return OK;
  TRY(fence_files(&places));
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!filter) return fail(E_BROKEN, "seccomp");
  int rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
  for (size_t i = 0; !rc && i < countof(allowed); i++) {
    int call = seccomp_syscall_resolve_name(allowed[i]);
    if (call != __NR_SCMP_ERROR) rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
  }
  if (!rc) rc = allow_some(filter);
  if (!rc) rc = seccomp_load(filter);
  seccomp_release(filter);
  errno = -rc;
  return rc ? fail_os("seccomp") : OK;
}
