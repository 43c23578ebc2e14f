// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/link.h"

enum {
  ETHER_IPV4 = 0x0800,
  ETHER_IPV6 = 0x86dd,
  ETHER_VLAN = 0x8100,
  ETHER_QINQ = 0x88a8,
  ETHER_QINQ_OLD = 0x9100,
  ETHER_PPPOE = 0x8864,
  PPP_IPV4 = 0x0021,
  PPP_IPV6 = 0x0057,
};

static const struct span nothing = {(const uint8_t *)"", 0};

static struct span ppp_strip(struct span s) {
  if (s.n >= 2 && s.p[0] == 0xff && s.p[1] == 0x03) s = span_from(s, 2); // HDLC address, control
  if (s.n < 2) return nothing;
  uint16_t protocol = be16(s.p);
  return protocol == PPP_IPV4 || protocol == PPP_IPV6 ? span_from(s, 2) : nothing;
}

static struct span pppoe_strip(struct span s) { // version/type, code, session, length
  if (s.n < 6 || s.p[0] != 0x11 || s.p[1] != 0) return nothing;
  return ppp_strip(span_first(span_from(s, 6), be16(s.p + 4)));
}

// `s` starts right after the EtherType `type`.
static struct span ether_strip(uint16_t type, struct span s) {
  while (type == ETHER_VLAN || type == ETHER_QINQ || type == ETHER_QINQ_OLD) {
    if (s.n < 4) return nothing;
    type = be16(s.p + 2);
    s = span_from(s, 4);
  }
  if (type == ETHER_PPPOE) return pppoe_strip(s);
  return type == ETHER_IPV4 || type == ETHER_IPV6 ? s : nothing;
}

bool link_known(int type) {
  static const int known[] = {LINK_NULL,        LINK_ETHERNET, LINK_PPP,  LINK_RAW_BSD,
                              LINK_RAW_OPENBSD, LINK_RAW,      LINK_LOOP, LINK_SLL,
                              LINK_IPV4,        LINK_IPV6,     LINK_SLL2};
  for (size_t i = 0; i < countof(known); i++)
    if (known[i] == type) return true;
  return false;
}

struct span link_strip(int type, struct span f) {
  switch (type) {
  case LINK_ETHERNET: return f.n < 14 ? nothing : ether_strip(be16(f.p + 12), span_from(f, 14));
  case LINK_SLL: return f.n < 16 ? nothing : ether_strip(be16(f.p + 14), span_from(f, 16));
  case LINK_SLL2: return f.n < 20 ? nothing : ether_strip(be16(f.p), span_from(f, 20));
  case LINK_NULL: // the address family, in the byte order of the machine that captured: the IP
  case LINK_LOOP: // version nibble that follows says the same without guessing
    return span_from(f, 4);
  case LINK_PPP: return ppp_strip(f);
  default: return link_known(type) ? f : nothing;
  }
}
