// SPDX-License-Identifier: Apache-2.0
// Tunnels over UDP: VXLAN (RFC 7348) and its GPE (draft-ietf-nvo3-vxlan-gpe), Geneve (RFC 8926),
// TZSP, GTP-U (3GPP TS 29.281), L2TP (RFC 2661), GRE and MPLS in UDP (RFC 8086, 7510), Teredo (RFC
// 4380).
//
// Mirrors are set up on odd ports, and a phone's media may use any of these numbers: so on its own
// port a tunnel is known by its header, and on any other port by the header and by what lies
// inside. Media and SIP are told at once: RTP's first byte is 0x80 or more, SIP's a letter.
#include "recorder/wire/layer.h"

enum {
  PORT_VXLAN = 4789,
  PORT_VXLAN_OLD = 8472,
  PORT_VXLAN_GPE = 4790,
  PORT_GENEVE = 6081,
  PORT_TZSP = 37008,
  PORT_GTP = 2152,
  PORT_L2TP = 1701,
  PORT_GRE = 4754,
  PORT_MPLS = 6635,
  PORT_ESP = 4500,
  PORT_TEREDO = 3544,
  PROTO_GRE = 47,
  TYPE_NSH = 0x894f,
  TYPE_MPLS = 0x8847,
  TYPE_TRANSPARENT = 0x6558,
};

static const struct layer none = {.is = LAYER_END};

// `own`: on the port that is the tunnel's own. Elsewhere the inside must look like one.
static struct layer opened(struct layer l, enum unread within, bool own) {
  bool fits = (l.is == LAYER_ETHERNET && ether_plausible(l.rest)) ||
              (l.is == LAYER_IP && ip_plausible(l.rest)) || (l.is == LAYER_TYPE && l.rest.n >= 8) ||
              (own && l.is != LAYER_END);
  if (!fits) return own ? layer_end(within) : none;
  l.within = within;
  return l;
}

// VXLAN and Geneve have the number of the virtual network in the same place.
static struct layer virtual(struct span s, struct layer l) {
  return l.is == LAYER_END ? l : layer_in(NET_VNI, be32(s.p + 4) >> 8, l);
}

static struct layer vxlan_gpe(struct span s, bool own) {
  switch (s.p[3]) { // next protocol
  case 1:
  case 2: return opened(layer_next(LAYER_IP, 0, s, 8), UNREAD_VXLAN, own);
  case 3: return opened(layer_next(LAYER_ETHERNET, 0, s, 8), UNREAD_VXLAN, own);
  case 4: return opened(layer_next(LAYER_TYPE, TYPE_NSH, s, 8), UNREAD_VXLAN, own);
  case 5: return opened(layer_next(LAYER_TYPE, TYPE_MPLS, s, 8), UNREAD_VXLAN, own);
  default: return own ? layer_end(UNREAD_VXLAN) : none;
  }
}

// Flags with the I bit, a group policy's G, D and A bits or GPE's P; the last byte is reserved.
static struct layer vxlan_peel(struct span s, bool own) {
  if (s.n < 8 || !(s.p[0] & 0x08) || s.p[7]) return none;
  bool plain = (s.p[0] & ~0x04u) == 0x08 && !s.p[1] && !s.p[2] && (s.p[0] & 0x04 || !s.p[3]);
  if (!own && !plain) return none;
  if (s.p[0] & 0x04 && !(s.p[0] & 0x80)) return virtual(s, vxlan_gpe(s, own));
  if (s.p[0] & 0x77 || s.p[1] & ~0x48u) return none;
  return virtual(s, opened(layer_next(LAYER_ETHERNET, 0, s, 8), UNREAD_VXLAN, own));
}

static struct layer geneve_peel(struct span s, bool own) {
  if (s.n < 8 || s.p[0] >> 6 || s.p[1] & 0x3f || s.p[7]) return none;
  size_t n = 8 + (s.p[0] & 63) * 4u; // options
  uint16_t type = be16(s.p + 2);
  if (type == TYPE_TRANSPARENT)
    return virtual(s, opened(layer_next(LAYER_ETHERNET, 0, s, n), UNREAD_GENEVE, own));
  if (type == 0x0800 || type == 0x86dd)
    return virtual(s, opened(layer_next(LAYER_IP, 0, s, n), UNREAD_GENEVE, own));
  return own ? virtual(s, opened(layer_next(LAYER_TYPE, type, s, n), UNREAD_GENEVE, true)) : none;
}

// Version 1, a received frame; tags up to the end tag.
static struct layer tzsp_peel(struct span s, bool own) {
  enum { PADDING = 0, END = 1, ETHERNET = 1, WLAN = 0x12, LINK_WLAN = 105 };
  if (s.n < 5 || s.p[0] != 1 || s.p[1] > 1) return none;
  size_t at = 4;
  while (at < s.n && s.p[at] != END) {
    if (s.p[at] == PADDING)
      at++;
    else if (at + 1 < s.n)
      at += 2u + s.p[at + 1];
    else
      return none;
  }
  if (be16(s.p + 2) == ETHERNET)
    return opened(layer_next(LAYER_ETHERNET, 0, s, at + 1), UNREAD_TZSP, own);
  if (be16(s.p + 2) == WLAN && own)
    return opened(layer_next(LAYER_LINK, LINK_WLAN, s, at + 1), UNREAD_TZSP, own);
  return own ? layer_end(UNREAD_TZSP) : none;
}

