// SPDX-License-Identifier: Apache-2.0
// Packets that nothing understands have a name: by their port and by what they look like.
#include "recorder/call/strange.h"
#include "tests/check.h"

static void add(struct strange *s, uint16_t port, const char *bytes, size_t n) {
  struct datagram d = {.payload = {(const uint8_t *)bytes, n}};
  d.src.port = 40000, d.dst.port = port;
  strange_add(s, &d);
}

TEST(what_nothing_understands_is_named_by_port_and_looks) {
  struct strange s = {0};
  AUTO(buf) struct buf said = {0};
  for (int i = 0; i < 12; i++) add(&s, 2427, "CRCX 1204 aaln/1@gw MGCP 1.0\r\n", 30);
  for (int i = 0; i < 3; i++) add(&s, 514, "<13>1 2026 host app", 19);
  add(&s, 4569, "\x40\x01\x00\x01", 4);
  add(&s, 30000, "\x7e\x01\x02", 3);
  add(&s, 30002, "", 0);
  strange_say(&s, 4, &said);
  CHECK_STR(said.p, "UDP port 2427: 12 of MGCP; UDP port 514: 3 of text; UDP port 4569: 1 of IAX2; "
                    "UDP port 30000: 1 of 0x7e…; 1 others");
}

TEST(a_storm_of_ports_is_counted_in_bounded_room) {
  struct strange s = {0};
  for (int i = 0; i < 5000; i++) add(&s, (uint16_t)(20000 + i), "\x7e", 1);
  CHECK_EQ(s.n, STRANGE_KINDS);
  CHECK_EQ(s.others, 5000 - STRANGE_KINDS);
}
