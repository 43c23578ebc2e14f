// SPDX-License-Identifier: Apache-2.0
// Tunnels that are an IP protocol of their own: IP in IP (RFC 2003, 2473, 4213), GRE (RFC 1701,
// 2784, 2890; PPTP's version 1, RFC 2637; NVGRE, RFC 7637) with ERSPAN I, II and III in it, EtherIP
// (RFC 3378), MPLS in IP (RFC 4023), L2TPv3 (RFC 3931).
#include "recorder/wire/layer.h"

enum {
  PROTO_IPIP = 4,
  PROTO_IPV6 = 41,
  PROTO_GRE = 47,
  PROTO_ESP = 50,
  PROTO_ETHERIP = 97,
  PROTO_L2TP = 115,
  PROTO_MPLS = 137,
  GRE_CHECKSUM = 0x8000,
  GRE_ROUTING = 0x4000,
  GRE_KEY = 0x2000,
  GRE_SEQUENCE = 0x1000,
  GRE_ACKNOWLEDGED = 0x0080,
  TYPE_ERSPAN = 0x88be,
  TYPE_ERSPAN_3 = 0x22eb,
  TYPE_WCCP = 0x883e,
  TYPE_IPV4 = 0x0800,
  TYPE_MPLS = 0x8847,
};

static struct layer inside(enum layer_kind is, uint16_t type, struct span s, size_t at,
                           enum unread within) {
  struct layer l = layer_next(is, type, s, at);
  l.within = within;
  return l;
}

// Type I has no header of its own, II has 8 bytes behind GRE's sequence number (draft-foschiano).
static struct layer erspan_peel(struct span s, bool numbered) {
  bool second = numbered && s.n >= 8 && s.p[0] >> 4 == 1;
  struct layer l = inside(LAYER_ETHERNET, 0, s, second ? 8 : 0, UNREAD_ERSPAN);
  return second ? layer_in(NET_VLAN, be16(s.p) & 0xfff, l) : l;
}

// 12 bytes, 8 more when the last bit says so; the frame type is Ethernet (0) or IP (2).
static struct layer erspan3_peel(struct span s) {
  if (s.n < 12) return layer_end(UNREAD_CUT);
  size_t n = s.p[11] & 1 ? 20 : 12;
  unsigned frame = be16(s.p + 10) >> 10 & 31;
  struct layer l = inside(frame == 2 ? LAYER_IP : LAYER_ETHERNET, 0, s, n, UNREAD_ERSPAN);
  return layer_in(NET_VLAN, be16(s.p) & 0xfff, l);
}

// RFC 1701: source routes, each with its length, up to an empty one. 0: cut.
static size_t gre_routes(struct span s) {
  for (size_t at = 0, hops = 0; hops < 16 && at + 4 <= s.n; hops++) {
    uint16_t family = be16(s.p + at);
    uint8_t length = s.p[at + 3];
    at += 4u + length;
    if (!family && !length) return at;
  }
  return 0;
}

static struct layer gre_inside(uint16_t type, struct span s, bool numbered) {
  if (type == TYPE_ERSPAN) return erspan_peel(s, numbered);
  if (type == TYPE_ERSPAN_3) return erspan3_peel(s);
  if (type == TYPE_WCCP) // a web cache's redirection: 4 bytes that may be there
    return inside(LAYER_IP, TYPE_IPV4, s, s.n && s.p[0] >> 4 == 4 ? 0 : 4, UNREAD_GRE);
  if (type == 0) return layer_end(UNREAD_NONE); // a keep-alive's answer
  return inside(LAYER_TYPE, type, s, 0, UNREAD_GRE);
}

static struct layer gre_peel(struct span s) {
  if (s.n < 4) return layer_end(UNREAD_CUT);
  uint16_t flags = be16(s.p), type = be16(s.p + 2), version = flags & 7;
  size_t n = 4;
  if (version > 1) return layer_end(UNREAD_GRE);
  if (version == 0 && flags & (GRE_CHECKSUM | GRE_ROUTING)) n += 4;
  size_t key = n;
  if (flags & GRE_KEY) n += 4;
  if (flags & GRE_SEQUENCE) n += 4;
  if (version == 1 && flags & GRE_ACKNOWLEDGED) n += 4;
  if (version == 0 && flags & GRE_ROUTING) {
    size_t routes = gre_routes(span_from(s, n));
    if (!routes) return layer_end(UNREAD_GRE);
    n += routes;
  }
  if (version == 1 && !(flags & GRE_SEQUENCE)) return layer_end(UNREAD_NONE); // an acknowledgement
  if (n >= s.n) return layer_end(s.n == n ? UNREAD_NONE : UNREAD_CUT);
  struct layer l = gre_inside(type, span_from(s, n), flags & GRE_SEQUENCE);
  bool says = flags & GRE_KEY && version == 0 && l.is != LAYER_END && !l.net;
  return says ? layer_in(NET_KEY, be32(s.p + key), l) : l;
}

// Session (0 is control), then a cookie and a sublayer whose lengths only both ends know: what
// makes a frame of the rest is taken.
static struct layer l2tp3_peel(struct span s) {
  if (s.n < 4 || be32(s.p) == 0) return layer_end(UNREAD_NONE);
  for (size_t n = 4; n <= 16; n += 4) {
    struct span rest = span_from(s, n);
    bool ether = ether_plausible(rest);
    if (!ether && !ip_plausible(rest)) continue;
    struct layer l = inside(ether ? LAYER_ETHERNET : LAYER_IP, 0, s, n, UNREAD_L2TP);
    return layer_in(NET_SESSION, be32(s.p), l);
  }
  return layer_end(UNREAD_L2TP);
}

struct layer tunnel_ip(uint8_t proto, struct span s) {
  switch (proto) {
  case PROTO_IPIP:
  case PROTO_IPV6: return inside(LAYER_IP, 0, s, 0, UNREAD_TUNNEL);
  case PROTO_GRE: return gre_peel(s);
  case PROTO_ESP: return layer_end(UNREAD_ESP);
  case PROTO_ETHERIP: return inside(LAYER_ETHERNET, 0, s, 2, UNREAD_TUNNEL);
  case PROTO_L2TP: return l2tp3_peel(s);
  case PROTO_MPLS: return inside(LAYER_TYPE, TYPE_MPLS, s, 0, UNREAD_MPLS);
  default: return layer_end(UNREAD_NONE);
  }
}
