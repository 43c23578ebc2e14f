// SPDX-License-Identifier: Apache-2.0
#include "core/fence_try.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

enum { PATH = 1024, SYS_IO_URING_SETUP = 425 };

struct act {
  const char *says;
  long (*does)(const char *data, pid_t other);
};

static long open_in(const char *data, const char *name, int flags) {
  char path[PATH];
  snprintf(path, sizeof path, "%s/%s", data, name);
  return open(path, flags | O_CLOEXEC | O_NONBLOCK);
}
static long make_node(const char *data, mode_t mode, dev_t device) {
  char path[PATH];
  snprintf(path, sizeof path, "%s/run/node", data);
  long rc = mknodat(AT_FDCWD, path, mode | 0600, device);
  if (!rc) unlink(path);
  return rc;
}
static long mapped(void *p) { return p == MAP_FAILED ? -1 : 0; }

// clang-format off
#define ACT(name, does) static long name(UNUSED const char *data, UNUSED pid_t other) { return does; }
ACT(read_elsewhere,  open("/etc/passwd", O_RDONLY | O_CLOEXEC))
ACT(list_elsewhere,  open("/etc", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
ACT(write_elsewhere, open("/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600))
ACT(read_memory,     open("/proc/1/mem", O_RDONLY | O_CLOEXEC))
ACT(take_memory,     syscall(SYS_process_vm_readv, other, NULL, 0, NULL, 0, 0))
ACT(start_program,   execve("/bin/true", (char *[]){NULL}, (char *[]){NULL}))
ACT(start_process,   syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))
ACT(open_socket,     socket(2, 1, 0))
ACT(raw_socket,      socket(17, 3, 0))
ACT(connect_out,     connect(socket(2, 1, 0), NULL, 0))
ACT(trace,           syscall(SYS_ptrace, 16, other, 0, 0))
ACT(signal_other,    kill(other, SIGCONT))
ACT(kill_other,      kill(other, 0))
ACT(signal_thread,   syscall(SYS_tgkill, other, other, SIGCONT))
ACT(signal_all,      kill(-1, 0))
ACT(make_device,     make_node(data, S_IFBLK, makedev(8, 0)))
ACT(make_fifo,       make_node(data, S_IFIFO, 0))
ACT(map_code,        mapped(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)))
ACT(turn_code,       mprotect((void *)((uintptr_t)&open_in & ~(uintptr_t)4095), 4096, PROT_READ | PROT_WRITE | PROT_EXEC))
ACT(become_root,     syscall(SYS_setuid, 0))
ACT(change_root,     chroot("/"))
ACT(mount_over,      syscall(SYS_mount, "none", "/", "tmpfs", 0, NULL))
ACT(new_namespace,   unshare(CLONE_NEWUSER))
ACT(load_bpf,        syscall(SYS_bpf, 0, NULL, 0))
ACT(use_io_uring,    syscall(SYS_IO_URING_SETUP, 1, NULL))
ACT(write_catalogue, open_in(data, "catalogue.db", O_RDWR))
ACT(read_key_store,  open_in(data, "keys.db", O_RDONLY))
ACT(read_site_key,   open_in(data, "keys/site.key", O_RDONLY))
ACT(read_encode_key, open_in(data, "keys/encode.key", O_RDONLY))
ACT(read_sound,      open_in(data, "audio", O_RDONLY | O_DIRECTORY))
ACT(read_heads_key,  open_in(data, "keys/heads.key", O_RDONLY))
ACT(write_heads,     open_in(data, "audit/heads", O_WRONLY | O_APPEND))
#undef ACT

static const struct act common[] = {
  {"read a file elsewhere", read_elsewhere}, {"list a folder elsewhere", list_elsewhere},
  {"write a file elsewhere", write_elsewhere}, {"read another process's memory", read_memory},
  {"take another process's memory", take_memory}, {"start a program", start_program},
  {"open a socket", open_socket}, {"open a raw socket", raw_socket}, {"connect to a host", connect_out},
  {"trace a process", trace}, {"signal another process", signal_other}, {"signal another's thread", signal_thread},
  {"signal everybody", signal_all}, {"make a device", make_device}, {"make a FIFO", make_fifo},
  {"map memory that is written and run", map_code}, {"turn its own memory into code", turn_code},
  {"become root", become_root}, {"change the root folder", change_root}, {"mount", mount_over},
  {"enter a namespace", new_namespace}, {"load a program into the kernel", load_bpf}, {"open a ring of calls", use_io_uring},
};
static const struct act of_starting[] = {{"start a process", start_process}, {"ask for another process", kill_other}};
static const struct act of_catalogue[] = {
  {"write the catalogue", write_catalogue}, {"read the key store", read_key_store}, {"read the site's key", read_site_key},
  {"read the encoder's key", read_encode_key}, {"list the recordings", read_sound},
};
static const struct act of_heads[] = {{"read the key that signs heads", read_heads_key}, {"write signed heads", write_heads}};
// clang-format on

static bool is_denied(const struct fence_trial *t, const struct act *a) {
  pid_t other = getppid(), child = (fflush(stdout), fork());
  int status = 0;
  if (!child) {
    if (t->enter(t->self)) _exit(2);
    _exit(a->does(t->data, other) < 0 ? 0 : 1);
  }
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && (WIFSIGNALED(status) ? WTERMSIG(status) == SIGSYS : !WEXITSTATUS(status));
}

static bool try_all(const struct fence_trial *t, const struct act *acts, size_t n,
                    const char *otherwise) {
  bool all = true;
  for (size_t i = 0; i < n; i++) {
    bool denied = is_denied(t, &acts[i]);
    printf("%s %s%s%s\n", denied ? "denied" : otherwise, t->who ? t->who : "", t->who ? ": " : "",
           acts[i].says);
    all &= denied || strcmp(otherwise, "ALLOWED") != 0;
  }
  return all;
}

// Where the owner of the heads' key is who asks, or root asks, all programs are one user.
static bool one_user(const struct fence_trial *t) {
  struct stat st;
  char path[PATH];
  snprintf(path, sizeof path, "%s/keys/heads.key", t->data);
  return !geteuid() || stat(path, &st) || st.st_uid == geteuid();
}

bool fence_try(const struct fence_trial *t) {
  bool all = try_all(t, common, countof(common), "ALLOWED");
  if (!t->starts) all &= try_all(t, of_starting, countof(of_starting), "ALLOWED");
  if (!t->catalogue) all &= try_all(t, of_catalogue, countof(of_catalogue), "ALLOWED");
  const char *otherwise = t->catalogue && one_user(t) ? "shared" : "ALLOWED";
  if (!t->heads) all &= try_all(t, of_heads, countof(of_heads), otherwise);
  return all;
}
