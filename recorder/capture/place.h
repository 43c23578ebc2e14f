// SPDX-License-Identifier: Apache-2.0
// Places and what follows from two calls announcing the same one. Inside of the tracker, as
// tracker_inside.h is; nothing here allocates but place_claim, from the tracker's slabs.
#pragma once
#include "recorder/capture/media.h"
#include "recorder/wire/rtp.h"

struct tracker;
struct media;

// ---- place.c
void place_claim(struct tracker *t, struct call *c, uint8_t leg, const struct endpoint *at,
                 bool rtcp, bool learned);
struct place *place_of(const struct tracker *t, const struct call *c, const struct endpoint *at);
struct place *place_first(const struct tracker *t, const struct endpoint *at);
struct place *place_next(const struct tracker *t, const struct place *p); // at the same address
// May a guess (NAT) take it for `c`? Not what another live call holds; what an ended one leaves
// behind, or one whose heir `c` is, yes.
bool place_is_free(const struct tracker *t, const struct call *c, const struct endpoint *at);

struct fit { // how well a call's places suit a flow: 0 not at all
  int score;
  uint8_t leg; // of the sender
  bool to;     // by where it goes
};
struct fit place_fit(const struct tracker *t, const struct call *c, const struct flow *f,
                     bool rtcp);
// The call that suits it best at that moment, and another that announced just as much of it, one of
// the two being the other's heir; both NULL when none does.
void place_resolve(const struct tracker *t, const struct flow *f, const struct media *m,
                   struct call **best, struct call **rival);

// ---- reuse.c
// Call c newly announces an address: is it one with another call that announced it, or a new one on
// the port of an old one? Returns the call that c is part of from now on.
struct call *reuse_judge(struct tracker *t, struct call *c, uint8_t leg, const struct endpoint *at);
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
