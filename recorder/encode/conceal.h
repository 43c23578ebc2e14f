// SPDX-License-Identifier: Apache-2.0
// Conceal: sound for packets that never came, by repeating the last pitch period and fading it out
// within 60 ms, after ITU-T G.711 Appendix I (09/1999), without its 3.75 ms of delay: the joint is
// smoothed with the mirrored end of what was played. 8 or 16 kHz, any codec but Opus.
#pragma once
#include "core/base.h"

enum { CONCEAL_HISTORY = 780, CONCEAL_PITCH_MAX = 240 }; // 48.75 ms and 15 ms at 16 kHz

struct conceal {
  uint32_t rate_hz;
  size_t made; // samples since the loss began; 0: all is well
  size_t pitch, at;
  int16_t period[CONCEAL_PITCH_MAX];
  int16_t history[CONCEAL_HISTORY]; // newest last
};

void conceal_init(struct conceal *c, uint32_t rate_hz);
// What was decoded; its first milliseconds are blended when it follows a loss.
void conceal_good(struct conceal *c, int16_t *pcm, size_t n);
void conceal_lost(struct conceal *c, int16_t *pcm, size_t n);
