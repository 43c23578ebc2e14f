// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/take_kit.h"

#include <math.h>
#include <opus/opus.h>

#include "recorder/encode/pack.h"

void ear_open(struct ear *e) {
  int bad = 0;
  *e = (struct ear){.skip = 312 / 6};
  for (size_t i = 0; i < SIDES; i++) e->decoder[i] = opus_decoder_create(8000, 1, &bad);
}

void ear_drop(struct ear *e) {
  for (size_t i = 0; i < SIDES; i++) {
    opus_decoder_destroy(e->decoder[i]);
    free(e->pcm[i]);
  }
  free(e->raw);
}

void ear_empty(struct ear *e) {
  bool keep = e->keep;
  ear_drop(e);
  ear_open(e);
  e->keep = keep;
}

static void room_make(struct ear *e) {
  if (e->n + 160 <= e->room) return;
  e->room = e->room ? e->room * 2 : 1 << 16;
  for (size_t i = 0; i < SIDES; i++) {
    e->pcm[i] = realloc(e->pcm[i], e->room * sizeof(int16_t));
    if (!e->pcm[i]) abort();
  }
}

static void raw_add(struct ear *e, const uint8_t *p, size_t n) {
  while (e->raw_n + n + 2 > e->raw_room) {
    e->raw_room = e->raw_room ? e->raw_room * 2 : 1 << 16;
    e->raw = realloc(e->raw, e->raw_room);
    if (!e->raw) abort();
  }
  e->raw[e->raw_n++] = (uint8_t)n;
  e->raw[e->raw_n++] = (uint8_t)(n >> 8);
  memcpy(e->raw + e->raw_n, p, n);
  e->raw_n += n;
}

static enum err packet(void *user, const uint8_t *p, size_t n, uint32_t samples) {
  struct ear *e = user;
  uint8_t a[1500];
  const uint8_t *b;
  size_t a_n, b_n;
  if (samples != 960) abort();
  e->packets++;
  e->bytes += n;
  if (e->keep) raw_add(e, p, n);
  TRY(pack_unpair(p, n, a, sizeof a, &a_n, &b, &b_n));
  e->silent[0] += a_n < 9;
  e->silent[1] += b_n < 9;
  room_make(e);
  int16_t pcm[SIDES][160];
  if (opus_decode(e->decoder[0], a, (opus_int32)a_n, pcm[0], 160, 0) != 160) abort();
  if (opus_decode(e->decoder[1], b, (opus_int32)b_n, pcm[1], 160, 0) != 160) abort();
  size_t cut = (size_t)e->skip < 160 ? (size_t)e->skip : 160;
  e->skip -= (int)cut;
  for (size_t i = 0; i < SIDES; i++)
    memcpy(e->pcm[i] + e->n, pcm[i] + cut, (160 - cut) * sizeof(int16_t));
  e->n += 160 - cut;
  return OK;
}

static enum err peak(void *user, const uint8_t *p, size_t n) {
  (void)p;
  ((struct ear *)user)->peak_bytes += n;
  return OK;
}

struct take_sink ear_sink(struct ear *e) {
  return (struct take_sink){e, packet, peak};
}

size_t wire_packet(const struct wire *w, const void *payload, size_t n, uint8_t out[2048]) {
  const uint8_t head[12] = {0x80,
                            w->pt,
                            (uint8_t)(w->seq >> 8),
                            (uint8_t)w->seq,
                            (uint8_t)(w->ts >> 24),
                            (uint8_t)(w->ts >> 16),
                            (uint8_t)(w->ts >> 8),
                            (uint8_t)w->ts,
                            (uint8_t)(w->ssrc >> 24),
                            (uint8_t)(w->ssrc >> 16),
                            (uint8_t)(w->ssrc >> 8),
                            (uint8_t)w->ssrc};
  memcpy(out, head, sizeof head);
  memcpy(out + sizeof head, payload, n);
  return sizeof head + n;
}

void wire_feed(struct take *t, const struct wire *w, int64_t arrival_us, const void *payload,
               size_t n) {
  uint8_t p[2048];
  size_t len = wire_packet(w, payload, n, p);
  if (take_rtp(t, w->leg, arrival_us, p, len) != OK) abort();
}

int64_t click_find(const struct ear *e, enum take_side side, size_t from, size_t to) {
  if (to > e->n) to = e->n;
  int64_t best = -1;
  double most = 4e6;
  for (size_t i = from; i + 16 <= to; i++) {
    double sum = 0;
    for (size_t k = 0; k < 16; k++) sum += (double)e->pcm[side][i + k] * e->pcm[side][i + k];
    if (sum > most * 1.02) most = sum, best = (int64_t)i + 8;
  }
  return best;
}

double level_db(const int16_t *pcm, size_t n) {
  double sum = 1e-9;
  for (size_t i = 0; i < n; i++) sum += (double)pcm[i] * pcm[i];
  return 10 * log10(sum / (double)(n ? n : 1) / (32768.0 * 32768.0));
}
