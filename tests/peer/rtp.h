// SPDX-License-Identifier: Apache-2.0
// RTP: a leg's packets (RFC 3550, events by RFC 4733, comfort noise by RFC 3389), impaired as the
// plan says, put among the events; and the count of what was really sent, taken from those events.
#pragma once
#include "tests/peer/event.h"
#include "tests/peer/tracks.h"

struct leg_report {
  const char *call_id, *side, *number, *codecs;
  int64_t packets; // distinct ones on the wire
  int64_t lost;    // expected by sequence number less those (RFC 3550, A.3), over all its SSRCs
  int64_t duplicate, reordered, sources; // sources: how many SSRCs
  int64_t first_us, last_us;             // wall clock, as sent
  int64_t from_us, to_us;                // of the sound in them
};

// `leg` numbers the report that rtp_count fills. Payloads stay in `tracks`.
MUST_CHECK enum err rtp_add(struct tracks *tracks, const struct call_plan *c, int side,
                            uint32_t leg, struct events *out);
// Sorted events in; reports[event.leg] counts them.
void rtp_count(const struct events *e, struct leg_report *reports);
