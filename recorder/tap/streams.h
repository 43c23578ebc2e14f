// SPDX-License-Identifier: Apache-2.0
// Streams: what the RTP in a capture says about the capture's clock. A sender goes on at its own
// pace, whatever the clock of the machine that captured does: so where file time jumps, streams
// that go on in sequence say that the clock was set (and by how much: their timestamps before and
// after), streams that are elsewhere say that another stretch of time begins here.
//
// A stretch is what lies between two jumps. Each stream known before votes once in a stretch. How
// far the clock moved is the difference of the least delays (arrival less timestamp) on both sides,
// whose jitter is one-sided; the streams' median is taken. After the jump the look goes on for two
// seconds: the burst behind a stall begins as late as if the clock had been set, and catches up.
// STREAMS_MAX streams, the longest idle gives way. One block of memory. One thread.
#pragma once
#include "recorder/wire/dissect.h"

enum { STREAMS_MAX = 4096, GLIMPSES = 8 };

struct glimpse { // one packet of a stream, by which it is known again
  uint64_t key;
  int64_t at_us;
  int64_t above_us;       // so much later it came than the least late ones near it
  uint32_t timestamp, hz; // hz 0: not known
  uint16_t seq;
  bool steady; // those behind it were no less late
};

struct verdict {
  int on, off;       // streams that went on in sequence, that were elsewhere
  int active;        // of those that went on: within 200 ms on both sides
  int measured;      // how many say by how much
  int steady;        // of those: after the jump none catches up, as the burst behind a stall does
  bool signalled;    // SIP lies between the media before it and after it: it may be a hold
  int64_t shift_us;  // to be added to the times of the new stretch so that they go on
  int64_t spread_us; // between the least and the most of them
};

struct streams;

struct streams *streams_new(void); // NULL without memory
void streams_free(struct streams *s);
void streams_clear(struct streams *s); // another file
void streams_packet(struct streams *s, const struct datagram *d);
// A new stretch: `last_us` was the time before the jump, `first_us` is the one after.
void streams_jump(struct streams *s, int64_t last_us, int64_t first_us);
void streams_judge(const struct streams *s, struct verdict *out); // of the stretch that began last
size_t streams_first(const struct streams *s, struct glimpse out[GLIMPSES]); // of it: who began
size_t streams_last(const struct streams *s, struct glimpse out[GLIMPSES]);  // heard last of all
// SIP before the first media of the stretch; behind the last one.
bool streams_signalled_first(const struct streams *s);
bool streams_signalled_last(const struct streams *s);
// The same from a stretch's end and another's beginning.
struct verdict glimpses_judge(const struct glimpse *last, size_t n_last,
                              const struct glimpse *first, size_t n_first);
