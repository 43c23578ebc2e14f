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
