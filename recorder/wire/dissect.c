// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/dissect.h"

#include "recorder/wire/frag.h"
#include "recorder/wire/hep.h"
#include "recorder/wire/ip.h"
#include "recorder/wire/opaque.h"
#include "recorder/wire/tcp.h"

enum { LAYERS_MAX = 24, PORTS_MAX = 16, IP_AUTH = 51, IP_SCTP = 132 };

struct dissect {
  struct frag *frag;
  struct tcp *tcp;
  uint16_t sip_port[PORTS_MAX];
  size_t n_ports;
  struct opaque opaque;
  struct dissect_counts counts;
};

struct call_back { // what the layers below need to hand a finding up
  struct dissect *d;
  const struct frame *frame;
  dissect_fn *fn;
  void *ctx;
  enum unread within; // the tunnel opened last, while no IP was met in it
  bool cut;           // a length in the packet says so
  uint32_t number;    // the last layer's: of the link, the EtherType
  uint32_t net;
};

const char *unread_word(enum unread why) {
  static const char *const words[] = {
      "",
#define UNREAD(sym, word, text) word,
#include "recorder/wire/unread.def"
#undef UNREAD
  };
  return words[why];
}

const char *unread_text(enum unread why) {
  static const char *const texts[] = {
      "",
#define UNREAD(sym, word, text) text,
#include "recorder/wire/unread.def"
#undef UNREAD
  };
  return texts[why];
}

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

void dissect_counts(const struct dissect *d, struct dissect_counts *out) {
  *out = d->counts;
  out->unread[UNREAD_FRAGMENTS] = frag_lost(d->frag);
  out->unread[UNREAD_TCP_HOLES] = tcp_holes(d->tcp);
}

static void unread_count(struct dissect *d, enum unread why, uint32_t example) {
  if (!d->counts.unread[why]++) d->counts.example[why] = example;
}

static bool is_sip_port(const struct dissect *d, uint16_t port) {
  for (size_t i = 0; i < d->n_ports; i++)
    if (d->sip_port[i] == port) return true;
  return false;
}

// ---- what a socket would have received ---------------------------------------------------------

static void on_message(void *ctx, const struct tcp_segment *of, struct span message) {
  struct call_back *back = ctx;
  back->d->counts.tcp_messages++;
  struct datagram out = {.at_us = back->frame->at_us,
                         .src = of->src,
                         .dst = of->dst,
                         .net = of->net,
                         .tcp = true,
                         .payload = message};
  back->fn(back->ctx, &out);
}

static enum unread on_tcp(struct call_back *back, const struct ip *ip) {
  struct dissect *d = back->d;
  struct tcp_segment s = {.net = back->net};
  if (!tcp_parse(ip->payload, &s)) return ip->cut ? UNREAD_CUT : UNREAD_MALFORMED;
  d->counts.tcp_segments++;
  memcpy(s.src.addr, ip->src, 16);
  memcpy(s.dst.addr, ip->dst, 16);
  bool sip = is_sip_port(d, s.src.port) || is_sip_port(d, s.dst.port);
  enum unread kind = opaque_kind(&s, sip);
  if (kind) return opaque_first(&d->opaque, &s) ? kind : UNREAD_NONE;
  tcp_add(d->tcp, &s, sip, back->frame->at_us, on_message, back);
  return ip->cut && sip ? UNREAD_CUT : UNREAD_NONE;
}

// Between whom a tunnel is, both ways alike: two sites' mirrors come by the same port.
static uint32_t tunnel_ends(const struct ip *ip) {
  uint64_t one = span_hash((struct span){ip->src, sizeof ip->src}, 5);
  return (uint32_t)(one + span_hash((struct span){ip->dst, sizeof ip->dst}, 5));
}

// What was seen elsewhere: between its own ends, in the network it came by, for its media may lie
// here in clear.
static enum unread on_hep(struct call_back *back, const struct datagram *outer, enum hep_kind kind,
                          const struct hep *h) {
  struct datagram out = {.at_us = outer->at_us, .net = outer->net};
  back->d->counts.udp++;
  back->cut |= outer->cut;
  if (kind == HEP_CUT) return outer->cut ? UNREAD_CUT : UNREAD_HEP;
  if (kind != HEP_PACKET) return kind == HEP_SEALED ? UNREAD_HEP : UNREAD_NONE;
  out.src = h->src;
  out.dst = h->dst;
  out.tcp = h->tcp;
  out.payload = h->payload;
  back->fn(back->ctx, &out);
  return UNREAD_NONE;
}

