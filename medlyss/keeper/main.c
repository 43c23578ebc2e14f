// SPDX-License-Identifier: Apache-2.0
// medlyss-keeper: works off what is due, once a second, until it is told to stop.
//   --once             every duty one time, then ends
//   --confirm-clock    a person says the wall clock is right: retention goes on
#include <signal.h>
#include <sodium.h>

#include "core/clock.h"
#include "core/log.h"
#include "medlyss/cli.h"
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
    {"samples", keep_samples, 60},      {"disputes", keep_disputes, 600},
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

static enum err run(int argc, char **argv) {
  const char *data = NULL;
  bool once = false, confirm = false;
  AUTO(keeper) struct keeper k = {.house = HOUSE_NONE, .heads = -1};
  const struct cli_option options[] = {{.name = "--data", .value = &data},
                                       {.name = "--once", .flag = &once},
                                       {.name = "--confirm-clock", .flag = &confirm}};
  TRY(cli_read(argc - 1, argv + 1, options, countof(options), NULL));
  TRY(cli_needed("--data", data));
  TRY(keep_open(data, &k));
  period_zone(k.house.settings.time_zone);
  if (confirm) return keep_confirm_clock(&k);
  block_signals();
  if (!once) keep(&k);
  for (size_t i = 0; once && i < countof(duties); i++) TRY(duties[i].run(&k));
  return OK;
}

int main(int argc, char **argv) {
  log_init("medlyss-keeper", LOG_INFO);
  if (sodium_init() < 0) return 70;
  enum err rc = run(argc, argv);
  if (rc) log_err(rc, "keeper");
  return rc ? err_exit(rc) : 0;
}
