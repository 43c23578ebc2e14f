// SPDX-License-Identifier: Apache-2.0
// Every tunnel and tag that is known, alone and in every pair, and what is said of the rest.
#include "recorder/wire/dissect.h"
#include "recorder/wire/hep.h"
#include "recorder/wire/link.h"
#include "tests/check.h"
#include "tests/unit/packets.h"

#define MACS "\1\2\3\4\5\6\6\5\4\3\2\1"

enum form { IS_IP, IS_ETHERNET };

static const struct wrap { // `head` goes before an inside of `takes`; the whole is `makes`
  const char *name;
  enum form takes, makes;
  unsigned proto, port; // of the IP protocol, of the UDP port around it; 0: none
  const char *head;
  size_t n;
} wraps[] = {
    {"ethernet", IS_IP, IS_ETHERNET, 0, 0, MACS "\x08\x00", 14},
    {"vlan", IS_IP, IS_ETHERNET, 0, 0, MACS "\x81\x00\x20\x05\x08\x00", 18},
    {"qinq", IS_IP, IS_ETHERNET, 0, 0, MACS "\x88\xa8\0\5\x81\x00\0\6\x81\x00\0\7\x08\x00", 26},
    {"old qinq", IS_IP, IS_ETHERNET, 0, 0, MACS "\x91\x00\0\5\x92\x00\0\6\x08\x00", 22},
    {"llc snap", IS_IP, IS_ETHERNET, 0, 0, MACS "\1\0\xaa\xaa\3\0\0\0\x08\x00", 22},
    {"pppoe in vlan", IS_IP, IS_ETHERNET, 0, 0, MACS "\x81\0\0\5\x88\x64\x11\0\0\1\xff\xff\0\x21",
     26},
    {"vn-tag", IS_IP, IS_ETHERNET, 0, 0, MACS "\x89\x26\x80\1\0\2\x81\0\0\5\x08\x00", 24},
    {"802.1br", IS_IP, IS_ETHERNET, 0, 0, MACS "\x89\x3f\0\0\0\1\0\0\x08\x00", 22},
    {"hsr", IS_IP, IS_ETHERNET, 0, 0, MACS "\x89\x2f\0\x40\0\1\x08\x00", 20},
    {"security group", IS_IP, IS_ETHERNET, 0, 0, MACS "\x89\x09\1\1\0\1\0\7\x08\x00", 22},
    {"macsec, not encrypted", IS_IP, IS_ETHERNET, 0, 0, MACS "\x88\xe5\0\0\0\0\0\1\x08\x00", 22},
    {"802.1ah", IS_ETHERNET, IS_ETHERNET, 0, 0, MACS "\x88\xa8\0\5\x88\xe7\0\0\0\1", 22},
    {"fabricpath", IS_ETHERNET, IS_ETHERNET, 0, 0, MACS "\x89\x03\0\x20", 16},
    {"trill", IS_ETHERNET, IS_ETHERNET, 0, 0, MACS "\x22\xf3\0\x45\0\1\0\2\0\0\0\0", 26 - 4 + 2},
    {"mpls", IS_IP, IS_ETHERNET, 0, 0, MACS "\x88\x47\0\0\x10\x40\0\0\x21\x40", 22},
    {"mpls, ethernet", IS_ETHERNET, IS_ETHERNET, 0, 0, MACS "\x88\x47\0\0\x21\x40", 18},
    {"mpls, control word", IS_ETHERNET, IS_ETHERNET, 0, 0, MACS "\x88\x48\0\0\x21\x40\0\0\0\1", 22},
    {"nsh", IS_ETHERNET, IS_ETHERNET, 0, 0, MACS "\x89\x4f\x0f\xc2\2\3\0\0\1\xff", 22},
    {"ip in ip", IS_IP, IS_IP, 4, 0, "", 0},
    {"gre", IS_IP, IS_IP, 47, 0, "\0\0\x08\0", 4},
    {"gre with everything", IS_IP, IS_IP, 47, 0, "\xb0\0\x08\0\0\0\0\0\0\0\0\1\0\0\0\2", 16},
    {"gre, routes", IS_IP, IS_IP, 47, 0, "\x40\0\x08\0\0\0\0\0\x08\0\0\4\1\2\3\4\0\0\0\0", 20},
    {"gre, vlan", IS_IP, IS_IP, 47, 0, "\0\0\x81\0\0\5\x08\0", 8},
    {"pptp", IS_IP, IS_IP, 47, 0, "\x30\x81\x88\x0b\0\x40\0\1\0\0\0\1\0\0\0\2\xff\3\0\x21", 20},
    {"nvgre", IS_ETHERNET, IS_IP, 47, 0, "\x20\0\x65\x58\0\0\x12\0", 8},
    {"erspan 1", IS_ETHERNET, IS_IP, 47, 0, "\0\0\x88\xbe", 4},
    {"erspan 2", IS_ETHERNET, IS_IP, 47, 0, "\x10\0\x88\xbe\0\0\0\1\x10\5\0\1\0\0\0\0", 16},
    {"erspan 3", IS_ETHERNET, IS_IP, 47, 0, "\x10\0\x22\xeb\0\0\0\1\x20\5\0\1\0\0\0\0\0\0\0\0", 20},
    {"erspan 3, platform", IS_ETHERNET, IS_IP, 47, 0,
     "\x10\0\x22\xeb\0\0\0\1\x20\5\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0", 28},
    {"gre, mpls", IS_IP, IS_IP, 47, 0, "\0\0\x88\x47\0\0\x21\x40", 8},
    {"etherip", IS_ETHERNET, IS_IP, 97, 0, "\x30\0", 2},
    {"l2tp 3, cookie", IS_ETHERNET, IS_IP, 115, 0, "\0\0\0\1\7\7\7\7\0\0\0\0", 12},
    {"mpls in ip", IS_IP, IS_IP, 137, 0, "\0\0\x21\x40", 4},
    {"vxlan", IS_ETHERNET, IS_IP, 0, 4789, "\x08\0\0\0\0\0\7\0", 8},
    {"vxlan, old port", IS_ETHERNET, IS_IP, 0, 8472, "\x08\0\0\0\0\0\7\0", 8},
    {"vxlan, odd port", IS_ETHERNET, IS_IP, 0, 31337, "\x08\0\0\0\0\0\7\0", 8},
    {"vxlan, group", IS_ETHERNET, IS_IP, 0, 4789, "\x88\0\0\5\0\0\7\0", 8},
    {"vxlan-gpe", IS_IP, IS_IP, 0, 4790, "\x0c\0\0\1\0\0\7\0", 8},
    {"vxlan-gpe, odd port", IS_ETHERNET, IS_IP, 0, 999, "\x0c\0\0\3\0\0\7\0", 8},
    {"geneve", IS_ETHERNET, IS_IP, 0, 6081, "\0\0\x65\x58\0\0\7\0", 8},
    {"geneve, options", IS_IP, IS_IP, 0, 6081, "\2\x40\x08\0\0\0\7\0\1\2\3\1\0\0\0\0", 16},
    {"geneve, odd port", IS_ETHERNET, IS_IP, 0, 1234, "\0\0\x65\x58\0\0\7\0", 8},
    {"tzsp", IS_ETHERNET, IS_IP, 0, 37008, "\1\0\0\1\1", 5},
    {"tzsp, tags, odd port", IS_ETHERNET, IS_IP, 0, 37009, "\1\0\0\1\0\x0a\1\x05\x29\2\0\1\1", 13},
    {"gtp-u", IS_IP, IS_IP, 0, 2152, "\x30\xff\0\x40\0\0\0\1", 8},
    {"gtp-u, extension", IS_IP, IS_IP, 0, 2152, "\x34\xff\0\x40\0\0\0\1\0\0\0\x85\1\0\1\0", 16},
    {"l2tp", IS_IP, IS_IP, 0, 1701, "\x40\2\0\x40\0\1\0\1\xff\3\0\x21", 12},
    {"gre in udp", IS_IP, IS_IP, 0, 4754, "\0\0\x08\0", 4},
    {"mpls in udp", IS_IP, IS_IP, 0, 6635, "\0\0\x21\x40", 4},
};

