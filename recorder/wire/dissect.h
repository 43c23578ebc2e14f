// SPDX-License-Identifier: Apache-2.0
// Dissect: from a captured frame to what a UDP socket or a SIP connection would have received.
//
// Link layer, tags and tunnels in any order (layer.h), fragments, UDP and TCP in one call per
// frame; each finding is handed to a callback while the frame lies there. What cannot be read is
// counted, per reason. All state (pieces of datagrams, streams) is bounded and allocated at
// dissect_new. No I/O, no clock: time comes with the frame. One thread.
#pragma once
#include "recorder/wire/layer.h"

struct frame {
  int link; // recorder/wire/link.h
  int64_t at_us;
  uint32_t wire_n; // as long as it was on the wire; 0: as long as `bytes`
  uint32_t net;    // the interface it was seen on, as a number; 0: not known
  struct span bytes;
};

struct datagram {
  int64_t at_us;
  struct endpoint src, dst;
  uint32_t net;   // the network it came by (net_within): its addresses mean something there only
  bool tcp;       // payload is one SIP message of a stream
  bool cut;       // the capture's snap length took the end away
  uint32_t ip_id; // 0 over TCP
  struct span payload;
};
// An interface is known by its name: after a restart, and in the next file, it is the same.
static inline uint32_t net_of_interface(struct sv name) {
  return (uint32_t)span_hash((struct span){(const uint8_t *)name.p, name.n}, 13) | 1;
}
typedef void dissect_fn(void *ctx, const struct datagram *d);

struct dissect_counts {
  uint64_t frames, not_ip, fragments, reassembled, udp, tcp_segments, tcp_messages;
  uint64_t unread[UNREAD_KINDS];  // not understood, per reason; [UNREAD_NONE] is unused
  uint32_t example[UNREAD_KINDS]; // the first one's number: the link type, the EtherType
};

struct dissect;

struct dissect *dissect_new(void); // NULL without memory
void dissect_free(struct dissect *d);
void dissect_clear(struct dissect *d); // forgets pieces and streams: another capture begins
// TCP connections from or to this port are followed from their SYN (5060 is built in).
void dissect_sip_port(struct dissect *d, uint16_t port);
void dissect_frame(struct dissect *d, const struct frame *f, dissect_fn *fn, void *ctx);
void dissect_counts(const struct dissect *d, struct dissect_counts *out);
