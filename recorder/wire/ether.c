// SPDX-License-Identifier: Apache-2.0
// What lies behind a MAC header: tags (802.1Q, 802.1ad, 802.1BR, VN-tag, HSR, TrustSec), MACs in
// MACs (802.1ah, FabricPath, TRILL), MPLS (RFC 3032, 4448), PPPoE (RFC 2516), NSH (RFC 8300).
#include "recorder/wire/layer.h"

enum {
  MAC_BYTES = 14,
  TYPE_LEAST = 0x0600, // below it is a length (IEEE 802.3)
  TYPE_IPV4 = 0x0800,
  TYPE_IPV6 = 0x86dd,
  TYPE_TRANSPARENT = 0x6558, // transparent Ethernet bridging (RFC 1701)
  TYPE_PPP = 0x880b,
  TYPE_PPPOE = 0x8864,
  TYPE_MPLS = 0x8847,
  TYPE_MPLS_UPSTREAM = 0x8848,
  TYPE_MACSEC = 0x88e5,
  TYPE_TRILL = 0x22f3,
  TYPE_SERVICE = 0x88e7, // 802.1ah
  TYPE_NSH = 0x894f,
};

// Tags: so many bytes, then the EtherType of what follows, or with `mac` another MAC header.
static const struct tag {
  uint16_t type;
  uint8_t bytes;
  bool mac;
} tags[] = {
    {0x8100, 2, false},      {0x88a8, 2, false}, {0x9100, 2, false},
    {0x9200, 2, false},      {0x9300, 2, false}, // 802.1Q, 802.1ad and what was used before it
    {0x8926, 4, false},                          // VN-tag
    {0x893f, 6, false},                          // 802.1BR
    {0x892f, 4, false},                          // HSR (IEC 62439-3)
    {0x8909, 6, false},                          // Cisco metadata: a security group
    {TYPE_SERVICE, 4, true}, {0x8903, 2, true},  // FabricPath
};

static const struct tag *tag_of(uint16_t type) {
  for (size_t i = 0; i < countof(tags); i++)
    if (tags[i].type == type) return &tags[i];
  return NULL;
}

// Of no use to a recorder, and no cause for concern.
static bool type_is_talk(uint16_t type) {
  static const uint16_t talk[] = {0x0806, 0x8035, 0x0842, 0x2000, 0x2003, 0x2004, 0x6002, 0x6003,
                                  0x6004, 0x809b, 0x80f3, 0x8137, 0x8808, 0x8809, 0x8863, 0x886d,
                                  0x8874, 0x887b, 0x888e, 0x8892, 0x8899, 0x88a2, 0x88a4, 0x88b5,
                                  0x88b6, 0x88b7, 0x88b8, 0x88ba, 0x88cc, 0x88cd, 0x88e1, 0x88e3,
                                  0x88f7, 0x88fb, 0x8902, 0x8906, 0x890d, 0x8914, 0x8912, 0x891d,
                                  0x8940, 0x8947, 0x9000, 0x9998, 0xbbbb};
  for (size_t i = 0; i < countof(talk); i++)
    if (talk[i] == type) return true;
  return false;
}

struct layer ether_peel(struct span s) {
  if (s.n < MAC_BYTES) return layer_end(UNREAD_CUT);
  return layer_next(LAYER_TYPE, be16(s.p + 12), s, MAC_BYTES);
}

static struct layer llc_peel(struct span s) { // 802.2 with SNAP; everything else there is bridges'
  bool snap = s.n > 8 && s.p[0] == 0xaa && s.p[1] == 0xaa && s.p[2] == 3;
  if (!snap || be16(s.p + 6) < TYPE_LEAST) return layer_end(UNREAD_NONE);
  return layer_next(LAYER_TYPE, be16(s.p + 6), s, 8);
}

static struct layer mpls_inside(enum layer_kind is, struct span s, size_t at) {
  struct layer l = layer_next(is, 0, s, at);
  l.within = UNREAD_MPLS;
  return l;
}

// Nothing says what the last label carries: IP is known by its version and lengths, Ethernet by
// what its EtherType leads to, with a control word (RFC 4385) before it or without.
static struct layer mpls_payload(struct span s) {
  if (ip_plausible(s)) return mpls_inside(LAYER_IP, s, 0);
  if (s.n > 4 && s.p[0] >> 4 == 0 && ether_plausible(span_from(s, 4)))
    return mpls_inside(LAYER_ETHERNET, s, 4);
  if (ether_plausible(s)) return mpls_inside(LAYER_ETHERNET, s, 0);
  return layer_end(UNREAD_MPLS);
}

// The last label says whose network it is (RFC 4364); those before it are the way there.
static struct layer mpls_peel(struct span s) {
  uint32_t label = 0;
  bool last = false;
  for (int labels = 0; !last && labels < 16; labels++) {
    if (s.n < 4) return layer_end(UNREAD_CUT);
    label = be32(s.p) >> 12;
    last = s.p[2] & 1;
    s = span_from(s, 4);
  }
  if (!last) return layer_end(UNREAD_MPLS);
  struct layer l = mpls_payload(s);
  l.net = net_number(NET_LABEL, label);
  return l;
}

static struct layer pppoe_peel(struct span s) { // version/type, code, session, length
  if (s.n < 6) return layer_end(UNREAD_CUT);
  if (s.p[0] != 0x11 || s.p[1] != 0) return layer_end(UNREAD_NONE);
  struct layer l = layer_next(LAYER_PPP, 0, span_first(s, 6u + be16(s.p + 4)), 6);
  l.net = net_number(NET_SESSION, be16(s.p + 2));
  return l;
}

