// SPDX-License-Identifier: Apache-2.0
// Peaks: the waveform as audiowaveform's .dat version 2 (bbc/audiowaveform, doc/DataFormat.md):
// 8-bit, least and greatest sample of each 40 ms (25 pixels a second), channels interleaved.
#pragma once
#include "recorder/encode/take.h"

enum { PEAKS_HEADER = 24, PEAKS_A_SECOND = 25, PEAKS_BATCH = 64 };

struct peaks {
  uint8_t channels;
  bool half; // one of the pixel's two 20 ms frames is in
  int16_t low[SIDES], high[SIDES];
  uint32_t pixels;
  size_t n;
  uint8_t out[PEAKS_BATCH * SIDES * 2];
};

// 20 ms of each side; hands full batches to the sink.
MUST_CHECK enum err peaks_add(struct peaks *p, const struct take_sink *sink,
                              uint32_t const rate_hz[], const int16_t *const pcm[]);
MUST_CHECK enum err peaks_finish(struct peaks *p, const struct take_sink *sink, uint32_t rate_hz,
                                 uint8_t header[PEAKS_HEADER]);
