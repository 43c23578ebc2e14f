// SPDX-License-Identifier: Apache-2.0
#include "core/fence.h"

#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "core/log.h"
#include "core/scope.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static void add(struct fence *f, struct fence_place p) {
  assert(f->n < FENCE_PLACES);
  f->place[f->n++] = p;
}

void fence_add(struct fence *f, const char *path, int rights) {
  add(f, (struct fence_place){path, -1, rights});
}

void fence_add_fd(struct fence *f, int at, int rights) {
  add(f, (struct fence_place){NULL, at, rights});
}

void fence_add_libraries(struct fence *f) {
  static const char *const places[] = {"/usr", "/lib", "/lib64", "/etc/ld.so.cache"};
  for (size_t i = 0; i < countof(places); i++) fence_add(f, places[i], FENCE_READ);
  fence_add(f, "/lib64/ld-linux-x86-64.so.2", FENCE_RUN);
  fence_add(f, "/lib/ld-linux-aarch64.so.1", FENCE_RUN);
}

// ---- files ------------------------------------------------------------------------------------
// linux/landlock.h of Debian 12 ends with the second version; what later ones added, by number.
struct ruleset {
  uint64_t files, net, scoped;
};
enum {
  LL_REFER = 13,    // version 2: renaming between folders
  LL_TRUNCATE = 14, // 3
  LL_NET = 3,       // 4: binding and connecting TCP
  LL_SCOPED = 2,    // 6: signals to processes outside
};

static struct ruleset handled_by(long abi, size_t *out_size) {
  struct ruleset r = {.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
  if (abi >= 2) r.files |= UINT64_C(1) << LL_REFER;
  if (abi >= 3) r.files |= UINT64_C(1) << LL_TRUNCATE;
  if (abi >= 4) r.net = LL_NET;
  if (abi >= 6) r.scoped = LL_SCOPED;
  *out_size = abi >= 6 ? sizeof r : abi >= 4 ? 2 * sizeof r.files : sizeof r.files;
  return r;
}

static uint64_t access_of(int rights, bool folder) {
  const uint64_t truncate = UINT64_C(1) << LL_TRUNCATE;
  uint64_t a = 0;
  if (rights & FENCE_READ) a |= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  if (rights & FENCE_WRITE)
    a |= LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
         LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |
         (UINT64_C(1) << LL_REFER) | truncate;
  if (rights & FENCE_RUN) a |= LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE;
  const uint64_t of_files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                            LANDLOCK_ACCESS_FS_READ_FILE | truncate;
  return folder ? a : a & of_files;
}

static enum err allow_place(int set, const struct fence_place *p, uint64_t handled) {
  AUTO(fd) fd own = p->path ? open(p->path, O_PATH | O_CLOEXEC) : -1;
  struct stat st;
  if (p->path && own < 0) return OK;
  int at = p->path ? own : p->fd;
  if (fstat(at, &st)) return fail_os("look at a place of the fence");
  struct landlock_path_beneath_attr beneath = {
      .allowed_access = access_of(p->rights, S_ISDIR(st.st_mode)) & handled, .parent_fd = at};
  if (syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) &&
      errno != EBADFD) // a pipe or a socket by the name of a file: in no folder, nothing to allow
    return fail_os("allow %s", p->path ? p->path : "a folder");
  return OK;
}

enum err fence_files(const struct fence *f) {
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  size_t size;
  if (SANITIZED) return OK;
  if (abi < 1) {
    log_line(LOG_WARN, "this kernel has no Landlock: other files stay open to this user");
    return OK;
  }
  struct ruleset handled = handled_by(abi, &size);
  AUTO(fd) fd set = (fd)syscall(SYS_landlock_create_ruleset, &handled, size, 0);
  if (set < 0) return fail_os("make a Landlock rule set");
  for (size_t i = 0; i < f->n; i++) TRY(allow_place(set, &f->place[i], handled.files));
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return fail_os("give up privileges");
  return syscall(SYS_landlock_restrict_self, set, 0) ? fail_os("enter Landlock") : OK;
}

// ---- calls ------------------------------------------------------------------------------------
typedef scmp_filter_ctx filter;
static void filter_drop(filter *f) {
  if (*f) seccomp_release(*f);
}

