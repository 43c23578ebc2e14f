// SPDX-License-Identifier: Apache-2.0
// Events: every datagram of every call, with the instant at which the capture sees it; collected,
// then sorted, then written or sent by an outlet. The bytes of an RTP packet stay in its track.
#pragma once
#include "core/arena.h"

struct flow {              // one direction of one UDP path
  uint32_t from_ip, to_ip; // host order
  uint16_t from_port, to_port;
};

struct event {
  int64_t at_us;               // wall clock
  int64_t spoken_us, lasts_us; // RTP: when its sound began on the wall clock, before any impairment
  const uint8_t *p;
  uint32_t n, flow;
  uint32_t order;   // first made, first sent, at equal times
  uint32_t ext_seq; // RTP: sequence number with its wraps
  uint32_t leg;     // RTP: index of the leg's report, else NO_LEG
  uint32_t source;  // RTP: which of all SSRCs, counted from 0
  bool again;       // RTP: a duplicate
  uint8_t head_n, head[28];
};

#define NO_LEG UINT32_MAX

struct events {
  struct event *v;
  size_t n, room;
  struct flow *flows;
  uint32_t n_flows, room_flows, n_sources;
};

void events_drop(struct events *e);
uint32_t events_flow(struct events *e, struct flow flow);
void events_add(struct events *e, struct event one);
void events_sort(struct events *e);
// Outlets, sorted events in. Live: each source and destination is a socket of ours on 127/8
// (the first octet of each address is replaced), sent when due, `speed` times as fast.
struct sending {
  int64_t after_us; // wall clock of the first one less what was planned
  int64_t late_us;  // the latest one, against its own time: a busy machine, not the recorder
};
MUST_CHECK enum err events_write_pcap(const struct events *e, const char *path);
MUST_CHECK enum err events_send(const struct events *e, double speed, struct sending *out);
