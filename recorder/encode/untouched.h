// SPDX-License-Identifier: Apache-2.0
// Untouched: Opus from the wire kept as it came, as long as its frames make 20 ms units on the
// recording's grid (the rule in docs/audio.md): one 20 ms frame, two of 10 ms with equal TOC, or
// several of these in one packet. What does not fit ends it for good, with the reason; from there
// the stream is coded like any other. Clock drift is taken up by leaving out or putting in a unit
// of silence, never more than 15 ms off the line.
#pragma once
#include "recorder/encode/pack.h"

enum { UNTOUCHED_UNITS = 16, UNTOUCHED_BYTES = 1276 };

struct unit {
  int64_t tick;
  size_t n;
  uint8_t p[UNTOUCHED_BYTES];
};
struct untouched {
  const char *why_not; // NULL as long as it goes on
  bool placed, half;   // half: a 10 ms frame waits for its partner
  int64_t next;        // tick of the next unit
  size_t head, n;
  struct unit unit[UNTOUCHED_UNITS];
  uint8_t half_toc;
  size_t half_n;
  uint8_t half_p[OPUS_FRAME_BYTES_MAX];
};

struct wire_packet {
  const uint8_t *p;
  size_t n;
  int64_t at;      // 48 kHz samples on the recording's clock
  bool after_loss; // packets before it are missing
  bool quiet;      // known to be silence: may be left out
};

// False: it is over (why_not says why), this packet and all later ones are to be coded.
bool untouched_add(struct untouched *u, const struct wire_packet *w);
// The unit of this tick, NULL: none (silence). Units of earlier ticks are gone after it.
const struct unit *untouched_take(struct untouched *u, int64_t tick);
void untouched_end(struct untouched *u, const char *why); // the first reason stays
// The sender's own voice detector heard nobody in any frame (SILK's VAD flags, RFC 6716, 4.2.3), or
// there is none (DTX); false where the packet does not say: CELT, stereo.
bool pack_inactive(const uint8_t *p, size_t n);
bool pack_has_fec(const uint8_t *p, size_t n); // does it carry the frame before it (LBRR)?
