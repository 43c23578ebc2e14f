// SPDX-License-Identifier: Apache-2.0
// The only code that lets libavformat see a file. It runs locked in (recorder/jail.h), reads
// through its own I/O on one descriptor, knows a short list of formats, codecs and no protocol, and
// opens nothing a file may name: a playlist is just a file of the wrong kind.
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>

#include "core/file.h"
#include "recorder/import/media.h"
#include "recorder/import/media_wire.h"
#include "recorder/import/stale.h"
#include "recorder/jail.h"

enum { IO_BYTES = 16384, MEMORY = 256 << 20, CPU_SECONDS = 20 };
enum { BAD_PACKETS_MAX = 50 };

static const char formats[] = "wav,w64,au,aiff,caf,mp3,mov,mp4,m4a,ogg,matroska,webm,flac,amr,"
                              "gsm,alaw,mulaw,g722,s16le,aac";
static const char codecs[] =
    "pcm_s16le,pcm_s16be,pcm_u8,pcm_s8,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
    "pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,adpcm_ima_qt,"
    "pcm_alaw,pcm_mulaw,gsm,gsm_ms,adpcm_ima_wav,adpcm_ms,g722,g726,g726le,"
    "mp3,mp3float,aac,opus,libopus,vorbis,flac,alac,amrnb,amrwb,g729,truespeech,libgsm,libgsm_ms,"
    "libspeex,"
    "libopencore_amrnb,libopencore_amrwb,speex";

struct reader {
  AVFormatContext *in;
  AVCodecContext *decoder;
  SwrContext *resampler;
  AVPacket *packet;
  AVFrame *frame;
  int stream, bad_packets;
  bool last_was_bad;
  struct media_format format;
  int64_t frames; // at format.rate_hz, handed out
  bool placed;    // next_ms is known: where what came ends by the file's own clock
  int64_t next_ms;
};

static NORETURN void end(int code) { _exit(code); }

static void say(enum media_kind kind, const void *p, size_t n) {
  struct media_head head = {kind, (uint32_t)n};
  if (file_write_all(MEDIA_OUT, &head, sizeof head) || file_write_all(MEDIA_OUT, p, n)) end(74);
}

static NORETURN void refuse(const char *says) {
  say(MEDIA_REFUSED, says, strlen(says));
  end(65);
}

static int io_read(void *user, uint8_t *to, int n) {
  (void)user;
  ssize_t got = read(MEDIA_FILE, to, (size_t)n);
  return got > 0 ? (int)got : got ? AVERROR(EIO) : AVERROR_EOF;
}

static int64_t io_seek(void *user, int64_t at, int whence) {
  (void)user;
  whence &= ~AVSEEK_FORCE;
  if (whence != AVSEEK_SIZE) return lseek(MEDIA_FILE, at, whence);
  int64_t now = lseek(MEDIA_FILE, 0, SEEK_CUR), size = lseek(MEDIA_FILE, 0, SEEK_END);
  lseek(MEDIA_FILE, now, SEEK_SET);
  return size;
}

static int open_nothing(AVFormatContext *s, AVIOContext **pb, const char *url, int flags,
                        AVDictionary **options) {
  (void)s, (void)pb, (void)url, (void)flags, (void)options;
  return AVERROR(EPERM);
}

static void open_input(struct reader *r, const char *format, const char *rate) {
  uint8_t *room = av_malloc(IO_BYTES);
  r->in = avformat_alloc_context();
  if (!room || !r->in) refuse("it does not fit in memory");
  r->in->pb = avio_alloc_context(room, IO_BYTES, 0, NULL, io_read, NULL, io_seek);
  if (!r->in->pb) refuse("it does not fit in memory");
  r->in->io_open = open_nothing;
  r->in->format_whitelist = av_strdup(formats);
  r->in->codec_whitelist = av_strdup(codecs);
  r->in->protocol_whitelist = av_strdup("none");
  AVDictionary *options = NULL;
  const AVInputFormat *known = *format ? av_find_input_format(format) : NULL;
  if (known && strcmp(format, "gsm") && strcmp(format, "g722"))
    av_dict_set(&options, "sample_rate", rate, 0);
  enum stale stale = known ? STALE_NOT : stale_look(MEDIA_FILE);
  if (stale == STALE_CUT)
    refuse("its head is of an earlier moment: more sound follows than it tells of");
  if (stale == STALE_MENDABLE) av_dict_set(&options, "ignore_length", "1", 0);
  lseek(MEDIA_FILE, 0, SEEK_SET);
  if (avformat_open_input(&r->in, NULL, known, &options) < 0)
    refuse("this is no sound file of a kind we take");
  av_dict_free(&options);
  if (avformat_find_stream_info(r->in, NULL) < 0) refuse("its sound cannot be read");
}

