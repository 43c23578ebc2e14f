// SPDX-License-Identifier: Apache-2.0
// Lane: a few threads that work off jobs in order. What may take longer than a callback of the HTTP
// server is allowed to (password hashes, writes that wait for the disk) is done on one.
// lane_put never blocks: past `room` waiting jobs, and once closed, it answers false.
#pragma once
#include "core/base.h"

struct lane;

struct lane_job {
  void (*run)(void *arg);
  void *arg;
  void (*drop)(void *arg); // instead of run, for what waits for its time when the lane closes
};

struct lane_options {
  size_t threads, room;
  size_t later;        // room for what waits for its time
  void (*leave)(void); // runs on each thread before it ends; may be NULL
};

MUST_CHECK enum err lane_new(struct lane_options o, struct lane **out);
MUST_CHECK bool lane_put(struct lane *l, struct lane_job job);
// To be run so many milliseconds from now; until then it takes no thread. Needs a drop.
MUST_CHECK bool lane_put_later(struct lane *l, struct lane_job job, int64_t wait_ms);
void lane_close(struct lane *l); // finishes what waits, ends the threads
void lane_free(struct lane *l);
