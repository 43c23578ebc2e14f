// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/conceal.h"

static size_t ms10(const struct conceal *c, size_t tenths) { return c->rate_hz * tenths / 10000; }

void conceal_init(struct conceal *c, uint32_t rate_hz) {
  *c = (struct conceal){.rate_hz = rate_hz};
}

static void remember(struct conceal *c, const int16_t *pcm, size_t n) {
  if (n > CONCEAL_HISTORY) pcm += n - CONCEAL_HISTORY, n = CONCEAL_HISTORY;
  memmove(c->history, c->history + n, (CONCEAL_HISTORY - n) * sizeof *pcm);
  memcpy(c->history + CONCEAL_HISTORY - n, pcm, n * sizeof *pcm);
}

// How alike the last 20 ms are to what lay `lag` before; every second sample is enough.
static float likeness(const int16_t *end, size_t window, size_t lag) {
  float cross = 0, energy = 1;
  for (size_t i = 1; i <= window; i += 2) {
    float past = (float)end[-(ptrdiff_t)(i + lag)];
    cross += (float)end[-(ptrdiff_t)i] * past;
    energy += past * past;
  }
  return cross > 0 ? cross * cross / energy : 0;
}

static size_t pitch_find(const struct conceal *c) {
  const int16_t *end = c->history + CONCEAL_HISTORY;
  size_t shortest = ms10(c, 50), longest = ms10(c, 150), window = ms10(c, 200), best = longest;
  float most = 0;
  for (size_t lag = shortest; lag <= longest; lag++) {
    float like = likeness(end, window, lag);
    if (like > most) most = like, best = lag;
  }
  return best;
}

// One period that joins onto itself: its last quarter blends into what lay before its first.
static void period_make(struct conceal *c) {
  const int16_t *end = c->history + CONCEAL_HISTORY;
  c->pitch = pitch_find(c);
  c->at = 0;
  memcpy(c->period, end - c->pitch, c->pitch * sizeof *end);
  size_t quarter = c->pitch / 4;
  for (size_t i = 0; i < quarter; i++) {
    size_t k = c->pitch - quarter + i;
    int32_t before = end[-(ptrdiff_t)(c->pitch + quarter) + (ptrdiff_t)i];
    c->period[k] =
        (int16_t)(((int32_t)(quarter - i) * c->period[k] + (int32_t)i * before) / (int32_t)quarter);
  }
}

// Appendix I: 10 ms as it was, then 20 % less each 10 ms, nothing after 60 ms.
static int32_t gain_q15(const struct conceal *c, size_t made) {
  size_t start = ms10(c, 100), end = ms10(c, 600);
  if (made < start) return 32768;
  if (made >= end) return 0;
  return (int32_t)(32768 * (end - made) / (end - start));
}

static int16_t synthesize(struct conceal *c) {
  int16_t s = (int16_t)(c->period[c->at] * gain_q15(c, c->made) / 32768);
  c->at = c->at + 1 < c->pitch ? c->at + 1 : 0;
  c->made++;
  return s;
}

// At the joint the mirrored end of the history carries on and hands over to the repeated period.
static void joint_blend(const struct conceal *c, int16_t *pcm, size_t n) {
  size_t quarter = c->pitch / 4 < n ? c->pitch / 4 : n;
  for (size_t i = 0; i < quarter; i++) {
    int32_t mirrored = c->history[CONCEAL_HISTORY - 1 - i];
    pcm[i] =
        (int16_t)(((int32_t)(quarter - i) * mirrored + (int32_t)i * pcm[i]) / (int32_t)quarter);
  }
}

void conceal_lost(struct conceal *c, int16_t *pcm, size_t n) {
  bool first = c->made == 0;
  if (first) period_make(c);
  for (size_t i = 0; i < n; i++) pcm[i] = synthesize(c);
  if (first) joint_blend(c, pcm, n);
  remember(c, pcm, n);
}

void conceal_good(struct conceal *c, int16_t *pcm, size_t n) {
  if (c->made) {
    size_t blend = ms10(c, 40) < n ? ms10(c, 40) : n;
    for (size_t i = 0; i < blend; i++) {
      int32_t old = synthesize(c);
      pcm[i] = (int16_t)(((int32_t)(blend - i) * old + (int32_t)i * pcm[i]) / (int32_t)blend);
    }
    c->made = 0;
  }
  remember(c, pcm, n);
}
