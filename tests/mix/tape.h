// SPDX-License-Identifier: Apache-2.0
// What a probe sees: the tape of datagrams in their tunnels, and the SIP that is spoken on it. A
// tape owns its frames; one thread.
#pragma once
#include "core/base.h"

// ---- tape --------------------------------------------------------------------------------------
struct at {
  uint32_t ip;
  uint16_t port;
};

enum tunnel {
  TUNNEL_NONE,
  TUNNEL_VLAN,
  TUNNEL_QINQ,
  TUNNEL_MPLS,
  TUNNEL_VNTAG,
  TUNNEL_IPIP,
  TUNNEL_GRE,
  TUNNEL_ERSPAN,
  TUNNEL_VXLAN,
  TUNNEL_GENEVE,
  TUNNEL_TZSP,
  TUNNELS
};

struct frame {
  int64_t at_us;
  size_t order, n;
  uint8_t *p;
};

struct tape {
  struct frame *v;
  size_t n, room;
  enum tunnel tunnel; // of what is added next
  int64_t probe_us;   // a second probe sees it all this much later; 0: there is none
};

void tape_drop(struct tape *t);
void tape_add(struct tape *t, int64_t at_us, struct at from, struct at to, const void *p, size_t n);
void tape_sort(struct tape *t); // by time, as added where equal
// Frames [from, to) as a classic capture file; those from `step_at` on are dated `step_us` later.
MUST_CHECK bool tape_write(const struct tape *t, const char *path, size_t from, size_t to,
                           size_t step_at, int64_t step_us);

// ---- ladder ------------------------------------------------------------------------------------
struct hop { // one dialog as one hop sees it
  struct at uac, uas;
  char call_id[64], from[96], to[96], from_tag[24], to_tag[24], target[96];
  char branch[40], extra[400]; // extra: headers of the first INVITE
  unsigned cseq;
};

struct say { // what is said; by_uas: the request came from the called side
  bool by_uas;
  const char *method, *headers, *sdp;
  unsigned cseq;
  int code; // 0: the request itself
  const char *branch;
};

void ladder_say(struct tape *t, int64_t at_us, const struct hop *h, struct say s);
// A description with one line of audio; codecs: payload types and their maps.
void ladder_sdp(char *out, size_t room, struct at media, const char *pts, const char *more);
