// SPDX-License-Identifier: Apache-2.0
// Room: when a disk is full, from what was left on it over the last days: the straight line of
// least squares through its samples. Pure. Too little is known of less than a day or of too few
// samples, and then nothing is said. What was freed at one time (a disk that was made larger, an
// old archive that was erased) is where it begins anew.
#pragma once
#include "core/base.h"

struct room_at {
  int64_t at_ms, free_bytes;
};
enum room_state { ROOM_UNKNOWN, ROOM_STEADY, ROOM_FILLING };

struct room_says {
  enum room_state state;
  int64_t full_ms; // of ROOM_FILLING: when nothing is left
};

struct room_says room_foresee(const struct room_at *samples, size_t n, int64_t now_ms);