struct got {
  int n, inner;
};

static void see(void *ctx, const struct datagram *d) {
  struct got *g = ctx;
  g->n++;
  g->inner +=
      d->dst.port == 5062 && span_sv(d->payload).n == 5 && !memcmp(d->payload.p, "hello", 5);
}

static const struct v4 hop = {.src = {10, 0, 0, 1}, .dst = {10, 0, 0, 2}, .proto = 17, .id = 7};

static void put_hello(struct buf *b) {
  AUTO(buf) struct buf udp = {0};
  put_udp(&udp, 5060, 5062, (struct span){(const uint8_t *)"hello", 5});
  put_v4(b, hop, buf_span(&udp));
}

static void wrap_up(const struct wrap *w, struct span inside, struct buf *out) {
  AUTO(buf) struct buf body = {0}, udp = {0};
  struct v4 h = hop;
  buf_add(&body, w->head, w->n);
  buf_add(&body, inside.p, inside.n);
  if (w->port) {
    put_udp(&udp, 50000, w->port, buf_span(&body));
    put_v4(out, h, buf_span(&udp));
  } else if (w->proto) {
    h.proto = (uint8_t)w->proto;
    put_v4(out, h, buf_span(&body));
  } else
    buf_add(out, body.p, body.n);
}

// As `takes` asks for it: IP gets a MAC header of its own, Ethernet stays.
static void fit(enum form takes, enum form is, struct buf *b) {
  if (takes == is) return;
  AUTO(buf) struct buf framed = {0};
  put_ether(&framed, 0x0800);
  buf_add(&framed, b->p, b->n);
  buf_clear(b);
  buf_add(b, framed.p, framed.n);
}

