// SPDX-License-Identifier: Apache-2.0
// Order: capture files as one capture, in order of time, whatever order they are named in and
// whatever lies in them: ring buffers, one file per direction, SIP and RTP apart, captures appended
// to others.
//
// order_open scans every file (scan.h) and finds which run goes on where another ends, so that a
// clock that was set between two files, or in one before, is mended in those after too. order_next
// then hands out the frames of all runs, each read from its own place, earliest first. What is a
// little out of order within a run (interfaces written in turns) is sorted in SORT_BYTES. Memory: a
// window per run that lies in time beside others, a place per run; no file stays open. One thread.
#pragma once
#include "recorder/tap/scan.h"

struct order;

struct order_file {
  const char *path;
  enum err refused;    // no capture file: `why`
  const char *trouble; // it broke off; NULL: read to its end
  uint64_t missing;    // frames that the scan met and that could not be read again
  char why[160];
};

struct order_news {
  size_t files, refused, broken; // broken: as far as they go; known when all is read
  size_t runs;        // beyond one per file: stretches that were earlier than what is before them
  size_t clock_steps; // times at which the capturing machine's clock was set
  int64_t largest_step_us; // forward is positive
  size_t undecided;    // jumps ahead that may be a hold as well as a clock that was set: not mended
  uint64_t disordered; // frames handed out although a later one was already
  uint64_t frames;
  uint64_t missing; // of all files
};

MUST_CHECK enum err order_open(const char *const *paths, size_t n, struct order **out);
void order_free(struct order *o);
bool order_next(struct order *o, struct frame *out); // false: no more; valid until the next call
// How far the machine's clock was set before the frame that order_next gave last; 0: it was not.
int64_t order_stepped(const struct order *o);
const struct order_file *order_files(const struct order *o, size_t *out_n);
void order_news(const struct order *o, struct order_news *out);
