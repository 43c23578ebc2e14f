// SPDX-License-Identifier: Apache-2.0
// Payload: what a payload type number means on one leg: the static table of RFC 3551 section 6,
// overlaid by what the session description said. Pure.
#pragma once
#include "recorder/decode/decode_wire.h"
#include "recorder/encode/take.h"

struct payload {
  uint8_t codec; // enum codec
  uint8_t channels;
  uint8_t bits;      // G.726: bits a sample
  bool octet_align;  // AMR (RFC 4867)
  uint32_t clock_hz; // of RTP timestamps
  uint32_t rate_hz;  // of what the decoder gives here: 8000 or 16000
  char name[20];     // as shown; "" : nothing was ever said about this number
};

enum { PAYLOAD_WAS = 64 };
struct payload_map {
  struct payload of[128];
  struct payload was[PAYLOAD_WAS]; // what numbers meant before: packets that wait are read by it
  uint8_t was_n;
};

void payload_map_init(struct payload_map *m);
// Not 0: the number meant something else until now, and was[that - 1] still says what.
uint8_t payload_map_add(struct payload_map *m, const struct take_codec *c);
bool payload_in_child(enum codec codec);
