// SPDX-License-Identifier: Apache-2.0
// The inside of the judge, shared by its files and by nobody else. Each file calls those above it:
//   place.c   addresses and their calls        shadow.c  a voice that a relay codes anew, once
//   lock.c    keys and what they open          life.c    a call in the sink: opened, told, ended
//   reuse.c   an address two calls announce
//   join.c    two calls turn out to be one     route.c   whose packet is this?
//   orphan.c  media without signalling         said.c    what signalling means for calls
//   net.c     the networks of a call           admit.c   who may be heard at an address
//   handed.c  calls that are handed on
//   adopt.c   surviving a restart              tracker.c entry, clock, control
#pragma once
#include "recorder/call/place.h"
#include "recorder/call/tracker.h"
#include "recorder/once.h"
enum { MEDIA_MAX = 8192 };
// Spent: its call is over. What the same voices still say is nobody's; what a new voice says waits
// for the next call on these addresses.
enum route_state { ROUTE_WAITING, ROUTE_MEDIA, ROUTE_SPENT };

struct route {  // of a flow: the call it was found to belong to
  uint32_t gen; // of the flow
  enum route_state state;
  struct slab_ref call, path;
  uint8_t leg, side; // of the sender: in the call, on the path
  int8_t depth;
  bool other;         // it is no audio
  bool named;         // its sender's address was announced by the call
  bool contested;     // two live calls could mean it: each of its voices is looked at
  uint32_t epoch;     // of the places when it was resolved
  struct slab_ref to; // the place where it is listened to
  int64_t own_us;     // what waited is its own from then on
  struct hold_chain held;
  int64_t first_us; // of what waits
};

struct owner {  // of a voice: the call that took its last packet
  uint32_t gen; // of the voice
  struct slab_ref call;
  bool over; // it spoke on when its call was over: nobody's as long as its numbers go on
  uint8_t leg, lock;
  int8_t depth;
  bool as_near; // its sender was heard on another way: no deeper than `nearest`
  int8_t nearest;
};

struct link { // of a dialog
  uint32_t gen;
  struct slab_ref call;
  bool swap;           // its caller is on leg 1
  struct slab_ref was; // the call, when the dialog is over
};

struct tracker {
  struct tracker_options o;
  struct sink sink;
  struct signal signal;
  struct stream stream;
  struct slab calls, places;
  struct route *routes;
  struct owner *owners;
  struct link *links;
  struct hold hold;
  struct tracker_counts counts;
  struct once lost;                 // what was counted as such
  struct endpoint sip_from, sip_to; // of the message at hand
  uint32_t epoch;                   // raised whenever a place changes hands
  uint32_t claims;                  // places ever claimed
  uint32_t limit, recording;        // calls with sound at one time: may be (0: any), are
  int64_t now_us, swept_us, swept_slow_us;
};

struct media { // one media packet on its way into a call
  int64_t at_us;
  bool rtcp, copy, cut;
  bool clear; // decrypted already, or never encrypted
  const struct route
      *by;           // of the flow it came by, where it is the copy of another's; NULL: that one
  uint8_t leg, lock; // lock: index + 1 into the call's, 0: plain
  int8_t depth;
  struct span packet;
};

static inline uint32_t host_key(const struct endpoint *at) {
  return (uint32_t)span_hash((struct span){at->addr, sizeof at->addr}, 11) | 1;
}
static inline bool same_call(struct slab_ref a, struct slab_ref b) {
  return a.gen && a.at == b.at && a.gen == b.gen;
}

uint16_t media_note(const struct media *m); // what is held of it beside time and packet
struct media media_held(const struct held *h);
struct route *route_of(const struct tracker *t, const struct flow *f);
struct owner *owner_of(const struct tracker *t, const struct voice *v);
struct link *link_of(const struct tracker *t, const struct dialog *d);
void call_mark(struct tracker *t, struct call *c, const char *kind, int leg, const char *detail);
void call_mark_by(struct tracker *t, struct call *c, const char *kind, const char *detail,
                  const char *by); // by: as in struct act
void call_mark_at(struct tracker *t, struct call *c, const char *kind, int64_t at_us);

// ---- join.c: may they be one by their signalling? Asked where their sound says so.
bool calls_share_person(const struct call *, const struct call *);
bool calls_agree(const struct tracker *t, const struct call *, const struct call *, enum proof);
// `from` was not written yet and becomes part of `to`. swap: its leg 0 is leg 1 there.
void calls_join(struct tracker *t, struct call *to, struct call *from, bool swap);
// ---- admit.c
// Does this packet of flow f, which the call's addresses suit, belong to the call? Whoever is named
// by the signalling does; a stranger only while nobody else is heard there.
bool admit(struct tracker *t, struct flow *f, struct call *c, const struct rtp *rtp, int64_t at_us);
// The voice is of a call that is over, or of one before `c` (NULL: none) began, and goes on.
bool is_past(struct tracker *t, const struct voice *v, const struct call *c, const struct rtp *rtp,
             int64_t at_us);
void route_datagram(struct tracker *t, const struct datagram *d);
enum keying { KEYING_NONE, KEYING_BEGINS, KEYING_DONE };
void route_keying(struct tracker *t, const struct datagram *d, enum keying how);
void route_resolve(struct tracker *t, struct flow *f);
void route_join(struct tracker *t, struct flow *f, struct call *c, uint8_t leg);
void route_sweep(struct tracker *t, bool all); // all: the end, nothing waits any longer
void orphans_sweep(struct tracker *t, bool all);
void said_news(void *ctx, const struct signal_news *n);
void said_sweep(struct tracker *t);
