// SPDX-License-Identifier: Apache-2.0
// Dissect: from a captured frame to what a UDP socket or a SIP connection would have received.
//
// Link layer, IP in IP (RFC 2003, 4213), fragments, UDP and TCP in one call per frame; each finding
// is handed to a callback while the frame lies there. All state (pieces of datagrams, streams) is
// bounded and allocated at dissect_new. No I/O, no clock: time comes with the frame. One thread.
#pragma once
#include "recorder/wire/span.h"

struct datagram {
  int64_t at_us;
  struct endpoint src, dst;
  bool tcp;       // payload is one SIP message of a stream
  bool cut;       // the capture's snap length took the end away
  uint32_t ip_id; // 0 over TCP
  struct span payload;
};
typedef void dissect_fn(void *ctx, const struct datagram *d);

struct dissect_counts {
  uint64_t frames, not_ip, malformed, fragments, reassembled, udp, tcp_segments, tcp_messages;
};

struct dissect;

struct dissect *dissect_new(void); // NULL without memory
void dissect_free(struct dissect *d);
void dissect_clear(struct dissect *d); // forgets pieces and streams: another capture begins
// TCP connections from or to this port are followed from their SYN (5060 is built in).
void dissect_sip_port(struct dissect *d, uint16_t port);
void dissect_frame(struct dissect *d, int link, int64_t at_us, struct span frame, dissect_fn *fn,
                   void *ctx);
const struct dissect_counts *dissect_counts(const struct dissect *d);
