// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/comfort.h"

#include <math.h>

void comfort_set(struct comfort *c, const uint8_t *payload, size_t n) {
  uint32_t seed = c->seed ? c->seed : 0x2545f491;
  float level = n ? 32768.0f * powf(10.0f, -(float)(payload[0] & 127) / 20.0f) : 0;
  if (n == 0) n = 1;
  c->seed = seed;
  c->order = n - 1 < COMFORT_ORDER ? n - 1 : COMFORT_ORDER;
  float left = 1; // of the excitation's power after the filter's gain is taken out
  for (size_t i = 0; i < c->order; i++) {
    c->k[i] = ((float)payload[1 + i] - 127.0f) / 128.0f; // RFC 3389, 3.2
    if (c->k[i] > 0.98f) c->k[i] = 0.98f;
    if (c->k[i] < -0.98f) c->k[i] = -0.98f;
    left *= 1 - c->k[i] * c->k[i];
  }
  memset(c->b, 0, sizeof c->b);
  c->gain = level * sqrtf(left) * 1.7320508f; // uniform noise of ±a has the level a / √3
}

static float white(struct comfort *c) { // xorshift32 in -1 … 1
  c->seed ^= c->seed << 13;
  c->seed ^= c->seed >> 17;
  c->seed ^= c->seed << 5;
  return (float)(int32_t)c->seed / 2147483648.0f;
}

void comfort_make(struct comfort *c, int16_t *pcm, size_t n) {
  for (size_t i = 0; i < n; i++) {
    float f = c->gain > 0 ? white(c) * c->gain : 0;
    for (size_t m = c->order; m-- > 0;) { // all-pole lattice
      f -= c->k[m] * c->b[m];
      c->b[m + 1] = c->b[m] + c->k[m] * f;
    }
    c->b[0] = f;
    pcm[i] = (int16_t)(f > 32767 ? 32767 : f < -32768 ? -32768 : f);
  }
}
