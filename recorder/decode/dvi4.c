// SPDX-License-Identifier: Apache-2.0
#include "recorder/decode/dvi4.h"

static const int16_t step_table[89] = {
    7,     8,     9,     10,    11,    12,    13,    14,    16,    17,    19,   21,    23,
    25,    28,    31,    34,    37,    41,    45,    50,    55,    60,    66,   73,    80,
    88,    97,    107,   118,   130,   143,   157,   173,   190,   209,   230,  253,   279,
    307,   337,   371,   408,   449,   494,   544,   598,   658,   724,   796,  876,   963,
    1060,  1166,  1282,  1411,  1552,  1707,  1878,  2066,  2272,  2499,  2749, 3024,  3327,
    3660,  4026,  4428,  4871,  5358,  5894,  6484,  7132,  7845,  8630,  9493, 10442, 11487,
    12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767};
static const int8_t index_table[8] = {-1, -1, -1, -1, 2, 4, 6, 8};

struct ima {
  int predict, index;
};

static int16_t ima_step(struct ima *s, unsigned nibble) {
  int step = step_table[s->index], diff = step >> 3;
  if (nibble & 4) diff += step;
  if (nibble & 2) diff += step >> 1;
  if (nibble & 1) diff += step >> 2;
  s->predict += nibble & 8 ? -diff : diff;
  if (s->predict > 32767) s->predict = 32767;
  if (s->predict < -32768) s->predict = -32768;
  s->index += index_table[nibble & 7];
  if (s->index < 0) s->index = 0;
  if (s->index > 88) s->index = 88;
  return (int16_t)s->predict;
}

size_t dvi4_decode(const uint8_t *p, size_t n, int16_t *pcm, size_t room) {
  if (n < 4 || p[2] > 88) return 0;
  struct ima s = {(int16_t)(p[0] << 8 | p[1]), p[2]};
  size_t at = 0;
  for (size_t i = 4; i < n && at + 2 <= room; i++) {
    pcm[at++] = ima_step(&s, p[i] >> 4);
    pcm[at++] = ima_step(&s, p[i] & 15);
  }
  return at;
}
