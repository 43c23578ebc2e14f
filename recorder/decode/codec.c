// SPDX-License-Identifier: Apache-2.0
#include "recorder/decode/codec.h"

#include <libavcodec/avcodec.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <libswresample/swresample.h>

struct codec_state {
  struct decode_question as;
  AVCodecContext *codec;
  AVPacket *packet;
  AVFrame *frame;
  SwrContext *swr;
  int swr_rate, swr_format;
};

static const struct {
  const char *decoder; // libavcodec's name
  int source_hz;       // of what it gives; 0: as the clock says
} known[CODECS] = {
#define CODEC(id, where, decoder, source_hz, sentence) [CODEC_##id] = {decoder, source_hz},
#define WIRE(name, id, bits, band_hz)
#define FIXED(number, name, clock_hz, channels)
#include "schemas/codecs.def"
};

static int source_rate(const struct decode_question *q) {
  return known[q->codec].source_hz ? known[q->codec].source_hz : (int)q->clock_hz;
}

static bool setup(struct codec_state *a, const AVCodec *codec) {
  const struct decode_question *q = &a->as;
  a->codec = avcodec_alloc_context3(codec);
  a->packet = av_packet_alloc();
  a->frame = av_frame_alloc();
  if (!a->codec || !a->packet || !a->frame) return false;
  a->codec->thread_count = 1;
  a->codec->sample_rate = source_rate(q);
  av_channel_layout_default(&a->codec->ch_layout, q->codec == CODEC_L16 ? q->channels : 1);
  if (q->codec == CODEC_G726 || q->codec == CODEC_G726_AAL2)
    a->codec->bits_per_coded_sample = q->bits;
  if (q->codec == CODEC_ILBC) a->codec->block_align = q->bits ? 38 : 50; // 20 or 30 ms
  if (q->codec == CODEC_G729) a->codec->block_align = 10;
  return avcodec_open2(a->codec, codec, NULL) == 0;
}

struct codec_state *codec_open(const struct decode_question *q) {
  const char *name = q->codec < CODECS ? known[q->codec].decoder : NULL;
  const AVCodec *codec = name ? avcodec_find_decoder_by_name(name) : NULL;
  struct codec_state *a = codec ? calloc(1, sizeof *a) : NULL;
  if (!a) return NULL;
  a->as = *q;
  if (!setup(a, codec)) {
    codec_free(a);
    return NULL;
  }
  return a;
}

void codec_free(struct codec_state *a) {
  if (!a) return;
  swr_free(&a->swr);
  av_frame_free(&a->frame);
  av_packet_free(&a->packet);
  avcodec_free_context(&a->codec);
  free(a);
}

bool codec_same(const struct codec_state *a, const struct decode_question *q) {
  return a->as.codec == q->codec && a->as.channels == q->channels && a->as.bits == q->bits &&
         a->as.clock_hz == q->clock_hz && a->as.rate_hz == q->rate_hz;
}

static bool swr_fit(struct codec_state *a) {
  if (a->swr && a->swr_rate == a->frame->sample_rate && a->swr_format == a->frame->format)
    return true;
  AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
  swr_free(&a->swr);
  a->swr_rate = a->frame->sample_rate;
  a->swr_format = a->frame->format;
  return swr_alloc_set_opts2(&a->swr, &mono, AV_SAMPLE_FMT_S16, (int)a->as.rate_hz,
                             &a->frame->ch_layout, a->frame->format, a->frame->sample_rate, 0,
                             NULL) == 0 &&
         swr_init(a->swr) == 0;
}

static bool frame_append(struct codec_state *a, int16_t *pcm, size_t room, size_t *io_n) {
  uint8_t *to = (uint8_t *)(pcm + *io_n);
  if (a->frame->sample_rate <= 0) a->frame->sample_rate = a->codec->sample_rate;
  if (!a->frame->ch_layout.nb_channels) av_channel_layout_default(&a->frame->ch_layout, 1);
  if (!swr_fit(a)) return false;
  const uint8_t **from = (const uint8_t **)(void *)a->frame->extended_data;
  int n = swr_convert(a->swr, &to, (int)(room - *io_n), from, a->frame->nb_samples);
  if (n < 0) return false;
  *io_n += (size_t)n;
  return true;
}

bool codec_decode(struct codec_state *a, const uint8_t *frame, size_t n, int16_t *pcm, size_t room,
                  size_t *io_n) {
  if (av_new_packet(a->packet, (int)n) < 0) return false;
  memcpy(a->packet->data, frame, n);
  bool good = avcodec_send_packet(a->codec, a->packet) == 0;
  av_packet_unref(a->packet);
  while (good && avcodec_receive_frame(a->codec, a->frame) == 0) {
    good = frame_append(a, pcm, room, io_n);
    av_frame_unref(a->frame);
  }
  return good;
}

void codec_load_all(void) {
  av_log_set_level(AV_LOG_QUIET); // its messages quote what the wire said
  for (uint8_t codec = CODEC_L16; codec < CODECS; codec++) {
    struct decode_question q = {
        .codec = codec, .channels = 1, .bits = 4, .clock_hz = 8000, .rate_hz = 16000};
    struct codec_state *a = codec_open(&q);
    int16_t pcm[DECODE_SAMPLES_MAX];
    static const uint8_t frame[38];
    size_t n = 0;
    if (a) codec_decode(a, frame, sizeof frame, pcm, countof(pcm), &n);
    codec_free(a);
  }
}
