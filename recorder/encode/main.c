// SPDX-License-Identifier: Apache-2.0
// medlyss-encode --data DIR [--once]
// Follows the spool and makes recordings of it. With --once it works off what is there, waits for
// captures that still write, and ends. One encoder per data folder: a second one with --once waits
// for the first to work off what captures that ended have left, without it is refused.
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "core/blob.h"
#include "core/clock.h"
#include "core/log.h"
#include "recorder/encode/follow.h"
#include "recorder/encode/state.h"

enum { POLL_MS = 200 };

static volatile sig_atomic_t stop;
static void on_signal(int sig) {
  (void)sig;
  stop = 1;
}

static void signals_set(void) {
  struct sigaction act = {.sa_handler = on_signal};
  sigaction(SIGTERM, &act, NULL);
  sigaction(SIGINT, &act, NULL);
  signal(SIGPIPE, SIG_IGN); // the decoder child may die while we write to it
}

static void descriptors_raise(void) { // three per call
  struct rlimit l;
  if (getrlimit(RLIMIT_NOFILE, &l)) return;
  l.rlim_cur = l.rlim_max;
  setrlimit(RLIMIT_NOFILE, &l);
}

static enum err level_of(const char *word, enum log_level *out) {
  static const char *const words[] = {"debug", "info", "warn", "error"};
  for (size_t i = 0; i < countof(words); i++)
    if (!strcmp(words[i], word)) *out = (enum log_level)i;
  return OK;
}

// ---- one encoder per folder --------------------------------------------------------------------

static enum err lock_take(struct desk *d, fd *out, bool *out_mine) {
  *out = openat(d->run, "encode.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0660);
  if (*out < 0) return fail_os("open run/encode.lock");
  *out_mine = !flock(*out, LOCK_EX | LOCK_NB);
  return *out_mine || errno == EWOULDBLOCK ? OK : fail_os("lock run/encode.lock");
}

static enum err wait_for_the_other(struct desk *d) {
  while (!stop && !follow_nothing_waits(d->spool)) clock_sleep_ms(POLL_MS);
  return OK;
}

// ---- work --------------------------------------------------------------------------------------

// With --once somebody waits for the end: what will not get better by waiting is told.
static enum err hopeless(const struct desk *d) {
  enum { FAILURES = 20 };
  if (d->away_for == E_CONFLICT || d->away_for == E_NOT_FOUND)
    return fail(d->away_for, "the catalogue cannot be used; the calls stay in the spool");
  return d->n_failed > FAILURES ? fail(E_IO, "calls cannot be kept; they stay in the spool") : OK;
}

static enum err work(struct desk *d, struct follow *f, bool once) {
  bool worked = true;
  blob_sweep(d->audio);
  while (!stop) {
    if (!worked) clock_sleep_ms(POLL_MS);
    TRY(follow_round(f, d, once, &worked));
    state_tell(f, d);
    if (once && follow_idle(f)) break;
    if (once) TRY(hopeless(d));
  }
  return once && d->n_unreadable ? fail(E_BAD_DATA, "some spool parts cannot be read") : OK;
}

static enum err run(const char *data, bool once) {
  static struct desk d;
  struct follow f = {0};
  AUTO(fd) fd lock = -1;
  bool mine = false;
  enum log_level level = LOG_INFO;
  enum err rc = desk_open(data, &d);
  if (!rc) rc = level_of(d.settings.log_level, &level);
  if (!rc) log_init("medlyss-encode", level);
  if (!rc) rc = lock_take(&d, &lock, &mine);
  if (!rc && !mine && !once)
    rc = fail(E_CONFLICT, "another medlyss-encode works on this data folder");
  if (!rc) rc = mine ? work(&d, &f, once) : wait_for_the_other(&d);
  follow_drop(&f);
  desk_drop(&d);
  return rc;
}

static int usage(void) {
  fputs("usage: medlyss-encode --data DIR [--once]\n", stderr);
  return 64;
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"data", required_argument, NULL, 'd'}, {"once", no_argument, NULL, 'o'}, {0}};
  const char *data = NULL;
  bool once = false;
  for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
    if (c == 'd')
      data = optarg;
    else if (c == 'o')
      once = true;
    else
      return usage();
  }
  if (!data || optind != argc) return usage();
  if (sodium_init() < 0) return 70;
  log_init("medlyss-encode", LOG_INFO);
  signals_set();
  descriptors_raise();
  enum err rc = run(data, once);
  int code = err_exit(rc);
  if (rc) log_err(rc, "medlyss-encode");
  return code;
}
