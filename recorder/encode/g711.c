// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/g711.h"

static int16_t alaw_table[256], ulaw_table[256];

static int16_t alaw_expand(uint8_t code) {
  unsigned v = code ^ 0x55u, exponent = (v >> 4) & 7, mantissa = v & 15;
  int x = (int)(mantissa << 4) + 8;
  if (exponent) x = (x + 256) << (exponent - 1);
  return (int16_t)(v & 0x80 ? x : -x);
}

static int16_t ulaw_expand(uint8_t code) {
  unsigned v = (uint8_t)~code, exponent = (v >> 4) & 7, mantissa = v & 15;
  int x = (int)(((mantissa << 3) + 132) << exponent) - 132;
  return (int16_t)(v & 0x80 ? -x : x);
}

// Before main, so that no thread ever sees half a table.
__attribute__((constructor)) static void tables_fill(void) {
  for (unsigned i = 0; i < 256; i++) {
    alaw_table[i] = alaw_expand((uint8_t)i);
    ulaw_table[i] = ulaw_expand((uint8_t)i);
  }
}

void g711_alaw(const uint8_t *in, size_t n, int16_t *out) {
  for (size_t i = 0; i < n; i++) out[i] = alaw_table[in[i]];
}

void g711_ulaw(const uint8_t *in, size_t n, int16_t *out) {
  for (size_t i = 0; i < n; i++) out[i] = ulaw_table[in[i]];
}

uint8_t g711_ulaw_of(int16_t sample) {
  int x = sample < 0 ? -sample : sample, exponent = 7;
  x = (x > 32635 ? 32635 : x) + 132;
  for (int bit = 0x4000; exponent > 0 && !(x & bit); bit >>= 1) exponent--;
  return (uint8_t) ~((sample < 0 ? 0x80 : 0) | exponent << 4 | ((x >> (exponent + 3)) & 15));
}