// FFmpeg's own decoder of Opus runs away on some steady tones (13 dB too loud, or 10 dB too soft).
static const AVCodec *exact(const AVCodec *found) {
  bool opus = found && found->id == AV_CODEC_ID_OPUS;
  return opus ? avcodec_find_decoder_by_name("libopus") : found;
}

static void open_decoder(struct reader *r) {
  const AVCodec *codec = NULL;
  r->stream = av_find_best_stream(r->in, AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);
  codec = exact(codec);
  if (r->stream < 0 || !codec) refuse("there is no sound in it that we can read");
  r->decoder = avcodec_alloc_context3(codec);
  r->packet = av_packet_alloc();
  r->frame = av_frame_alloc();
  if (!r->decoder || !r->packet || !r->frame) refuse("it does not fit in memory");
  if (avcodec_parameters_to_context(r->decoder, r->in->streams[r->stream]->codecpar) < 0)
    refuse("its sound cannot be read");
  r->decoder->thread_count = 1;
  r->decoder->pkt_timebase = r->in->streams[r->stream]->time_base;
  r->decoder->codec_whitelist = av_strdup(codecs);
  if (avcodec_open2(r->decoder, codec, NULL) < 0)
    refuse("there is no sound in it that we can read");
}

static const char *rtp_name(enum AVCodecID id) {
  static const struct {
    enum AVCodecID id;
    const char *name;
  } names[] = {{AV_CODEC_ID_PCM_ALAW, "PCMA"},
               {AV_CODEC_ID_PCM_MULAW, "PCMU"},
               {AV_CODEC_ID_PCM_S16LE, "L16"},
               {AV_CODEC_ID_PCM_S16BE, "L16"},
               {AV_CODEC_ID_ADPCM_G722, "G722"},
               {AV_CODEC_ID_GSM, "GSM"},
               {AV_CODEC_ID_GSM_MS, "GSM"},
               {AV_CODEC_ID_OPUS, "opus"},
               {AV_CODEC_ID_MP3, "MPA"},
               {AV_CODEC_ID_G729, "G729"},
               {AV_CODEC_ID_AMR_NB, "AMR"},
               {AV_CODEC_ID_AMR_WB, "AMR-WB"},
               {AV_CODEC_ID_ADPCM_IMA_WAV, "DVI4"},
               {AV_CODEC_ID_SPEEX, "speex"}};
  for (size_t i = 0; i < countof(names); i++)
    if (names[i].id == id) return names[i].name;
  return avcodec_get_name(id);
}

static void open_resampler(struct reader *r) {
  int rate = r->frame->sample_rate, channels = r->frame->ch_layout.nb_channels;
  if (rate < 4000 || rate > 384000) refuse("its sample rate cannot be true");
  if (channels > 2) refuse("it has more than two channels: a call has one or two");
  r->format.rate_hz = rate <= 8000 ? 8000 : 16000;
  r->format.channels = (uint8_t)channels;
  snprintf(r->format.codec, sizeof r->format.codec, "%s", rtp_name(r->decoder->codec_id));
  AVChannelLayout layout;
  av_channel_layout_default(&layout, channels);
  if (swr_alloc_set_opts2(&r->resampler, &layout, AV_SAMPLE_FMT_S16, (int)r->format.rate_hz,
                          &layout, r->frame->format, rate, 0, NULL) < 0 ||
      swr_init(r->resampler) < 0)
    refuse("its sound cannot be read");
  say(MEDIA_FORMAT, &r->format, sizeof r->format);
}

// A frame that changes its kind midway would need another resampler; a call has no use for it.
static void check_same(const struct reader *r) {
  if (r->frame->ch_layout.nb_channels != r->format.channels)
    refuse("its number of channels changes midway");
}

static void hand_out(struct reader *r, const uint8_t **in, int n) {
  int16_t out[MEDIA_BODY_MAX / 2];
  for (int most = (int)countof(out) / r->format.channels;;) {
    uint8_t *to = (uint8_t *)out;
    int got = swr_convert(r->resampler, &to, most, in, n);
    if (got < 0) refuse("its sound cannot be read");
    if (got) say(MEDIA_PCM, out, (size_t)got * r->format.channels * 2);
    r->frames += got;
    if (got < most) return;
    in = NULL;
    n = 0;
  }
}

// Formats whose packets carry a time of their own; elsewhere libav reckons it from the bytes.
static bool is_timed(const struct reader *r) {
  const char *name = r->in->iformat->name;
  return !strncmp(name, "matroska", 8) || !strncmp(name, "mov", 3) || !strcmp(name, "ogg");
}

