// SPDX-License-Identifier: Apache-2.0
#include "recorder/decode/amr.h"

// Speech bits by frame type (3GPP TS 26.101, 26.201); 14: lost, 15: nothing to send.
static const uint16_t bits_narrow[16] = {95, 103, 118, 134, 148, 159, 204, 244, 39};
static const uint16_t bits_wide[16] = {132, 177, 253, 285, 317, 365, 397, 461, 477, 40};

struct bits {
  const uint8_t *p;
  size_t n, at; // in bits
};

static bool bits_take(struct bits *b, size_t n, unsigned *out) {
  if (b->at + n > b->n) return false;
  unsigned v = 0;
  for (size_t i = 0; i < n; i++, b->at++) v = v << 1 | (b->p[b->at / 8] >> (7 - b->at % 8) & 1u);
  *out = v;
  return true;
}

static void align(struct bits *b) { b->at = (b->at + 7) / 8 * 8; }

static bool contents(struct bits *b, bool octet_aligned, const uint16_t *sizes,
                     struct amr_frames *f) {
  unsigned more = 1, type, quality, skip;
  uint8_t types[AMR_FRAMES_MAX];
  while (more) {
    if (f->n == AMR_FRAMES_MAX) return false;
    if (!bits_take(b, 1, &more) || !bits_take(b, 4, &type) || !bits_take(b, 1, &quality))
      return false;
    if (octet_aligned && !bits_take(b, 2, &skip)) return false;
    types[f->n] = (uint8_t)type;
    f->bytes[f->n++][0] = (uint8_t)(type << 3 | quality << 2);
  }
  for (size_t i = 0; i < f->n; i++) {
    size_t want = sizes[types[i]];
    uint8_t *to = f->bytes[i] + 1;
    memset(to, 0, AMR_FRAME_BYTES_MAX - 1);
    for (size_t k = 0; k < want; k++) {
      unsigned bit;
      if (!bits_take(b, 1, &bit)) return false;
      to[k / 8] = (uint8_t)(to[k / 8] | bit << (7 - k % 8));
    }
    f->len[i] = 1 + (want + 7) / 8;
    if (octet_aligned) align(b);
  }
  return true;
}

bool amr_unpack(const uint8_t *p, size_t n, bool wide, bool octet_aligned, struct amr_frames *out) {
  struct bits b = {p, n * 8, 0};
  unsigned mode, reserved;
  out->n = 0;
  if (!bits_take(&b, 4, &mode)) return false;
  if (octet_aligned && !bits_take(&b, 4, &reserved)) return false;
  return contents(&b, octet_aligned, wide ? bits_wide : bits_narrow, out) && out->n > 0;
}
