// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/voice.h"

// libwebrtc-audio-processing exports these without a header.
void *WebRtcVad_Create(void);
void WebRtcVad_Free(void *vad);
int WebRtcVad_Init(void *vad);
int WebRtcVad_set_mode(void *vad, int mode);
int WebRtcVad_Process(void *vad, int rate_hz, const int16_t *frame, size_t n);

static const float nothing = 33.0f * 33.0f / 2; // -63 dBFS: below it nobody hears a thing
static const float loud = 328.0f * 328.0f;      // -40 dBFS: always kept, however steady
static const float above_floor = 8;             // 9 dB
static const float creep = 1.005f;              // the floor rises 2 dB a second

enum err voice_open(struct voice *v) {
  *v = (struct voice){.vad = WebRtcVad_Create(), .floor = nothing};
  if (!v->vad || WebRtcVad_Init(v->vad) || WebRtcVad_set_mode(v->vad, 2)) {
    voice_drop(v);
    return fail(E_BROKEN, "the voice detector does not start");
  }
  return OK;
}

void voice_drop(struct voice *v) {
  if (v && v->vad) WebRtcVad_Free(v->vad);
  if (v) v->vad = NULL;
}

static float mean_square(const int16_t *pcm, size_t n) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += (int32_t)pcm[i] * pcm[i];
  return (float)sum / (float)n;
}

struct voice_frame voice_hear(struct voice *v, uint32_t rate_hz, const int16_t *pcm) {
  size_t n = rate_hz / 100;
  struct voice_frame f = {.power = mean_square(pcm, n)};
  if (f.power < 1) return f; // digital silence teaches the detector nothing
  f.speech = WebRtcVad_Process(v->vad, (int)rate_hz, pcm, n) == 1;
  v->floor = f.power < v->floor ? f.power + 0.97f * (v->floor - f.power) : v->floor * creep;
  f.sound = f.speech || f.power > loud || (f.power > nothing && f.power > above_floor * v->floor);
  return f;
}
