// SPDX-License-Identifier: Apache-2.0
// RTP and RTCP headers (RFC 3550; RFC 8285 extensions are skipped whole; RFC 5761 for telling the
// two apart on one port). Pure: views into the packet, every length checked.
#pragma once
#include "recorder/wire/span.h"

struct rtp {
  bool marker;
  uint8_t pt;
  uint16_t seq;
  uint32_t timestamp, ssrc;
  uint8_t n_csrc;
  struct span payload; // without padding
};

// False: not version 2, cut inside the header, or lengths that contradict each other.
bool rtp_parse(struct span packet, struct rtp *out);

// Redundant coding (RFC 2198): the packet again with its primary block alone, under that one's
// payload type, in `room` (as large as the packet). Returns its length; 0: it is none.
size_t rtp_red_primary(struct span packet, uint8_t *room);

// RTCP shares the port with RTP when rtcp-mux is used: second byte 192–223 (RFC 5761, 4).
bool rtcp_looks_like(struct span packet);

struct rtcp_sender { // of a sender report
  uint32_t ssrc;
  uint64_t ntp;
  uint32_t timestamp;
};
// Walks a compound packet; true with the first sender report found.
bool rtcp_sender_report(struct span packet, struct rtcp_sender *out);