// Version 1, a G-PDU; with any of E, S, PN four bytes more, and extension headers while one
// follows.
static struct layer gtp_peel(struct span s) {
  if (s.n < 8 || s.p[0] >> 4 != 3 || s.p[1] != 0xff) return none;
  size_t at = 8;
  if (s.p[0] & 7) {
    at = 12;
    while (at <= s.n && s.p[at - 1] && s.p[0] & 4) {
      if (at >= s.n || !s.p[at]) return layer_end(UNREAD_GTP);
      at += s.p[at] * 4u;
    }
  }
  struct layer l = opened(layer_next(LAYER_IP, 0, s, at), UNREAD_GTP, true);
  return l.is == LAYER_END ? l : layer_in(NET_KEY, be32(s.p + 4), l);
}

// Version 2 data messages: tunnel, session, then what the flags announce, then PPP.
static struct layer l2tp_peel(struct span s) {
  enum { CONTROL = 0x8000, LENGTH = 0x4000, SEQUENCE = 0x0800, OFFSET = 0x0200 };
  if (s.n < 6 || (s.p[1] & 15) != 2) return none;
  uint16_t flags = be16(s.p);
  size_t at = 6 + (flags & LENGTH ? 2u : 0u) + (flags & SEQUENCE ? 4u : 0u);
  if (flags & CONTROL) return none;
  if (flags & OFFSET) {
    if (s.n < at + 2) return layer_end(UNREAD_CUT);
    at += 2u + be16(s.p + at);
  }
  struct layer l = opened(layer_next(LAYER_PPP, 0, s, at), UNREAD_L2TP, true);
  size_t ids = flags & LENGTH ? 4 : 2;
  return l.is == LAYER_END ? l : layer_in(NET_SESSION, be32(s.p + ids), l);
}

// A relay's packet is IPv6, behind an authentication and an origin that may be there.
static struct layer teredo_peel(struct span s) {
  if (s.n > 4 && be16(s.p) == 1) s = span_from(s, 13u + s.p[2] + s.p[3]);
  if (s.n > 8 && be16(s.p) == 0) s = span_from(s, 8);
  if (!ip_plausible(s) || s.p[0] >> 4 != 6) return none;
  return opened(layer_next(LAYER_IP, 0, s, 0), UNREAD_TUNNEL, true);
}

// Media that a TURN server relays: a channel's number and length before it (RFC 8656, 12.4).
static bool turn_channel(struct span s) {
  return s.n > 16 && s.p[0] >> 4 == 4 && s.p[4] >> 6 == 2 && s.n - 4u - be16(s.p + 2) < 4u &&
         s.n - 4u >= be16(s.p + 2);
}

static struct layer on_its_port(uint16_t port, struct span s) {
  switch (port) {
  case PORT_VXLAN:
  case PORT_VXLAN_OLD:
  case PORT_VXLAN_GPE: return vxlan_peel(s, true);
  case PORT_GENEVE: return geneve_peel(s, true);
  case PORT_TZSP: return tzsp_peel(s, true);
  case PORT_GTP: return gtp_peel(s);
  case PORT_L2TP: return l2tp_peel(s);
  case PORT_GRE: return tunnel_ip(PROTO_GRE, s);
  case PORT_MPLS: return opened(layer_next(LAYER_TYPE, TYPE_MPLS, s, 0), UNREAD_MPLS, true);
  case PORT_TEREDO: return teredo_peel(s);
  case PORT_ESP: return s.n > 8 && be32(s.p) ? layer_end(UNREAD_ESP) : none; // 0: key exchange
  default: return none;
  }
}

static bool is_tunnel(struct layer l) { return l.is != LAYER_END || l.why != UNREAD_NONE; }

struct layer tunnel_udp(uint16_t src_port, uint16_t dst_port, struct span s) {
  if (s.n < 8 || s.p[0] & 0x80) {
    // RTP, or VXLAN of a group policy, whose G bit comes first.
    bool vxlan = s.n >= 8 && (dst_port == PORT_VXLAN || dst_port == PORT_VXLAN_OLD);
    return vxlan && s.p[0] == 0x88 ? vxlan_peel(s, true) : none;
  }
  struct layer l = on_its_port(dst_port, s);
  if (!is_tunnel(l)) l = on_its_port(src_port, s);
  if (is_tunnel(l)) return l;
  if (turn_channel(s)) return layer_end(UNREAD_TURN);
  if (s.p[0] >= 0x40) return none;
  if (!is_tunnel(l)) l = vxlan_peel(s, false);
  if (!is_tunnel(l)) l = geneve_peel(s, false);
  if (!is_tunnel(l)) l = tzsp_peel(s, false);
  return l;
}
