// SPDX-License-Identifier: Apache-2.0
// Span: bytes of a packet that somebody else owns, read in network order, and the address of a
// socket as the wire shows it. Every parser of this folder returns spans (or `sv` for text) into
// the packet it was given: nothing is copied, nothing is allocated, nothing is kept.
#pragma once
#include "core/sv.h"

struct span {
  const uint8_t *p;
  size_t n;
};

static inline uint16_t be16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static inline uint32_t be32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}
static inline struct span span_from(struct span s, size_t at) { // the rest; empty past the end
  return at < s.n ? (struct span){s.p + at, s.n - at} : (struct span){s.p, 0};
}
static inline struct span span_first(struct span s, size_t n) {
  return (struct span){s.p, n < s.n ? n : s.n};
}
static inline struct sv span_sv(struct span s) { return (struct sv){(const char *)s.p, s.n}; }

// An IPv4 address is kept as ::ffff:a.b.c.d, so that one comparison serves both.
struct endpoint {
  uint8_t addr[16];
  uint16_t port;
};
_Static_assert(sizeof(struct endpoint) == 18, "compared with memcmp: no padding");

static inline bool endpoint_eq(const struct endpoint *a, const struct endpoint *b) {
  return memcmp(a, b, sizeof *a) == 0;
}
static inline void addr_from_v4(uint8_t out[16], const uint8_t v4[4]) {
  memset(out, 0, 10);
  out[10] = out[11] = 0xff;
  memcpy(out + 12, v4, 4);
}

// A network within another: what a frame came by (interface, VLAN, VNI …) is folded to one number,
// 0 where nothing says.
static inline uint32_t net_within(uint32_t net, uint32_t part) {
  uint64_t both = ((uint64_t)net << 32 | part) * 0x9e3779b97f4a7c15u;
  return (uint32_t)(both >> 32) | 1;
}

// A 64-bit mix for tables: fast, seeded, not for secrets. Some of its values outlive a restart.
uint64_t span_hash(struct span s, uint64_t seed);
uint64_t way_hash(const struct endpoint *src, const struct endpoint *dst, uint64_t seed);
uint64_t span_print(struct span s); // of a packet, to know it again while the program runs
