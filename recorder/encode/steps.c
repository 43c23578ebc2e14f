// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/steps.h"

#include "recorder/encode/pack.h"

enum {
  BAD_RUN = 5,   // steps in a row that neither sound nor clock explains
  GOOD_RUN = 25, // and as many right ones take the wire at its word again
  NUMBERS = 3000,
};

int64_t payload_units(const struct payload *as, const uint8_t *p, size_t n) {
  int64_t bytes = (int64_t)n;
  switch ((int)as->codec) {
  case CODEC_PCMU:
  case CODEC_PCMA:
  case CODEC_G722: return bytes;
  case CODEC_L16: return bytes / 2 / as->channels;
  case CODEC_OPUS: return pack_samples(p, n);
  case CODEC_G726: return bytes * 8 / as->bits;
  case CODEC_G729: return bytes / 10 * 80;
  case CODEC_GSM: return bytes % 33 ? 0 : bytes / 33 * 160;
  case CODEC_ILBC: return bytes % 50 == 0 ? bytes / 50 * 240 : bytes % 38 ? 0 : bytes / 38 * 160;
  case CODEC_DVI4: return bytes > 4 ? (bytes - 4) * 2 : 0;
  default: return 0;
  }
}

static int64_t us_of(int64_t units, uint32_t clock_hz) { return units * 1000000 / clock_hz; }

static bool near(int64_t a, int64_t b, int64_t by) { return a - b <= by && b - a <= by; }

// One packet after the other, at the pace of their sound: does the timestamp say the same?
static void believe(struct steps *s, const struct steps_packet *p, int64_t wire) {
  int64_t took = p->at_us - s->at_us, lasts = us_of(s->length, p->clock_hz);
  if (wire == s->length) {
    s->bad = 0;
    if (s->by_length && ++s->good >= GOOD_RUN) s->by_length = false;
    return;
  }
  s->good = 0;
  if (!near(took, lasts, lasts / 2) || near(us_of(wire, p->clock_hz), took, lasts / 4)) return;
  if (++s->bad >= BAD_RUN) s->by_length = s->ever_by_length = true;
}

static void begin(struct steps *s, const struct steps_packet *p, uint32_t out) {
  s->begun = true;
  s->pt = p->pt;
  s->seq = p->seq;
  s->wire = p->ts, s->out = out;
  s->at_us = p->at_us;
  s->length = p->length;
}

struct step steps_take(struct steps *s, const struct steps_packet *p) {
  int16_t numbers = (int16_t)(p->seq - s->seq);
  int32_t wire = (int32_t)(p->ts - s->wire);
  if (!p->sound || !s->begun || s->pt != p->pt || numbers > NUMBERS || numbers < -NUMBERS) {
    uint32_t out = s->begun ? s->out + (uint32_t)wire : p->ts;
    if (!p->sound) return (struct step){.ts = out};
    begin(s, p, out);
    return (struct step){.ts = out, .newest = true};
  }
  int64_t between = numbers * s->length;
  if (numbers <= 0) {
    int64_t back = s->by_length ? between : wire;
    return (struct step){.ts = s->out + (uint32_t)(int32_t)back,
                         .joined = s->length > 0 && near(back, between, s->length / 4)};
  }
  if (numbers == 1 && s->length > 0) believe(s, p, wire);
  bool stands = wire == 0 && s->length > 0;
  if (stands) s->ever_by_length = true;
  uint32_t out = s->out + (uint32_t)(s->by_length || stands ? (int32_t)between : wire);
  int64_t step = (int32_t)(out - s->out);
  int64_t took = p->at_us - s->at_us, lasts = us_of(s->length, p->clock_hz);
  struct step said = {.ts = out,
                      .newest = true,
                      .back = step<0, .joined = s->length> 0 && near(step, between, s->length / 4),
                      .paced = numbers == 1 && near(took, lasts, lasts / 2),
                      .pause_us = p->at_us - s->at_us - us_of(step, p->clock_hz)};
  begin(s, p, out);
  return said;
}
