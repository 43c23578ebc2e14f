// SPDX-License-Identifier: Apache-2.0
// Rig: what the torture programs share: a data folder of their own, children to kill, and the check
// that ends every one of them: all that was spooled is in the catalogue, whole, and nothing beside
// it. Fails by printing "not ok" and the seed; a rig's data folder is kept then.
#pragma once
#include "core/datadir.h"
#include "core/id.h"
#include "vault/keystore.h"

enum { RIG_CALLS = 4096 };

struct rig_call {
  struct id id;
  int64_t open_us, last_us; // wall: opened; the last instant its maker was surely writing
  int64_t first_us;         // its first packets had been written then; 0: not known
  bool ended;               // END was written
};

struct rig {
  const char *bin;  // folder of the programs
  const char *name; // of the test, for "ok NAME"
  uint64_t seed;
  char base[64], path[128]; // a folder of its own; the data folder in it
  int beside;               // the folder, open: logs lie there, beside the data
  char *env[4];             // added to the next child's environment
  bool quiet;               // say nothing when all is well
  struct datadir data;
  struct keystore *keys;
  struct rig_call calls[RIG_CALLS];
  size_t n_calls;
  int said; // file the running maker writes to
  int failures;
};

void rig_open(struct rig *r, const char *name, int argc,
              char **argv); // --bin DIR --rounds N --seed S
int rig_rounds(void);
uint64_t rig_random(struct rig *r, uint64_t below);
pid_t rig_encode(struct rig *r, bool once);
pid_t rig_maker(struct rig *r, int calls, int seconds, bool fast);
void rig_kill(pid_t child, int signal); // and waits
int rig_wait(pid_t child);              // exit status, -1: by a signal
void rig_heard(struct rig *r);          // takes in what the maker said so far
PRINTF(2, 3) void rig_fails(struct rig *r, const char *fmt, ...);
// Works off the spool, then checks every call; lost_ms: how much may be missing at a killed end.
void rig_check(struct rig *r, int64_t lost_ms);
int rig_close(struct rig *r); // prints ok or not ok; the exit code
