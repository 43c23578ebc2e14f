// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>

#include "core/file.h"

enum { PATIENCE_S = 120 };

static struct page { // as it lies in the file; one machine, one program: its own byte order
  struct id call;    // being worked on; none: none
  uint32_t deaths;   // in a row, in `accused`
  uint32_t crashed;  // 1: the process died in `call`
  struct id accused;
} nowhere, *page = &nowhere;
static volatile sig_atomic_t beats, beats_seen;

static void accuse_and_die(int sig) {
  page->crashed = !id_is_none(page->call);
  signal(sig, SIG_DFL);
  raise(sig);
}

// Only work counts: while a call waits for its next packet no time of ours passes.
static void look_at_the_clock(int sig) {
  (void)sig;
  bool stands_still = beats == beats_seen && !id_is_none(page->call);
  beats_seen = beats;
  if (!stands_still) return;
  page->crashed = 1;
  _exit(70);
}

static void watch(int sig, void (*handler)(int)) {
  struct sigaction old, act = {.sa_handler = handler, .sa_flags = SA_RESTART};
  if (!sigaction(sig, NULL, &old) && old.sa_handler == SIG_DFL) sigaction(sig, &act, NULL);
}

static void judge(void) {
  if (page->crashed && !id_eq(page->accused, page->call)) {
    page->accused = page->call;
    page->deaths = 0;
  }
  page->deaths += page->crashed;
  page->crashed = 0;
  page->call = (struct id){0};
}

enum err guard_open(int run_dir) {
  static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS};
  const struct itimerval each = {{PATIENCE_S, 0}, {PATIENCE_S, 0}};
  AUTO(fd) fd file = openat(run_dir, "encode.now", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0 || ftruncate(file, sizeof *page)) return fail_os("open run/encode.now");
  void *at = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (at == MAP_FAILED) return fail_os("map run/encode.now");
  page = at;
  judge();
  for (size_t i = 0; i < countof(faults); i++) watch(faults[i], accuse_and_die);
  watch(SIGVTALRM, look_at_the_clock);
  return setitimer(ITIMER_VIRTUAL, &each, NULL) ? fail_os("set a timer") : OK;
}

void guard_close(void) {
  const struct itimerval never = {0};
  setitimer(ITIMER_VIRTUAL, &never, NULL);
  if (page != &nowhere) munmap(page, sizeof *page);
  page = &nowhere;
}

unsigned guard_deaths(struct id call) { return id_eq(call, page->accused) ? page->deaths : 0; }

void guard_enter(struct id call) { page->call = call; }

void guard_beat(void) { beats = beats + 1; }

void guard_leave(void) { page->call = (struct id){0}; }
