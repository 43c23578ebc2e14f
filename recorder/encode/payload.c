// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/payload.h"

#include <strings.h>

static const struct known {
  const char *name;
  uint8_t codec, bits;
  uint32_t band_hz; // of the coded sound; 0: as the clock says
} known[] = {
#define CODEC(id, where, decoder, source_hz, sentence)
#define WIRE(name, id, bits, band_hz) {name, CODEC_##id, bits, band_hz},
#define FIXED(number, name, clock_hz, channels)
#include "schemas/codecs.def"
};

static const struct take_codec fixed[] = {
#define CODEC(id, where, decoder, source_hz, sentence)
#define WIRE(name, id, bits, band_hz)
#define FIXED(number, spelt, hz, n) {.pt = number, .channels = n, .clock_hz = hz, .name = spelt},
#include "schemas/codecs.def"
};

enum where { CODEC_HERE, CODEC_CHILD };
static const enum where decoded_where[CODECS] = {
#define CODEC(id, where, decoder, source_hz, sentence) [CODEC_##id] = where,
#define WIRE(name, id, bits, band_hz)
#define FIXED(number, name, clock_hz, channels)
#include "schemas/codecs.def"
};

static const struct known *known_find(const char *name) {
  for (size_t i = 0; i < countof(known); i++)
    if (!strcasecmp(known[i].name, name)) return &known[i];
  return NULL;
}

static uint32_t decoded_rate(const struct known *k, uint32_t clock_hz) {
  if (k->band_hz) return k->band_hz;
  return clock_hz > 8000 ? 16000 : 8000;
}

static bool same(const struct payload *a, const struct payload *b) {
  return a->codec == b->codec && a->channels == b->channels && a->bits == b->bits &&
         a->octet_align == b->octet_align && a->clock_hz == b->clock_hz &&
         a->rate_hz == b->rate_hz && !strcmp(a->name, b->name);
}

static void payload_set(struct payload *p, const struct take_codec *c) {
  const struct known *k = known_find(c->name);
  *p = (struct payload){.channels = c->channels ? c->channels : 1,
                        .clock_hz = c->clock_hz ? c->clock_hz : 8000};
  snprintf(p->name, sizeof p->name, "%.*s", (int)(sizeof p->name - 1), k ? k->name : c->name);
  if (p->clock_hz < 4000 || p->clock_hz > 192000) p->clock_hz = 8000;
  p->rate_hz = 8000;
  if (!k) return;
  p->codec = k->codec;
  p->bits = k->bits;
  p->octet_align = strstr(c->fmtp, "octet-align=1") != NULL;
  p->rate_hz = decoded_rate(k, p->clock_hz);
  if (k->codec == CODEC_G722) p->clock_hz = 8000; // RFC 3551, 4.5.2: a known mistake, kept
  if (k->codec == CODEC_OPUS) p->clock_hz = 48000;
}

uint8_t payload_map_add(struct payload_map *m, const struct take_codec *c) {
  struct payload now;
  if (c->pt > 127) return 0;
  payload_set(&now, c);
  if (same(&now, &m->of[c->pt])) return 0;
  m->was[m->was_n] = m->of[c->pt];
  m->of[c->pt] = now;
  m->was_n = (uint8_t)((m->was_n + 1) % PAYLOAD_WAS);
  return m->was_n ? m->was_n : PAYLOAD_WAS;
}

void payload_map_init(struct payload_map *m) {
  *m = (struct payload_map){0};
  for (size_t i = 0; i < 128; i++) m->of[i].clock_hz = m->of[i].rate_hz = 8000;
  for (size_t i = 0; i < countof(fixed); i++) payload_set(&m->of[fixed[i].pt], &fixed[i]);
}

bool payload_in_child(enum codec codec) {
  return codec < CODECS && decoded_where[codec] == CODEC_CHILD;
}
