// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/payload.h"

#include <strings.h>

static const struct known {
  const char *name;
  uint8_t codec, bits;
  uint32_t rate_hz;
} known[] = {
    {"PCMU", CODEC_PCMU, 0, 8000},
    {"PCMA", CODEC_PCMA, 0, 8000},
    {"L16", CODEC_L16, 0, 16000},
    {"opus", CODEC_OPUS, 0, 16000},
    {"CN", CODEC_CN, 0, 8000},
    {"telephone-event", CODEC_EVENT, 0, 8000},
    {"G722", CODEC_G722, 0, 16000},
    {"G726-16", CODEC_G726, 2, 8000},
    {"G726-24", CODEC_G726, 3, 8000},
    {"G726-32", CODEC_G726, 4, 8000},
    {"G726-40", CODEC_G726, 5, 8000},
    {"G721", CODEC_G726, 4, 8000},
    {"AAL2-G726-16", CODEC_G726_AAL2, 2, 8000},
    {"AAL2-G726-24", CODEC_G726_AAL2, 3, 8000},
    {"AAL2-G726-32", CODEC_G726_AAL2, 4, 8000},
    {"AAL2-G726-40", CODEC_G726_AAL2, 5, 8000},
    {"G729", CODEC_G729, 0, 8000},
    {"G729A", CODEC_G729, 0, 8000},
    {"GSM", CODEC_GSM, 0, 8000},
    {"iLBC", CODEC_ILBC, 0, 8000},
    {"speex", CODEC_SPEEX, 0, 8000},
    {"DVI4", CODEC_DVI4, 0, 8000},
    {"AMR", CODEC_AMR, 0, 8000},
    {"AMR-WB", CODEC_AMR_WB, 0, 16000},
    {"G723", CODEC_G723, 0, 8000},
    // spelt, not decoded
    {"LPC", CODEC_UNKNOWN, 0, 8000},
    {"EVS", CODEC_UNKNOWN, 0, 8000},
    {"SILK", CODEC_UNKNOWN, 0, 8000},
    {"iSAC", CODEC_UNKNOWN, 0, 8000},
    {"BV16", CODEC_UNKNOWN, 0, 8000},
    {"BV32", CODEC_UNKNOWN, 0, 8000},
    {"G7221", CODEC_UNKNOWN, 0, 8000},
    {"G7291", CODEC_UNKNOWN, 0, 8000},
    {"GSM-EFR", CODEC_UNKNOWN, 0, 8000},
};

static const struct take_codec fixed[] = {
    {.pt = 0, .channels = 1, .clock_hz = 8000, .name = "PCMU"},
    {.pt = 2, .channels = 1, .clock_hz = 8000, .name = "G721"},
    {.pt = 3, .channels = 1, .clock_hz = 8000, .name = "GSM"},
    {.pt = 4, .channels = 1, .clock_hz = 8000, .name = "G723"},
    {.pt = 5, .channels = 1, .clock_hz = 8000, .name = "DVI4"},
    {.pt = 6, .channels = 1, .clock_hz = 16000, .name = "DVI4"},
    {.pt = 8, .channels = 1, .clock_hz = 8000, .name = "PCMA"},
    {.pt = 9, .channels = 1, .clock_hz = 8000, .name = "G722"},
    {.pt = 10, .channels = 2, .clock_hz = 44100, .name = "L16"},
    {.pt = 11, .channels = 1, .clock_hz = 44100, .name = "L16"},
    {.pt = 13, .channels = 1, .clock_hz = 8000, .name = "CN"},
    {.pt = 16, .channels = 1, .clock_hz = 11025, .name = "DVI4"},
    {.pt = 17, .channels = 1, .clock_hz = 22050, .name = "DVI4"},
    {.pt = 18, .channels = 1, .clock_hz = 8000, .name = "G729"},
    {.pt = 19, .channels = 1, .clock_hz = 8000, .name = "CN"},
};

static const struct known *known_find(const char *name) {
  for (size_t i = 0; i < countof(known); i++)
    if (!strcasecmp(known[i].name, name)) return &known[i];
  return NULL;
}

// What the clock says where the name does not: the coded band of the sound.
static uint32_t decoded_rate(const struct known *k, uint32_t clock_hz) {
  bool follows = k->codec == CODEC_SPEEX || k->codec == CODEC_L16 || k->codec == CODEC_DVI4 ||
                 k->codec == CODEC_CN || k->codec == CODEC_EVENT || k->codec == CODEC_PCMU ||
                 k->codec == CODEC_PCMA;
  if (!follows) return k->rate_hz;
  return clock_hz > 8000 ? 16000 : 8000;
}

void payload_map_add(struct payload_map *m, const struct take_codec *c) {
  if (c->pt > 127) return;
  struct payload *p = &m->of[c->pt];
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

void payload_map_init(struct payload_map *m) {
  *m = (struct payload_map){0};
  for (size_t i = 0; i < 128; i++) m->of[i].clock_hz = m->of[i].rate_hz = 8000;
  for (size_t i = 0; i < countof(fixed); i++) payload_map_add(m, &fixed[i]);
}

bool payload_in_child(enum codec codec) { return codec >= CODEC_G722 && codec < CODECS; }
