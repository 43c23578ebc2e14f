// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/rtp.h"

enum { RTCP_SR = 200 };

bool rtp_parse(struct span s, struct rtp *out) {
  if (s.n < 12 || s.p[0] >> 6 != 2) return false;
  size_t at = 12 + 4 * (size_t)(s.p[0] & 15), end = s.n;
  if (s.p[0] & 0x10) { // extension: profile, length in words
    if (at + 4 > s.n) return false;
    at += 4 + 4 * (size_t)be16(s.p + at + 2);
  }
  if (s.p[0] & 0x20) { // padding: its length is the last byte
    if (s.p[s.n - 1] == 0 || s.p[s.n - 1] > end) return false;
    end -= s.p[s.n - 1];
  }
  if (at > end) return false;
  *out = (struct rtp){.marker = s.p[1] >> 7,
                      .pt = s.p[1] & 127,
                      .seq = be16(s.p + 2),
                      .timestamp = be32(s.p + 4),
                      .ssrc = be32(s.p + 8),
                      .n_csrc = s.p[0] & 15,
                      .payload = {s.p + at, end - at}};
  return true;
}

size_t rtp_red_primary(struct span packet, uint8_t *room) {
  struct rtp rtp;
  size_t at = 0, behind = 0;
  if (!rtp_parse(packet, &rtp)) return 0;
  const uint8_t *p = rtp.payload.p;
  while (at + 4 <= rtp.payload.n &&
         p[at] & 0x80) { // F, payload type, 14 bits of time, 10 of length
    behind += (size_t)(p[at + 2] & 3) << 8 | p[at + 3];
    at += 4;
  }
  if (at >= rtp.payload.n || p[at] & 0x80 || at + 1 + behind > rtp.payload.n) return 0;
  size_t head = (size_t)(p - packet.p), from = at + 1 + behind, n = rtp.payload.n - from;
  memcpy(room, packet.p, head);
  room[0] &= 0xdf; // the padding stays behind
  room[1] = (uint8_t)((room[1] & 0x80) | (p[at] & 127));
  memcpy(room + head, p + from, n);
  return head + n;
}

bool rtcp_looks_like(struct span s) {
  return s.n >= 8 && s.p[0] >> 6 == 2 && s.p[1] >= 192 && s.p[1] <= 223;
}

bool rtcp_sender_report(struct span s, struct rtcp_sender *out) {
  while (s.n >= 8 && s.p[0] >> 6 == 2) {
    size_t length = 4 + 4 * (size_t)be16(s.p + 2);
    if (length > s.n) return false;
    if (s.p[1] == RTCP_SR && length >= 28) {
      out->ssrc = be32(s.p + 4);
      out->ntp = (uint64_t)be32(s.p + 8) << 32 | be32(s.p + 12);
      out->timestamp = be32(s.p + 16);
      return true;
    }
    s = span_from(s, length);
  }
  return false;
}
