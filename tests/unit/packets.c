// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/packets.h"

struct span buf_span(const struct buf *b) {
  return (struct span){(const uint8_t *)b->p, b->n};
}

void put_be16(struct buf *b, unsigned v) {
  buf_add_char(b, (char)(v >> 8));
  buf_add_char(b, (char)v);
}

void put_be32(struct buf *b, uint32_t v) {
  put_be16(b, v >> 16);
  put_be16(b, v & 0xffff);
}

void put_ether(struct buf *b, unsigned ether_type) {
  buf_add(b, "\2\0\0\0\0\1\2\0\0\0\0\2", 12);
  put_be16(b, ether_type);
}

void put_v4(struct buf *b, struct v4 h, struct span payload) {
  put_be16(b, 0x4500);
  put_be16(b, (unsigned)payload.n + 20);
  put_be16(b, h.id);
  put_be16(b, (h.more ? 0x2000u : 0) | h.offset / 8u);
  buf_add_char(b, 64);
  buf_add_char(b, (char)h.proto);
  put_be16(b, 0);
  buf_add(b, h.src, 4);
  buf_add(b, h.dst, 4);
  buf_add(b, payload.p, payload.n);
}

void put_v6(struct buf *b, uint8_t next, struct span payload) {
  static const uint8_t from[16] = {0xfd, [15] = 1}, to[16] = {0xfd, [15] = 2};
  put_be32(b, 0x60000000);
  put_be16(b, (unsigned)payload.n);
  buf_add_char(b, (char)next);
  buf_add_char(b, 64);
  buf_add(b, from, 16);
  buf_add(b, to, 16);
  buf_add(b, payload.p, payload.n);
}

void put_udp(struct buf *b, unsigned from, unsigned to, struct span payload) {
  put_be16(b, from);
  put_be16(b, to);
  put_be16(b, (unsigned)payload.n + 8);
  put_be16(b, 0);
  buf_add(b, payload.p, payload.n);
}

void put_tcp(struct buf *b, unsigned from, unsigned to, uint32_t seq, uint8_t flags,
             struct sv data) {
  put_be16(b, from);
  put_be16(b, to);
  put_be32(b, seq);
  put_be32(b, 0);
  buf_add_char(b, 0x50);
  buf_add_char(b, (char)flags);
  buf_add(b, "\xff\xff\0\0\0\0", 6);
  buf_add_sv(b, data);
}

void put_rtp(struct buf *b, struct rtp_head h, struct sv payload) {
  buf_add_char(b, (char)0x80);
  buf_add_char(b, (char)h.pt);
  put_be16(b, h.seq);
  put_be32(b, h.timestamp);
  put_be32(b, h.ssrc);
  buf_add_sv(b, payload);
}
