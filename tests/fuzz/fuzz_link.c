// SPDX-License-Identifier: Apache-2.0
// Link, IP, fragments and TCP. Input: u8 link type, then frames, each u16be length and bytes; a
// length's top bit lets five seconds pass before the frame. State is kept across the frames of one
// input, and every byte handed up is read.
#include "recorder/wire/dissect.h"
#include "recorder/wire/link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint8_t sink;

static void touch(void *ctx, const struct datagram *d) {
  (void)ctx;
  for (size_t i = 0; i < d->payload.n; i++) sink ^= d->payload.p[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const int links[] = {LINK_ETHERNET, LINK_RAW,  LINK_SLL,           LINK_SLL2,
                              LINK_NULL,     LINK_PPP,  LINK_LOOP,          7,
                              LINK_NFLOG,    LINK_PPI,  LINK_WLAN_RADIOTAP, LINK_PKTAP,
                              LINK_PFLOG,    LINK_WLAN, LINK_C_HDLC,        LINK_PPP_ETHER};
  struct span s = {data, size};
  if (!s.n) return 0;
  static struct dissect *d;
  if (!d && !(d = dissect_new())) return 0;
  dissect_clear(d);
  int link = links[s.p[0] % countof(links)];
  int64_t now_us = 1;
  s = span_from(s, 1);
  while (s.n >= 2) {
    size_t n = be16(s.p) & 0x7fff;
    now_us += s.p[0] & 0x80 ? 5000000 : 1000;
    s = span_from(s, 2);
    struct frame f = {.link = link, .at_us = now_us, .bytes = span_first(s, n)};
    dissect_frame(d, &f, touch, NULL);
    s = span_from(s, n);
  }
  return 0;
}
