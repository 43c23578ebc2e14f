// SPDX-License-Identifier: Apache-2.0
// Babble that a voice activity detector takes for speech: a pulse train at a gliding pitch through
// three resonators (vowel formants, Klatt 1980, one-pole-pair each), hisses between syllables.
// One cycle is a minute; turns alternate: seconds in which turn 0 speaks are silent for turn 1.
#include <math.h>

#include "tests/peer/chance.h"
#include "tests/peer/voice.h"

enum { CYCLE_S = 60 };

static const double vowels[][3] = {{730, 1090, 2440}, {270, 2290, 3010}, {300, 870, 2240},
                                   {530, 1840, 2480}, {570, 840, 2410},  {440, 1020, 2240}};

struct resonator {
  double a, b, c, y1, y2;
};

static void tune(struct resonator *r, double hz, double width_hz, double rate_hz) {
  double radius = exp(-M_PI * width_hz / rate_hz);
  r->c = -radius * radius;
  r->b = 2 * radius * cos(2 * M_PI * hz / rate_hz);
  r->a = 1 - r->b - r->c;
}

static double ring(struct resonator *r, double x) {
  double y = r->a * x + r->b * r->y1 + r->c * r->y2;
  r->y2 = r->y1;
  r->y1 = y;
  return y;
}

struct speaker {
  uint64_t chance;
  double rate_hz, pitch_hz, phase;
  struct resonator formant[3];
};

static double syllable_sample(struct speaker *s, double pitch_hz, bool hiss) {
  double x = 0;
  s->phase += pitch_hz / s->rate_hz;
  if (s->phase >= 1) {
    s->phase -= 1;
    x = 12;
  }
  double noise = chance_unit(&s->chance) - 0.5;
  x = hiss ? noise : x + noise * 0.04;
  return ring(&s->formant[2], ring(&s->formant[1], ring(&s->formant[0], x)));
}

static int64_t syllable(struct speaker *s, double *out, int64_t room) {
  const double *v = vowels[chance_next(&s->chance) % countof(vowels)];
  bool hiss = chance_unit(&s->chance) < 0.15;
  for (int i = 0; i < 3; i++) tune(&s->formant[i], v[i], 60 + 40 * i, s->rate_hz);
  int64_t n = (int64_t)(s->rate_hz * (0.12 + 0.14 * chance_unit(&s->chance)));
  if (n > room) n = room;
  double pitch = s->pitch_hz * (0.9 + 0.25 * chance_unit(&s->chance));
  double loud = 0.5 + 0.5 * chance_unit(&s->chance);
  for (int64_t i = 0; i < n; i++) {
    double t = (double)i / (double)n, shape = sin(M_PI * t);
    out[i] = loud * shape * syllable_sample(s, pitch * (1 - 0.1 * t), hiss);
  }
  return n;
}

static void to_unit_rms(const double *x, int64_t n, struct pcm *out) {
  double sum = 0;
  int64_t active = 0;
  for (int64_t i = 0; i < n; i++) {
    sum += x[i] * x[i];
    active += x[i] != 0;
  }
  double scale = active ? 4096 / sqrt(sum / (double)active) : 0; // -18 dBFS while speaking
  for (int64_t i = 0; i < n; i++) out->p[i] = (int16_t)fmax(-32767, fmin(32767, x[i] * scale));
}

void speech_make(uint64_t seed, int rate_hz, struct pcm *out) {
  struct speaker s = {.chance = seed * 77 + 5, .rate_hz = rate_hz};
  s.pitch_hz = 95 + (double)(seed % 5) * 28;
  out->n = (int64_t)CYCLE_S * rate_hz;
  out->p = calloc((size_t)out->n, sizeof *out->p);
  double *x = calloc((size_t)out->n, sizeof *x);
  if (!out->p || !x) abort();
  for (int64_t at = 0; at < out->n;) at += syllable(&s, x + at, out->n - at);
  to_unit_rms(x, out->n, out);
  free(x);
}
