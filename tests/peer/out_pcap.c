// SPDX-License-Identifier: Apache-2.0
// A classic pcap file, microseconds, Ethernet. A datagram longer than the link goes as IP
// fragments, as a real host would send it.
#include "core/scope.h"
#include "tests/peer/event.h"

enum { FRAGMENT = 1480, ETHER_HEAD = 14, IP_HEAD = 20, UDP_HEAD = 8, DATAGRAM_MAX = 65507 };

struct capture {
  FILE *out;
  uint8_t udp[UDP_HEAD + DATAGRAM_MAX]; // the datagram being written
};

static void put16(uint8_t *p, size_t v) {
  p[0] = (uint8_t)(v >> 8);
  p[1] = (uint8_t)v;
}

static void put32(uint8_t *p, uint32_t v) {
  put16(p, v >> 16);
  put16(p + 2, v & 0xffff);
}

static void put_ip(uint8_t *ip, const struct flow *f, size_t n, size_t at, bool more, size_t id) {
  memset(ip, 0, IP_HEAD);
  ip[0] = 0x45;
  put16(ip + 2, IP_HEAD + n);
  put16(ip + 4, id & 0xffff);
  put16(ip + 6, at / 8 | (more ? 0x2000 : 0));
  ip[8] = 64;
  ip[9] = 17;
  put32(ip + 12, f->from_ip);
  put32(ip + 16, f->to_ip);
  uint32_t sum = 0;
  for (int i = 0; i < IP_HEAD; i += 2) sum += (uint32_t)(ip[i] << 8 | ip[i + 1]);
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  put16(ip + 10, ~sum & 0xffff);
}

static bool write_frame(FILE *out, int64_t at_us, const uint8_t *ip, const uint8_t *p, size_t n) {
  uint8_t ether[ETHER_HEAD] = {[0] = 2, [6] = 2, [12] = 8};
  memcpy(ether + 2, ip + 16, 4); // locally administered, made from the IP addresses
  memcpy(ether + 8, ip + 12, 4);
  uint32_t len = (uint32_t)(ETHER_HEAD + IP_HEAD + n);
  uint32_t record[4] = {(uint32_t)(at_us / 1000000), (uint32_t)(at_us % 1000000), len, len};
  return fwrite(record, sizeof record, 1, out) == 1 && fwrite(ether, ETHER_HEAD, 1, out) == 1 &&
         fwrite(ip, IP_HEAD, 1, out) == 1 && fwrite(p, n, 1, out) == 1;
}

static bool write_datagram(struct capture *c, const struct flow *f, const struct event *e) {
  size_t n = UDP_HEAD + e->head_n + e->n;
  put16(c->udp, f->from_port);
  put16(c->udp + 2, f->to_port);
  put32(c->udp + 4, (uint32_t)n << 16); // checksum 0: none (RFC 768)
  memcpy(c->udp + UDP_HEAD, e->head, e->head_n);
  if (e->n) memcpy(c->udp + UDP_HEAD + e->head_n, e->p, e->n);
  for (size_t at = 0; at < n; at += FRAGMENT) {
    size_t part = n - at < FRAGMENT ? n - at : FRAGMENT;
    uint8_t ip[IP_HEAD];
    put_ip(ip, f, part, at, at + part < n, e->order);
    if (!write_frame(c->out, e->at_us, ip, c->udp + at, part)) return false;
  }
  return true;
}

enum err events_write_pcap(const struct events *e, const char *path) {
  AUTO(stream) stream out = strcmp(path, "-") ? fopen(path, "wbe") : fdopen(dup(1), "wb");
  if (!out) return fail_os("create %s", path);
  static struct capture c;
  c.out = out;
  const uint32_t magic[6] = {0xa1b2c3d4, 4 << 16 | 2, 0, 0, 65535, 1};
  if (fwrite(magic, sizeof magic, 1, out) != 1) return fail_os("write %s", path);
  for (size_t i = 0; i < e->n; i++)
    if (!write_datagram(&c, &e->flows[e->v[i].flow], &e->v[i])) return fail_os("write %s", path);
  return fflush(out) ? fail_os("write %s", path) : OK;
}
