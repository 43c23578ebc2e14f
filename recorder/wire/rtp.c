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
