// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/span.h"

static uint64_t mix(uint64_t a, uint64_t b) {
  a ^= b;
  a *= 0x9e3779b97f4a7c15u;
  return a ^ (a >> 29);
}

uint64_t span_hash(struct span s, uint64_t seed) {
  uint64_t h = mix(seed + 0x2545f4914f6cdd1du, s.n), word;
  for (; s.n >= 8; s = span_from(s, 8)) {
    memcpy(&word, s.p, 8);
    h = mix(h, word);
  }
  word = 0;
  if (s.n) memcpy(&word, s.p, s.n);
  h = mix(h, word);
  h *= 0xff51afd7ed558ccdu;
  return h ^ (h >> 32);
}
