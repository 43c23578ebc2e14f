// SPDX-License-Identifier: Apache-2.0
#include "medlyss/supervise.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "core/clock.h"
#include "core/log.h"
#include "medlyss/drop.h"

enum { PAUSE_LEAST_MS = 200, PAUSE_MOST_MS = 5000, STABLE_US = 10000000, TICK_MS = 100 };
enum { PAUSE_TOLD_WRONG_MS = 60000 };

bool supervise_add(struct supervisor *s, struct child child) {
  assert(s->n < CHILDREN);
  if (sibling_path(child.program, child.path)) {
    log_line(LOG_WARN, "%s is not installed here", child.program);
    err_forget();
    return false;
  }
  child.pid = 0;
  child.pause_ms = PAUSE_LEAST_MS;
  s->children[s->n++] = child;
  return true;
}

// ---- starting ---------------------------------------------------------------------------------
static void unblock_all(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

NORETURN static void become(const struct child *c, pid_t parent) {
  char *argv[CHILD_ARGS + 2] = {strdup(c->program)};
  for (size_t i = 0; i < CHILD_ARGS && c->args[i]; i++) argv[i + 1] = strdup(c->args[i]);
  unblock_all();
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(0); // the supervisor died in between
  enum err rc = c->drop ? drop_to_user(c->program) : OK;
  if (rc) log_err(rc, c->program);
  if (rc) _exit(err_exit(rc));
  prctl(PR_SET_PDEATHSIG, SIGTERM); // changing the user cleared it
  execv(c->path, argv);
  _exit(127);
}

static void start(struct child *c) {
  pid_t parent = getpid(), pid = fork();
  if (!pid) become(c, parent);
  c->started_us = clock_mono_us();
  c->due_us = 0;
  if (pid < 0) {
    log_line(LOG_ERROR, "%s cannot be started: %s", c->program, strerror(errno));
    c->due_us = c->started_us + (int64_t)c->pause_ms * 1000;
    return;
  }
  c->pid = pid;
  log_line(LOG_INFO, "%s runs as process %d", c->program, (int)pid);
}

static void start_due(struct supervisor *s) {
  int64_t now = clock_mono_us();
  for (size_t i = s->n; i-- > 0;)
    if (!s->children[i].pid && s->children[i].due_us <= now) start(&s->children[i]);
}

// ---- ends -------------------------------------------------------------------------------------
static int status_of(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

// An exit code in words; a program's own line before it says more.
static const char *meaning(int status) {
  if (status > 128) return sigdescr_np(status - 128) ? sigdescr_np(status - 128) : "a signal";
  switch (status) {
  case 0: return "as if it was done";
  case 64: return "it was told what it cannot obey";
  case 66: return "something it needs is not there";
  case 70: return "a fault in the program";
  case 74: return "what it needs is taken, or the disk or network refused it";
  case 77: return "it may not use what it needs";
  case 78: return "the settings are wrong";
  case 127: return "it cannot be run";
  default: return "it failed";
  }
}

// What the command line or medlyss.ini tells it is wrong: it cannot start before that is mended, so
// it is tried rarely, and the file is read anew each time.
static bool told_wrong(int status) {
  return status == err_exit(E_BAD_INPUT) || status == err_exit(E_CONFIG);
}

static void ended(struct child *c, int status) {
  int64_t now = clock_mono_us();
  bool was_stable = now - c->started_us > STABLE_US;
  c->pid = 0;
  c->pause_ms = was_stable ? PAUSE_LEAST_MS : c->pause_ms;
  if (told_wrong(status)) c->pause_ms = PAUSE_TOLD_WRONG_MS;
  c->due_us = now + (int64_t)c->pause_ms * 1000;
  log_line(LOG_WARN, "%s ended with %d (%s), again in %d ms", c->program, status, meaning(status),
           c->pause_ms);
  c->pause_ms = c->pause_ms * 2 > PAUSE_MOST_MS ? PAUSE_MOST_MS : c->pause_ms * 2;
}

static void reap(struct supervisor *s, bool stopping) {
  int status;
  for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
    for (size_t i = 0; i < s->n; i++) {
      if (s->children[i].pid != pid) continue;
      if (stopping)
        s->children[i].pid = 0;
      else
        ended(&s->children[i], status_of(status));
    }
}

// ---- waiting and stopping ---------------------------------------------------------------------
static void block(sigset_t *out) {
  sigemptyset(out);
  sigaddset(out, SIGCHLD);
  sigaddset(out, SIGINT);
  sigaddset(out, SIGTERM);
  sigprocmask(SIG_BLOCK, out, NULL);
}

static bool asked_to_stop(const sigset_t *set) {
  struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
  int got = sigtimedwait(set, NULL, &tick);
  return got == SIGINT || got == SIGTERM;
}

static void stop_one(struct supervisor *s, struct child *c, const sigset_t *set, bool *hurry) {
  if (!c->pid) return;
  kill(c->pid, SIGTERM);
  int64_t until = clock_mono_us() + (int64_t)c->stop_ms * 1000;
  while (c->pid && clock_mono_us() < until && !*hurry) {
    *hurry |= asked_to_stop(set);
    reap(s, true);
  }
  if (!c->pid) return;
  if (!*hurry) log_line(LOG_WARN, "%s did not end in %d ms and is killed", c->program, c->stop_ms);
  kill(c->pid, SIGKILL);
  waitpid(c->pid, NULL, 0);
  c->pid = 0;
}

enum err supervise(struct supervisor *s) {
  sigset_t set;
  bool hurry = false;
  block(&set);
  do {
    reap(s, false);
    start_due(s);
  } while (!asked_to_stop(&set));
  log_line(LOG_INFO, "stopping");
  for (size_t i = 0; i < s->n; i++) stop_one(s, &s->children[i], &set, &hurry);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  return OK;
}

enum err supervise_start(const char *program, char **argv, int out_fd, pid_t *out) {
  pid_t parent = getpid(), pid = fork();
  if (pid < 0) return fail_os("start %s", program);
  if (!pid) {
    unblock_all();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(0);
    if (out_fd >= 0 && dup2(out_fd, STDOUT_FILENO) < 0) _exit(71);
    enum err rc = sibling_exec(program, argv);
    fprintf(stderr, "medlyss: %s: %s\n", err_text(rc), err_detail());
    _exit(err_exit(rc));
  }
  *out = pid;
  return OK;
}

// A child that somebody stopped (SIGSTOP, Ctrl+Z) goes on when she continues it: that is said, and
// waited for, but not for ever.
static enum err stopped(const char *program, pid_t pid) {
  enum { PATIENCE_MS = 600 * 1000 };
  fprintf(stderr, "%s is stopped: `kill -CONT %d` lets it go on; it is ended in ten minutes\n",
          program, (int)pid);
  for (int ms = 0; ms < PATIENCE_MS; ms += TICK_MS) {
    siginfo_t news = {0};
    if (waitid(P_PID, (id_t)pid, &news, WCONTINUED | WEXITED | WNOHANG | WNOWAIT))
      return fail_os("wait for %s", program);
    if (news.si_pid == pid) return OK;
    clock_sleep_ms(TICK_MS);
  }
  kill(pid, SIGKILL);
  return OK;
}

enum err supervise_wait(const char *program, pid_t pid, int *out_status) {
  int status = 0;
  do {
    while (waitpid(pid, &status, WUNTRACED) < 0)
      if (errno != EINTR) return fail_os("wait for %s", program);
    if (WIFSTOPPED(status)) TRY(stopped(program, pid));
  } while (WIFSTOPPED(status));
  *out_status = status_of(status);
  return OK;
}