// Sound is placed by its time: what a recorder left out (a pause, silence, a lost packet) is
// silence here, and what follows stays where it was.
static void fill_gap(struct reader *r) {
  enum { LEAST_MS = 20, STEP = 1024, HOUR_MS = 3600000 };
  const AVFrame *f = r->frame;
  AVRational in_ms = {1, 1000};
  if (!is_timed(r) || f->best_effort_timestamp == AV_NOPTS_VALUE) return;
  int64_t at_ms = av_rescale_q(f->best_effort_timestamp, r->decoder->pkt_timebase, in_ms);
  int64_t gap_ms = r->placed ? at_ms - r->next_ms : 0;
  r->placed = true;
  r->next_ms = at_ms + av_rescale(f->nb_samples, 1000, f->sample_rate);
  if (gap_ms < LEAST_MS) return;
  if (gap_ms > 12 * HOUR_MS) refuse("its times cannot be true");
  int64_t left = av_rescale(gap_ms, f->sample_rate, 1000);
  uint8_t *silence[2] = {NULL};
  if (av_samples_alloc(silence, NULL, r->format.channels, STEP, f->format, 0) < 0)
    refuse("it does not fit in memory");
  av_samples_set_silence(silence, 0, STEP, r->format.channels, f->format);
  for (; left > 0; left -= STEP) {
    const uint8_t *from[2] = {silence[0], silence[1]};
    hand_out(r, from, (int)(left < STEP ? left : STEP));
  }
  av_freep(&silence[0]);
}

static void take_frames(struct reader *r) {
  while (avcodec_receive_frame(r->decoder, r->frame) >= 0) {
    if (!r->resampler) open_resampler(r);
    check_same(r);
    fill_gap(r);
    const uint8_t *planes[2] = {r->frame->extended_data[0]};
    bool planar = av_sample_fmt_is_planar(r->frame->format);
    if (r->format.channels == 2 && planar) planes[1] = r->frame->extended_data[1];
    hand_out(r, planes, r->frame->nb_samples);
    av_frame_unref(r->frame);
  }
}

static bool is_filling(const AVPacket *p) {
  for (int i = 0; i < p->size; i++)
    if (p->data[i]) return false;
  return true;
}

// The writer counted its padding into the length of the sound (of GSM in WAV: sox, Asterisk), or
// ended inside a block: less than half of one holds no whole frame, more is filled up.
static bool take_rest(struct reader *r) {
  AVPacket *p = r->packet;
  int block = r->in->streams[r->stream]->codecpar->block_align, rest = p->size;
  if (is_filling(p)) return true;
  if (rest >= block) return false;
  if (rest < block / 2) return true;
  if (av_grow_packet(p, block - rest) < 0) return false;
  memset(p->data + rest, 0, (size_t)(block - rest));
  return avcodec_send_packet(r->decoder, p) >= 0;
}

static void take_packet(struct reader *r) {
  r->last_was_bad = avcodec_send_packet(r->decoder, r->packet) < 0 && !take_rest(r);
  r->bad_packets += r->last_was_bad;
  if (r->bad_packets > BAD_PACKETS_MAX) refuse("too much of its sound cannot be read");
  take_frames(r);
}

// Sound beside the sound that is taken is not passed over in silence.
static void check_alone(const struct reader *r) {
  enum AVMediaType kind = r->in->streams[r->packet->stream_index]->codecpar->codec_type;
  if (kind == AVMEDIA_TYPE_AUDIO && r->packet->size)
    refuse("it holds more than one sound track, and one would be lost: save each as a file of its "
           "own, NAME-rx and NAME-tx where they are the two voices of a call");
}

static void decode_all(struct reader *r) {
  int rc;
  while ((rc = av_read_frame(r->in, r->packet)) >= 0) {
    if (r->packet->stream_index == r->stream)
      take_packet(r);
    else
      check_alone(r);
    av_packet_unref(r->packet);
  }
  if (rc != AVERROR_EOF) refuse("it is not whole: it breaks off");
  if (avcodec_send_packet(r->decoder, NULL) >= 0) take_frames(r);
  if (r->resampler) hand_out(r, NULL, 0);
}

// The head says how long it is; what came is how long it was.
static void check_whole(const struct reader *r) {
  if (!r->frames) refuse("there is no sound in it");
  if (r->last_was_bad) refuse("it is not whole: it breaks off");
  int64_t says_ms = r->in->duration == AV_NOPTS_VALUE ? 0 : r->in->duration / 1000;
  int64_t has_ms = r->frames * 1000 / r->format.rate_hz;
  bool guessed = r->in->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
  if (!guessed && says_ms - has_ms > 300 + says_ms / 100)
    refuse("it is not whole: it is shorter than its head says");
}

enum err media_child_lock(void *self) {
  (void)self;
  return jail_lock((struct jail_limits){MEMORY, CPU_SECONDS});
}

void media_child(const char *format, const char *rate) {
  av_log_set_level(AV_LOG_QUIET);
  struct reader r = {0};
  if (media_child_lock(NULL)) end(71);
  lseek(MEDIA_FILE, 0, SEEK_SET); // the descriptor is shared with whoever looked at it before
  open_input(&r, format, rate);
  open_decoder(&r);
  decode_all(&r);
  check_whole(&r);
  say(MEDIA_END, "", 0);
  end(0);
}
