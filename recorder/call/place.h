// SPDX-License-Identifier: Apache-2.0
// Places: at which addresses calls listen; and what follows from two calls announcing the same one.
// Inside of the judge, as inside.h is; nothing here allocates but place_claim, from the tracker's
// slabs.
#pragma once
#include "recorder/call/call.h"
#include "recorder/stream/stream.h"

struct tracker;
struct media;
struct route;

enum { PLACE_HOSTS = 3 };

struct place { // an address where a leg said it listens, or was seen to send from
  struct slab_item item;
  struct endpoint at;
  struct slab_ref call; // two live calls may both say they listen here (reuse.c)
  struct slab_ref path; // whose description says so; none: an orphan's
  uint8_t leg, side;    // in the call, on the path
  int8_t depth;
  bool rtcp, learned, other; // other: of video and the like
  uint32_t since;            // counts claims: the lower one was first
  struct slab_ref feeder;    // the flow that was heard here last
  int64_t fed_us;
  uint32_t told_by[PLACE_HOSTS], told_to[PLACE_HOSTS]; // hosts that passed it on, and to whom
};

struct claim {
  struct endpoint at;
  struct slab_ref path;
  uint8_t leg, side;
  int8_t depth;
  bool rtcp, learned, other;
};

// ---- place.c
void place_claim(struct tracker *t, struct call *c, const struct claim *what);
void place_forget(struct tracker *t, struct place *p);
struct place *place_of(const struct tracker *t, const struct call *c, const struct endpoint *at);
struct place *place_first(const struct tracker *t, const struct endpoint *at);
struct place *place_next(const struct tracker *t, const struct place *p); // at the same address

struct fit { // how well a call's places suit a flow: 0 not at all
  int score;
  uint8_t leg;                  // of the sender
  bool to;                      // by where it goes
  bool named;                   // its sender's address was announced
  const struct place *by, *end; // the place that says so; the callee's, where there is one
};
struct fit place_fit(const struct tracker *t, const struct call *c, const struct flow *f,
                     bool rtcp);
// ---- net.c: networks. Whoever has none said (an orphan, a call of an older capture) is at home in
// any.
void net_add(struct call *c, uint32_t net);
bool net_is_home(const struct call *c, uint32_t net);
bool nets_meet(const struct call *a, const struct call *b);
// No address of the one means anything to the other: two networks, and media in them.
bool nets_apart(const struct call *a, const struct call *b);
bool places_differ(const struct tracker *t, const struct call *c); // in depth: a relay is between

// ---- reuse.c
// c is not known to be one with `old`, and announced later what that had announced.
bool reuse_is_heir(const struct tracker *t, const struct call *c, const struct call *old);
enum { HEIRS_MAX = 8 };
size_t reuse_heirs(const struct tracker *t, const struct call *c, struct call *out[HEIRS_MAX]);
struct reuse {
  struct call *heir, *old;
};
// Whose is this voice's packet on a contested flow? Without a voice: a new one's. NULL: not to be
// said yet.
struct call *reuse_owner(const struct tracker *t, const struct flow *f, struct reuse between,
                         const struct voice *v, const struct rtp *rtp, int64_t at_us);
uint8_t reuse_leg(const struct tracker *t, const struct call *c, const struct call *old,
                  const struct flow *f);
bool reuse_is_heirs(const struct tracker *t, const struct call *old, const struct voice *v);
bool reuse_moved(const struct tracker *t, const struct call *c); // its media has gone to its heir
// May a guess (NAT) take the address for `c`? Not what another live call holds; what an ended one
// leaves behind, or one whose heir `c` is, yes.
bool reuse_is_free(const struct tracker *t, const struct call *c, const struct endpoint *at);
// The call that suits a flow best at that moment, and another that announced just as much of it,
// one of the two the other's heir; NULL: none.
void reuse_resolve(const struct tracker *t, const struct flow *f, const struct media *m,
                   struct call **best, struct call **rival);
