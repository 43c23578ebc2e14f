// SPDX-License-Identifier: Apache-2.0
// Link: takes the link layer off a captured frame, down to the IP header.
//
// Knows Ethernet (802.1Q and 802.1ad tags to any depth, PPPoE session), Linux cooked capture 1 and
// 2, BSD loopback (both byte orders), PPP and raw IP. The numbers are libpcap's DLT_/LINKTYPE_
// values (https://www.tcpdump.org/linktypes.html); this file does not need libpcap.
// Pure: returns a view into `frame`, empty when the frame carries no IP or is cut.
#pragma once
#include "recorder/wire/span.h"

enum link_type {
  LINK_NULL = 0,
  LINK_ETHERNET = 1,
  LINK_PPP = 9,
  LINK_RAW_BSD = 12,
  LINK_RAW_OPENBSD = 14,
  LINK_RAW = 101,
  LINK_LOOP = 108,
  LINK_SLL = 113,
  LINK_IPV4 = 228,
  LINK_IPV6 = 229,
  LINK_SLL2 = 276,
};

bool link_known(int type);
struct span link_strip(int type, struct span frame);
