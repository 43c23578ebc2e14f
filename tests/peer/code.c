// SPDX-License-Identifier: Apache-2.0
#include "tests/peer/code.h"

#include <libavcodec/avcodec.h>
#include <math.h>
#include <opus/opus.h>

enum { PAYLOAD_MAX = 4000 };

static const struct codec codecs[] = {
    {"PCMU", NULL, 0, 8000, 8000, 1},   {"GSM", NULL, 3, 8000, 8000, 1},
    {"PCMA", NULL, 8, 8000, 8000, 1},   {"G722", NULL, 9, 8000, 16000, 1},
    {"L16", NULL, 96, 16000, 16000, 1}, {"opus", "useinbandfec=1", 111, 48000, 48000, 2},
};

const struct codec *codec_find(const char *name) {
  for (size_t i = 0; i < countof(codecs); i++)
    if (!strcasecmp(codecs[i].name, name)) return &codecs[i];
  return NULL;
}

void track_drop(struct track *t) {
  free(t->bytes);
  free(t->frames);
}

static void track_add(struct track *t, const uint8_t *p, uint32_t n) {
  if (t->n_bytes + n > t->room_bytes) {
    t->room_bytes = t->room_bytes * 2 + n + 65536;
    t->bytes = realloc(t->bytes, t->room_bytes);
    if (!t->bytes) abort();
  }
  if (n) memcpy(t->bytes + t->n_bytes, p, n);
  t->frames[t->n_frames++] = (struct frame){t->n_bytes, n};
  t->n_bytes += n;
}

// ITU-T G.711 as its text describes it: sign, segment, four bits; A-law with every other bit
// inverted, mu-law with all of them.
static uint8_t a_law(int16_t x) {
  int sign = x >= 0 ? 0x80 : 0, v = (x >= 0 ? x : -x - 1) >> 4, seg = 0;
  for (int t = v >> 4; t; t >>= 1) seg++;
  int low = seg < 2 ? v & 15 : v >> (seg - 1) & 15;
  return (uint8_t)((sign | seg << 4 | low) ^ 0x55);
}

static uint8_t mu_law(int16_t x) {
  int sign = x < 0 ? 0x80 : 0, v = (x < 0 ? -x : x) + 132, seg = 0;
  if (v > 32767) v = 32767;
  for (int t = v >> 8; t; t >>= 1) seg++;
  return (uint8_t) ~(sign | seg << 4 | (v >> (seg + 3) & 15));
}

static void plain_frame(const struct codec *c, const int16_t *x, int n, struct track *out) {
  uint8_t p[PAYLOAD_MAX];
  for (int i = 0; i < n; i++) {
    if (c->pt == 8) {
      p[i] = a_law(x[i]);
    } else if (c->pt == 0) {
      p[i] = mu_law(x[i]);
    } else {
      p[2 * i] = (uint8_t)((uint16_t)x[i] >> 8);
      p[2 * i + 1] = (uint8_t)x[i];
    }
  }
  track_add(out, p, (uint32_t)(c->pt == 96 ? 2 * n : n));
}

static bool all_silent(const int16_t *x, int n) {
  for (int i = 0; i < n; i++)
    if (x[i] > 64 || x[i] < -64) return false;
  return true;
}

static void plain_track(const struct leg_plan *leg, const struct pcm *v, int per,
                        struct track *out) {
  for (int64_t at = 0; at + per <= v->n; at += per) {
    if (leg->comfort_noise && all_silent(v->p + at, per))
      track_add(out, NULL, 0);
    else
      plain_frame(out->codec, v->p + at, per, out);
  }
}

static MUST_CHECK enum err opus_track(const struct leg_plan *leg, const struct pcm *v, int per,
                                      struct track *out) {
  int rc;
  OpusEncoder *e = opus_encoder_create(48000, 1, OPUS_APPLICATION_VOIP, &rc);
  if (!e) return fail(E_UNSUPPORTED, "opus: %s", opus_strerror(rc));
  opus_encoder_ctl(e, OPUS_SET_BITRATE(leg->bitrate));
  opus_encoder_ctl(e, OPUS_SET_INBAND_FEC(leg->fec));
  opus_encoder_ctl(e, OPUS_SET_PACKET_LOSS_PERC(leg->fec ? 15 : 0));
  opus_encoder_ctl(e, OPUS_SET_DTX(leg->dtx));
  uint8_t p[PAYLOAD_MAX];
  for (int64_t at = 0; at + per <= v->n; at += per) {
    int n = opus_encode(e, v->p + at, per, p, sizeof p);
    track_add(out, p, n <= 2 ? 0 : (uint32_t)n);
  }
  opus_encoder_destroy(e);
  return OK;
}

