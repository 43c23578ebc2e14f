// SPDX-License-Identifier: Apache-2.0
// Scan: a capture file read once, ahead, to learn how its frames lie in time. It is cut into runs:
// within a run time goes on (a few packets may be out of order); a run that follows in the file may
// be earlier (a capture appended to another) and is then read beside it.
//
// Where file time jumps back, streams that go on in sequence say that the capturing machine's clock
// was set: the run goes on, and from there on so much is added to its times. Otherwise it is a run
// of its own. Where time jumps ahead although all that spoke goes on without a jump and at its
// usual pace, it is the clock too; unless SIP lies in the jump: two phones on hold look the same. A
// clean file costs one look at its frames' heads; the packets are taken apart only where something
// jumps, or `closely`.
#pragma once
#include "recorder/tap/reader.h"
#include "recorder/tap/streams.h"

enum { RUNS_MAX = 256, RUN_STEPS = 64 };

struct step {       // of the capture's clock
  uint64_t frame;   // of the run, from which on
  int64_t shift_us; // this is added to the time in the file
};

struct run {
  size_t file;
  struct reader_place *place; // NULL: the front of the file
  uint64_t frames;
  int64_t first_us, last_us; // mended by the steps
  int64_t disorder_us;       // how far at most a frame lies behind an earlier one
  int64_t shift_us;          // added to all of it (order.c), beside the steps
  size_t n_steps;
  struct step step[RUN_STEPS];
  bool signalled_first, signalled_last; // SIP before its first media, behind its last
  size_t n_undecided;     // jumps ahead that may be a hold as well as the clock: left as they are
  size_t n_first, n_last; // who speaks at its ends, in the file's own time
  struct glimpse first[GLIMPSES], last[GLIMPSES];
};

struct scan { // of one file
  size_t n_runs;
  struct run **runs;   // each one's owner
  const char *trouble; // as reader_trouble
  bool crowded;        // more jumps than are looked into: not all of it is in order
};

struct scanner; // what is needed meanwhile: a dissector, the streams

struct scanner *scanner_new(void); // NULL without memory
void scanner_free(struct scanner *s);
// `path` is kept in the places. E_BAD_DATA and its like: no capture file.
MUST_CHECK enum err scan_file(struct scanner *s, const char *path, size_t file, bool closely,
                              struct scan *out);
void scan_drop(struct scan *s);
