// SPDX-License-Identifier: Apache-2.0
#include "tests/peer/voice.h"

#include <math.h>

#include "tests/peer/chance.h"

enum { KEPT = 16, CLICK_SAMPLES = 8 };

void pcm_drop(struct pcm *v) { free(v->p); }

static int16_t mix(int16_t a, double b) { return (int16_t)fmax(-32768, fmin(32767, rint(a + b))); }

// Where an instant of the call's clock falls in the leg's samples.
static int64_t sample_of(const struct leg_plan *leg, int rate_hz, int64_t at_us) {
  double us = (double)(at_us - leg->start_us);
  return llround(us * rate_hz / 1e6 / (1 + leg->ppm * 1e-6));
}

struct stage { // where a sound is to be put
  const struct leg_plan *leg;
  const struct sound *sound;
  int rate_hz;
  int64_t from, to; // samples of out
  struct pcm *out;
};

static MUST_CHECK enum err put_wav(const struct stage *s) {
  AUTO(pcm) struct pcm wav = {0};
  TRY(wav_read(s->sound->wav, s->rate_hz, &wav));
  for (int64_t i = 0; i < wav.n && s->from + i < s->to; i++)
    if (s->from + i >= 0)
      s->out->p[s->from + i] = mix(s->out->p[s->from + i], wav.p[i] * s->sound->gain);
  return OK;
}

static void put_clicks(const struct stage *s) {
  for (int64_t at_us = s->sound->from_us;; at_us += s->sound->every_us) {
    int64_t at = sample_of(s->leg, s->rate_hz, at_us);
    if (at + CLICK_SAMPLES * s->rate_hz / 8000 >= s->to) return;
    for (int i = 0; i < CLICK_SAMPLES * s->rate_hz / 8000; i++)
      if (at + i >= 0) s->out->p[at + i] = mix(s->out->p[at + i], 28000 * s->sound->gain);
  }
}

static void put_tone(const struct stage *s) {
  double step = 2 * M_PI * s->sound->hz / s->rate_hz;
  for (int64_t i = s->from < 0 ? 0 : s->from; i < s->to; i++)
    s->out->p[i] = mix(s->out->p[i], 23170 * s->sound->gain * sin(step * (double)i));
}

static void put_noise(const struct stage *s) {
  uint64_t chance = s->sound->seed;
  double amplitude = 32768 * s->sound->gain * sqrt(12);
  for (int64_t i = s->from < 0 ? 0 : s->from; i < s->to; i++)
    s->out->p[i] = mix(s->out->p[i], amplitude * (chance_unit(&chance) - 0.5));
}

static const struct pcm *speech_kept(uint64_t seed, int rate_hz) {
  static struct kept {
    uint64_t seed;
    int rate_hz;
    struct pcm pcm;
  } kept[KEPT];
  static size_t next;
  for (size_t i = 0; i < KEPT; i++)
    if (kept[i].pcm.p && kept[i].seed == seed && kept[i].rate_hz == rate_hz) return &kept[i].pcm;
  struct kept *k = &kept[next++ % KEPT];
  pcm_drop(&k->pcm);
  *k = (struct kept){.seed = seed, .rate_hz = rate_hz};
  speech_make(seed, rate_hz, &k->pcm);
  return &k->pcm;
}

// Turn-taking in a cycle of 10 s: the caller has 0–4.2, the called 4–9; the overlap is talk at
// once, the last second is silence.
static bool has_turn(int turn, int64_t i, int rate_hz) {
  int64_t ms = i * 1000 / rate_hz % 10000;
  if (turn < 0) return true;
  return turn ? ms >= 4000 && ms < 9000 : ms < 4200;
}

static void put_speech(const struct stage *s) {
  const struct pcm *voice = speech_kept(s->sound->seed, s->rate_hz);
  double gain = s->sound->gain * 8; // the kept voice has RMS 1/8
  for (int64_t i = s->from < 0 ? 0 : s->from; i < s->to; i++)
    if (has_turn(s->sound->turn, i, s->rate_hz))
      s->out->p[i] = mix(s->out->p[i], gain * voice->p[i % voice->n]);
}

static MUST_CHECK enum err put_sound(const struct stage *s) {
  switch (s->sound->kind) {
  case SOUND_WAV: return put_wav(s);
  case SOUND_CLICK: put_clicks(s); break;
  case SOUND_TONE: put_tone(s); break;
  case SOUND_SPEECH: put_speech(s); break;
  case SOUND_NOISE: put_noise(s); break;
  }
  return OK;
}

enum err voice_render(const struct leg_plan *leg, int rate_hz, int64_t length_us, struct pcm *out) {
  out->n = length_us * rate_hz / 1000000;
  out->p = calloc((size_t)out->n + 1, sizeof *out->p);
  if (!out->p) return fail(E_FULL, "no memory for a voice");
  for (size_t i = 0; i < leg->n_sounds; i++) {
    const struct sound *sound = &leg->sounds[i];
    int64_t to = sound->to_us ? sample_of(leg, rate_hz, sound->to_us) : out->n;
    if (to > out->n) to = out->n;
    TRY(put_sound(
        &(struct stage){leg, sound, rate_hz, sample_of(leg, rate_hz, sound->from_us), to, out}));
  }
  return OK;
}