static struct got dissect_bytes(struct dissect *d, enum form is, struct span bytes) {
  struct got g = {0};
  struct frame f = {.link = is == IS_IP ? LINK_RAW : LINK_ETHERNET, .at_us = 1, .bytes = bytes};
  dissect_frame(d, &f, see, &g);
  return g;
}

typedef struct dissect *dissector;
static void dissector_drop(dissector *d) { dissect_free(*d); }

TEST(every_tunnel_is_opened_alone_and_in_every_other) {
  AUTO(dissector) dissector d = dissect_new();
  for (size_t i = 0; i < countof(wraps); i++)
    for (size_t k = 0; k <= countof(wraps); k++) {
      AUTO(buf) struct buf inner = {0}, one = {0}, two = {0};
      const struct wrap *in = &wraps[i], *out = k < countof(wraps) ? &wraps[k] : NULL;
      put_hello(&inner);
      fit(in->takes, IS_IP, &inner);
      wrap_up(in, buf_span(&inner), &one);
      // an inside that is Ethernet where IP is wanted has no way in
      if (out && out->takes == IS_IP && in->makes == IS_ETHERNET) continue;
      if (out) fit(out->takes, in->makes, &one);
      if (out) wrap_up(out, buf_span(&one), &two);
      struct got g = dissect_bytes(d, out ? out->makes : in->makes, buf_span(out ? &two : &one));
      if (g.n != 1 || g.inner != 1)
        test_failed_with(__FILE__, __LINE__, "%s in %s: %d datagrams, %d of them hello", in->name,
                         out ? out->name : "nothing", g.n, g.inner);
    }
  struct dissect_counts c;
  dissect_counts(d, &c);
  for (int why = 1; why < UNREAD_KINDS; why++) CHECK_EQ(c.unread[why], 0);
}

