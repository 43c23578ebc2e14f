// SPDX-License-Identifier: Apache-2.0
// medlyss-keeper: works off what is due, once a second, until it is told to stop.
#include <signal.h>

#include "core/cli.h"
#include "core/clock.h"
#include "core/fence.h"
#include "core/fence_try.h"
#include "core/log.h"
#include "medlyss/keeper/keep.h"
#include "scoring/scoring.h"

static const struct duty {
  const char *name;
  enum err (*run)(struct keeper *k);
  int every_s; // 0: as the settings say
} duties[] = {
    {"signing heads", keep_heads, 0},   {"the recording policy", keep_policy, 1},
    {"retention", keep_retention, 600}, {"trimming the outbox", keep_outbox, 3600},
    {"visibility", keep_scope, 60},     {"sign of life", keep_state, 5},
    {"figures", keep_figures, 5},       {"room", keep_room, 60},
    {"samples", keep_samples, 60},      {"disputes", keep_disputes, 600},
    {"blind", keep_blind, 600},         {"support", keep_care, 5},
    {"rests", keep_rests, 600},         {"drafts", keep_drafts, 600},
};

static void do_duty(struct keeper *k, const struct duty *d) {
  enum err rc = d->run(k);
  if (rc) log_err(rc, d->name);
}

static int64_t period_us(const struct keeper *k, const struct duty *d) {
  return (d->every_s ? d->every_s : k->house.settings.audit_heads_every_s) * 1000000;
}

static bool stop_asked(void) {
  sigset_t set;
  struct timespec second = {.tv_sec = 1};
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return sigtimedwait(&set, NULL, &second) > 0;
}

static void block_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigprocmask(SIG_BLOCK, &set, NULL);
}

static void keep(struct keeper *k) {
  int64_t due[countof(duties)] = {0};
  do {
    int64_t now = clock_mono_us();
    keep_watch_clock(k);
    for (size_t i = 0; i < countof(duties); i++) {
      if (due[i] > now) continue;
      do_duty(k, &duties[i]);
      due[i] = now + period_us(k, &duties[i]);
    }
  } while (!stop_asked());
  do_duty(k, &duties[0]); // the last head is signed
}

// Its places: the data folder, the heads where a setting puts them elsewhere, and the time zones.
static enum err lock_in(void *self) {
  static struct fence f; // large; one per process
  struct keeper *k = self;
  static char heads[HEADS_PATH];
  heads_path(&k->house, heads, sizeof heads);
  f.n = 0;
  fence_add(&f, k->data_path, FENCE_READ | FENCE_WRITE);
  archive_fence(k->house.archive, &f, FENCE_READ | FENCE_WRITE);
  fence_add(&f, heads, FENCE_READ | FENCE_WRITE);
  fence_add(&f, "/usr/share/zoneinfo", FENCE_READ);
  return fence_enter(&f);
}

static enum err try_forbidden(struct keeper *k) {
  struct fence_trial t = {
      .enter = lock_in, .self = k, .data = k->data_path, .catalogue = true, .heads = true};
  return fence_try(&t) ? OK : fail(E_BROKEN, "the fence has a hole");
}

struct asked {
  const char *data;
  bool once, confirm, try_forbidden;
};

static enum err run(const void *asked, bool *out_no) {
  const struct asked *ask = asked;
  AUTO(keeper) struct keeper k = {.house = HOUSE_NONE};
  (void)out_no;
  TRY(keep_open(ask->data, &k));
  period_zone(k.house.settings.time_zone);
  if (ask->try_forbidden) return try_forbidden(&k);
  TRY(lock_in(&k));
  if (ask->confirm) return keep_confirm_clock(&k);
  block_signals();
  if (!ask->once) keep(&k);
  for (size_t i = 0; ask->once && i < countof(duties); i++) TRY(duties[i].run(&k));
  return OK;
}

static const struct cli_option options[] = {
    CLI_DATA(struct asked),
    CLI_FLAG(struct asked, once, "--once", "every duty one time, then end"),
    CLI_FLAG(struct asked, confirm, "--confirm-clock",
             "you say the wall clock is right: retention goes on"),
    CLI_FLAG(struct asked, try_forbidden, "--try-forbidden",
             "enter the fence, try what it forbids, say what came of it, and end"),
};
static const struct cli command = {
    .path = "",
    .says = "Works off what is due, once a second, until a signal ends it: retention, signed heads "
            "of the audit log, the recording policy, samples, disputes, support.",
    .example = "medlyss-keeper --data /var/lib/medlyss",
    .options = options,
    .n = countof(options),
    .size = sizeof(struct asked),
    .run = run};

int main(int argc, char **argv) {
  return cli_single("medlyss-keeper", "medlyss-keeper", &command, argc, argv);
}