struct coder { // libavcodec's, for what nobody should write again
  AVCodecContext *ctx;
  AVFrame *frame;
  AVPacket *packet;
};

static void coder_drop(struct coder *c) {
  avcodec_free_context(&c->ctx);
  av_frame_free(&c->frame);
  av_packet_free(&c->packet);
}

static MUST_CHECK enum err coder_open(const struct codec *codec, int per, struct coder *c) {
  const AVCodec *av =
      avcodec_find_encoder(codec->pt == 9 ? AV_CODEC_ID_ADPCM_G722 : AV_CODEC_ID_GSM);
  if (!av) return fail(E_UNSUPPORTED, "no coder for %s", codec->name);
  c->ctx = avcodec_alloc_context3(av);
  c->frame = av_frame_alloc();
  c->packet = av_packet_alloc();
  if (!c->ctx || !c->frame || !c->packet) return fail(E_FULL, "no memory");
  c->ctx->sample_fmt = AV_SAMPLE_FMT_S16;
  c->ctx->sample_rate = codec->rate_hz;
  c->ctx->bit_rate = codec->pt == 9 ? 64000 : 13000;
  c->ctx->ch_layout = (AVChannelLayout)AV_CHANNEL_LAYOUT_MONO;
  if (codec->pt == 9) c->ctx->frame_size = per;
  if (avcodec_open2(c->ctx, av, NULL)) return fail(E_UNSUPPORTED, "no coder for %s", codec->name);
  c->frame->format = AV_SAMPLE_FMT_S16;
  c->frame->sample_rate = codec->rate_hz;
  c->frame->ch_layout = c->ctx->ch_layout;
  c->frame->nb_samples = codec->pt == 9 ? per : 160;
  return av_frame_get_buffer(c->frame, 0) ? fail(E_FULL, "no memory") : OK;
}

static MUST_CHECK enum err code_block(struct coder *c, const int16_t *x, uint8_t *p, uint32_t *n) {
  if (av_frame_make_writable(c->frame)) return fail(E_FULL, "no memory");
  memcpy(c->frame->data[0], x, (size_t)c->frame->nb_samples * 2);
  if (avcodec_send_frame(c->ctx, c->frame)) return fail(E_BROKEN, "the coder refused a frame");
  while (!avcodec_receive_packet(c->ctx, c->packet)) {
    if (*n + (uint32_t)c->packet->size > PAYLOAD_MAX) return fail(E_BROKEN, "a payload too large");
    memcpy(p + *n, c->packet->data, (size_t)c->packet->size);
    *n += (uint32_t)c->packet->size;
    av_packet_unref(c->packet);
  }
  return OK;
}

static MUST_CHECK enum err coder_track(const struct pcm *v, int per, struct track *out) {
  AUTO(coder) struct coder c = {0};
  TRY(coder_open(out->codec, per, &c));
  for (int64_t at = 0; at + per <= v->n; at += per) {
    uint8_t p[PAYLOAD_MAX];
    uint32_t n = 0;
    for (int i = 0; i < per; i += c.frame->nb_samples) TRY(code_block(&c, v->p + at + i, p, &n));
    track_add(out, p, n);
  }
  return OK;
}

enum err track_make(const struct leg_plan *leg, const struct coding *coding, int64_t length_us,
                    struct track *out) {
  *out = (struct track){.codec = codec_find(coding->codec), .ptime_ms = coding->ptime_ms};
  if (!out->codec) return fail(E_BAD_INPUT, "no codec %s", coding->codec);
  AUTO(pcm) struct pcm v = {0};
  TRY(voice_render(leg, out->codec->rate_hz, length_us, &v));
  int per = out->codec->rate_hz / 1000 * coding->ptime_ms;
  out->frames = calloc((size_t)(v.n / per) + 1, sizeof *out->frames);
  if (!out->frames) return fail(E_FULL, "no memory for a track");
  switch (out->codec->pt) {
  case 3:
  case 9: return coder_track(&v, per, out);
  case 111: return opus_track(leg, &v, per, out);
  default: plain_track(leg, &v, per, out); return OK;
  }
}