TEST(fragments_in_a_tunnel_that_is_itself_in_fragments_come_together) {
  AUTO(dissector) dissector d = dissect_new();
  AUTO(buf) struct buf udp = {0};
  struct got sum = {0};
  put_udp(&udp, 5060, 5062, (struct span){(const uint8_t *)"hello", 5});
  for (size_t from = 0; from < udp.n; from += 8) {
    AUTO(buf) struct buf piece = {0}, inner = {0}, body = {0};
    struct v4 h = hop;
    h.offset = (uint16_t)from;
    h.more = from + 8 < udp.n;
    put_v4(&piece, h, span_first(span_from(buf_span(&udp), from), 8));
    put_ether(&inner, 0x0800);
    buf_add(&inner, piece.p, piece.n);
    buf_add(&body, "\x08\0\0\0\0\0\7\0", 8);
    buf_add(&body, inner.p, inner.n);
    AUTO(buf) struct buf outer = {0};
    put_udp(&outer, 50000, 4789, buf_span(&body));
    for (size_t at = 0; at < outer.n; at += 24) {
      AUTO(buf) struct buf ip = {0};
      struct v4 o = {.src = {192, 0, 2, 1}, .dst = {192, 0, 2, 2}, .proto = 17};
      o.id = (uint16_t)(100 + from);
      o.offset = (uint16_t)at;
      o.more = at + 24 < outer.n;
      put_v4(&ip, o, span_first(span_from(buf_span(&outer), at), 24));
      struct got g = dissect_bytes(d, IS_IP, buf_span(&ip));
      sum.n += g.n;
      sum.inner += g.inner;
    }
  }
  CHECK_EQ(sum.n, 1);
  CHECK_EQ(sum.inner, 1);
}

TEST(media_on_a_tunnels_port_is_media) {
  static const unsigned ports[] = {4789, 8472, 4790, 6081, 37008, 2152,
                                   1701, 4500, 4754, 6635, 3544};
  AUTO(dissector) dissector d = dissect_new();
  for (size_t i = 0; i < countof(ports); i++) {
    AUTO(buf) struct buf rtp = {0}, udp = {0}, ip = {0};
    put_rtp(&rtp, (struct rtp_head){8, 1, 160, 7}, SV("0123456789012345678901234567890123456789"));
    put_udp(&udp, 4000, ports[i], buf_span(&rtp));
    put_v4(&ip, hop, buf_span(&udp));
    CHECK_EQ(dissect_bytes(d, IS_IP, buf_span(&ip)).n, 1);
  }
}

static void check_unread(enum form is, const char *bytes, size_t n, enum unread why) {
  AUTO(dissector) dissector d = dissect_new();
  struct dissect_counts c;
  dissect_bytes(d, is, (struct span){(const uint8_t *)bytes, n});
  dissect_counts(d, &c);
  for (int k = 1; k < UNREAD_KINDS; k++)
    if (c.unread[k] != (k == (int)why))
      test_failed_with(__FILE__, __LINE__, "%" PRIu64 " %s, for one of \"%s\"", c.unread[k],
                       unread_text((enum unread)k), unread_text(why));
}
#define CHECK_UNREAD(is, text, why) check_unread(is, text, sizeof text - 1, why)
// An IPv4 header before a payload of so many bytes, with the protocol.
#define V4(n, proto) "\x45\0\0" n "\0\1\0\0\x40" proto "\0\0\x0a\0\0\1\x0a\0\0\2"

