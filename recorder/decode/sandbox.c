// SPDX-License-Identifier: Apache-2.0
#include "recorder/decode/sandbox.h"

#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 }; // a sanitizer's runtime maps terabytes, opens /proc and writes reports
#else
enum { SANITIZED = 0 };
#endif

static enum err limits_set(void) {
  const struct {
    int what;
    rlim_t n;
  } limits[] = {{RLIMIT_AS, 256u << 20}, {RLIMIT_CORE, 0}, {RLIMIT_NPROC, 0}, {RLIMIT_FSIZE, 0}};
  for (size_t i = 0; i < countof(limits); i++) {
    struct rlimit l = {limits[i].n, limits[i].n};
    if (SANITIZED && (limits[i].what == RLIMIT_AS || limits[i].what == RLIMIT_FSIZE)) continue;
    if (setrlimit((__rlimit_resource_t)limits[i].what, &l)) return fail_os("limit a decoder");
  }
  return OK;
}

static enum err filter_load(int fd) {
  static const int calls[] = {
      SCMP_SYS(brk),           SCMP_SYS(munmap),         SCMP_SYS(mremap),
      SCMP_SYS(madvise),       SCMP_SYS(futex),          SCMP_SYS(exit),
      SCMP_SYS(exit_group),    SCMP_SYS(rt_sigreturn),   SCMP_SYS(rt_sigprocmask),
      SCMP_SYS(clock_gettime), SCMP_SYS(restart_syscall)};
  scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
  int bad = f ? 0 : -ENOMEM;
  for (size_t i = 0; i < countof(calls) && !bad; i++)
    bad = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
  const int talk[] = {SCMP_SYS(read), SCMP_SYS(writev)};
  const struct scmp_arg_cmp ours = {0, SCMP_CMP_EQ, (scmp_datum_t)fd, 0};
  for (size_t i = 0; i < countof(talk) && !bad; i++)
    bad = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, talk[i], 1, &ours);
  const struct scmp_arg_cmp no_code = {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  if (!bad) bad = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);
  if (!bad) bad = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(sched_getaffinity), 0);
  if (!bad) bad = seccomp_load(f);
  seccomp_release(f);
  if (bad) return fail(E_BROKEN, "the decoder's sandbox does not close: %s", strerror(-bad));
  return OK;
}

enum err decode_sandbox(int fd) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0)) return fail_os("prctl");
  TRY(limits_set());
  return SANITIZED ? OK : filter_load(fd);
}
