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

struct payload_map {
  struct payload of[128];
};

void payload_map_init(struct payload_map *m);
void payload_map_add(struct payload_map *m, const struct take_codec *c);
bool payload_in_child(enum codec codec);
