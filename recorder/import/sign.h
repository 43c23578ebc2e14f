// SPDX-License-Identifier: Apache-2.0
// Sign: the importer's sign of life, its row of the health page: what lies refused in failed/, what
// cannot be moved there, what waits though nothing is wrong with it. Written every five seconds,
// also while a long file is read. One thread.
#pragma once
#include "recorder/encode/desk.h"

struct sign {
  struct desk *desk;
  int failed;               // failed/, counted when told
  int64_t told_us;          // monotonic
  int64_t waits_since_ms;   // a file could not be taken in, through no fault of its own; 0: none
  int64_t cannot_put_until; // ms: one could not be moved to failed/, and is tried again then
};

void sign_tell(
    struct sign *s); // at most every five seconds; a catalogue that is away hears nothing
