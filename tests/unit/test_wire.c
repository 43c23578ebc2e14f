// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/dissect.h"
#include "recorder/wire/link.h"
#include "recorder/wire/ranges.h"
#include "recorder/wire/rtp.h"
#include "tests/check.h"
#include "tests/unit/packets.h"

static const struct v4 hop = {.src = {10, 0, 0, 1}, .dst = {10, 0, 0, 2}, .proto = 17, .id = 7};

struct seen { // what dissect handed up
  int n;
  size_t bytes;
  char last[256];
  struct datagram d;
};

static void see(void *ctx, const struct datagram *d) {
  struct seen *s = ctx;
  s->n++;
  s->d = *d;
  s->bytes = d->payload.n;
  snprintf(s->last, sizeof s->last, "%.*s", (int)d->payload.n, (const char *)d->payload.p);
}

typedef struct dissect *dissector;
static void dissector_drop(dissector *d) { dissect_free(*d); }

static void dissect_one(struct dissect *d, int link, int64_t at_us, struct span frame,
                        struct seen *s) {
  struct frame f = {.link = link, .at_us = at_us, .bytes = frame};
  dissect_frame(d, &f, see, s);
}

static struct buf udp_in_v4(const char *text) {
  AUTO(buf) struct buf udp = {0};
  struct buf ip = {0};
  put_udp(&udp, 5060, 5062, (struct span){(const uint8_t *)text, strlen(text)});
  put_v4(&ip, hop, buf_span(&udp));
  return ip;
}

TEST(each_link_layer_gives_the_same_datagram) {
  AUTO(dissector) dissector d = dissect_new();
  AUTO(buf) struct buf ip = udp_in_v4("hello");
  static const struct {
    int link;
    const char *head;
    size_t n;
  } heads[] = {
      {LINK_ETHERNET, "\1\2\3\4\5\6\1\2\3\4\5\6\x08\x00", 14},
      {LINK_ETHERNET, "\1\2\3\4\5\6\1\2\3\4\5\6\x81\x00\0\5\x08\x00", 18},
      {LINK_ETHERNET, "\1\2\3\4\5\6\1\2\3\4\5\6\x88\xa8\0\5\x81\x00\0\6\x08\x00", 22},
      {LINK_ETHERNET, "\1\2\3\4\5\6\1\2\3\4\5\6\x88\x64\x11\0\0\1\0\x23\0\x21", 22},
      {LINK_SLL, "\0\0\0\1\0\6\1\2\3\4\5\6\0\0\x08\x00", 16},
      {LINK_SLL2, "\x08\x00\0\0\0\0\0\1\0\1\0\6\1\2\3\4\5\6\0\0", 20},
      {LINK_NULL, "\2\0\0\0", 4},
      {LINK_LOOP, "\0\0\0\2", 4},
      {LINK_PPP, "\xff\3\0\x21", 4},
      {LINK_RAW, "", 0},
  };
  for (size_t i = 0; i < countof(heads); i++) {
    AUTO(buf) struct buf frame = {0};
    struct seen s = {0};
    buf_add(&frame, heads[i].head, heads[i].n);
    buf_add(&frame, ip.p, ip.n);
    dissect_one(d, heads[i].link, 1, buf_span(&frame), &s);
    CHECK_EQ(s.n, 1);
    CHECK_STR(s.last, "hello");
    CHECK_EQ(s.d.dst.port, 5062);
    for (size_t cut = 0; cut < frame.n; cut++) // every shorter frame is survived
      dissect_one(d, heads[i].link, 1, span_first(buf_span(&frame), cut), &s);
  }
}

TEST(ip_in_ip_is_opened_and_padding_left_out) {
  AUTO(dissector) dissector d = dissect_new();
  AUTO(buf) struct buf inner = udp_in_v4("in");
  AUTO(buf) struct buf outer = {0};
  struct v4 tunnel = hop;
  struct seen s = {0};
  tunnel.proto = 4;
  put_v4(&outer, tunnel, buf_span(&inner));
  buf_add(&outer, "padding!", 8);
  dissect_one(d, LINK_RAW, 1, buf_span(&outer), &s);
  CHECK_EQ(s.n, 1);
  CHECK_STR(s.last, "in");
}

