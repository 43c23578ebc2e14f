// SPDX-License-Identifier: Apache-2.0
// Media: where a call's sound comes from. Slab entries as in call.h.
//
//   call ◀── place (an address its SDP announced)
//     ▲  ◀── flow (from one address to another) ──▶ voice (an SSRC on a leg)
#pragma once
#include "recorder/capture/call.h"

enum { VOICE_PRINTS = 32 };

enum { PLACE_HOSTS = 3 };

struct place { // an address where a leg said it listens, or was seen to send from
  struct slab_item item;
  struct endpoint at;
  struct slab_ref call; // two live calls may both say they listen here (reuse.c)
  uint8_t leg;
  bool rtcp, learned;
  uint32_t since;                                      // counts claims: the lower one was first
  uint32_t told_by[PLACE_HOSTS], told_to[PLACE_HOSTS]; // hosts that passed it on, and to whom
};

struct voice {
  struct slab_item item; // key: from the SSRC
  uint32_t ssrc;
  struct slab_ref flow; // where it was seen first
  struct slab_ref call; // that took its last packet, as sent by `leg`
  uint8_t leg;
  uint8_t last_pt;
  bool mirrored; // seen on a second flow too: packets are compared by sequence number
  uint16_t top_seq;
  uint64_t seen[4]; // the last 256 sequence numbers, bit 0 of [0] = top_seq
  uint32_t packets;
  int64_t born_us, last_us; // first and last packet; born again when its numbers start anew
  uint32_t last_timestamp;
  uint32_t in_order; // packets that followed their predecessor: junk has none
  uint32_t step;     // between consecutive packets, RTP clock
  uint16_t print_seq[VOICE_PRINTS];
  uint32_t print[VOICE_PRINTS]; // fingerprints of the last packets
};

// Spent: its call is over. What the same voices still say is nobody's; what a new voice says waits
// for the next call on these addresses.
enum flow_state { FLOW_WAITING, FLOW_MEDIA, FLOW_SPENT };

struct flow {
  struct slab_item item;
  struct endpoint src, dst;
  enum flow_state state;
  struct slab_ref call, voice;
  struct slab_ref alias; // the flow of which this one is a copy
  uint8_t leg;           // of the sender
  bool contested;        // two live calls could mean it: each of its voices is looked at
  uint32_t epoch;        // of the places when it was resolved
  struct hold_chain held;
  int64_t first_us, last_us; // first: of what waits
};
