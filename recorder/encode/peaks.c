// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/peaks.h"

static void widen(struct peaks *p, size_t ch, const int16_t *pcm, size_t n) {
  int16_t low = p->low[ch], high = p->high[ch];
  for (size_t i = 0; i < n; i++) {
    low = pcm[i] < low ? pcm[i] : low;
    high = pcm[i] > high ? pcm[i] : high;
  }
  p->low[ch] = low, p->high[ch] = high;
}

static enum err flush(struct peaks *p, const struct take_sink *sink) {
  if (p->n && sink->peaks) TRY(sink->peaks(sink->user, p->out, p->n));
  p->n = 0;
  return OK;
}

static enum err pixel(struct peaks *p, const struct take_sink *sink) {
  for (size_t ch = 0; ch < p->channels; ch++) {
    p->out[p->n++] = (uint8_t)(p->low[ch] >> 8);
    p->out[p->n++] = (uint8_t)(p->high[ch] >> 8);
    p->low[ch] = INT16_MAX, p->high[ch] = INT16_MIN;
  }
  p->pixels++;
  return p->n + SIDES * 2 > sizeof p->out ? flush(p, sink) : OK;
}

enum err peaks_add(struct peaks *p, const struct take_sink *sink, uint32_t const rate_hz[],
                   const int16_t *const pcm[]) {
  if (!p->half)
    for (size_t ch = 0; ch < p->channels; ch++) p->low[ch] = INT16_MAX, p->high[ch] = INT16_MIN;
  for (size_t ch = 0; ch < p->channels; ch++) widen(p, ch, pcm[ch], rate_hz[ch] / 50);
  p->half = !p->half;
  return p->half ? OK : pixel(p, sink);
}

static void put32(uint8_t *at, uint32_t v) {
  for (int i = 0; i < 4; i++) at[i] = (uint8_t)(v >> (8 * i));
}

enum err peaks_finish(struct peaks *p, const struct take_sink *sink, uint32_t rate_hz,
                      uint8_t header[PEAKS_HEADER]) {
  if (p->half) TRY(pixel(p, sink));
  p->half = false;
  TRY(flush(p, sink));
  const uint32_t words[] = {2, 1, rate_hz, rate_hz / PEAKS_A_SECOND, p->pixels, p->channels};
  for (size_t i = 0; i < countof(words); i++) put32(header + 4 * i, words[i]);
  return OK;
}
