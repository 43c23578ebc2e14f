// SPDX-License-Identifier: Apache-2.0
// Share: was a large part of the last minute not understood? Counts since the start would hide
// today's fault behind a good year. One thread.
#pragma once
#include "recorder/tap/tap.h"

struct share {
  int64_t since_us;
  uint64_t frames, unread, opaque; // as they were then
  bool much;   // over a tenth of the last whole minute's frames could not be read
  bool sealed; // SIP was seen in it that nobody can read (TLS, WebSocket, SCTP)
};

void share_look(struct share *s, const struct tap_counts *c, int64_t now_us); // now and then