static struct layer on_udp(struct call_back *back, const struct ip *ip) {
  struct span s = ip->payload;
  size_t length = s.n < 8 ? 0 : be16(s.p + 4);
  if (s.n >= 8 && length == 0) length = s.n; // a jumbogram, or filled in by the card
  if (length < 8) return layer_end(ip->cut ? UNREAD_CUT : UNREAD_MALFORMED);
  struct datagram out = {
      .at_us = back->frame->at_us, .net = back->net, .ip_id = ip->id, .cut = length > s.n};
  memcpy(out.src.addr, ip->src, 16);
  memcpy(out.dst.addr, ip->dst, 16);
  out.src.port = be16(s.p);
  out.dst.port = be16(s.p + 2);
  out.payload = span_from(span_first(s, length), 8);
  struct hep h;
  enum hep_kind hep = hep_read(out.src.port, out.dst.port, out.payload, &h);
  if (hep != HEP_NOT) {
    out.net = net_within(out.net, tunnel_ends(ip)); // two sites' agents send to one collector
    return layer_end(on_hep(back, &out, hep, &h));
  }
  struct layer tunnel = tunnel_udp(out.src.port, out.dst.port, out.payload);
  if (tunnel.is != LAYER_END || tunnel.why) return tunnel;
  back->d->counts.udp++;
  back->cut |= out.cut;
  if (out.payload.n) back->fn(back->ctx, &out);
  return layer_end(out.cut ? UNREAD_CUT : UNREAD_NONE);
}

static struct layer on_sctp(const struct call_back *back, const struct ip *ip) {
  struct span s = ip->payload;
  bool sip = s.n >= 12 && (is_sip_port(back->d, be16(s.p)) || is_sip_port(back->d, be16(s.p + 2)));
  return layer_end(sip ? UNREAD_SCTP : UNREAD_NONE);
}

static struct layer on_payload(struct call_back *back, const struct ip *ip) {
  switch (ip->proto) {
  case IP_UDP: return on_udp(back, ip);
  case IP_TCP: return layer_end(on_tcp(back, ip));
  case IP_SCTP: return on_sctp(back, ip);
  default: return tunnel_ip(ip->proto, ip->payload);
  }
}

static struct layer on_ip(struct call_back *back, struct span packet) {
  struct dissect *d = back->d;
  struct ip ip;
  if (!ip_parse(packet, &ip)) return layer_end(packet.n < 20 ? UNREAD_CUT : UNREAD_MALFORMED);
  back->within = UNREAD_NONE;
  back->cut = ip.cut;
  if (ip.fragment) {
    struct ip piece = ip;
    piece.net = back->net;
    d->counts.fragments++;
    if (!frag_add(d->frag, &piece, back->frame->at_us, &ip)) return layer_end(UNREAD_NONE);
    d->counts.reassembled++;
  }
  if (ip.proto == IP_AUTH && !ip_extensions(&ip)) return layer_end(UNREAD_MALFORMED);
  struct layer next = on_payload(back, &ip);
  if (next.is != LAYER_END) back->net = net_within(back->net, tunnel_ends(&ip));
  return next;
}

// ---- down through the layers -------------------------------------------------------------------

static struct layer peel(struct call_back *back, const struct layer *l) {
  switch (l->is) {
  case LAYER_LINK: return link_peel(l->type, l->rest);
  case LAYER_ETHERNET: return ether_peel(l->rest);
  case LAYER_TYPE: return type_peel(l->type, l->rest);
  case LAYER_PPP: return ppp_peel(l->rest);
  case LAYER_IP: return on_ip(back, l->rest);
  case LAYER_END: break;
  }
  return *l;
}

// What ends inside a tunnel before any IP came is that tunnel's, whatever it was.
static enum unread reason(const struct call_back *back, enum unread why) {
  bool cut = back->cut || back->frame->wire_n > back->frame->bytes.n;
  if (why == UNREAD_CUT && !cut) why = UNREAD_MALFORMED; // it was sent as short as that
  bool plain =
      why == UNREAD_NONE || why == UNREAD_TYPE || why == UNREAD_LINK || why == UNREAD_MALFORMED;
  return plain && back->within ? back->within : why;
}

// Each layer is read where the one above left it: a copy would wait for what was just written.
static enum unread descend(struct call_back *back, const struct layer *l, int depth) {
  if (l->within) back->within = l->within;
  if (l->net) back->net = net_within(back->net, l->net);
  if (l->is == LAYER_END) return l->why;
  if (depth == LAYERS_MAX) return UNREAD_DEEP;
  if (l->is == LAYER_TYPE) back->number = l->type;
  struct layer next = peel(back, l);
  return descend(back, &next, depth + 1);
}

void dissect_frame(struct dissect *d, const struct frame *f, dissect_fn *fn, void *ctx) {
  struct layer l = {.is = LAYER_LINK, .type = (uint16_t)f->link, .rest = f->bytes};
  struct call_back back = {
      .d = d, .frame = f, .fn = fn, .ctx = ctx, .number = l.type, .net = f->net};
  uint64_t found = d->counts.udp + d->counts.tcp_segments + d->counts.fragments;
  d->counts.frames++;
  enum unread why = reason(&back, descend(&back, &l, 0));
  if (why) unread_count(d, why, back.number);
  if (found == d->counts.udp + d->counts.tcp_segments + d->counts.fragments) d->counts.not_ip++;
}
