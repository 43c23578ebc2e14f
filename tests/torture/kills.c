// SPDX-License-Identifier: Apache-2.0
// R1: kill -9 of capture's side and of encode at random instants. Per call at most 0.25 s is lost,
// nothing is unreadable, no row without its file and no file without its row.
#include <signal.h>

#include "core/clock.h"
#include "tests/torture/rig.h"

static struct rig r;

int main(int argc, char **argv) {
  rig_open(&r, "kill_9_costs_a_quarter_of_a_second", argc, argv);
  pid_t encode = rig_encode(&r, false);
  for (int round = 0; round < rig_rounds(); round++) {
    pid_t maker = rig_maker(&r, 8, 3600, false);
    clock_sleep_ms(400 + (int64_t)rig_random(&r, 800));
    if (rig_random(&r, 2)) {
      rig_kill(encode, SIGKILL);
      encode = rig_encode(&r, false);
      clock_sleep_ms((int64_t)rig_random(&r, 400));
    }
    rig_kill(maker, SIGKILL);
    rig_heard(&r);
    maker = rig_maker(&r, 4, 30, true); // whole calls, settled while encode dies
    clock_sleep_ms((int64_t)rig_random(&r, 300));
    rig_kill(encode, SIGKILL);
    rig_wait(maker);
    rig_heard(&r);
    encode = rig_encode(&r, false);
  }
  rig_kill(encode, SIGTERM);
  rig_check(&r, 250);
  return rig_close(&r);
}
