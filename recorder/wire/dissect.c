// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/dissect.h"

#include "recorder/wire/frag.h"
#include "recorder/wire/link.h"
#include "recorder/wire/tcp.h"

enum { TUNNELS_MAX = 4, PORTS_MAX = 16 };

struct dissect {
  struct frag *frag;
  struct tcp *tcp;
  uint16_t sip_port[PORTS_MAX];
  size_t n_ports;
  struct dissect_counts counts;
};

struct call_back { // what the layers below need to hand a finding up
  struct dissect *d;
  int64_t at_us;
  dissect_fn *fn;
  void *ctx;
};

struct dissect *dissect_new(void) {
  struct dissect *d = calloc(1, sizeof *d);
  if (!d) return NULL;
  d->frag = frag_new();
  d->tcp = tcp_new();
  dissect_sip_port(d, 5060);
  if (d->frag && d->tcp) return d;
  dissect_free(d);
  return NULL;
}

void dissect_free(struct dissect *d) {
  if (!d) return;
  frag_free(d->frag);
  tcp_free(d->tcp);
  free(d);
}

void dissect_clear(struct dissect *d) {
  frag_clear(d->frag);
  tcp_clear(d->tcp);
}

void dissect_sip_port(struct dissect *d, uint16_t port) {
  if (d->n_ports < PORTS_MAX) d->sip_port[d->n_ports++] = port;
}

const struct dissect_counts *dissect_counts(const struct dissect *d) { return &d->counts; }

static bool is_sip_port(const struct dissect *d, uint16_t port) {
  for (size_t i = 0; i < d->n_ports; i++)
    if (d->sip_port[i] == port) return true;
  return false;
}

static void on_message(void *ctx, const struct tcp_segment *of, struct span message) {
  struct call_back *back = ctx;
  back->d->counts.tcp_messages++;
  struct datagram out = {
      .at_us = back->at_us, .src = of->src, .dst = of->dst, .tcp = true, .payload = message};
  back->fn(back->ctx, &out);
}

static void on_tcp(struct call_back *back, const struct ip *ip) {
  struct tcp_segment s = {0};
  if (!tcp_parse(ip->payload, &s)) {
    back->d->counts.malformed++;
    return;
  }
  back->d->counts.tcp_segments++;
  memcpy(s.src.addr, ip->src, 16);
  memcpy(s.dst.addr, ip->dst, 16);
  bool sip = is_sip_port(back->d, s.src.port) || is_sip_port(back->d, s.dst.port);
  tcp_add(back->d->tcp, &s, sip, back->at_us, on_message, back);
}

static void on_udp(struct call_back *back, const struct ip *ip) {
  struct span s = ip->payload;
  size_t length = s.n < 8 ? 0 : be16(s.p + 4);
  if (length < 8) {
    back->d->counts.malformed++;
    return;
  }
  back->d->counts.udp++;
  struct datagram out = {.at_us = back->at_us, .ip_id = ip->id, .cut = length > s.n};
  memcpy(out.src.addr, ip->src, 16);
  memcpy(out.dst.addr, ip->dst, 16);
  out.src.port = be16(s.p);
  out.dst.port = be16(s.p + 2);
  out.payload = span_from(span_first(s, length), 8);
  if (out.payload.n) back->fn(back->ctx, &out);
}

static void on_ip(struct call_back *back, struct span packet) {
  struct dissect *d = back->d;
  for (int depth = 0; depth <= TUNNELS_MAX; depth++) {
    struct ip ip;
    if (!ip_parse(packet, &ip)) {
      d->counts.malformed++;
      return;
    }
    if (ip.fragment) {
      struct ip piece = ip;
      d->counts.fragments++;
      if (!frag_add(d->frag, &piece, back->at_us, &ip)) return;
      d->counts.reassembled++;
    }
    if (ip.proto == IP_UDP) on_udp(back, &ip);
    if (ip.proto == IP_TCP) on_tcp(back, &ip);
    if (ip.proto != IP_IPIP && ip.proto != IP_IPV6) return;
    packet = ip.payload;
  }
}

void dissect_frame(struct dissect *d, int link, int64_t at_us, struct span frame, dissect_fn *fn,
                   void *ctx) {
  struct call_back back = {.d = d, .at_us = at_us, .fn = fn, .ctx = ctx};
  struct span packet = link_strip(link, frame);
  d->counts.frames++;
  if (packet.n)
    on_ip(&back, packet);
  else
    d->counts.not_ip++;
}
