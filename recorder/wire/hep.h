// SPDX-License-Identifier: Apache-2.0
// HEP: what an agent of Homer's (captagent, heplify, a proxy's or a PBX's own) saw, wrapped in a
// datagram: the message, and between whom it went. Version 3 by its chunks, known by its first four
// bytes on any port; 1 and 2 by their fixed header, on HEP's port. Pure; views into the datagram.
// Format: https://github.com/sipcapture/HEP (HEP3 revision 36).
#pragma once
#include "recorder/wire/span.h"

enum hep_kind {
  HEP_NOT,    // it is none
  HEP_CUT,    // it says to be longer than it is
  HEP_OTHER,  // statistics, logs: nothing that a call is made of
  HEP_SEALED, // compressed
  HEP_PACKET,
};

struct hep {
  struct endpoint src, dst;
  bool tcp; // it is one message of a stream, however that was sealed
  struct span payload;
};

enum hep_kind hep_read(uint16_t src_port, uint16_t dst_port, struct span s, struct hep *out);