TEST(what_cannot_be_read_is_counted_by_its_reason) {
  CHECK_UNREAD(IS_ETHERNET, MACS "\x08\x06\0\1\x08\0\6\4\0\1zzzzzzzzzzzzzzzzzzzz", UNREAD_NONE);
  CHECK_UNREAD(IS_ETHERNET, MACS "\x12\x34zzzzzzzzzz", UNREAD_TYPE);
  CHECK_UNREAD(IS_ETHERNET, MACS "\x88\xe5\x0c\0\0\0\0\1zzzzzzzzzzzzzzzzzzzz", UNREAD_MACSEC);
  CHECK_UNREAD(IS_ETHERNET, MACS "\x88\x47\0\0\x21\x40zzzzzzzzzzzzzzzzzzz", UNREAD_MPLS);
  CHECK_UNREAD(IS_ETHERNET, MACS "\x88\x64\x11\0\0\1\0\6\0\xfdzzzz", UNREAD_PPP);
  CHECK_UNREAD(IS_IP, V4("\x24", "\x32") "0123456789012345", UNREAD_ESP);
  CHECK_UNREAD(IS_IP,
               V4("\x24", "\x2f") "\0\0\x88\xbe"
                                  "123456123456\x12",
               UNREAD_ERSPAN);
  CHECK_UNREAD(IS_IP, V4("\x2a", "\x2f") "\0\0\x88\xbe" MACS "\x12\x34qqqq", UNREAD_ERSPAN);
  CHECK_UNREAD(IS_IP,
               V4("\x30", "\x11") "\x40\0\x12\xb5\0\x1c\0\0"
                                  "\x08\0\0\0\0\0\7\0"
                                  "nothing here",
               UNREAD_VXLAN);
  CHECK_UNREAD(IS_IP,
               V4("\x42", "\x11") "\x40\0\x12\xb5\0\x2e\0\0"
                                  "\x08\0\0\0\0\0\7\0" MACS "\x08\6zzzzzzzzzzzzzzzz",
               UNREAD_VXLAN);
  CHECK_UNREAD(IS_IP,
               V4("\x24", "\x84") "\x13\xc4\x13\xc4"
                                  "012345678901",
               UNREAD_SCTP);
  CHECK_UNREAD(IS_IP,
               V4("\x33", "\6") "\xc0\0\x13\xc4\0\0\0\1\0\0\0\0\x50\x10\0\0\0\0\0\0"
                                "\x16\3\1\0\6\1zzzzz",
               UNREAD_TLS);
  CHECK_UNREAD(IS_IP,
               V4("\x33", "\6") "\xc0\0\x13\xc5\0\0\0\1\0\0\0\0\x50\x10\0\0\0\0\0\0"
                                "\x17\3\3\0\6\1zzzzz",
               UNREAD_TLS);
  CHECK_UNREAD(IS_IP,
               V4("\x40", "\x11") "\x13\xc4\x13\xc4\0\x2c\0\0"
                                  "cut by a snap length",
               UNREAD_CUT);
}

// ---- networks ----------------------------------------------------------------------------------

static void net_see(void *ctx, const struct datagram *d) { *(uint32_t *)ctx = d->net; }

static uint32_t net_of(struct dissect *d, const char *wrap, size_t at, uint8_t with,
                       uint32_t seen) {
  AUTO(buf) struct buf inner = {0}, whole = {0};
  uint32_t net = 1;
  for (size_t i = 0; i < countof(wraps); i++) {
    if (strcmp(wraps[i].name, wrap)) continue;
    struct wrap other = wraps[i];
    char head[64];
    memcpy(head, other.head, other.n);
    if (at) head[at] = (char)with;
    other.head = head;
    put_hello(&inner);
    fit(other.takes, IS_IP, &inner);
    wrap_up(&other, buf_span(&inner), &whole);
    struct frame f = {.link = other.makes == IS_IP ? LINK_RAW : LINK_ETHERNET, .net = seen};
    f.at_us = 1;
    f.bytes = buf_span(&whole);
    dissect_frame(d, &f, net_see, &net);
  }
  return net;
}

