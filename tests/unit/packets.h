// SPDX-License-Identifier: Apache-2.0
// Packets built by hand, for tests of the recorder: each function appends one header with its
// payload and gets its lengths right; checksums stay zero, as nobody who reads a mirror checks
// them.
#pragma once
#include "core/buf.h"
#include "recorder/wire/span.h"

struct span buf_span(const struct buf *b);
void put_be16(struct buf *b, unsigned v);
void put_be32(struct buf *b, uint32_t v);

struct v4 {
  uint8_t src[4], dst[4];
  uint8_t proto;
  uint16_t id;
  uint16_t offset; // bytes
  bool more;
};
void put_ether(struct buf *b, unsigned ether_type);
void put_v4(struct buf *b, struct v4 h, struct span payload);
void put_v6(struct buf *b, uint8_t next, struct span payload); // from fd00::1 to fd00::2
void put_udp(struct buf *b, unsigned from, unsigned to, struct span payload);
void put_tcp(struct buf *b, unsigned from, unsigned to, uint32_t seq, uint8_t flags,
             struct sv data);

struct rtp_head {
  uint8_t pt;
  uint16_t seq;
  uint32_t timestamp, ssrc;
};
void put_rtp(struct buf *b, struct rtp_head h, struct sv payload);
