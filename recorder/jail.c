// SPDX-License-Identifier: Apache-2.0
#include "recorder/jail.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 }; // the sanitizers' own runtime maps terabytes and opens /proc
#else
enum { SANITIZED = 0 };
#endif

static MUST_CHECK enum err limit(__rlimit_resource_t what, uint64_t most) {
  struct rlimit l = {most, most};
  return setrlimit(what, &l) ? fail_os("set a limit") : OK;
}

typedef scmp_filter_ctx filter;
static void filter_drop(filter *f) {
  if (*f) seccomp_release(*f);
}

static MUST_CHECK enum err allow(filter f) {
  static const int calls[] = {
      SCMP_SYS(read),    SCMP_SYS(pread64),    SCMP_SYS(write),         SCMP_SYS(writev),
      SCMP_SYS(lseek),   SCMP_SYS(fstat),      SCMP_SYS(newfstatat),    SCMP_SYS(recvmsg),
      SCMP_SYS(sendmsg), SCMP_SYS(recvfrom),   SCMP_SYS(sendto),        SCMP_SYS(poll),
      SCMP_SYS(munmap),  SCMP_SYS(brk),        SCMP_SYS(mremap),        SCMP_SYS(madvise),
      SCMP_SYS(futex),   SCMP_SYS(getrandom),  SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
      SCMP_SYS(exit),    SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask),
      SCMP_SYS(getpid),  SCMP_SYS(close),
  };
  int rc = 0;
  for (size_t i = 0; i < countof(calls); i++)
    rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
  rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                         SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
  rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  rc |= seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(sched_getaffinity), 0);
  return rc ? fail(E_BROKEN, "the list of allowed calls was refused") : OK;
}

enum err jail_lock(struct jail_limits limits) {
  if (!SANITIZED) {
    TRY(limit(RLIMIT_DATA, limits.memory_bytes));
    TRY(limit(RLIMIT_FSIZE, 0)); // a sanitizer writes its report into a file
  }
  TRY(limit(RLIMIT_CPU, limits.cpu_seconds));
  TRY(limit(RLIMIT_CORE, 0));
  TRY(limit(RLIMIT_NPROC, 0));
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return fail_os("give up privileges");
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) return fail_os("forbid dumps");
  if (SANITIZED) return OK;
  tzset(); // read now: gmtime_r would open /etc/localtime for the first date in a file
  AUTO(filter) filter f = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!f) return fail(E_BROKEN, "no seccomp");
  TRY(allow(f));
  return seccomp_load(f) ? fail(E_BROKEN, "the kernel refused the seccomp filter") : OK;
}
