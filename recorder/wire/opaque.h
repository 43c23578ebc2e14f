// SPDX-License-Identifier: Apache-2.0
// Opaque: connections that carry SIP where nobody can read it: TLS (RFC 3261, 26.2) on one of SIP's
// ports, a WebSocket (RFC 7118) on any, by its handshake or by a frame that begins a message. Each
// is counted once. One table, no allocation later.
#pragma once
#include "recorder/wire/layer.h"
#include "recorder/wire/tcp.h"

enum { OPAQUE_ENTRIES = 2048 };

struct opaque {
  size_t n;
  uint64_t print[OPAQUE_ENTRIES];
};

// What the segment's connection is, when it is none to be read; UNREAD_NONE: read on.
enum unread opaque_kind(const struct tcp_segment *s, bool sip_port);
bool opaque_first(struct opaque *o, const struct tcp_segment *s); // not seen before
