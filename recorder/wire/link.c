// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/link.h"

#include "recorder/wire/layer.h"

enum { ARPHRD_WLAN = 801, ARPHRD_WLAN_RADIOTAP = 803, PPP_HDLC = 0xff03 };

bool link_known(int type) {
  static const int known[] = {
      LINK_NULL,  LINK_ETHERNET, LINK_PPP,         LINK_RAW_BSD,       LINK_RAW_OPENBSD,
      LINK_RAW,   LINK_LOOP,     LINK_SLL,         LINK_IPV4,          LINK_IPV6,
      LINK_SLL2,  LINK_C_HDLC,   LINK_PPP_SERIAL,  LINK_PPP_ETHER,     LINK_PPP_WITH_DIR,
      LINK_NFLOG, LINK_ENC,      LINK_PFLOG,       LINK_WLAN_RADIOTAP, LINK_WLAN,
      LINK_PKTAP, LINK_PPI,      LINK_NETANALYZER, LINK_MPACKET,       LINK_PKTAP_USER,
  };
  for (size_t i = 0; i < countof(known); i++)
    if (known[i] == type) return true;
  return false;
}

static uint16_t le16(const uint8_t *p) { return (uint16_t)(p[1] << 8 | p[0]); }
static uint32_t le32(const uint8_t *p) { return (uint32_t)le16(p + 2) << 16 | le16(p); }

// nfnetlink's packets (family, version, resource; then records): the payload is record 9. Lengths
// are in the byte order of the machine that captured.
static struct layer nflog_peel(struct span s) {
  enum { PAYLOAD = 9 };
  s = span_from(s, 4);
  while (s.n >= 4) {
    bool little = le16(s.p) >= 4 && le16(s.p) <= s.n && le16(s.p + 2) < 0x100;
    size_t n = little ? le16(s.p) : be16(s.p);
    uint16_t type = little ? le16(s.p + 2) : be16(s.p + 2);
    if (n < 4 || n > s.n) return layer_end(UNREAD_MALFORMED);
    if ((type & 0x7fff) == PAYLOAD) return layer_next(LAYER_IP, 0, span_first(s, n), 4);
    s = span_from(s, (n + 3) & ~(size_t)3);
  }
  return layer_end(UNREAD_NONE);
}

// 802.11 data frames (IEEE 802.11, 9.3.2): to or from an access point, not encrypted, LLC behind.
static struct layer wlan_peel(struct span s) {
  if (s.n < 24) return layer_end(UNREAD_CUT);
  unsigned kind = s.p[0] >> 2 & 3, sub = s.p[0] >> 4, flags = s.p[1];
  if (kind != 2 || sub & 4) return layer_end(UNREAD_NONE); // management, control, or without data
  if (flags & 0x40) return layer_end(UNREAD_WLAN);         // protected
  size_t n = 24 + ((flags & 3) == 3 ? 6u : 0u);
  if (sub & 8) n += 2 + (flags & 0x80 ? 4u : 0u); // quality of service, HT control
  return layer_next(LAYER_TYPE, 0, s, n);         // type 0: a length, hence LLC
}

// A header that carries its own length and names the link layer behind it (PPI, PKTAP).
static struct layer nested_peel(struct span s, size_t length, uint32_t link) {
  if (link == LINK_PPI || link == LINK_PKTAP || link > UINT16_MAX) return layer_end(UNREAD_LINK);
  return layer_next(LAYER_LINK, (uint16_t)link, s, length);
}

static struct layer pktap_peel(struct span s) { // apple's bsd/net/pktap.h
  return s.n < 12 ? layer_end(UNREAD_CUT) : nested_peel(s, le32(s.p), le32(s.p + 8));
}

static struct layer ppp_link_peel(struct span s) {
  bool hdlc = s.n >= 2 && be16(s.p) == PPP_HDLC; // address and control
  return layer_next(LAYER_PPP, 0, s, hdlc ? 2 : 0);
}

static struct layer sll_peel(struct span s, uint16_t hardware, uint16_t type, size_t n) {
  if (hardware == ARPHRD_WLAN) return layer_next(LAYER_LINK, LINK_WLAN, s, n);
  if (hardware == ARPHRD_WLAN_RADIOTAP) return layer_next(LAYER_LINK, LINK_WLAN_RADIOTAP, s, n);
  return layer_next(LAYER_TYPE, type == 4 ? 0 : type, s, n); // 4: LLC
}

static struct layer headed_peel(uint16_t link, struct span s) { // those whose header says more
  if (s.n < 4) return layer_end(UNREAD_CUT);
  switch (link) {
  case LINK_C_HDLC: return layer_next(LAYER_TYPE, be16(s.p + 2), s, 4);
  case LINK_PFLOG: return layer_next(LAYER_IP, 0, s, (s.p[0] + 3u) & ~3u);
  case LINK_NFLOG: return nflog_peel(s);
  case LINK_WLAN_RADIOTAP: return layer_next(LAYER_LINK, LINK_WLAN, s, le16(s.p + 2));
  case LINK_PPI:
    return s.n < 8 ? layer_end(UNREAD_CUT) : nested_peel(s, le16(s.p + 2), le32(s.p + 4));
  case LINK_PKTAP:
  case LINK_PKTAP_USER: return pktap_peel(s);
  default: return layer_end(UNREAD_LINK);
  }
}

struct layer link_peel(uint16_t link, struct span s) {
  switch (link) {
  case LINK_ETHERNET: return layer_next(LAYER_ETHERNET, 0, s, 0);
  case LINK_NETANALYZER: return layer_next(LAYER_ETHERNET, 0, s, 4);
  case LINK_MPACKET: return layer_next(LAYER_ETHERNET, 0, s, 8);
  case LINK_SLL:
    return s.n < 16 ? layer_end(UNREAD_CUT) : sll_peel(s, be16(s.p + 2), be16(s.p + 14), 16);
  case LINK_SLL2:
    return s.n < 20 ? layer_end(UNREAD_CUT)
                    : layer_in(NET_LINK, be32(s.p + 4), sll_peel(s, be16(s.p + 8), be16(s.p), 20));
  case LINK_NULL: // the address family, in the byte order of the machine that captured: the IP
  case LINK_LOOP: // version nibble that follows says the same without guessing
    return layer_next(LAYER_IP, 0, s, 4);
  case LINK_ENC: return layer_next(LAYER_IP, 0, s, 12);
  case LINK_PPP:
  case LINK_PPP_SERIAL: return ppp_link_peel(s);
  case LINK_PPP_WITH_DIR: return ppp_link_peel(span_from(s, 1));
  case LINK_PPP_ETHER: return layer_next(LAYER_TYPE, 0x8864, s, 0);
  case LINK_WLAN: return wlan_peel(s);
  case LINK_RAW:
  case LINK_RAW_BSD:
  case LINK_RAW_OPENBSD:
  case LINK_IPV4:
  case LINK_IPV6: return layer_next(LAYER_IP, 0, s, 0);
  default: return headed_peel(link, s);
  }
}