static void send_piece(dissector d, struct seen *s, const struct buf *udp, size_t from, size_t to) {
  AUTO(buf) struct buf ip = {0};
  struct v4 h = hop;
  h.offset = (uint16_t)from;
  h.more = to < udp->n;
  put_v4(&ip, h, span_first(span_from(buf_span(udp), from), to - from));
  dissect_one(d, LINK_RAW, 1, buf_span(&ip), s);
}

TEST(fragments_join_in_any_order_and_seen_twice) {
  static const size_t order[][6] = {
      {0, 16, 16, 32, 32, 45}, {32, 45, 0, 16, 16, 32}, {16, 32, 32, 45, 0, 16}};
  AUTO(buf) struct buf udp = {0};
  put_udp(&udp, 1, 2, (struct span){(const uint8_t *)"0123456789012345678901234567890123456", 37});
  for (size_t i = 0; i < countof(order); i++) {
    AUTO(dissector) dissector d = dissect_new();
    struct seen s = {0};
    for (int p = 0; p < 6; p += 2) {
      send_piece(d, &s, &udp, order[i][p], order[i][p + 1]);
      if (p < 4) send_piece(d, &s, &udp, order[i][p], order[i][p + 1]);
    }
    CHECK_EQ(s.n, 1);
    CHECK_STR(s.last, "0123456789012345678901234567890123456");
  }
}

TEST(overlapping_fragments_make_no_datagram) {
  AUTO(dissector) dissector d = dissect_new();
  AUTO(buf) struct buf udp = {0};
  struct seen s = {0};
  put_udp(&udp, 1, 2, (struct span){(const uint8_t *)"0123456789012345678901234567890123456", 37});
  send_piece(d, &s, &udp, 0, 24);
  send_piece(d, &s, &udp, 16, 45);
  send_piece(d, &s, &udp, 24, 45);
  CHECK_EQ(s.n, 0);
}

TEST(ipv6_extension_headers_and_fragments_are_walked) {
  AUTO(dissector) dissector d = dissect_new();
  AUTO(buf) struct buf udp = {0}, chain = {0}, ip = {0};
  struct seen s = {0};
  put_udp(&udp, 1, 2, (struct span){(const uint8_t *)"abcdefgh", 8});
  buf_add(&chain, "\x3c\0\0\0\0\0\0\0", 8); // hop by hop, then destination options
  buf_add(&chain, "\x11\0\0\0\0\0\0\0", 8); // then UDP
  buf_add(&chain, udp.p, udp.n);
  put_v6(&ip, 0, buf_span(&chain));
  dissect_one(d, LINK_RAW, 1, buf_span(&ip), &s);
  CHECK_STR(s.last, "abcdefgh");
  for (int piece = 1; piece >= 0; piece--) { // the second first, with options inside the fragments
    buf_clear(&chain);
    buf_clear(&ip);
    buf_add(&chain, piece ? "\x3c\0\0\x10\0\0\0\x9" : "\x3c\0\0\1\0\0\0\x9", 8);
    if (!piece) buf_add(&chain, "\x11\0\0\0\0\0\0\0", 8);
    buf_add(&chain, udp.p + 8 * piece, 8);
    put_v6(&ip, 44, buf_span(&chain));
    dissect_one(d, LINK_RAW, 1, buf_span(&ip), &s);
  }
  CHECK_EQ(s.n, 2);
  CHECK_STR(s.last, "abcdefgh");
}

static void send_tcp_at(dissector d, struct seen *s, int64_t at_us, uint32_t seq, uint8_t flags,
                        const char *text) {
  AUTO(buf) struct buf tcp = {0}, ip = {0};
  struct v4 h = hop;
  h.proto = 6;
  put_tcp(&tcp, 40000, 5060, seq, flags, sv_of(text));
  put_v4(&ip, h, buf_span(&tcp));
  dissect_one(d, LINK_RAW, at_us, buf_span(&ip), s);
}

static void send_tcp(dissector d, struct seen *s, uint32_t seq, uint8_t flags, const char *text) {
  send_tcp_at(d, s, seq, seq, flags, text);
}

#define HEAD "OPTIONS sip:a@b SIP/2.0\r\n"

