// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/decode_opus.h"

#include <opus/opus.h>

#include "recorder/encode/pack.h"

void decode_opus_drop(struct decode_opus *o) {
  free(o->state);
  *o = (struct decode_opus){0};
}

static bool ready(struct decode_opus *o, uint32_t rate_hz) {
  if (o->state && o->rate_hz == rate_hz) return true;
  if (!o->state) o->state = calloc(1, (size_t)opus_decoder_get_size(1));
  o->rate_hz = rate_hz;
  return o->state && opus_decoder_init(o->state, (opus_int32)rate_hz, 1) == OPUS_OK;
}

enum decoded decode_opus(struct decode_opus *o, uint32_t rate_hz, const uint8_t *p, size_t n,
                         int16_t pcm[DECODE_SAMPLES_MAX], size_t *out_n) {
  if (n == 0 || !ready(o, rate_hz)) return DECODED_NOT;
  int got = opus_decode(o->state, p, (opus_int32)n, pcm, DECODE_SAMPLES_MAX, 0);
  if (got < 0) return DECODED_NOT;
  *out_n = (size_t)got;
  return DECODED;
}

void decode_opus_lost(struct decode_opus *o, const uint8_t *next, size_t next_n, int16_t *pcm,
                      size_t n) {
  size_t unit = o->rate_hz / 400, at = 0;
  size_t fec = next ? pack_samples(next, next_n) * o->rate_hz / 48000 : 0;
  if (fec > n || fec % unit) fec = 0;
  for (size_t left; (left = (n - fec - at) / unit * unit) > 0;) {
    size_t most = o->rate_hz / 50, take = left < most ? left : most;
    int got = opus_decode(o->state, NULL, 0, pcm + at, (int)take, 0);
    if (got <= 0) return;
    at += (size_t)got;
  }
  int16_t *last = pcm + n - fec;
  if (fec && opus_decode(o->state, next, (opus_int32)next_n, last, (int)fec, 1) < 0)
    memset(last, 0, fec * sizeof *last);
}
