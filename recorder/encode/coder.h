// SPDX-License-Identifier: Apache-2.0
// Coder: 20 ms of one side as one Opus packet (RFC 6716), mono, VOIP. 8 kHz for narrowband sources,
// 16 kHz for wideband. The only file that includes libopus' encoder.
// A silent frame is the canned one: the last of 50 zero frames coded at start. Never a packet
// without sound data (DTX): ffmpeg's decoder plays those as noise at full scale.
#pragma once
#include "recorder/encode/take.h"

enum {
  CODER_PACKET_MAX = 1276,
  CODER_PRE_SKIP = 312
}; // pre-skip at 48 kHz: VOIP looks 6.5 ms ahead

struct coder;
struct canned {
  uint8_t p[16];
  size_t n;
};

MUST_CHECK enum err coder_open(uint32_t rate_hz, enum take_profile profile, struct coder **out);
void coder_free(struct coder *c); // takes NULL
MUST_CHECK enum err coder_code(struct coder *c, const int16_t *pcm, uint8_t *out, size_t *out_n);
struct canned coder_silence(uint32_t rate_hz);
