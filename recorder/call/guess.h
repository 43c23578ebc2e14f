// SPDX-License-Identifier: Apache-2.0
// Guess: what a payload type means when no session description was seen.
//
// In this order: what the operator said (`--rtp-map 107=opus/48000/2`), RFC 3551's static types,
// and for dynamic ones a rule that the packets themselves prove:
//   Opus       the duration in the packet's first byte (RFC 6716, 3.1) equals the timestamp step at
//              48 kHz, seen on a packet that follows its predecessor
//   telephone-event   4 bytes, a timestamp that stands still, reserved bit 0 (RFC 4733, 2.3)
//   iLBC       38 bytes per 160 or 50 per 240 (RFC 3951); GSM 33 per 160; G.729 10 per 80
// Anything else stays unknown: the encoder then says so in the gap. Pure.
#pragma once
#include "recorder/signal/desc.h"

enum { GUESS_MAPS_MAX = 16 };

struct guess_maps {
  size_t n;
  struct payload map[GUESS_MAPS_MAX];
};

// "107=opus/48000/2"
MUST_CHECK enum err guess_map_parse(struct sv text, struct guess_maps *out);
// `step`: RTP timestamp units since the packet before, 0 unknown or standing still.
bool guess_payload(const struct guess_maps *maps, uint8_t pt, uint32_t step, struct span bytes,
                   struct payload *out);
