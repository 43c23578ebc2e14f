// SPDX-License-Identifier: Apache-2.0
// TCP: one-sided stream reassembly (RFC 9293) for the few connections that carry SIP.
//
// A direction is followed from its SYN on a given port, or from the first segment that looks like
// SIP on any port: a recorder often starts in the middle, and what of that message came before its
// beginning has waited. Bounded: TCP_STREAMS directions, the
// longest idle gives way; a window of TCP_WINDOW bytes each, of which TCP_WINDOW may lie behind a
// hole. A hole that stays (the mirror lost a segment) is skipped when the window is full or after
// 3 s; the framing then finds its place again at the next start line.
// Memory is one block, allocated at tcp_new (the kernel gives it page by page). One thread.
#pragma once
#include "recorder/wire/span.h"

enum { TCP_STREAMS = 128, TCP_WINDOW = 131072 };

struct tcp;
struct tcp_segment {
  struct endpoint src, dst;
  uint32_t net;
  uint32_t seq;
  bool syn, end; // end: FIN or RST
  struct span data;
};
typedef void tcp_message_fn(void *ctx, const struct tcp_segment *of, struct span message);

struct tcp *tcp_new(void);
void tcp_free(struct tcp *t);
void tcp_clear(struct tcp *t);
uint64_t tcp_holes(const struct tcp *t);                      // given up: what was in them is lost
bool tcp_parse(struct span segment, struct tcp_segment *out); // fills all but the addresses
// Calls `fn` for each SIP message that became whole; the message is valid during the call.
void tcp_add(struct tcp *t, const struct tcp_segment *s, bool sip_port, int64_t at_us,
             tcp_message_fn *fn, void *ctx);