static int forbid(filter f, const char *const *names, size_t n) {
  int rc = 0;
  for (size_t i = 0; !rc && i < n; i++) {
    int call = seccomp_syscall_resolve_name(names[i]);
    if (call != __NR_SCMP_ERROR) rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), call, 0);
  }
  return rc;
}

// clang-format off
static const char *const never[] = { // what none of our programs has to do
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_open",
    "pidfd_getfd", "pidfd_send_signal", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "kcmp",
    "socket", "connect", "bind", "listen", "mount", "umount2", "pivot_root", "chroot", "unshare",
    "setns", "move_mount", "open_tree", "fsopen", "fsmount", "fsconfig", "mount_setattr", "bpf",
    "perf_event_open", "init_module", "finit_module", "delete_module", "kexec_load",
    "kexec_file_load", "keyctl", "add_key", "request_key", "userfaultfd", "io_uring_setup",
    "fanotify_init", "open_by_handle_at", "name_to_handle_at", "setuid", "setgid", "setreuid",
    "setregid", "setresuid", "setresgid", "setgroups", "setfsuid", "setfsgid", "capset", "mknod",
    "mknodat", "swapon", "swapoff", "reboot", "settimeofday", "clock_settime", "clock_adjtime",
    "adjtimex", "sethostname", "setdomainname", "quotactl", "acct", "syslog", "personality",
    "iopl", "ioperm", "modify_ldt",
};
// clang-format on

static int forbid_calls(filter f) { return forbid(f, never, countof(never)); }

// No memory that is both written and run, nor written first and run then; libraries of a program
// that is started are mapped from their files.
static int forbid_new_code(filter f) {
  const struct scmp_arg_cmp runs = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC);
  const scmp_datum_t both = PROT_EXEC | PROT_WRITE;
  int rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mprotect), 1, runs);
  rc |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(pkey_mprotect), 1, runs);
  rc |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, both, both));
  return rc | seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 2, runs,
                               SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
}

// Signals: to itself; who starts processes may kill, and only that.
static int forbid_signals(filter f, bool starts) {
  const scmp_datum_t self = (scmp_datum_t)getpid();
  int rc = starts ? 0
                  : seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 1,
                                     SCMP_A0(SCMP_CMP_NE, self));
  if (!starts) return rc | seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(kill), 0);
  return rc | seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(kill), 1,
                               SCMP_A1(SCMP_CMP_NE, SIGKILL));
}

// Threads, and processes only where they are the program's work; never a namespace. clone3 hides
// its flags in memory, and glibc then falls back to clone.
static int forbid_forks(filter f, bool starts) {
  static const char *const ways[] = {"execve", "execveat", "fork", "vfork", "socketpair"};
  static const scmp_datum_t namespaces[] = {CLONE_NEWUSER,  CLONE_NEWNS,  CLONE_NEWPID,
                                            CLONE_NEWNET,   CLONE_NEWIPC, CLONE_NEWUTS,
                                            CLONE_NEWCGROUP};
  int rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  if (!starts) {
    rc |= forbid(f, ways, countof(ways));
    return rc | seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                                 SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  }
  for (size_t i = 0; i < countof(namespaces); i++)
    rc |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                           SCMP_A0(SCMP_CMP_MASKED_EQ, namespaces[i], namespaces[i]));
  return rc;
}

enum err fence_calls(const struct fence *f) {
  if (SANITIZED) return OK;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return fail_os("give up privileges");
  AUTO(filter) filter c = seccomp_init(SCMP_ACT_ALLOW);
  if (!c || seccomp_attr_set(c, SCMP_FLTATR_CTL_TSYNC, 1) || forbid_calls(c) ||
      forbid_new_code(c) || forbid_signals(c, f->starts) || forbid_forks(c, f->starts) ||
      seccomp_load(c))
    return fail(E_BROKEN, "the kernel refused the seccomp filter");
  return OK;
}

enum err fence_enter(const struct fence *f) {
  TRY(fence_files(f));
  return fence_calls(f);
}

// ---- dumps ------------------------------------------------------------------------------------
void fence_no_dumps(void) {
  struct rlimit none = {0, 0};
  if (SANITIZED) return; // finding leaks needs to look into the process
  AUTO(fd) fd pages = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
  ssize_t n = pages >= 0 ? write(pages, "0", 1) : 0; // not one page, whoever dumps
  (void)n;
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
