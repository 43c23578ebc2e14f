// SPDX-License-Identifier: Apache-2.0
#include "recorder/decode/serve.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include "recorder/decode/amr.h"
#include "recorder/decode/codec.h"
#include "recorder/decode/dvi4.h"

static struct codec_state *streams[DECODE_STREAMS];

struct output {
  int16_t *pcm;
  size_t n;
};

// Several frames of one size in a packet (RFC 3551, 4.2).
static bool frames_each(struct codec_state *a, const uint8_t *p, size_t n, size_t each,
                        struct output *o) {
  bool good = n > 0;
  for (size_t at = 0; at + each <= n && good; at += each)
    good = codec_decode(a, p + at, each, o->pcm, DECODE_SAMPLES_MAX, &o->n);
  return good && n >= each;
}

static bool amr_decode(struct codec_state *a, const struct decode_question *q, const uint8_t *p,
                       size_t n, struct output *o) {
  struct amr_frames f;
  if (!amr_unpack(p, n, q->codec == CODEC_AMR_WB, q->octet_align, &f)) return false;
  for (size_t i = 0; i < f.n; i++)
    if (!codec_decode(a, f.bytes[i], f.len[i], o->pcm, DECODE_SAMPLES_MAX, &o->n)) return false;
  return true;
}

// G.723.1: the two low bits of a frame's first byte say how long it is.
static bool g723_decode(struct codec_state *a, const uint8_t *p, size_t n, struct output *o) {
  static const uint8_t sizes[4] = {24, 20, 4, 1};
  for (size_t at = 0; at < n;) {
    size_t size = sizes[p[at] & 3];
    if (at + size > n || !codec_decode(a, p + at, size, o->pcm, DECODE_SAMPLES_MAX, &o->n))
      return false;
    at += size;
  }
  return n > 0;
}

static bool payload_decode(struct codec_state *a, const struct decode_question *q, const uint8_t *p,
                           size_t n, struct output *o) {
  switch (q->codec) {
  case CODEC_G729:
    return n < 10 ? n == 2 : frames_each(a, p, n, 10, o); // 2 bytes: silence (annex B)
  case CODEC_GSM: return frames_each(a, p, n, 33, o);
  case CODEC_ILBC: return frames_each(a, p, n, q->bits ? 38 : 50, o);
  case CODEC_AMR:
  case CODEC_AMR_WB: return amr_decode(a, q, p, n, o);
  case CODEC_G723: return g723_decode(a, p, n, o);
  default: return n > 0 && codec_decode(a, p, n, o->pcm, DECODE_SAMPLES_MAX, &o->n);
  }
}

static struct codec_state *stream_decoder(const struct decode_question *q) {
  struct codec_state **slot = &streams[q->stream];
  if (*slot && !codec_same(*slot, q)) {
    codec_free(*slot);
    *slot = NULL;
  }
  if (!*slot) *slot = codec_open(q);
  return *slot;
}

// The frame length tells iLBC's mode: 38 bytes for 20 ms, 50 for 30 (RFC 3952).
static struct decode_question completed(const struct decode_question *q, size_t n) {
  struct decode_question full = *q;
  if (q->codec == CODEC_ILBC) full.bits = n % 38 == 0;
  if (full.channels < 1 || full.channels > 2) full.channels = 1;
  if (full.clock_hz < 8000 || full.clock_hz > 48000) full.clock_hz = 8000;
  if (full.rate_hz != 16000) full.rate_hz = 8000;
  return full;
}

void decode_answer_to(const struct decode_question *asked, const uint8_t *payload, size_t n,
                      struct decode_answer *out, int16_t pcm[DECODE_SAMPLES_MAX]) {
  struct output o = {pcm, 0};
  *out = (struct decode_answer){.stream = asked->stream, .status = DECODE_UNSUPPORTED};
  if (asked->stream >= DECODE_STREAMS) return;
  if (asked->op == DECODE_FORGET) {
    codec_free(streams[asked->stream]);
    streams[asked->stream] = NULL;
    out->status = DECODE_OK;
    return;
  }
  struct decode_question q = completed(asked, n);
  if (q.codec == CODEC_DVI4) {
    o.n = dvi4_decode(payload, n, pcm, DECODE_SAMPLES_MAX);
    out->status = o.n ? DECODE_OK : DECODE_BAD;
  } else {
    struct codec_state *a = stream_decoder(&q);
    if (!a) return;
    out->status = payload_decode(a, &q, payload, n, &o) ? DECODE_OK : DECODE_BAD;
  }
  out->samples = (uint32_t)o.n;
}

void decode_forget_all(void) {
  for (size_t i = 0; i < DECODE_STREAMS; i++) {
    codec_free(streams[i]);
    streams[i] = NULL;
  }
}

static bool answer_send(int fd, const struct decode_answer *a, const int16_t *pcm) {
  struct iovec v[2] = {{(void *)(uintptr_t)a, sizeof *a},
                       {(void *)(uintptr_t)pcm, a->samples * sizeof *pcm}};
  ssize_t n;
  do n = writev(fd, v, 2);
  while (n < 0 && errno == EINTR);
  return n > 0;
}

int decode_serve(int fd) {
  static uint8_t in[sizeof(struct decode_question) + DECODE_PAYLOAD_MAX];
  static int16_t pcm[DECODE_SAMPLES_MAX];
  for (;;) {
    ssize_t n = read(fd, in, sizeof in);
    if (n < 0 && errno == EINTR) continue;
    if (n < (ssize_t)sizeof(struct decode_question)) return n == 0 ? 0 : 74;
    struct decode_question q;
    struct decode_answer a;
    memcpy(&q, in, sizeof q);
    decode_answer_to(&q, in + sizeof q, (size_t)n - sizeof q, &a, pcm);
    if (!answer_send(fd, &a, pcm)) return 0;
  }
}
