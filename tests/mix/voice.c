// SPDX-License-Identifier: Apache-2.0
// One side's RTP (RFC 3550): a tone of its own, 400 ms on and 200 ms off, so that a voice in the
// wrong place, or at the wrong time, cannot hide.
#include <math.h>

#include "tests/mix/mix.h"

enum { PACKET_MS = 20, SAMPLES = 160, RTP = 12, ON_MS = 400, CYCLE_MS = 600 };

bool truth_sounds(const struct truth *t, int side, int at_ms) {
  if (at_ms < t->quiet_ms || (at_ms + side * 300) % CYCLE_MS >= ON_MS) return false;
  for (size_t i = 0; i < t->n_spans; i++)
    if (at_ms >= t->span[i].from && at_ms < t->span[i].to) return true;
  return false;
}

static bool is_sent(const struct truth *t, int at_ms) {
  for (size_t i = 0; i < t->n_spans; i++)
    if (at_ms >= t->span[i].from && at_ms < t->span[i].to) return true;
  return false;
}

static uint8_t alaw(int v) { // ITU-T G.711
  int sign = v >= 0 ? 0x80 : 0, x = abs(v) >> 4, e = 0;
  for (int y = x >> 5; y; y >>= 1) e++;
  int mantissa = e < 2 ? x >> 1 & 15 : x >> e & 15;
  return (uint8_t)((sign | e << 4 | mantissa) ^ 0x55);
}

static uint8_t ulaw(int v) {
  int sign = v < 0 ? 0x80 : 0, x = (abs(v) > 32635 ? 32635 : abs(v)) + 132, e = 7;
  for (int mask = 0x4000; e > 0 && !(x & mask); mask >>= 1) e--;
  return (uint8_t) ~(sign | e << 4 | (x >> (e + 3) & 15));
}

static void sound(uint8_t *out, const struct truth *t, const struct stream *s, int at_ms) {
  for (int i = 0; i < SAMPLES; i++) {
    int ms = at_ms + i / 8;
    double x = 2 * M_PI * t->hz[s->side] * (at_ms * 8 + i) / 8000;
    int v = truth_sounds(t, s->side, ms) ? (int)(8000 * sin(x)) : 0;
    out[i] = s->ulaw ? ulaw(v) : alaw(v);
  }
}

static void head(uint8_t *p, const struct stream *s, uint8_t pt) {
  p[0] = 0x80;
  p[1] = pt;
  p[2] = (uint8_t)(s->seq >> 8);
  p[3] = (uint8_t)s->seq;
  for (int i = 0; i < 4; i++) {
    p[4 + i] = (uint8_t)(s->stamp >> (24 - 8 * i));
    p[8 + i] = (uint8_t)(s->ssrc >> (24 - 8 * i));
  }
}

static int64_t arrives_us(const struct stream *s, int at_ms) {
  int stalled = at_ms - s->stall_at_ms;
  if (!s->stall_ms || stalled < 0 || stalled >= s->stall_ms) return at_ms * 1000;
  return (s->stall_at_ms + s->stall_ms) * 1000 +
         (stalled - s->stall_ms) * 10; // the burst, in order
}

void voice_send(struct tape *t, int64_t answer_us, const struct truth *truth, struct stream *s,
                uint64_t *seed) {
  for (int ms = s->from_ms; ms < s->to_ms; ms += PACKET_MS, s->stamp += SAMPLES) {
    if (!is_sent(truth, ms)) continue;
    uint8_t packet[RTP + SAMPLES];
    head(packet, s, s->pt);
    sound(packet + RTP, truth, s, ms);
    int64_t swapped = s->swap_percent && chance(seed, (uint32_t)s->swap_percent) ? 25000 : 0;
    tape_add(t, answer_us + arrives_us(s, ms) + s->later_us + swapped, s->from, s->to, packet,
             sizeof packet);
    s->seq++;
  }
}

void voice_trail(struct tape *t, int64_t at_us, const struct truth *truth, const struct stream *s,
                 enum trail what) {
  uint8_t packet[RTP + SAMPLES] = {0};
  static const uint8_t pts[TRAILS] = {
      [TRAIL_COMFORT] = 13, [TRAIL_UNKNOWN] = 77, [TRAIL_DIGIT] = 101};
  static const size_t sizes[TRAILS] = {
      [TRAIL_REPEAT] = SAMPLES, [TRAIL_COMFORT] = 1, [TRAIL_UNKNOWN] = 20, [TRAIL_DIGIT] = 4};
  struct stream last = *s;
  if (what == TRAIL_NONE) return;
  if (what == TRAIL_REPEAT) {
    last.seq--;
    last.stamp -= SAMPLES;
    sound(packet + RTP, truth, s, s->to_ms - PACKET_MS);
  }
  head(packet, &last, what == TRAIL_REPEAT || what == TRAIL_EMPTY ? s->pt : pts[what]);
  if (what == TRAIL_COMFORT) packet[RTP] = 60;
  if (what == TRAIL_DIGIT) memcpy(packet + RTP, "\x05\x8a\x03\x20", 4); // 5, at its end
  tape_add(t, at_us, s->from, s->to, packet, RTP + sizes[what]);
}