TEST(sip_on_tcp_is_cut_by_its_length) {
  AUTO(dissector) dissector d = dissect_new();
  struct seen s = {0};
  send_tcp(d, &s, 99, 2, "");
  send_tcp(d, &s, 100, 16, "\r\n\r\n" HEAD "l : 5\r\n"); // 4 + 25 + 7 bytes
  CHECK_EQ(s.n, 0);
  send_tcp(d, &s, 136, 16, "\r\nhello" HEAD);
  CHECK_EQ(s.n, 1);
  CHECK_EQ(s.bytes, 25 + 7 + 2 + 5);
  send_tcp(d, &s, 136, 16, "\r\nhello" HEAD);         // sent again
  send_tcp(d, &s, 168 + 20, 16, "\r\n");              // out of order
  send_tcp(d, &s, 168, 16, "Content-Length: -1\r\n"); // nonsense: what is there
  CHECK_EQ(s.n, 2);
}

TEST(a_lost_segment_costs_one_message_not_the_connection) {
  AUTO(dissector) dissector d = dissect_new();
  struct seen s = {0};
  send_tcp(d, &s, 100, 16, HEAD);
  send_tcp(d, &s, 200, 16, "rest\r\n\r\n" HEAD "l: 0\r\n\r\n");
  CHECK_EQ(s.n, 0);
  send_tcp(d, &s, 200 + 4 * 1000000, 16, "x"); // seq is the time too: far ahead, starts over
  send_tcp(d, &s, 200 + 4 * 1000000 + 1, 16, HEAD "l: 0\r\n\r\n");
  CHECK_EQ(s.n, 1);
}

struct piece {
  uint32_t from, to;
};

// Cuts a stream into pieces and hands them out in an order that `how` says: 0 as they are, 1 the
// last first, 2 stirred, 3 stirred with pieces sent again that overlap three others.
static size_t cut_up(size_t n, size_t each, int how, struct piece out[256]) {
  size_t k = 0;
  for (size_t at = 0; at < n; at += each)
    out[k++] = (struct piece){(uint32_t)at, (uint32_t)(at + each < n ? at + each : n)};
  for (size_t i = 0; how == 1 && i < k / 2; i++) {
    struct piece p = out[i];
    out[i] = out[k - 1 - i];
    out[k - 1 - i] = p;
  }
  for (size_t i = 0, x = 7; how >= 2 && i < k; i++) {
    x = x * 1103515245 + 12345;
    size_t j = (x >> 16) % k;
    struct piece p = out[i];
    out[i] = out[j];
    out[j] = p;
  }
  if (how < 3) return k;
  for (size_t i = k, m = k; i-- > 0;) out[m + i + 1] = out[i]; // room for one more between each
  for (size_t i = 0; i < k; i++) {
    struct piece p = out[k + 1 + i];
    size_t to = p.to + each + each / 2;
    out[2 * i] = p;
    out[2 * i + 1] = (struct piece){(uint32_t)(p.from > each / 2 ? p.from - each / 2 : 0),
                                    (uint32_t)(to < n ? to : n)};
  }
  return 2 * k;
}

// `known`: a first message came in order. Then one or three are cut up.
static void send_cut_up(size_t each, int how, bool known) {
  static const char text[] = HEAD "To: <sip:a@b>\r\nFrom: <sip:c@d>;tag=1\r\nl: 5\r\n\r\nhello";
  static struct piece order[256];
  AUTO(dissector) dissector d = dissect_new();
  struct seen s = {0};
  AUTO(buf) struct buf all = {0};
  struct dissect_counts counts;
  uint32_t seq = (uint32_t)-40 - (known ? sizeof text - 1 : 0);
  int messages = known ? 3 : 1;
  if (known) send_tcp_at(d, &s, 1000, seq, 16, text);
  if (known) seq += sizeof text - 1;
  for (int i = 0; i < messages; i++) buf_add(&all, text, sizeof text - 1);
  for (size_t i = 0, n = cut_up(all.n, each, how, order); i < n; i++) {
    char piece[1024];
    snprintf(piece, sizeof piece, "%.*s", (int)(order[i].to - order[i].from),
             (const char *)all.p + order[i].from);
    send_tcp_at(d, &s, 1001 + (int64_t)i, seq + order[i].from, 16, piece);
  }
  dissect_counts(d, &counts);
  CHECK_EQ(s.n, messages + known);
  CHECK_EQ(counts.unread[UNREAD_TCP_HOLES], 0);
}

