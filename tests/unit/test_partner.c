// SPDX-License-Identifier: Apache-2.0
// Whose sound a recorded line takes, and where an answer to a datagram goes.
#include "recorder/siprec/partner.h"
#include "recorder/siprec/reply.h"
#include "tests/check.h"

static struct endpoint at(uint8_t host, uint16_t port) {
  struct endpoint e = {.port = port};
  addr_from_v4(e.addr, (const uint8_t[]){192, 0, 2, host});
  return e;
}

static bool takes(struct partner *p, uint8_t host, uint16_t port, bool may, int64_t at_ms) {
  struct endpoint from = at(host, port);
  return partner_takes(p, &from, may, at_ms * 1000);
}

TEST(a_line_takes_its_sound_from_whom_it_was_agreed_with_and_nobody_else) {
  struct partner p = {0};
  struct endpoint said = at(7, 4000);
  partner_said(&p, &said);
  CHECK(!takes(&p, 66, 4000, false, 0)); // a stranger, before anybody spoke
  CHECK(takes(&p, 7, 31000, false, 10)); // its host, by another port: a relay
  CHECK(!takes(&p, 66, 31000, false, 20));
  CHECK(!takes(&p, 9, 5000, true, 30)); // a peer, while another is heard
  CHECK(takes(&p, 7, 31000, false, 40));
  CHECK(takes(&p, 7, 4000, false, 50));   // exactly what was said, at once
  CHECK(!takes(&p, 7, 31000, false, 60)); // and then only that
  CHECK(takes(&p, 9, 5000, true, 1060));  // it fell silent: a peer may follow
  CHECK(!takes(&p, 66, 4000, false, 9000));
}

TEST(what_is_agreed_on_anew_may_come_from_elsewhere) {
  struct partner p = {0};
  struct endpoint said = at(7, 4000), other = at(8, 6000);
  partner_said(&p, &said);
  CHECK(takes(&p, 7, 4000, false, 0));
  partner_said(&p, &said);
  CHECK(!takes(&p, 8, 6000, false, 10));
  partner_said(&p, &other);
  CHECK(takes(&p, 8, 6100, false, 20));
  CHECK(!takes(&p, 7, 4000, false, 30));
}

static uint16_t port_of(const char *via) {
  static struct sip m;
  AUTO(buf) struct buf text = {0};
  struct endpoint from = at(1, 40000);
  buf_printf(&text,
             "OPTIONS sip:a SIP/2.0\r\nVia: %s\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\n"
             "Call-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n",
             via);
  if (!sip_parse(buf_sv(&text), &m)) return 0;
  return reply_port(&m, &from);
}

TEST(an_answer_goes_to_the_port_its_via_names_unless_that_asks_for_the_source) {
  CHECK_EQ(port_of("SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK1"), 5062); // asymmetric (Cisco)
  CHECK_EQ(port_of("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"), 5060);
  CHECK_EQ(port_of("SIP/2.0/UDP 192.0.2.1:5062;rport;branch=z9hG4bK1"), 40000);
  CHECK_EQ(port_of("SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK1 ; RPORT = 1"), 40000);
  CHECK_EQ(port_of("SIP / 2.0 / UDP\r\n sbc.example.com : 5070;branch=z9hG4bK1"), 5070);
  CHECK_EQ(port_of("SIP/2.0/UDP [2001:db8::1]:5062;branch=z9hG4bK1"), 40000); // translated
  CHECK_EQ(port_of("SIP/2.0/UDP 10.1.1.1:5062;branch=z9hG4bK1"), 40000);      // translated
  CHECK_EQ(port_of("SIP/2.0/UDP 192.0.2.1:5062;maddr=203.0.113.9;branch=z9hG4bK1"), 5062);
  CHECK_EQ(port_of("SIP/2.0/UDP 192.0.2.1:99999;branch=z9hG4bK1"), 5060);
  CHECK_EQ(port_of("SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK1, SIP/2.0/UDP 10.0.0.9:7;rport"),
           5062);
}
