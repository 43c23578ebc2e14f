// SPDX-License-Identifier: Apache-2.0
// Jitter: one stream's packets in the order they were sent, each with its fate known: kept (and
// later played), late, duplicate, stray; what never came is lost. Sequence numbers are extended
// over their wraps and a restarted sender is told from a damaged number as RFC 3550, appendix A.1,
// does it. The payload bytes lie in a ring shared by the streams of a take.
#pragma once
#include "core/base.h"

// Ring of payload bytes: places are absolute, the newest `room` bytes are there.
struct pool {
  uint8_t *bytes;
  size_t room;
  uint64_t written;
};

struct held {  // a packet that waits for its turn
  int64_t ext; // extended sequence number
  int64_t ts;  // extended timestamp
  int64_t arrival_us;
  uint64_t at; // place in the pool
  uint16_t len;
  uint16_t line;     // which time line it is on
  uint8_t pt, was;   // was: its number means something else by now (payload.h); 0: it does not
  bool cut;          // its payload is not whole
  bool marker, wild; // wild: its timestamp does not fit its arrival
};

enum { JITTER_HELD = 512, JITTER_SEEN = 1024 };

struct jitter {
  bool started;
  int64_t first, max; // extended numbers of this run of the sender
  int64_t next;       // everything below was played or given up
  int64_t last_ts;
  int64_t expected_before, packets, late, duplicate, reordered; // over all runs
  bool has_stray, stray_was_had;                                // its number, long ago
  struct held stray; // out of order by more than A.1 allows: kept until the next one decides
  uint64_t seen[JITTER_SEEN / 64];
  uint32_t at_ms[JITTER_SEEN]; // when each of those came, of the arrival's clock
  uint16_t head, n;            // ring of held, by ext
  struct held held[JITTER_HELD];
};

enum fate { FATE_KEPT, FATE_LATE, FATE_DUPLICATE, FATE_STRAY, FATE_RESTARTED, FATE_FULL };

// Judges a packet and keeps it; ext and ts of *h are set here from the 16 and 32 bits of the wire.
// `packet_ts`: timestamp units of a usual packet (0: not known). FATE_FULL: play something first.
// FATE_RESTARTED: the sender began anew; the stray and this packet are kept.
enum fate jitter_add(struct jitter *j, uint16_t seq, uint32_t ts, int64_t packet_ts,
                     struct held *h);
struct held *jitter_peek(struct jitter *j, size_t i); // i-th to be played, NULL: none
void jitter_pop(struct jitter *j);
int64_t jitter_lost(const struct jitter *j); // RFC 3550 A.3 over distinct packets, never negative

uint64_t pool_add(struct pool *p, const void *bytes, size_t n); // n ≤ room; the place
const uint8_t *pool_at(const struct pool *p, uint64_t at, size_t n,
                       uint8_t *scratch); // scratch: n bytes
