// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "core/file.h"
#include "tests/peer/voice.h"

enum { TAPS = 32, WAV_MAX = 256 << 20 };

static uint32_t le(const char *p, int n) {
  uint32_t v = 0;
  for (int i = n - 1; i >= 0; i--) v = v << 8 | (uint8_t)p[i];
  return v;
}

struct wav {
  const char *p; // of the first sample
  int64_t frames;
  int channels, rate_hz;
};

static MUST_CHECK enum err parse(struct sv all, const char *path, struct wav *out) {
  if (all.n < 12 || memcmp(all.p, "RIFF", 4) || memcmp(all.p + 8, "WAVE", 4))
    return fail(E_BAD_DATA, "%s is no WAV file", path);
  *out = (struct wav){0};
  for (size_t at = 12; at + 8 <= all.n;) {
    const char *chunk = all.p + at;
    size_t n = le(chunk + 4, 4), left = all.n - at - 8;
    if (n > left) n = left; // a pipe's WAV has no true length
    if (!memcmp(chunk, "fmt ", 4) && n >= 16) {
      if (le(chunk + 22, 2) != 16) return fail(E_BAD_DATA, "%s is not 16-bit", path);
      out->channels = (int)le(chunk + 10, 2);
      out->rate_hz = (int)le(chunk + 12, 4);
    } else if (!memcmp(chunk, "data", 4) && out->channels) {
      out->p = chunk + 8;
      out->frames = (int64_t)(n / (size_t)(2 * out->channels));
    }
    at += 8 + n + (n & 1);
  }
  return out->p && out->rate_hz ? OK : fail(E_BAD_DATA, "%s has no sound", path);
}

static double sample(const struct wav *w, int64_t i) {
  if (i < 0 || i >= w->frames) return 0;
  return (int16_t)le(w->p + i * 2 * w->channels, 2);
}

// Windowed-sinc interpolation (Hann, 32 taps), low-passed at the lower of the two rates.
static double between(const struct wav *w, double at, double cut) {
  int64_t mid = (int64_t)floor(at);
  double sum = 0;
  for (int64_t i = mid - TAPS / 2 + 1; i <= mid + TAPS / 2; i++) {
    double d = at - (double)i, x = M_PI * d * cut;
    double sinc = fabs(x) < 1e-9 ? 1 : sin(x) / x;
    sum += sample(w, i) * sinc * cut * (0.5 + 0.5 * cos(2 * M_PI * d / TAPS));
  }
  return sum;
}

enum err wav_read(const char *path, int rate_hz, struct pcm *out) {
  AUTO(buf) struct buf b = {0};
  TRY(file_read(AT_FDCWD, path, WAV_MAX, &b));
  struct wav w = {0};
  TRY(parse(buf_sv(&b), path, &w));
  double step = (double)w.rate_hz / rate_hz, cut = step > 1 ? 0.95 / step : 1;
  out->n = (int64_t)((double)w.frames / step);
  out->p = calloc((size_t)out->n + 1, sizeof *out->p);
  if (!out->p) return fail(E_FULL, "no memory for %s", path);
  for (int64_t i = 0; i < out->n; i++) {
    double v = w.rate_hz == rate_hz ? sample(&w, i) : between(&w, (double)i * step, cut);
    out->p[i] = (int16_t)fmax(-32768, fmin(32767, rint(v)));
  }
  return OK;
}
