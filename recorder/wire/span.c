// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/span.h"

static uint64_t mix(uint64_t a, uint64_t b) {
  a ^= b;
  a *= 0x9e3779b97f4a7c15u;
  return a ^ (a >> 29);
}

static uint64_t word_at(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
  return word;
}

// The last bytes, fewer than 8, as the low ones of a word.
static uint64_t tail_of(struct span s) {
  uint64_t word = 0;
  size_t n = s.n % 8;
  if (s.n > 8) return n ? word_at(s.p + s.n - 8) >> 8 * (8 - n) : 0;
  for (size_t i = 0; i < n; i++) word |= (uint64_t)s.p[i] << 8 * i;
  return word;
}

static uint64_t finish(uint64_t h) {
  h *= 0xff51afd7ed558ccdu;
  return h ^ (h >> 32);
}

uint64_t span_hash(struct span s, uint64_t seed) {
  uint64_t h = mix(seed + 0x2545f4914f6cdd1du, s.n);
  for (size_t at = 0; at + 8 <= s.n; at += 8) h = mix(h, word_at(s.p + at));
  return finish(mix(h, tail_of(s)));
}

uint64_t way_hash(const struct endpoint *src, const struct endpoint *dst, uint64_t seed) {
  uint64_t h = mix(seed + 0x2545f4914f6cdd1du, (uint64_t)src->port << 16 | dst->port);
  h = mix(mix(h, word_at(src->addr)), word_at(src->addr + 8));
  return finish(mix(mix(h, word_at(dst->addr)), word_at(dst->addr + 8)));
}

// Two chains side by side: a processor waits for neither.
uint64_t span_print(struct span s) {
  uint64_t even = mix(0x2545f4914f6cdd1du, s.n), odd = ~even;
  size_t at = 0;
  for (; at + 16 <= s.n; at += 16) {
    even = mix(even, word_at(s.p + at));
    odd = mix(odd, word_at(s.p + at + 8));
  }
  if (at + 8 <= s.n) even = mix(even, word_at(s.p + at));
  return finish(mix(mix(even, tail_of(s)), odd));
}
