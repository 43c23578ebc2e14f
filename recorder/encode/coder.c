// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/coder.h"

#include <opus/opus.h>
#include <pthread.h>

#include "core/arena.h"

static struct canned canned8, canned16;
static pthread_once_t canned_once = PTHREAD_ONCE_INIT;

struct coder {
  int frame;
  OpusEncoder *opus; // lies behind this struct in the same allocation
};

static int setup(OpusEncoder *e, uint32_t rate_hz, enum take_profile profile) {
  bool fine = profile == TAKE_FINE, wide = rate_hz > 8000;
  int bad = opus_encoder_init(e, (opus_int32)rate_hz, 1, OPUS_APPLICATION_VOIP);
  bad |= opus_encoder_ctl(e, OPUS_SET_COMPLEXITY(fine ? 5 : 0));
  bad |= opus_encoder_ctl(e, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
  bad |= opus_encoder_ctl(e, OPUS_SET_BITRATE(wide ? 24000 : 20000));
  bad |= opus_encoder_ctl(e, OPUS_SET_VBR(1));
  bad |= opus_encoder_ctl(e, OPUS_SET_DTX(0));
  bad |= opus_encoder_ctl(e, OPUS_SET_INBAND_FEC(0));
  return bad;
}

enum err coder_open(uint32_t rate_hz, enum take_profile profile, struct coder **out) {
  size_t head = (sizeof(struct coder) + 63) & ~(size_t)63;
  struct coder *c = calloc(1, head + (size_t)opus_encoder_get_size(1));
  if (!c) return fail(E_FULL, "no memory for a coder");
  c->opus = (OpusEncoder *)(void *)((char *)c + head);
  c->frame = (int)(rate_hz / 50);
  if (setup(c->opus, rate_hz, profile) != OPUS_OK) {
    free(c);
    return fail(E_BROKEN, "the Opus coder does not start at %u Hz", rate_hz);
  }
  *out = c;
  return OK;
}

void coder_free(struct coder *c) { free(c); }

enum err coder_code(struct coder *c, const int16_t *pcm, uint8_t *out, size_t *out_n) {
  assert(c);
  int n = opus_encode(c->opus, pcm, c->frame, out, CODER_PACKET_MAX);
  if (n < 2) return fail(E_BROKEN, "the Opus coder gave %d", n);
  *out_n = (size_t)n;
  return OK;
}

static void canned_make(uint32_t rate_hz, struct canned *out) {
  struct coder *c = NULL;
  uint8_t packet[CODER_PACKET_MAX];
  static const int16_t zero[320];
  size_t n = 0;
  if (coder_open(rate_hz, TAKE_ECONOMICAL, &c) != OK || !c) out_of_memory();
  for (int i = 0; i < 50; i++)
    if (coder_code(c, zero, packet, &n) != OK) abort();
  coder_free(c);
  if (n > sizeof out->p) abort();
  memcpy(out->p, packet, n);
  out->n = n;
}

static void canned_make_all(void) {
  canned_make(8000, &canned8);
  canned_make(16000, &canned16);
}

struct canned coder_silence(uint32_t rate_hz) {
  pthread_once(&canned_once, canned_make_all);
  return rate_hz > 8000 ? canned16 : canned8;
}
