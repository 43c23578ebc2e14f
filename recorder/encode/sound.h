// SPDX-License-Identifier: Apache-2.0
// Sound: one stream's payloads as PCM, whichever codec: G.711 and L16 here, Opus by libopus, the
// rest by the sandboxed child. What is lost in any codec but Opus is concealed after G.711 Appendix
// I.
#pragma once
#include "recorder/encode/conceal.h"
#include "recorder/encode/decode_opus.h"
#include "recorder/encode/decoders.h"

enum { SOUND_MAX = DECODE_SAMPLES_MAX }; // samples of one packet; more is cut off

struct sound {
  struct decoders *decoders;
  uint32_t child_stream; // 0: none taken
  struct decode_opus opus;
  struct payload as; // of the last packet
  struct conceal conceal;
};

void sound_init(struct sound *s, struct decoders *decoders);
void sound_drop(struct sound *s);
// Samples at as->rate_hz; DECODED with 0 samples is a frame that says "silence".
enum decoded sound_decode(struct sound *s, const struct payload *as, const uint8_t *p, size_t n,
                          int16_t pcm[SOUND_MAX], size_t *out_n);
// `n` samples for a loss before this packet (NULL: nothing is known of what follows).
void sound_conceal(struct sound *s, const uint8_t *next, size_t next_n, int16_t *pcm, size_t n);
