// SPDX-License-Identifier: Apache-2.0
// Sides: which leg is the agent's voice (left), which the caller's (right): the directory of lines
// first, then the direction of the call, then the order of the parties; never a label. A wrong
// guess is exchanged in review without coding anything again. Pure.
#pragma once
#include "recorder/encode/seat.h"
#include "recorder/encode/take.h"
#include "recorder/spool_records.h"

struct sides {
  enum take_side of_leg[TAKE_LEGS];
  int agent_leg;          // 0 or 1
  const char *decided_by; // directory | direction | sdp_order
  const char *direction; // in | out | internal | unknown: what the directory says, else the opening
};

struct sides_ask {
  const struct spool_opening *opening;
  const struct seat *seats;    // one per party
  int party_of_leg[TAKE_LEGS]; // index into the opening's parties, -1 unknown
  bool told_agent[TAKE_LEGS];  // the source knows that leg for one of the house's
  bool put_through[2];         // somebody of the house sits there later on (behind a queue, say);
                               // it counts where the opening names nobody of the house
};
void sides_decide(const struct sides_ask *ask, struct sides *out);
