// SPDX-License-Identifier: Apache-2.0
#include "recorder/call/guess.h"

enum err guess_map_parse(struct sv text, struct guess_maps *out) {
  uint64_t pt, clock = 0, channels = 1;
  struct sv rest = text, number = sv_cut(&rest, '='), name = sv_cut(&rest, '/');
  if (!sv_is_u64(number, 127, &pt) || !name.n || !sv_is_u64(sv_cut(&rest, '/'), 192000, &clock) ||
      (rest.n && !sv_is_u64(rest, 8, &channels)))
    return fail(E_CONFIG, "\"" SV_FMT "\" is no payload type: write 107=opus/48000/2",
                SV_ARG(text));
  if (out->n == GUESS_MAPS_MAX) return fail(E_CONFIG, "at most %d payload types", GUESS_MAPS_MAX);
  struct sdp_pt p = {(uint8_t)pt, (uint8_t)channels, (uint32_t)clock, name, {0}};
  payload_from_sdp(&p, &out->map[out->n++]);
  return OK;
}

// Samples at 48 kHz in an Opus packet, 0 when it is none.
static uint32_t opus_duration(struct span s) {
  static const uint32_t silk[] = {480, 960, 1920, 2880}, hybrid[] = {480, 960},
                        celt[] = {120, 240, 480, 960};
  if (!s.n) return 0;
  uint32_t config = s.p[0] >> 3, frames = 1;
  uint32_t one = config < 12   ? silk[config & 3]
                 : config < 16 ? hybrid[config & 1]
                               : celt[config & 3];
  if ((s.p[0] & 3) == 3)
    frames = s.n > 1 ? s.p[1] & 63 : 0;
  else if (s.p[0] & 3)
    frames = 2;
  return one * frames <= 5760 ? one * frames : 0;
}

static bool dynamic(uint32_t step, struct span s, struct sdp_pt *out) {
  static const struct {
    uint32_t bytes, per;
    struct sv name;
  } fixed[] = {
      {38, 160, {"iLBC", 4}}, {50, 240, {"iLBC", 4}}, {33, 160, {"GSM", 3}}, {10, 80, {"G729", 4}}};
  if (s.n == 4 && step == 0 && !(s.p[1] & 0x40) && s.p[0] < 17) {
    out->name = SV("telephone-event");
    out->clock_hz = 8000;
    return true;
  }
  for (size_t i = 0; step && i < countof(fixed); i++) {
    if (s.n % fixed[i].bytes || s.n / fixed[i].bytes * fixed[i].per != step) continue;
    out->name = fixed[i].name;
    out->clock_hz = 8000;
    return true;
  }
  if (!step || opus_duration(s) != step) return false;
  out->name = SV("opus");
  out->clock_hz = 48000;
  out->channels = 2;
  return true;
}

bool guess_payload(const struct guess_maps *maps, uint8_t pt, uint32_t step, struct span bytes,
                   struct payload *out) {
  for (size_t i = 0; i < maps->n; i++)
    if (maps->map[i].pt == pt) {
      *out = maps->map[i];
      return true;
    }
  struct sdp_pt known = {.pt = pt, .channels = 1};
  if (!sdp_static_pt(pt, &known) && (pt < 96 || !dynamic(step, bytes, &known))) return false;
  payload_from_sdp(&known, out);
  return true;
}
