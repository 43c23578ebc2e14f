// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/hep.h"

enum { HEP_PORT = 9060, PROTO_TCP = 6, PROTO_UDP = 17, HEAD = 6, SIP = 1, RTP = 4 };
enum chunk { // of the vendor 0
  CHUNK_PROTO = 2,
  CHUNK_SRC4 = 3,
  CHUNK_DST4 = 4,
  CHUNK_SRC6 = 5,
  CHUNK_DST6 = 6,
  CHUNK_SRC_PORT = 7,
  CHUNK_DST_PORT = 8,
  CHUNK_KIND = 11,
  CHUNK_PAYLOAD = 15,
  CHUNK_COMPRESSED = 16,
};

struct chunks {
  struct hep hep;
  bool src, dst, sealed;
  uint8_t proto, kind;
};

static void address(const struct span *s, uint8_t out[16], bool *out_told) {
  if (s->n == 4) addr_from_v4(out, s->p);
  if (s->n == 16) memcpy(out, s->p, 16);
  *out_told |= s->n == 4 || s->n == 16;
}

static void chunk_take(struct chunks *c, uint16_t type, struct span s) {
  switch (type) {
  case CHUNK_PROTO: c->proto = s.n ? s.p[0] : 0; break;
  case CHUNK_SRC4:
  case CHUNK_SRC6: address(&s, c->hep.src.addr, &c->src); break;
  case CHUNK_DST4:
  case CHUNK_DST6: address(&s, c->hep.dst.addr, &c->dst); break;
  case CHUNK_SRC_PORT: c->hep.src.port = s.n >= 2 ? be16(s.p) : 0; break;
  case CHUNK_DST_PORT: c->hep.dst.port = s.n >= 2 ? be16(s.p) : 0; break;
  case CHUNK_KIND: c->kind = s.n ? s.p[0] : 0; break;
  case CHUNK_PAYLOAD: c->hep.payload = s; break;
  case CHUNK_COMPRESSED: c->sealed = true; break;
  default: break;
  }
}

static enum hep_kind version_3(struct span s, struct hep *out) {
  struct chunks c = {0};
  size_t length = be16(s.p + 4);
  if (length < HEAD || length > s.n) return HEP_CUT;
  for (s = span_from(span_first(s, length), HEAD); s.n;) {
    size_t n = s.n < HEAD ? 0 : be16(s.p + 4);
    if (n < HEAD || n > s.n) return HEP_CUT;
    if (!be16(s.p)) chunk_take(&c, be16(s.p + 2), span_from(span_first(s, n), HEAD));
    s = span_from(s, n);
  }
  if (c.kind != SIP && c.kind != RTP) return HEP_OTHER;
  if (c.sealed) return HEP_SEALED;
  if (!c.src || !c.dst || !c.hep.payload.n) return HEP_CUT;
  *out = c.hep;
  out->tcp = c.kind == SIP && c.proto != PROTO_UDP;
  return HEP_PACKET;
}

// Version, length of the header, address family, protocol, ports, addresses; in 2 a time as well.
static enum hep_kind version_old(struct span s, struct hep *out) {
  enum { INET = 2, INET6 = 10, PORTS = 8, TIME = 12 };
  if (s.n < PORTS || s.p[0] < 1 || s.p[0] > 2) return HEP_NOT;
  size_t address_n = s.p[2] == INET ? 4 : s.p[2] == INET6 ? 16 : 0;
  size_t head = PORTS + 2 * address_n + (s.p[0] == 2 ? TIME : 0);
  bool proto = s.p[3] == PROTO_UDP || s.p[3] == PROTO_TCP;
  if (!address_n || !proto || s.p[1] != head) return HEP_NOT;
  if (s.n <= head) return HEP_CUT;
  bool told = false;
  *out = (struct hep){.tcp = s.p[3] == PROTO_TCP, .payload = span_from(s, head)};
  address(&(struct span){s.p + PORTS, address_n}, out->src.addr, &told);
  address(&(struct span){s.p + PORTS + address_n, address_n}, out->dst.addr, &told);
  out->src.port = be16(s.p + 4);
  out->dst.port = be16(s.p + 6);
  return HEP_PACKET;
}

enum hep_kind hep_read(uint16_t src_port, uint16_t dst_port, struct span s, struct hep *out) {
  if (s.n >= HEAD && !memcmp(s.p, "HEP3", 4)) return version_3(s, out);
  return src_port == HEP_PORT || dst_port == HEP_PORT ? version_old(s, out) : HEP_NOT;
}
