// SPDX-License-Identifier: Apache-2.0
// R2: the power goes while encode settles calls, and while capture's side writes them. What was
// acknowledged is there, at most two seconds of a call being recorded are lost, and what is left is
// worked off as if nothing had happened.
#include <signal.h>

#include "core/clock.h"
#include "tests/torture/cutdisk.h"
#include "tests/torture/rig.h"

static struct rig r;
static char env[3][192], log_path[96];

static uint64_t dice(void *self, uint64_t below) { return rig_random(self, below); }

static void shim_on(uint64_t at) {
  static char preload[320];
  snprintf(log_path, sizeof log_path, "%s/changes", r.base);
  snprintf(preload, sizeof preload, "LD_PRELOAD=%s/powercut.so", r.bin);
  snprintf(env[0], sizeof env[0], "POWERCUT_ROOT=%s", r.path);
  snprintf(env[1], sizeof env[1], "POWERCUT_LOG=%s", log_path);
  snprintf(env[2], sizeof env[2], "POWERCUT_AT=%" PRIu64, at);
  for (int i = 0; i < 3; i++) r.env[i] = env[i];
  r.env[3] = preload;
}

static void shim_off(void) { memset(r.env, 0, sizeof r.env); }

// Our own key store is closed meanwhile: reading its files would drop SQLite's locks on them.
static struct cut_disk *before_the_cut(void) {
  keystore_free(r.keys);
  r.keys = NULL;
  return cut_disk_of(r.path);
}

static size_t after_the_cut(struct cut_disk *d) {
  size_t n = cut_disk_replay(d, log_path, r.path, dice, &r);
  cut_disk_free(d);
  if (keystore_open(&r.data, &r.keys)) {
    rig_fails(&r, "the key store does not open after the cut");
    return n;
  }
  return n;
}

// Cuts encode at change number `at` (0: never); returns how many changes there were.
static size_t encode_cut(uint64_t at) {
  rig_wait(rig_maker(&r, 3, 4, true));
  rig_heard(&r);
  struct cut_disk *d = before_the_cut();
  shim_on(at);
  int code = rig_wait(rig_encode(&r, true));
  shim_off();
  if (code != (at ? 99 : 0)) rig_fails(&r, "encode ended with %d at change %" PRIu64, code, at);
  size_t n = after_the_cut(d);
  rig_check(&r, 20);
  return n;
}

static void maker_cut(void) {
  struct cut_disk *d = before_the_cut();
  shim_on(0);
  pid_t maker = rig_maker(&r, 5, 3600, false);
  clock_sleep_ms(1500 + (int64_t)rig_random(&r, 1500));
  rig_kill(maker, SIGKILL);
  shim_off();
  rig_heard(&r);
  after_the_cut(d);
  rig_check(&r, 2000);
}

static int done(void) {
  r.quiet = true;
  return rig_close(&r);
}

int main(int argc, char **argv) {
  const char *name = "a_power_cut_costs_two_seconds_and_no_commit";
  rig_open(&r, name, argc, argv);
  uint64_t seed = r.seed;
  size_t changes = encode_cut(0);
  int bad = done();
  for (int i = 0; i < rig_rounds() && !bad; i++) {
    rig_open(&r, name, argc, argv);
    r.seed = seed + (uint64_t)i;
    encode_cut(1 + rig_random(&r, changes - 1));
    bad = done();
  }
  for (int i = 0; i < (rig_rounds() + 4) / 5 && !bad; i++) {
    rig_open(&r, name, argc, argv);
    r.seed = seed + (uint64_t)i;
    maker_cut();
    bad = done();
  }
  printf("%s %s, %d cuts of %zu changes\n", bad ? "not ok" : "ok", name, rig_rounds(), changes);
  return bad;
}
