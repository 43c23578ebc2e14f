// SPDX-License-Identifier: Apache-2.0
// Opus to PCM with libopus itself: libavcodec's decoders offer no in-band FEC. Concealment and what
// DTX leaves out are libopus' own. Mono; a stereo stream is mixed down by the decoder.
#pragma once
#include "recorder/encode/decoders.h"

struct decode_opus {
  void *state; // OpusDecoder, made at first use
  uint32_t rate_hz;
};

void decode_opus_drop(struct decode_opus *o);
enum decoded decode_opus(struct decode_opus *o, uint32_t rate_hz, const uint8_t *p, size_t n,
                         int16_t pcm[DECODE_SAMPLES_MAX], size_t *out_n);
// `n` samples before the packet `next`, whose copy of the frame before it is used (NULL: none).
// Where n is not a multiple of 2.5 ms the odd samples stay as they are.
void decode_opus_lost(struct decode_opus *o, const uint8_t *next, size_t next_n, int16_t *pcm,
                      size_t n);
