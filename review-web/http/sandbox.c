// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/sandbox.h"

#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "core/log.h"
#include "core/scope.h"

// ---- files ------------------------------------------------------------------------------------

// What each version of Landlock can forbid: 13 rights at first, moving between folders with the
// second, truncating with the third (linux/landlock.h of Debian 12 ends with the second).
static uint64_t handled_by(long abi) {
  uint64_t all = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  if (abi >= 2) all |= UINT64_C(1) << 13;
  if (abi >= 3) all |= UINT64_C(1) << 14;
  return all;
}

static enum err only_folder(const char *path, long abi) {
  struct landlock_ruleset_attr rules = {.handled_access_fs = handled_by(abi)};
  AUTO(fd) fd set = (fd)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (set < 0) return fail_os("make a Landlock rule set");
  AUTO(fd) fd dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) return fail_os("open %s", path);
  struct landlock_path_beneath_attr beneath = {
      .allowed_access = rules.handled_access_fs & ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE,
      .parent_fd = dir,
  };
  if (syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0))
    return fail_os("allow %s", path);
  return syscall(SYS_landlock_restrict_self, set, 0) ? fail_os("enter Landlock") : OK;
}

// ---- calls ------------------------------------------------------------------------------------

typedef scmp_filter_ctx filter;
static void filter_drop(filter *f) {
  if (*f) seccomp_release(*f);
}

static int forbid_calls(filter f) {
  static const int calls[] = {
      SCMP_SYS(execve),
      SCMP_SYS(execveat),
      SCMP_SYS(fork),
      SCMP_SYS(vfork),
      SCMP_SYS(ptrace),
      SCMP_SYS(process_vm_readv),
      SCMP_SYS(process_vm_writev),
      SCMP_SYS(kill),
      SCMP_SYS(socket),
      SCMP_SYS(socketpair),
      SCMP_SYS(connect),
      SCMP_SYS(bind),
      SCMP_SYS(listen),
      SCMP_SYS(mount),
      SCMP_SYS(umount2),
      SCMP_SYS(pivot_root),
      SCMP_SYS(chroot),
      SCMP_SYS(unshare),
      SCMP_SYS(setns),
      SCMP_SYS(bpf),
      SCMP_SYS(perf_event_open),
      SCMP_SYS(init_module),
      SCMP_SYS(finit_module),
      SCMP_SYS(kexec_load),
      SCMP_SYS(keyctl),
      SCMP_SYS(add_key),
      SCMP_SYS(request_key),
      SCMP_SYS(userfaultfd),
      SCMP_SYS(io_uring_setup),
      SCMP_SYS(setuid),
      SCMP_SYS(setgid),
      SCMP_SYS(mknodat),
      SCMP_SYS(swapon),
      SCMP_SYS(reboot),
      SCMP_SYS(settimeofday),
      SCMP_SYS(clock_settime),
  };
  int rc = 0;
  for (size_t i = 0; i < countof(calls); i++)
    rc |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), calls[i], 0);
  return rc;
}

// Threads, but no processes; clone3 hides its flags in memory, and glibc then falls back to clone.
static int forbid_forks(filter f) {
  int rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  return rc | seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                               SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
}

// No memory that is both written and run.
static int forbid_new_code(filter f) {
  return seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mprotect), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, 4, 4));
}

static enum err fewer_calls(void) {
  AUTO(filter) filter f = seccomp_init(SCMP_ACT_ALLOW);
  if (!f || forbid_calls(f) || forbid_forks(f) || forbid_new_code(f) || seccomp_load(f))
    return fail(E_BROKEN, "the kernel refused the seccomp filter");
  return OK;
}

enum err sandbox_enter(const char *data_path) {
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return fail_os("give up privileges");
  if (abi < 1)
    log_line(LOG_WARN, "this kernel has no Landlock: other files stay open to this user");
  else
    TRY(only_folder(data_path, abi));
  return fewer_calls();
}

// ---- the proof --------------------------------------------------------------------------------

static bool denied(const char *name, long rc) {
  printf("%s %s\n", rc < 0 ? "denied" : "ALLOWED", name);
  return rc < 0;
}

bool sandbox_try(void) {
  char *none[] = {NULL};
  bool all = denied("read /etc/passwd", open("/etc/passwd", O_RDONLY | O_CLOEXEC));
  all &= denied("write into /tmp", open("/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  all &= denied("read another process's memory", open("/proc/1/mem", O_RDONLY | O_CLOEXEC));
  all &= denied("start a program", execve("/bin/true", none, none));
  all &= denied("start a process", syscall(SYS_clone, 17, 0, 0, 0, 0));
  all &= denied("open a socket", syscall(SYS_socket, 2, 1, 0));
  all &= denied("open a raw socket", syscall(SYS_socket, 17, 3, 0));
  all &= denied("trace a process", syscall(SYS_ptrace, 16, 1, 0, 0));
  all &= denied("end another process", syscall(SYS_kill, 1, 0));
  all &= denied("mount", syscall(SYS_mount, "none", "/", "tmpfs", 0, NULL));
  all &= denied("change the root", syscall(SYS_chroot, "/"));
  all &= denied("enter a namespace", syscall(SYS_unshare, CLONE_NEWUSER));
  return all;
}
