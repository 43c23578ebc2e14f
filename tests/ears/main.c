// SPDX-License-Identifier: Apache-2.0
// ears: what is in a WAV file, for tests that judge the recorder by its sound alone.
//   ears FILE.wav                     {"seconds":…,"rate":…,"channels":…}
//   ears FILE.wav level FROM TO       RMS of each channel in dBFS between two instants (s)
//   ears FILE.wav tone HZ FROM TO     level of that frequency in each channel, dBFS (Goertzel)
//   ears FILE.wav clicks              instants of the clicks of each channel (s): the highest
//   sample
//                                     in each half second that stands 12 dB above the rest of it
//   ears FILE.wav skew [LEAST]        the largest time between a click of channel 0 and its fellow
//   in
//                                     channel 1, ms, and how many pairs there were; fails below
//                                     LEAST
#include <math.h>

#include "core/file.h"

enum { WAV_MAX = 1 << 30, CLICKS_MAX = 100000 };

struct sound {
  struct buf file;
  const char *p; // 16-bit samples, interleaved
  size_t frames;
  unsigned channels, rate;
};

static void sound_drop(struct sound *s) { buf_drop(&s->file); }

static uint32_t le(const char *p, int n) {
  uint32_t v = 0;
  for (int i = n - 1; i >= 0; i--) v = v << 8 | (uint8_t)p[i];
  return v;
}

static MUST_CHECK enum err sound_read(const char *path, struct sound *s) {
  TRY(file_read(AT_FDCWD, path, WAV_MAX, &s->file));
  const char *b = s->file.p;
  for (size_t at = 12; at + 8 <= s->file.n;) {
    size_t n = le(b + at + 4, 4), left = s->file.n - at - 8;
    if (n > left) n = left; // written to a pipe
    if (!memcmp(b + at, "fmt ", 4)) {
      s->channels = le(b + at + 10, 2);
      s->rate = le(b + at + 12, 4);
    } else if (!memcmp(b + at, "data", 4)) {
      s->p = b + at + 8;
      s->frames = s->channels ? n / (2 * s->channels) : 0;
    }
    at += 8 + n + (n & 1);
  }
  return s->p && s->frames && s->rate ? OK : fail(E_BAD_DATA, "%s has no sound", path);
}

static double at(const struct sound *s, size_t frame, unsigned channel) {
  return (int16_t)le(s->p + 2 * (frame * s->channels + channel), 2) / 32768.0;
}

static size_t frame_of(const struct sound *s, const char *seconds) {
  double v = strtod(seconds, NULL) * s->rate;
  return v < 0 ? 0 : v > (double)s->frames ? s->frames : (size_t)v;
}

static double decibel(double power) { return power > 0 ? 10 * log10(power) : -200; }

static double level(const struct sound *s, unsigned c, size_t from, size_t to) {
  double sum = 0;
  for (size_t i = from; i < to; i++) sum += at(s, i, c) * at(s, i, c);
  return to > from ? decibel(sum / (double)(to - from)) : -200;
}

static double tone(const struct sound *s, unsigned c, double hz, size_t from, size_t to) {
  double w = 2 * M_PI * hz / s->rate, re = 0, im = 0, n = (double)(to - from);
  for (size_t i = from; i < to; i++) {
    double t = (double)(i - from), window = 1 - cos(2 * M_PI * t / n);
    re += at(s, i, c) * window * cos(w * t);
    im += at(s, i, c) * window * sin(w * t);
  }
  return to > from ? decibel(2 * (re * re + im * im) / (n * n)) : -200;
}

static size_t clicks(const struct sound *s, unsigned c, double *out) {
  size_t half = s->rate / 2, n = 0;
  for (size_t from = 0; from + half <= s->frames && n < CLICKS_MAX; from += half) {
    size_t best = from;
    for (size_t i = from; i < from + half; i++)
      if (fabs(at(s, i, c)) > fabs(at(s, best, c))) best = i;
    double peak = fabs(at(s, best, c)), rest = 0;
    for (size_t i = from; i < from + half; i++) // all but 15 ms about it
      if (i + s->rate / 66 < best || i > best + s->rate / 66) rest = fmax(rest, fabs(at(s, i, c)));
    if (peak > 0.1 && peak > 4 * rest) out[n++] = (double)best / s->rate;
  }
  return n;
}

static int print_clicks(const struct sound *s) {
  static double found[CLICKS_MAX];
  for (unsigned c = 0; c < s->channels; c++) {
    size_t n = clicks(s, c, found);
    for (size_t i = 0; i < n; i++) printf("%u %.4f\n", c, found[i]);
  }
  return 0;
}

static int print_skew(const struct sound *s, long least) {
  static double a[CLICKS_MAX], b[CLICKS_MAX];
  size_t n = clicks(s, 0, a), m = s->channels > 1 ? clicks(s, 1, b) : 0, j = 0;
  long pairs = 0;
  double worst = 0;
  for (size_t i = 0; i < n; i++) {
    while (j + 1 < m && fabs(b[j + 1] - a[i]) < fabs(b[j] - a[i])) j++;
    if (j >= m || fabs(b[j] - a[i]) > 0.4) continue;
    pairs++;
    worst = fmax(worst, fabs(b[j] - a[i]));
  }
  printf("%.1f ms over %ld pairs\n", worst * 1000, pairs);
  return pairs < least;
}

static int tell(const struct sound *s, int argc, char **argv) {
  const char *what = argc > 2 ? argv[2] : "";
  if (!*what) {
    printf("{\"seconds\":%.4f,\"rate\":%u,\"channels\":%u}\n", (double)s->frames / s->rate, s->rate,
           s->channels);
    return 0;
  }
  if (!strcmp(what, "clicks")) return print_clicks(s);
  if (!strcmp(what, "skew")) return print_skew(s, argc > 3 ? strtol(argv[3], NULL, 10) : 1);
  bool is_tone = !strcmp(what, "tone");
  if (argc < (is_tone ? 6 : 5)) return 64;
  size_t from = frame_of(s, argv[is_tone ? 4 : 3]), to = frame_of(s, argv[is_tone ? 5 : 4]);
  for (unsigned c = 0; c < s->channels; c++)
    printf("%s%.1f", c ? " " : "",
           is_tone ? tone(s, c, strtod(argv[3], NULL), from, to) : level(s, c, from, to));
  printf("\n");
  return 0;
}

int main(int argc, char **argv) {
  AUTO(sound) struct sound s = {0};
  if (argc < 2) return 64;
  enum err rc = sound_read(argv[1], &s);
  if (rc) fprintf(stderr, "ears: %s\n", err_detail());
  return rc ? err_exit(rc) : tell(&s, argc, argv);
}