TEST(a_packet_says_by_which_network_it_came) {
  AUTO(dissector) dissector d = dissect_new();
  static const struct {
    const char *wrap;
    size_t at; // of a byte of the number
  } named[] = {{"vlan", 15},    {"qinq", 15}, {"qinq", 19},          {"pppoe in vlan", 21},
               {"802.1ah", 21}, {"mpls", 18}, {"nvgre", 6},          {"erspan 2", 9},
               {"erspan 3", 9}, {"vxlan", 6}, {"vxlan, group", 6},   {"vxlan-gpe", 6},
               {"geneve", 6},   {"gtp-u", 7}, {"l2tp 3, cookie", 3}, {"l2tp", 7}};
  for (size_t i = 0; i < countof(named); i++) {
    uint32_t one = net_of(d, named[i].wrap, named[i].at, 0x21, 0);
    bool told = one && one == net_of(d, named[i].wrap, named[i].at, 0x21, 0) &&
                one != net_of(d, named[i].wrap, named[i].at, 0x31, 0) &&
                one != net_of(d, named[i].wrap, named[i].at, 0x21, 7);
    CHECK_STR(told ? "" : named[i].wrap, "");
  }
  CHECK_EQ(net_of(d, "ethernet", 0, 0, 0), 0);
  CHECK_EQ(net_of(d, "ethernet", 0, 0, 7), 7);
  CHECK_EQ(net_of(d, "vlan", 15, 0, 0), 0); // a priority alone
}

// ---- HEP ---------------------------------------------------------------------------------------

#define HEP_ENDS  "\0\0\0\2\0\7\x11\0\0\0\3\0\x0a\x0a\0\0\1\0\0\0\4\0\x0a\x0a\0\0\2"
#define HEP_PORTS "\0\0\0\7\0\x08\x13\xc4\0\0\0\x08\0\x08\x13\xc6"

TEST(hep_is_read_between_the_ends_it_names_and_the_rest_is_told_apart) {
  static const struct {
    const char *text;
    size_t n;
    uint16_t port;
    enum hep_kind kind;
  } cases[] = {
      {"HEP3\0\x43" HEP_ENDS HEP_PORTS "\0\0\0\x0b\0\7\1\0\0\0\x0f\0\x0bhello", 67, 9999,
       HEP_PACKET},
      {"HEP3\0\x43" HEP_ENDS HEP_PORTS "\0\0\0\x0b\0\7\5\0\0\0\x0f\0\x0bhello", 67, 9060,
       HEP_OTHER},
      {"HEP3\0\x43" HEP_ENDS HEP_PORTS "\0\0\0\x0b\0\7\1\0\0\0\x10\0\x0bhello", 67, 9060,
       HEP_SEALED},
      {"HEP3\0\x43" HEP_ENDS HEP_PORTS "\0\0\0\x0b\0\7\1\0\0\0\x0f\0\x0bhell", 66, 9060, HEP_CUT},
      {"HEP3\0\x3e" HEP_ENDS HEP_PORTS "\0\0\0\x0b\0\7\1\0\0\0\x0f\0\5", 62, 9060, HEP_CUT},
      {"\1\x10\2\x11\x13\xc4\x13\xc6\x0a\0\0\1\x0a\0\0\2hello", 21, 9060, HEP_PACKET},
      {"\1\x10\2\x11\x13\xc4\x13\xc6\x0a\0\0\1\x0a\0\0\2hello", 21, 9061, HEP_NOT},
      {"\2\x10\2\x11\x13\xc4\x13\xc6\x0a\0\0\1\x0a\0\0\2hello", 21, 9060, HEP_NOT},
  };
  for (size_t i = 0; i < countof(cases); i++) {
    struct hep h = {0};
    struct span s = {(const uint8_t *)cases[i].text, cases[i].n};
    CHECK_EQ(hep_read(40000, cases[i].port, s, &h), cases[i].kind);
    if (cases[i].kind != HEP_PACKET) continue;
    CHECK_EQ(h.src.port, 5060);
    CHECK_EQ(h.dst.port, 5062);
    CHECK_EQ(h.src.addr[15], 1);
    CHECK_EQ(h.dst.addr[15], 2);
    CHECK(!h.tcp);
    CHECK(h.payload.n == 5 && !memcmp(h.payload.p, "hello", 5));
  }
}
