// SPDX-License-Identifier: Apache-2.0
// IP: one header chain, IPv4 (RFC 791) or IPv6 with its extension headers (RFC 8200), down to the
// payload of the first protocol that is not one of them. Pure; views into the packet.
// `payload` is bounded by the IP length, so link-layer padding never reaches the layers above;
// a packet cut by the snap length keeps what there is and says so in `cut`.
#pragma once
#include "recorder/wire/span.h"

enum { IP_IPIP = 4, IP_TCP = 6, IP_UDP = 17, IP_IPV6 = 41 };

struct ip {
  uint8_t src[16], dst[16];
  uint8_t proto;
  bool v6, cut;
  bool fragment; // part of a datagram: payload is a piece
  bool more;     // further pieces follow
  uint32_t id;   // IPv4 identification, IPv6 fragment identification (0 without one)
  size_t offset; // of this piece, in bytes
  uint32_t net;  // that it came by: the caller's to fill in
  struct span payload;
};

bool ip_parse(struct span packet, struct ip *out); // false: not IP, or malformed
// Walks IPv6 extension headers from ip->proto on; ip_parse did it already, except for a fragmented
// datagram, which needs it once it is whole. False: malformed.
bool ip_extensions(struct ip *ip);
