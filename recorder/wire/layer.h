// SPDX-License-Identifier: Apache-2.0
// Layer: what is left of a frame when the headers before it were taken off, and of what kind it is.
//
//   link_peel   a link layer's header (link.c)          -> Ethernet, an EtherType's payload, IP …
//   ether_peel  a MAC header, and each tag after it (ether.c)
//   type_peel   what lies behind an EtherType            -> the next tag, MPLS, PPPoE, IP …
//   ppp_peel    a PPP protocol field
//   tunnel_ip   what an IP protocol carries (GRE, ERSPAN, EtherIP …; tunnel.c)
//   tunnel_udp  what a UDP datagram carries (VXLAN, Geneve, TZSP, GTP-U, L2TP; tunnel_udp.c)
//
// Each function takes off one header (a chain of tags is peeled one by one by who calls) and
// returns the rest, so that they nest in any order; dissect.c bounds how deep. A layer that cannot
// be read says why: `why` is UNREAD_NONE for what is of no use to anybody here (ARP, spanning
// tree). Pure: views into the frame.
#pragma once
#include "recorder/wire/span.h"

enum unread {
  UNREAD_NONE,
#define UNREAD(sym, word, text) UNREAD_##sym,
#include "recorder/wire/unread.def"
#undef UNREAD
  UNREAD_KINDS
};
const char *unread_word(enum unread why);
const char *unread_text(enum unread why); // follows the number: "frames in VXLAN without IP inside"

enum layer_kind {
  LAYER_END,      // nothing more, or not to be read: `why`
  LAYER_LINK,     // of libpcap's link type `type`
  LAYER_ETHERNET, // from the destination address on
  LAYER_TYPE,     // behind the EtherType `type`
  LAYER_PPP,      // from the protocol field on
  LAYER_IP,
};

struct layer {
  enum layer_kind is;
  uint16_t type;
  enum unread why;    // LAYER_END: why nothing more is read
  enum unread within; // the tunnel that was just opened; UNREAD_NONE: none
  uint32_t net;       // the network that the header just taken off names; 0: none
  struct span rest;
};

// Numbers that tell networks apart in which the same addresses may mean other hosts.
enum net_kind { NET_VLAN = 1, NET_SERVICE, NET_LABEL, NET_VNI, NET_KEY, NET_SESSION, NET_LINK };

static inline uint32_t net_number(enum net_kind kind, uint32_t number) {
  return (uint32_t)kind << 28 ^ number;
}
static inline struct layer layer_in(enum net_kind kind, uint32_t number, struct layer l) {
  l.net = net_number(kind, number);
  return l;
}

static inline struct layer layer_end(enum unread why) {
  return (struct layer){.is = LAYER_END, .why = why};
}
// What begins `at` bytes later; an end when the frame is not as long.
static inline struct layer layer_next(enum layer_kind is, uint16_t type, struct span s, size_t at) {
  if (at >= s.n) return layer_end(UNREAD_CUT);
  return (struct layer){.is = is, .type = type, .rest = span_from(s, at)};
}

struct layer link_peel(uint16_t link, struct span s);
struct layer ether_peel(struct span s);
struct layer type_peel(uint16_t type, struct span s);
struct layer ppp_peel(struct span s);
// Could an IP packet, a MAC header with something readable behind it, begin here? For what has no
// number that says so. Looks at version, lengths and the EtherType.
bool ip_plausible(struct span s);
bool ether_plausible(struct span s);

// LAYER_END with UNREAD_NONE: no tunnel.
struct layer tunnel_ip(uint8_t proto, struct span s);
struct layer tunnel_udp(uint16_t src_port, uint16_t dst_port, struct span s);
