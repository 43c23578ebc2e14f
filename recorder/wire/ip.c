// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/ip.h"

enum { HOP_BY_HOP = 0, ROUTING = 43, FRAGMENT = 44, AUTH = 51, DEST_OPTIONS = 60, MOBILITY = 135 };

static bool v4_parse(struct span s, struct ip *ip) {
  size_t header = (size_t)(s.p[0] & 15) * 4;
  if (s.n < 20 || header < 20 || header > s.n) return false;
  size_t total = be16(s.p + 2);
  if (total == 0) total = s.n; // segmentation offload writes 0 before the card fills it in
  if (total < header) return false;
  uint16_t flags = be16(s.p + 6);
  addr_from_v4(ip->src, s.p + 12);
  addr_from_v4(ip->dst, s.p + 16);
  ip->proto = s.p[9];
  ip->id = be16(s.p + 4);
  ip->offset = (size_t)(flags & 0x1fff) * 8;
  ip->more = (flags & 0x2000) != 0;
  ip->fragment = ip->more || ip->offset;
  ip->cut = total > s.n;
  ip->payload = span_from(span_first(s, total), header);
  return true;
}

static void v6_fragment(const uint8_t *h, struct ip *ip) {
  uint16_t field = be16(h + 2);
  ip->id = be32(h + 4);
  ip->offset = field & 0xfff8;
  ip->more = field & 1;
  ip->fragment = ip->more || ip->offset; // an "atomic" fragment is whole (RFC 6946)
}

bool ip_extensions(struct ip *ip) {
  for (int hops = 0; hops < 16; hops++) {
    struct span s = ip->payload;
    uint8_t next = ip->proto;
    size_t length;
    if (next == FRAGMENT)
      length = 8;
    else if (next == AUTH)
      length = s.n > 1 ? ((size_t)s.p[1] + 2) * 4 : SIZE_MAX;
    else if (next == HOP_BY_HOP || next == ROUTING || next == DEST_OPTIONS || next == MOBILITY)
      length = s.n > 1 ? ((size_t)s.p[1] + 1) * 8 : SIZE_MAX;
    else
      return true;
    if (length > s.n) return false;
    if (next == FRAGMENT) v6_fragment(s.p, ip);
    ip->proto = s.p[0];
    ip->payload = span_from(s, length);
    if (ip->fragment) return true; // what follows is known once the datagram is whole
  }
  return false;
}

static bool v6_parse(struct span s, struct ip *ip) {
  if (s.n < 40) return false;
  size_t length = be16(s.p + 4);
  if (length == 0) length = s.n - 40; // jumbogram or offload: all there is
  ip->v6 = true;
  memcpy(ip->src, s.p + 8, 16);
  memcpy(ip->dst, s.p + 24, 16);
  ip->cut = length > s.n - 40;
  ip->payload = span_first(span_from(s, 40), length);
  ip->proto = s.p[6];
  return ip_extensions(ip);
}

bool ip_parse(struct span s, struct ip *out) {
  struct ip ip = {0};
  if (s.n < 20) return false;
  int version = s.p[0] >> 4;
  if (version == 4 ? !v4_parse(s, &ip) : version != 6 || !v6_parse(s, &ip)) return false;
  *out = ip;
  return true;
}
