// SPDX-License-Identifier: Apache-2.0
// Mix: seeded calls made of the faults that real networks have (forks, refused offers, stalls, late
// packets, tunnels, two probes), and the truth about each, for a judge who knows no recorder.
//   tape    what a probe writes: datagrams in their tunnels, in a capture file
//   ladder  SIP as it is spoken over one hop
//   voice   RTP of one side: a tone of its own that comes and goes
//   plan    what a call is made of, drawn by a seed        call   … performed
// No recorder code. One thread. A tape owns its frames; everything else is by value.
#pragma once
#include "tests/mix/tape.h"
#include "tests/peer/chance.h"

static inline uint32_t below(uint64_t *seed, uint32_t n) {
  return (uint32_t)(chance_next(seed) % n);
}
static inline bool chance(uint64_t *seed, uint32_t percent) { return below(seed, 100) < percent; }

// ---- voice -------------------------------------------------------------------------------------
enum { SPANS = 4 };
struct span_ms {
  int from, to;
};

struct truth { // of both sides of a call; times in ms after the answer
  unsigned hz[2];
  int quiet_ms; // silence at the very beginning
  size_t n_spans;
  struct span_ms span[SPANS]; // when anything is sent
};

// Does that side's tone sound then?
bool truth_sounds(const struct truth *t, int side, int at_ms);

struct stream { // one side's packets over one hop
  int side;
  struct at from, to;
  uint8_t pt;
  bool ulaw;
  uint32_t ssrc, stamp;
  uint16_t seq;
  int from_ms, to_ms;        // the part of the call it carries
  int64_t later_us;          // behind a relay
  int stall_at_ms, stall_ms; // packets of these moments come together at its end; 0: none
  int swap_percent;          // neighbours that change places
};

// Sends it and leaves seq and stamp where the next part goes on.
void voice_send(struct tape *t, int64_t answer_us, const struct truth *truth, struct stream *s,
                uint64_t *seed);
enum trail {
  TRAIL_NONE,
  TRAIL_REPEAT,
  TRAIL_COMFORT,
  TRAIL_EMPTY,
  TRAIL_UNKNOWN,
  TRAIL_DIGIT,
  TRAILS
};
// Something that is no sound, after the last packet of a stream that was sent.
void voice_trail(struct tape *t, int64_t at_us, const struct truth *truth, const struct stream *s,
                 enum trail what);

// ---- plan, call --------------------------------------------------------------------------------
enum shape { DIRECT, OUTBOUND, FORK, SERIAL, SAME_ID, OTHER_ID, RELAYED, TRANSCODED, SHAPES };
enum middle { NOTHING, HOLD_REFUSED, CODEC_REFUSED, HOLD, MOVED, MIDDLES };

struct plan {
  unsigned index, line, branches, answers, agents;
  enum shape shape;
  enum middle middle;
  enum trail trail;
  bool challenged, by_agent, alike, escaped, front_seen;
  int ring_ms, length_ms, middle_ms, middle_to_ms, trail_side;
  int stall_side, stall_at_ms, stall_ms;
  int swap_percent;
  enum tunnel tunnel;
  int64_t start_us, probe_us;
  uint64_t seed;
  struct truth truth;
};

void plan_draw(struct plan *p, unsigned index, uint64_t seed, int64_t start_us, unsigned agents);
void plan_tell(const struct plan *p, FILE *out); // a row for the judge
void call_perform(struct tape *t, const struct plan *p);
