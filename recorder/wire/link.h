// SPDX-License-Identifier: Apache-2.0
// Link: the numbers of the link layers that are known. They are libpcap's DLT_/LINKTYPE_ values
// (https://www.tcpdump.org/linktypes.html); nothing here needs libpcap. What is done with them:
// recorder/wire/layer.h, link_peel.
#pragma once
#include "recorder/wire/span.h"

enum link_type {
  LINK_NULL = 0,
  LINK_ETHERNET = 1,
  LINK_PPP = 9,
  LINK_RAW_BSD = 12,
  LINK_RAW_OPENBSD = 14,
  LINK_PPP_SERIAL = 50,
  LINK_PPP_ETHER = 51,
  LINK_RAW = 101,
  LINK_C_HDLC = 104,
  LINK_WLAN = 105,
  LINK_LOOP = 108,
  LINK_ENC = 109,
  LINK_SLL = 113,
  LINK_PFLOG = 117,
  LINK_WLAN_RADIOTAP = 127,
  LINK_PKTAP_USER = 149, // what macOS writes for PKTAP in a pcap file
  LINK_PPI = 192,
  LINK_PPP_WITH_DIR = 204,
  LINK_IPV4 = 228,
  LINK_IPV6 = 229,
  LINK_NFLOG = 239,
  LINK_NETANALYZER = 240,
  LINK_PKTAP = 258,
  LINK_MPACKET = 274,
  LINK_SLL2 = 276,
};

bool link_known(int type);