static struct layer macsec_peel(struct span s) { // IEEE 802.1AE: integrity alone leaves it readable
  if (s.n < 6) return layer_end(UNREAD_CUT);
  if (s.p[0] & 0x8c) return layer_end(UNREAD_MACSEC); // version, encrypted, changed
  size_t n = s.p[0] & 0x20 ? 14 : 6;
  if (s.n < n + 2) return layer_end(UNREAD_CUT);
  return layer_next(LAYER_TYPE, be16(s.p + n), s, n + 2);
}

static struct layer trill_peel(struct span s) { // RFC 6325
  if (s.n < 6) return layer_end(UNREAD_CUT);
  return layer_next(LAYER_ETHERNET, 0, s, 6 + (be16(s.p) >> 6 & 31) * 4u);
}

static struct layer nsh_peel(struct span s) {
  if (s.n < 4) return layer_end(UNREAD_CUT);
  size_t n = (s.p[1] & 63) * 4u;
  if (n < 8) return layer_end(UNREAD_MALFORMED);
  switch (s.p[3]) { // next protocol
  case 1:
  case 2: return layer_next(LAYER_IP, 0, s, n);
  case 3: return layer_next(LAYER_ETHERNET, 0, s, n);
  case 4: return layer_next(LAYER_TYPE, TYPE_NSH, s, n);
  case 5: return layer_next(LAYER_TYPE, TYPE_MPLS, s, n);
  default: return layer_end(UNREAD_TUNNEL);
  }
}

// 802.1Q and its kin carry a VLAN (0: a priority alone), 802.1ah a service; the rest no network.
static struct layer tag_peel(const struct tag *tag, struct span s) {
  if (s.n < tag->bytes + (tag->mac ? 0u : 2u)) return layer_end(UNREAD_CUT);
  if (tag->mac) {
    struct layer l = layer_next(LAYER_ETHERNET, 0, s, tag->bytes);
    if (tag->type == TYPE_SERVICE) l.net = net_number(NET_SERVICE, be32(s.p) & 0xffffff);
    return l;
  }
  struct layer l = layer_next(LAYER_TYPE, be16(s.p + tag->bytes), s, tag->bytes + 2u);
  uint16_t vlan = tag->bytes == 2 ? be16(s.p) & 0xfff : 0;
  if (vlan) l.net = net_number(NET_VLAN, vlan);
  return l;
}

struct layer type_peel(uint16_t type, struct span s) {
  if (type == TYPE_IPV4 || type == TYPE_IPV6) return layer_next(LAYER_IP, 0, s, 0);
  const struct tag *tag = tag_of(type);
  if (tag) return tag_peel(tag, s);
  if (type < TYPE_LEAST) return llc_peel(s);
  switch (type) {
  case TYPE_TRANSPARENT: return layer_next(LAYER_ETHERNET, 0, s, 0);
  case TYPE_PPP: return layer_next(LAYER_PPP, 0, s, 0);
  case TYPE_PPPOE: return pppoe_peel(s);
  case TYPE_MPLS:
  case TYPE_MPLS_UPSTREAM: return mpls_peel(s);
  case TYPE_MACSEC: return macsec_peel(s);
  case TYPE_TRILL: return trill_peel(s);
  case TYPE_NSH: return nsh_peel(s);
  default: return layer_end(type_is_talk(type) ? UNREAD_NONE : UNREAD_TYPE);
  }
}

struct layer ppp_peel(struct span s) {
  if (s.n >= 2 && s.p[0] == 0xff && s.p[1] == 0x03) s = span_from(s, 2); // not compressed away
  if (s.n < 2) return layer_end(UNREAD_CUT);
  bool one = s.p[0] & 1; // RFC 1661, 6.5: the field's first byte is left out
  uint16_t protocol = one ? s.p[0] : be16(s.p);
  s = span_from(s, one ? 1 : 2);
  switch (protocol) {
  case 0x0021:
  case 0x0057: return layer_next(LAYER_IP, 0, s, 0);
  case 0x0031: return layer_next(LAYER_ETHERNET, 0, s, 2); // bridged (RFC 3518): flags, MAC type
  case 0x0281:
  case 0x0283: return layer_next(LAYER_TYPE, TYPE_MPLS, s, 0);
  default: return layer_end(protocol < 0x4000 ? UNREAD_PPP : UNREAD_NONE); // above: control
  }
}

bool ip_plausible(struct span s) {
  if (s.n < 20) return false;
  if (s.p[0] >> 4 == 6) return s.n >= 40 && s.p[7] > 0;
  size_t header = (s.p[0] & 15) * 4u, total = be16(s.p + 2);
  return s.p[0] >> 4 == 4 && header >= 20 && header <= s.n && (total == 0 || total >= header) &&
         s.p[8] > 0;
}

bool ether_plausible(struct span s) {
  if (s.n < MAC_BYTES) return false;
  uint16_t type = be16(s.p + 12);
  s = span_from(s, MAC_BYTES);
  for (const struct tag *t; (t = tag_of(type)) && !t->mac && s.n > t->bytes + 2u;) {
    type = be16(s.p + t->bytes);
    s = span_from(s, t->bytes + 2u);
  }
  if (type == TYPE_IPV4 || type == TYPE_IPV6)
    return ip_plausible(s) && (s.p[0] >> 4 == 4) == (type == TYPE_IPV4);
  if (type < TYPE_LEAST) return s.n > 3 && s.p[0] == 0xaa && s.p[1] == 0xaa && s.p[2] == 3;
  return type == TYPE_MPLS || type == TYPE_MPLS_UPSTREAM || type == TYPE_PPPOE ||
         type == TYPE_NSH || type == TYPE_MACSEC || type == TYPE_TRILL || tag_of(type) ||
         type_is_talk(type);
}
