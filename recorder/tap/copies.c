// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/copies.h"

#include "recorder/wire/rtp.h"

enum {
  STREAMS = 4096,
  RING = 256, // 5 s of packets of 20 ms
  OTHERS = 1 << 14,
  WAYS = 4,
  RTP_HEAD = 12,
  TICK_US = 32768,
  WINDOW_TICKS = 77, // 2.5 s
};

// An entry: 48 bits of the packet's print, 16 of its time.
static bool same(uint64_t entry, uint64_t print, uint16_t now) {
  uint16_t age = (uint16_t)(now - (uint16_t)entry);
  bool near = age <= WINDOW_TICKS || age >= UINT16_MAX - WINDOW_TICKS; // or in no good order
  return entry && near && (entry ^ print << 16) >> 16 == 0;
}

struct stream {
  uint64_t key; // 0: free
  int64_t last_us;
};

struct copies {
  struct stream stream[STREAMS];
  uint64_t ring[STREAMS][RING];
  uint64_t other[OTHERS];
};

struct copies *copies_new(void) {
  return calloc(1, sizeof(struct copies));
}
void copies_free(struct copies *c) { free(c); }

static uint64_t *ring_of(struct copies *c, uint64_t key, int64_t at_us) {
  size_t set = (size_t)(key >> 1) % (STREAMS / WAYS) * WAYS, old = set;
  for (size_t i = set; i < set + WAYS; i++) {
    if (c->stream[i].key == key) {
      c->stream[i].last_us = at_us;
      return c->ring[i];
    }
    if (c->stream[i].last_us < c->stream[old].last_us) old = i;
  }
  c->stream[old] = (struct stream){key, at_us};
  memset(c->ring[old], 0, sizeof c->ring[old]);
  return c->ring[old];
}

// Its head up to the timestamp, and its last bytes.
static uint64_t rtp_print(const struct datagram *d) {
  uint8_t both[16];
  memcpy(both, d->payload.p, 8);
  memcpy(both + 8, d->payload.p + d->payload.n - 8, 8);
  return span_hash((struct span){both, sizeof both}, d->ip_id + (uint64_t)d->payload.n);
}

bool copies_seen(struct copies *c, const struct datagram *d) {
  struct span s = d->payload;
  uint16_t now = (uint16_t)(d->at_us / TICK_US);
  bool rtp = s.n >= RTP_HEAD && s.p[0] >> 6 == 2 && !rtcp_looks_like(s);
  uint64_t print, *entry;
  if (rtp) {
    print = rtp_print(d);
    entry =
        &ring_of(c, way_hash(&d->src, &d->dst, be32(s.p + 8)) | 1, d->at_us)[be16(s.p + 2) % RING];
  } else {
    print = way_hash(&d->src, &d->dst, span_hash(s, d->ip_id));
    entry = &c->other[(print >> 48) % OTHERS];
  }
  if (same(*entry, print, now)) return true;
  *entry = print << 16 | now;
  return false;
}
