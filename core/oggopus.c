// SPDX-License-Identifier: Apache-2.0
#include "core/oggopus.h"

static void add_le(struct buf *b, uint64_t v, int bytes) {
  for (int i = 0; i < bytes; i++) buf_add_char(b, (char)(v >> 8 * i & 0xff));
}

static uint32_t le(const char *p, int bytes) {
  uint32_t v = 0;
  for (int i = bytes - 1; i >= 0; i--) v = v << 8 | (uint8_t)p[i];
  return v;
}

void oggopus_head(const struct oggw_params *p, struct buf *out) {
  buf_add_str(out, "OpusHead");
  add_le(out, 1, 1); // version
  add_le(out, p->channels, 1);
  add_le(out, p->pre_skip, 2);
  add_le(out, p->input_hz, 4);
  add_le(out, 0, 2);                                 // gain
  add_le(out, p->channels == 2, 1);                  // mapping family
  if (p->channels == 2) buf_add(out, "\2\0\0\1", 4); // streams, coupled, map
}

void oggopus_tags(const char *vendor, struct buf *out) {
  buf_add_str(out, "OpusTags");
  add_le(out, strlen(vendor), 4);
  buf_add_str(out, vendor);
  add_le(out, 0, 4);
}

enum err oggopus_head_parse(struct sv s, struct oggr_info *info) {
  if (s.n < 19 || !sv_starts(s, SV("OpusHead")) || (uint8_t)s.p[8] >> 4)
    return fail(E_BAD_DATA, "this is no Opus stream");
  info->channels = (uint8_t)s.p[9];
  info->pre_skip = (uint16_t)le(s.p + 10, 2);
  info->input_hz = le(s.p + 12, 4);
  info->family = (uint8_t)s.p[18];
  if (info->family == 0 && info->channels == 1 && s.n == 19) return OK;
  struct sv map = sv_from(s, 19);
  bool pair = info->family == 1 && info->channels == 2 && map.n == 4 && map.p[0] == 2 && !map.p[1];
  info->swapped = pair && map.p[2] == 1;
  if (pair && (uint8_t)map.p[2] < 2 && map.p[3] == !map.p[2]) return OK;
  return fail(E_BAD_DATA, "neither one mono stream nor two");
}

// Frame lengths in samples at 48 kHz, by the configuration's mode (RFC 6716, table 2).
static uint32_t frame_samples(uint8_t toc) {
  static const uint16_t silk[] = {480, 960, 1920, 2880}, hybrid[] = {480, 960},
                        celt[] = {120, 240, 480, 960};
  uint8_t config = toc >> 3;
  if (config < 12) return silk[config & 3];
  return config < 16 ? hybrid[config & 1] : celt[config & 3];
}

enum err oggopus_duration(struct sv packet, uint32_t *out_samples) {
  if (!packet.n) return fail(E_BAD_DATA, "an empty Opus packet");
  uint8_t toc = (uint8_t)packet.p[0], code = toc & 3;
  if (code == 3 && packet.n < 2) return fail(E_BAD_DATA, "an Opus packet is cut");
  uint32_t frames = code == 0 ? 1 : code < 3 ? 2 : (uint8_t)packet.p[1] & 63;
  uint32_t samples = frames * frame_samples(toc);
  if (!samples || samples > 5760) return fail(E_BAD_DATA, "an Opus packet of %u samples", samples);
  *out_samples = samples;
  return OK;
}

// ---- silence ----------------------------------------------------------------------------------

// The last of 50 frames of zeroes as libopus codes them, 20 ms each; ffmpeg's own decoder, opusdec
// and browsers play them at -93 dBFS or less, which a frame without bytes is not everywhere.
static const uint8_t narrow[] = {0x08, 0x07, 0xc6, 0xb1, 0x66, 0x1e},
                     wide[] = {0x48, 0x07, 0xc9, 0x72, 0x27, 0xe1, 0x3e, 0x53};

static struct sv silent_frame(uint8_t toc) {
  bool is_narrow = toc >> 3 < 4; // SILK, narrowband
  return is_narrow ? (struct sv){(const char *)narrow, sizeof narrow}
                   : (struct sv){(const char *)wide, sizeof wide};
}

// A length of one or two bytes (RFC 6716, 3.2.1); advances *p.
static size_t length_read(struct sv *p) {
  if (!p->n) return SIZE_MAX;
  size_t n = (uint8_t)p->p[0], bytes = n < 252 ? 1 : 2;
  if (p->n < bytes) return SIZE_MAX;
  if (bytes == 2) n += 4 * (size_t)(uint8_t)p->p[1];
  *p = sv_from(*p, bytes);
  return n;
}

// Where the second stream's packet begins: behind the self-delimited first (appendix B). Of three
// frames and more we do not say; 0xff is then a wide one's.
static uint8_t second_toc(struct sv packet) {
  unsigned code = (uint8_t)packet.p[0] & 3;
  struct sv rest = sv_from(packet, 1);
  size_t n = length_read(&rest);
  if (code == 1 && n < SIZE_MAX) n *= 2;
  if (code == 2) {
    size_t more = length_read(&rest);
    n = n == SIZE_MAX || more == SIZE_MAX ? SIZE_MAX : n + more;
  }
  return code == 3 || n >= rest.n ? 0xff : (uint8_t)rest.p[n];
}

enum err oggopus_silence(struct sv like, bool two, uint8_t out[20], uint8_t *out_n) {
  if (!like.n) return fail(E_BAD_DATA, "an empty Opus packet");
  struct sv a = silent_frame((uint8_t)like.p[0]);
  if (!two) {
    memcpy(out, a.p, a.n);
    *out_n = (uint8_t)a.n;
    return OK;
  }
  struct sv b = silent_frame(second_toc(like));
  out[0] = (uint8_t)a.p[0];
  out[1] = (uint8_t)(a.n - 1);
  memcpy(out + 2, a.p + 1, a.n - 1);
  memcpy(out + 1 + a.n, b.p, b.n);
  *out_n = (uint8_t)(1 + a.n + b.n);
  return OK;
}