TEST(segments_in_any_order_are_no_hole_though_nobody_saw_the_connection_begin) {
  for (int how = 0; how < 4; how++)
    for (size_t each = 24; each <= 180; each += 5 * EVERY(5)) {
      send_cut_up(each, how, true);
      send_cut_up(each, how, false);
    }
}

TEST(a_syn_that_comes_late_or_again_begins_nothing_anew) {
  AUTO(dissector) dissector d = dissect_new();
  struct seen s = {0};
  send_tcp_at(d, &s, 1000, 100, 16, HEAD "l: 0\r\n\r\n");
  send_tcp_at(d, &s, 1001, 99, 2, "");
  send_tcp_at(d, &s, 1002, 100 + 33, 16, HEAD "l: 0\r\n\r\n");
  CHECK_EQ(s.n, 2);
  send_tcp_at(d, &s, 2000, 5000000, 2, ""); // the ports are used anew
  send_tcp_at(d, &s, 2001, 5000001, 16, HEAD "l: 0\r\n\r\n");
  CHECK_EQ(s.n, 3);
}

TEST(ranges_join_and_stay_bounded) {
  struct ranges r = {0};
  CHECK_EQ(ranges_add(&r, 10, 20), RANGES_NEW);
  CHECK_EQ(ranges_add(&r, 0, 5), RANGES_NEW);
  CHECK_EQ(ranges_add(&r, 12, 14), RANGES_SEEN);
  CHECK_EQ(ranges_add(&r, 4, 11), RANGES_OVERLAP);
  CHECK_EQ(ranges_prefix(&r), 5);
  CHECK_EQ(ranges_add(&r, 5, 10), RANGES_NEW);
  CHECK_EQ(ranges_prefix(&r), 20);
  ranges_shift(&r, 15);
  CHECK_EQ(ranges_prefix(&r), 5);
  r.n = 0;
  for (uint32_t i = 0; i < RANGES_MAX; i++) CHECK_EQ(ranges_add(&r, i * 4, i * 4 + 2), RANGES_NEW);
  CHECK_EQ(ranges_add(&r, 1000, 1001), RANGES_FULL);
}

TEST(rtp_lengths_are_believed_only_when_they_fit) {
  struct rtp r;
  static const uint8_t full[] = {0xb1, 0x88, 0,    7, 0, 0,    0, 9, 0, 0, 0, 1, 0xca, 0xfe, 0,
                                 0,    0xbe, 0xde, 0, 1, 0x10, 2, 0, 0, 1, 2, 3, 0,    0,    3};
  CHECK(rtp_parse((struct span){full, sizeof full}, &r));
  CHECK_EQ(r.n_csrc, 1);
  CHECK_EQ(r.payload.n, 3);
  CHECK_EQ(r.payload.p[0], 1);
  CHECK(r.marker && r.pt == 8 && r.seq == 7);
  for (size_t n = 0; n < sizeof full; n++) {
    uint8_t copy[sizeof full];
    memcpy(copy, full, n);
    if (rtp_parse((struct span){copy, n}, &r)) CHECK(r.payload.p + r.payload.n <= copy + n);
  }
  static const uint8_t long_extension[] = {0x90, 0, 0, 7, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0xff, 0xff};
  CHECK(!rtp_parse((struct span){long_extension, sizeof long_extension}, &r));
  static const uint8_t long_padding[] = {0xa0, 0, 0, 7, 0, 0, 0, 9, 0, 0, 0, 1, 200};
  CHECK(!rtp_parse((struct span){long_padding, sizeof long_padding}, &r));
}

TEST(a_sender_report_is_found_in_a_compound_packet) {
  static const uint8_t rr_sr[] = {0x80, 201, 0, 1, 0, 0, 0, 1, 0x80, 200, 0, 6, 0, 0, 0, 5, 0, 0,
                                  0,    2,   0, 0, 0, 3, 0, 0, 0,    9,   0, 0, 0, 1, 0, 0, 0, 1};
  struct rtcp_sender sr;
  CHECK(rtcp_looks_like((struct span){rr_sr, sizeof rr_sr}));
  CHECK(rtcp_sender_report((struct span){rr_sr, sizeof rr_sr}, &sr));
  CHECK_EQ(sr.ssrc, 5);
  CHECK_EQ(sr.timestamp, 9);
  CHECK(!rtcp_sender_report((struct span){rr_sr, sizeof rr_sr - 4}, &sr));
}
