// SPDX-License-Identifier: Apache-2.0
// Side: 20 ms ticks of one voice on their way to Opus. A delay line of three ticks lets the gate
// open before the voice is known to have begun and stay open 60 ms after it; a tick nobody could
// hear becomes the canned silent frame instead of being coded, which saves nearly half of all the
// work.
#pragma once
#include "recorder/encode/coder.h"
#include "recorder/encode/stream.h"
#include "recorder/encode/voice.h"

enum { SIDE_DELAY = 3, SIDE_RING = SIDE_DELAY + 1 };

struct side_tick {
  uint32_t rate_hz;
  bool sound; // worth coding
  bool kept;  // the wire's own Opus: wire_n bytes, or silence when 0
  size_t wire_n;
  uint8_t wire[UNTOUCHED_BYTES];
  int16_t pcm[TICK_MAX];
};
struct side_heard { // of one tick, for talk and peaks
  bool speech[2];   // 10 ms each
  float power[2];
};
struct side {
  struct coder *coder[2]; // 8, 16 kHz; opened at first use
  struct voice voice;
  int hang;
  uint32_t rate_hz; // of the tick that was played last
  bool comforting;  // it was comfort noise and nothing else, as `comfort` began it
  struct comfort comfort;
  bool any_kept, any_coded, wide;
  const char *why_coded;
  struct side_tick ring[SIDE_RING];
};

MUST_CHECK enum err side_open(struct side *s);
void side_drop(struct side *s);
struct side_tick *side_slot(struct side *s, int64_t tick); // to be filled by the caller
void side_hear(struct side *s, struct side_tick *t, struct side_heard *out);
// The packet of that tick, whose followers are in the ring.
MUST_CHECK enum err side_packet(struct side *s, int64_t tick, enum take_profile profile,
                                uint8_t out[CODER_PACKET_MAX], size_t *out_n);
