// SPDX-License-Identifier: Apache-2.0
// Pack: two mono Opus packets as one packet of an Ogg Opus multistream (RFC 7845, 5.1.1.2): the
// first in self-delimited framing (RFC 6716, appendix B), the second as it is; and the other way,
// single frames out of a packet (RFC 6716, 3.2). Pure functions on bytes; anything malformed is
// E_BAD_DATA.
#pragma once
#include "core/base.h"

enum { OPUS_FRAMES_MAX = 48, OPUS_FRAME_BYTES_MAX = 1275 };

struct opus_frames {
  uint8_t toc;      // code bits cleared: the TOC of a packet with one of these frames
  uint16_t samples; // of one frame, at 48 kHz
  size_t n;
  const uint8_t *p[OPUS_FRAMES_MAX]; // into the packet
  size_t len[OPUS_FRAMES_MAX];
};

MUST_CHECK enum err pack_split(const uint8_t *packet, size_t n, struct opus_frames *out);
uint32_t pack_samples(const uint8_t *packet, size_t n); // at 48 kHz; 0: malformed

// Refuses two packets that do not last equally long. *out_n ≤ a_n + b_n + 2.
MUST_CHECK enum err pack_pair(const uint8_t *a, size_t a_n, const uint8_t *b, size_t b_n,
                              uint8_t *out, size_t room, size_t *out_n);
// The reverse, for readers and tests; *out_a is written anew (no longer self-delimited) into `a`.
MUST_CHECK enum err pack_unpair(const uint8_t *p, size_t n, uint8_t *a, size_t a_room, size_t *a_n,
                                const uint8_t **b, size_t *b_n);
