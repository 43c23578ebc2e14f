// SPDX-License-Identifier: Apache-2.0
// Guard: which call is being worked on, known after death. A program that dies in a call is started
// again and would die in it again, and no other call would ever be finished: run/encode.now, shared
// memory, says after a crash whose call it was and how often in a row. A killed process (kill -9,
// the power) accuses nobody; a fault of ours, an abort, or two minutes of work without reading a
// record does. One per process, one thread.
#pragma once
#include "core/id.h"

MUST_CHECK enum err guard_open(int run_dir); // reads what the process before left
void guard_close(void);                      // ended in order: nobody is accused
// How often in a row the process died in this call.
unsigned guard_deaths(struct id call);
void guard_enter(struct id call);
void guard_beat(void); // a record was read: it lives
void guard_leave(void);
