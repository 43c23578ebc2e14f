// SPDX-License-Identifier: Apache-2.0
// Voice: the sound of a leg as samples on the leg's own clock. Clicks are put at instants of the
// call's clock, so that two legs whose clocks differ (ppm) still click together.
#pragma once
#include "tests/peer/plan.h"

struct pcm {
  int16_t *p;
  int64_t n;
};

void pcm_drop(struct pcm *v);
// Samples from `leg->start_us` on, `seconds` of them at rate_hz.
MUST_CHECK enum err voice_render(const struct leg_plan *leg, int rate_hz, int64_t length_us,
                                 struct pcm *out);
// A whole WAV file (16-bit PCM), first channel, brought to rate_hz.
MUST_CHECK enum err wav_read(const char *path, int rate_hz, struct pcm *out);
// Speech-like: voiced syllables and hisses in turns of 1.5–4 s.
void speech_make(uint64_t seed, int rate_hz, struct pcm *out);
