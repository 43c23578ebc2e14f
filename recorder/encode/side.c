// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/side.h"

enum err side_open(struct side *s) {
  *s = (struct side){.rate_hz = 8000};
  for (size_t i = 0; i < SIDE_RING; i++) s->ring[i].rate_hz = 8000;
  return voice_open(&s->voice);
}

void side_drop(struct side *s) {
  for (size_t i = 0; i < countof(s->coder); i++) coder_free(s->coder[i]);
  voice_drop(&s->voice);
}

struct side_tick *side_slot(struct side *s, int64_t tick) {
  return &s->ring[tick % SIDE_RING];
}

void side_hear(struct side *s, struct side_tick *t, struct side_heard *out) {
  t->sound = false;
  for (size_t i = 0; i < 2; i++) {
    struct voice_frame f = voice_hear(&s->voice, t->rate_hz, t->pcm + i * t->rate_hz / 100);
    t->sound |= f.sound;
    out->speech[i] = f.speech;
    out->power[i] = f.power;
  }
}

static bool gate_open(struct side *s, const struct side_tick *t) {
  if (t->sound) {
    s->hang = SIDE_DELAY;
    return true;
  }
  if (s->hang > 0) {
    s->hang--;
    return true;
  }
  for (size_t i = 0; i < SIDE_RING; i++)
    if (s->ring[i].sound) return true;
  return false;
}

static void silence(uint32_t rate_hz, uint8_t *out, size_t *out_n) {
  struct canned c = coder_silence(rate_hz);
  memcpy(out, c.p, c.n);
  *out_n = c.n;
}

enum err side_packet(struct side *s, int64_t tick, enum take_profile profile,
                     uint8_t out[CODER_PACKET_MAX], size_t *out_n) {
  const struct side_tick *t = side_slot(s, tick);
  bool open = gate_open(s, t), wide = t->rate_hz > 8000;
  if (t->kept) {
    if (t->wire_n)
      memcpy(out, t->wire, t->wire_n), *out_n = t->wire_n, s->any_kept = true;
    else
      silence(t->rate_hz, out, out_n);
    return OK;
  }
  if (!open) {
    silence(t->rate_hz, out, out_n);
    return OK;
  }
  if (!s->coder[wide]) TRY(coder_open(t->rate_hz, profile, &s->coder[wide]));
  s->wide |= wide;
  s->any_coded = true;
  return coder_code(s->coder[wide], t->pcm, out, out_n);
}
