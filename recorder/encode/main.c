// SPDX-License-Identifier: Apache-2.0
// medlyss-encode: follows the spool and makes recordings of it. With --once it works off what is
// there, waits for captures that still write, and ends. One encoder per data folder: a second one
// with --once waits for the first to work off what captures that ended have left, without it is
// refused.
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "core/cli.h"
#include "core/clock.h"
#include "core/log.h"
#include "recorder/encode/follow.h"
#include "recorder/encode/guard.h"
#include "recorder/encode/state.h"

enum {
  POLL_MS = 200,
  OTHER_US = 600 * 1000 * 1000, // so long may another do nothing that can be seen
};

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
  TRY(file_open(d->run, "encode.lock", O_RDWR | O_CREAT, 0600, out)); // nobody else may hold it
  *out_mine = !flock(*out, LOCK_EX | LOCK_NB);
  return *out_mine || errno == EWOULDBLOCK ? OK : fail_os("lock run/encode.lock");
}

// Whoever waits for another asks each time whether it still lives: when it is gone the lock, and
// the work, is ours.
static enum err wait_for_the_other(struct desk *d, fd *lock, bool *out_mine) {
  int64_t since = clock_mono_us();
  size_t before = 0, waiting;
  while (!stop && !*out_mine && (waiting = follow_waiting(d->spool))) {
    clock_sleep_ms(POLL_MS);
    *out_mine = !flock(*lock, LOCK_EX | LOCK_NB);
    if (waiting != before) since = clock_mono_us();
    before = waiting;
    if (clock_mono_us() - since > OTHER_US)
      return fail(E_BUSY, "another medlyss-encode holds this data folder and gets nowhere");
  }
  return OK;
}

// ---- work --------------------------------------------------------------------------------------

// With --once somebody waits for the end: what will not get better by waiting is told. As long as
// anything gets done, the rest may wait.
struct patience {
  int rounds; // in a row in which something failed and nothing was done
  uint64_t failed;
  int64_t since_us; // nothing was done, and no capture ran
};

static enum err hopeless(const struct desk *d, const struct follow *f, bool worked,
                         struct patience *p) {
  enum { ROUNDS = 25 };
  if (d->away_for == E_CONFLICT || d->away_for == E_NOT_FOUND)
    return fail(d->away_for, "the catalogue cannot be used; the calls stay in the spool");
  if (worked) p->rounds = 0;
  if (worked || !p->since_us) p->since_us = clock_mono_us();
  if (clock_mono_us() - p->since_us > OTHER_US)
    return fail(E_BUSY, f->any_alive ? "a capture holds its calls open and has written nothing for "
                                       "ten minutes; they stay in the spool"
                                     : "the catalogue stayed busy; the calls stay in the spool");
  p->rounds += d->n_failed != p->failed;
  p->failed = d->n_failed;
  return p->rounds > ROUNDS ? fail(E_IO, "calls cannot be kept; they stay in the spool") : OK;
}

// For a person, and for medlyss replay, which adds them up and says them last.
static void say_kept(const struct desk_told *t) {
  const struct {
    uint64_t n;
    const char *what;
  } said[] = {{t->fresh, "new"},
              {t->longer, "longer than before, in the place of what was kept"},
              {t->beside, "longer than before, beside what had to stay as it was (see the call)"},
              {t->known, "already there"},
              {t->erased, "erased here, and not taken in again"}};
  const char *before = "calls kept: ";
  for (size_t i = 0; i < countof(said); i++) {
    if (!said[i].n) continue;
    printf("%s%" PRIu64 " %s", before, said[i].n, said[i].what);
    before = "; ";
  }
  if (*before == ';') putchar('\n');
}

static enum err work(struct desk *d, struct follow *f, bool once) {
  struct patience patience = {0};
  bool worked = true;
  archive_sweep(d->archive);
  while (!stop) {
    if (!worked) clock_sleep_ms(POLL_MS);
    TRY(follow_round(f, d, once, &worked));
    state_tell(f, d);
    if (once && follow_idle(f)) break;
    if (once) TRY(hopeless(d, f, worked, &patience));
  }
  if (once) say_kept(&d->told);
  if (!once || !d->n_aside) return OK;
  return fail(E_BAD_DATA,
              "%" PRIu64 " calls were set aside: they lie in the spool, and "
              "`medlyss verify` names them",
              d->n_aside);
}

static enum err encode(const char *data, bool once) {
  static struct desk d;
  struct follow f = {0};
  AUTO(fd) fd lock = -1;
  bool mine = false;
  enum log_level level = LOG_INFO;
  static struct fence fence; // large; one per process
  enum err rc = desk_open_fenced(data, &fence, &d);
  if (!rc) rc = level_of(d.settings.log_level, &level);
  if (!rc) log_init("medlyss-encode", level);
  if (!rc) rc = lock_take(&d, &lock, &mine);
  if (!rc && !mine && !once)
    rc = fail(E_CONFLICT, "another medlyss-encode works on this data folder");
  if (!rc && !mine) rc = wait_for_the_other(&d, &lock, &mine);
  if (!rc) rc = desk_look(&d);
  if (!rc && mine) rc = guard_open(d.run);
  if (!rc && mine) rc = work(&d, &f, once);
  guard_close();
  follow_drop(&f);
  desk_drop(&d);
  return rc;
}

static enum err try_forbidden(const char *data) {
  static struct fence fence;
  AUTO(desk) struct desk d;
  TRY(desk_open(data, &d));
  return desk_try_forbidden(&d, &fence) ? OK : fail(E_BROKEN, "the fence has a hole");
}

struct asked {
  const char *data;
  bool once, try_forbidden;
};

static enum err run(const void *asked, bool *out_no) {
  const struct asked *ask = asked;
  (void)out_no;
  if (ask->try_forbidden) return try_forbidden(ask->data);
  signals_set();
  descriptors_raise();
  return encode(ask->data, ask->once);
}

static const struct cli_option options[] = {
    CLI_DATA(struct asked),
    CLI_FLAG(struct asked, once, "--once",
             "work off what is there, wait for captures that still write, and end"),
    CLI_FLAG(struct asked, try_forbidden, "--try-forbidden",
             "enter the fence, try what it forbids, say what came of it, and end"),
};
static const struct cli command = {
    .path = "",
    .says = "Makes recordings of what capture wrote to the spool, as it comes, until a signal ends "
            "it. One encoder works on a data folder.",
    .example = "medlyss-encode --data /var/lib/medlyss",
    .options = options,
    .n = countof(options),
    .size = sizeof(struct asked),
    .run = run};

int main(int argc, char **argv) {
  return cli_single("medlyss-encode", "medlyss-encode", &command, argc, argv);
}
