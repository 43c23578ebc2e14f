// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/sound.h"

#include "recorder/encode/g711.h"

void sound_init(struct sound *s, struct decoders *decoders) {
  *s = (struct sound){.decoders = decoders};
}

void sound_drop(struct sound *s) {
  if (s->child_stream) decoders_forget(s->decoders, s->child_stream);
  decode_opus_drop(&s->opus);
  *s = (struct sound){0};
}

static size_t l16_mono(const struct payload *as, const uint8_t *p, size_t n, int16_t *pcm) {
  size_t step = 2 * (size_t)(as->channels > 1 ? as->channels : 1), at = 0;
  for (size_t i = 0; i + step <= n && at < SOUND_MAX; i += step) {
    int32_t sum = 0;
    for (size_t c = 0; c < step; c += 2) sum += (int16_t)(p[i + c] << 8 | p[i + c + 1]);
    pcm[at++] = (int16_t)(sum / (int32_t)(step / 2));
  }
  return at;
}

static enum decoded child_play(struct sound *s, const uint8_t *p, size_t n, int16_t *pcm,
                               size_t *out_n) {
  if (!s->decoders) return DECODED_UNKNOWN;
  if (!s->child_stream) s->child_stream = decoders_stream(s->decoders);
  return decoders_run(s->decoders, s->child_stream, &s->as, p, n, pcm, SOUND_MAX, out_n);
}

static enum decoded play(struct sound *s, const uint8_t *p, size_t n, int16_t *pcm, size_t *out_n) {
  size_t bytes = n < SOUND_MAX ? n : SOUND_MAX;
  switch (s->as.codec) {
  case CODEC_PCMU: g711_ulaw(p, bytes, pcm); break;
  case CODEC_PCMA: g711_alaw(p, bytes, pcm); break;
  case CODEC_L16:
    if (s->as.clock_hz != s->as.rate_hz) return child_play(s, p, n, pcm, out_n);
    bytes = l16_mono(&s->as, p, n, pcm);
    break;
  case CODEC_OPUS: return decode_opus(&s->opus, s->as.rate_hz, p, n, pcm, out_n);
  case CODEC_UNKNOWN:
  case CODEC_CN:
  case CODEC_EVENT: return DECODED_UNKNOWN;
  default: return child_play(s, p, n, pcm, out_n);
  }
  *out_n = bytes;
  return DECODED;
}

enum decoded sound_decode(struct sound *s, const struct payload *as, const uint8_t *p, size_t n,
                          int16_t pcm[SOUND_MAX], size_t *out_n) {
  if (s->conceal.rate_hz != as->rate_hz) conceal_init(&s->conceal, as->rate_hz);
  s->as = *as;
  *out_n = 0;
  enum decoded d = play(s, p, n, pcm, out_n);
  if (d == DECODED && as->codec != CODEC_OPUS) conceal_good(&s->conceal, pcm, *out_n);
  return d;
}

void sound_conceal(struct sound *s, const uint8_t *next, size_t next_n, int16_t *pcm, size_t n) {
  memset(pcm, 0, n * sizeof *pcm);
  if (s->as.codec == CODEC_OPUS && s->opus.state)
    decode_opus_lost(&s->opus, next, next_n, pcm, n);
  else if (s->conceal.rate_hz)
    conceal_lost(&s->conceal, pcm, n);
}
