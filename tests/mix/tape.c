// SPDX-License-Identifier: Apache-2.0
// What a probe writes. Tunnels as their RFCs draw them: VXLAN 7348, Geneve 8926, GRE 2784, MPLS
// 3032, IP in IP 2003; ERSPAN type II as draft-foschiano-erspan has it, TZSP and VN-tag as the
// makers say.
#include "tests/mix/tape.h"

#include "core/scope.h"

enum { ETHER = 14, IP = 20, UDP = 8, FRAME_MAX = 2048 };

static uint8_t *put16(uint8_t *p, uint32_t v) {
  p[0] = (uint8_t)(v >> 8);
  p[1] = (uint8_t)v;
  return p + 2;
}

static uint8_t *put32(uint8_t *p, uint32_t v) { return put16(put16(p, v >> 16), v & 0xffff); }

static uint8_t *put_ether(uint8_t *p, uint32_t type) {
  memset(p, 0, 12);
  p[0] = 2;
  p[6] = 2;
  p[11] = 7;
  return put16(p + 12, type);
}

static uint8_t *put_ip(uint8_t *p, uint32_t from, uint32_t to, uint8_t protocol, size_t n) {
  static uint16_t id;
  uint8_t *head = p;
  memset(p, 0, IP);
  p[0] = 0x45;
  put16(p + 2, (uint32_t)(IP + n));
  put16(p + 4, id++);
  p[8] = 64;
  p[9] = protocol;
  put32(p + 12, from);
  put32(p + 16, to);
  uint32_t sum = 0;
  for (int i = 0; i < IP; i += 2) sum += (uint32_t)(head[i] << 8 | head[i + 1]);
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  put16(head + 10, ~sum & 0xffff);
  return p + IP;
}

static uint8_t *put_udp(uint8_t *p, uint16_t from, uint16_t to, size_t n) {
  p = put16(put16(p, from), to);
  return put32(p, (uint32_t)(UDP + n) << 16); // checksum 0: none (RFC 768)
}

static uint8_t *put_outer(uint8_t *p, uint8_t protocol, size_t n) {
  return put_ip(put_ether(p, 0x0800), 0xac100001, 0xac100002, protocol, n);
}

// All before the inner frame (n bytes, beginning with Ethernet unless bare).
static uint8_t *put_tunnel(uint8_t *p, enum tunnel kind, size_t n) {
  switch (kind) {
  case TUNNEL_GRE: // transparent Ethernet bridging, with a key
    p = put_outer(p, 47, 8 + n);
    return put32(put16(put16(p, 0x2000), 0x6558), 7);
  case TUNNEL_ERSPAN: // sequence number, then the eight bytes of type II
    p = put_outer(p, 47, 16 + n);
    return put32(put32(put32(put16(put16(p, 0x1000), 0x88be), 1), 0x10000001), 0);
  case TUNNEL_VXLAN:
    p = put_udp(put_outer(p, 17, UDP + 8 + n), 51000, 4789, 8 + n);
    return put32(put32(p, 0x08000000), 42 << 8);
  case TUNNEL_GENEVE: // with one option of four bytes
    p = put_udp(put_outer(p, 17, UDP + 16 + n), 51000, 6081, 16 + n);
    return put32(put32(put32(put32(p, 0x02006558), 42 << 8), 0x01010001), 0);
  case TUNNEL_TZSP: // received frame, Ethernet, end of tags
    p = put_udp(put_outer(p, 17, UDP + 5 + n), 51000, 37008, 5 + n);
    p = put32(p, 0x01000001);
    *p++ = 1;
    return p;
  case TUNNEL_NONE:
  case TUNNEL_VLAN:
  case TUNNEL_QINQ:
  case TUNNEL_MPLS:
  case TUNNEL_VNTAG:
  case TUNNEL_IPIP:
  case TUNNELS: break;
  }
  return p;
}

// The inner frame's own head, up to its IP.
static uint8_t *put_link(uint8_t *p, enum tunnel kind, size_t n) {
  switch (kind) {
  case TUNNEL_VLAN: return put16(put16(put_ether(p, 0x8100), 100), 0x0800);
  case TUNNEL_QINQ: return put16(put16(put16(put16(put_ether(p, 0x88a8), 7), 0x8100), 100), 0x0800);
  case TUNNEL_MPLS: return put32(put32(put_ether(p, 0x8847), 100 << 12 | 64), 200 << 12 | 0x140);
  case TUNNEL_VNTAG: return put16(put32(put_ether(p, 0x8926), 0x00010002), 0x0800);
  case TUNNEL_IPIP: return put_outer(p, 4, IP + n);
  case TUNNEL_NONE:
  case TUNNEL_GRE:
  case TUNNEL_ERSPAN:
  case TUNNEL_VXLAN:
  case TUNNEL_GENEVE:
  case TUNNEL_TZSP:
  case TUNNELS: break;
  }
  return put_ether(p, 0x0800);
}

static void keep(struct tape *t, int64_t at_us, const uint8_t *p, size_t n) {
  if (t->n == t->room) {
    t->room = t->room ? t->room * 2 : 1024;
    t->v = realloc(t->v, t->room * sizeof *t->v);
    if (!t->v) abort();
  }
  uint8_t *own = malloc(n);
  if (!own) abort();
  memcpy(own, p, n);
  t->v[t->n] = (struct frame){at_us, t->n, n, own};
  t->n++;
}

void tape_add(struct tape *t, int64_t at_us, struct at from, struct at to, const void *p,
              size_t n) {
  uint8_t inner[FRAME_MAX], frame[FRAME_MAX + 128];
  if (n > FRAME_MAX - 128) abort();
  uint8_t *end = put_link(inner, t->tunnel, UDP + n);
  end = put_udp(put_ip(end, from.ip, to.ip, 17, UDP + n), from.port, to.port, n);
  memcpy(end, p, n);
  size_t inside = (size_t)(end - inner) + n;
  uint8_t *at = put_tunnel(frame, t->tunnel, inside);
  memcpy(at, inner, inside);
  size_t whole = (size_t)(at - frame) + inside;
  keep(t, at_us, frame, whole);
  if (t->probe_us) keep(t, at_us + t->probe_us, frame, whole);
}

void tape_drop(struct tape *t) {
  for (size_t i = 0; i < t->n; i++) free(t->v[i].p);
  free(t->v);
  *t = (struct tape){0};
}

static int earlier(const void *a, const void *b) {
  const struct frame *x = a, *y = b;
  if (x->at_us != y->at_us) return x->at_us < y->at_us ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

void tape_sort(struct tape *t) {
  if (t->n) qsort(t->v, t->n, sizeof *t->v, earlier);
}

bool tape_write(const struct tape *t, const char *path, size_t from, size_t to, size_t step_at,
                int64_t step_us) {
  AUTO(stream) stream out = fopen(path, "wbe");
  const uint32_t magic[6] = {0xa1b2c3d4, 4 << 16 | 2, 0, 0, 65535, 1};
  if (!out || fwrite(magic, sizeof magic, 1, out) != 1) return false;
  for (size_t i = from; i < to; i++) {
    const struct frame *f = &t->v[i];
    int64_t at = f->at_us + (i >= step_at ? step_us : 0);
    uint32_t n = (uint32_t)f->n;
    uint32_t record[4] = {(uint32_t)(at / 1000000), (uint32_t)(at % 1000000), n, n};
    if (fwrite(record, sizeof record, 1, out) != 1 || fwrite(f->p, n, 1, out) != 1) return false;
  }
  return !fflush(out);
}
