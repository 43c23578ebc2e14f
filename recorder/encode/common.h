// SPDX-License-Identifier: Apache-2.0
// Common: what the streams of one take share: the memory their packets wait in, the clock they are
// placed on, how far each side has sound and from whom. Positions are of 48 kHz. One thread.
#pragma once
#include "recorder/encode/jitter.h"
#include "recorder/encode/lines.h"
#include "recorder/encode/sound.h"
#include "recorder/encode/truth.h"

struct cover {    // of one side: how far it has sound, and from whom
  int64_t until;  // 48 kHz
  uint32_t owner; // stream number
};

struct common {
  struct pool pool;
  struct truth truth;
  struct lines lines;
  struct cover cover[SIDES];
  struct take_counters count[SIDES];
  struct decoders *decoders;
  int64_t origin_us;
  int64_t end;           // 48 kHz: of the last thing that was placed
  bool early;            // began before anybody answered
  int64_t answered;      // 48 kHz: then; INT64_MAX: not yet
  int64_t locked[SIDES]; // 48 kHz: from when on packets of that side could not be opened; 0: none
  bool mask_dtmf, keep_opus, measures, heard;
};

void common_gap(struct common *d, uint8_t side, enum gap_reason why, int64_t from, int64_t to);
