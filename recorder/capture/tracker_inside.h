// SPDX-License-Identifier: Apache-2.0
// The inside of the tracker, shared by its files and by nobody else:
//   tracker.c  entry, clock, control      dialog.c  SIP           offer.c  SDP
//   flow.c     whose packet is this?      voice.c   SSRCs, copies, joining calls
//   place.c    addresses and their calls  reuse.c   an address two calls announce
//   calls.c    a call's life in the sink  adopt.c   surviving a restart
#pragma once
#include "recorder/capture/place.h"
#include "recorder/capture/seen.h"
#include "recorder/capture/tracker.h"
#include "recorder/wire/rtp.h"

enum { PARTY_CALLER = 0, PARTY_CALLEE = 1, MEDIA_MAX = 8192 };

struct tracker {
  struct tracker_options o;
  struct sink sink;
  struct slab calls, dialogs, places, flows, voices;
  struct hold hold;
  struct seen seen;
  struct tracker_counts counts;
  struct sip sip; // too large for a stack frame that is reused per packet
  struct sdp sdp;
  struct endpoint sip_from, sip_to; // of the message in `sip`
  uint32_t epoch;                   // raised whenever a place changes hands
  uint32_t claims;                  // places ever claimed
  int64_t now_us, swept_us, swept_slow_us;
};

struct media { // one media packet on its way into a call
  int64_t at_us;
  uint64_t print;
  bool rtcp, copy;
  uint8_t leg;
  struct span packet;
};

// A packet's fingerprint; the marker and payload type are left out: proxies change them.
static inline uint64_t media_print(struct span packet) {
  return span_hash(span_from(packet, 2), 0);
}

static inline uint32_t host_key(const struct endpoint *at) {
  return (uint32_t)span_hash((struct span){at->addr, sizeof at->addr}, 11) | 1;
}

// ---- calls.c
struct call *live_call_new(struct tracker *t, int64_t at_us);
void live_call_party(struct tracker *t, struct call *c, uint8_t leg, struct sv user, struct sv host,
                     struct sv display);
void live_call_open(struct tracker *t, struct call *c);                        // in the sink; once
void live_call_take(struct tracker *t, struct call *c, const struct media *m); // early or written
void live_call_mark(struct tracker *t, struct call *c, const char *kind, int leg,
                    const char *detail);
void live_call_tell_leg(struct tracker *t, struct call *c, uint8_t leg);
void live_call_ending(struct tracker *t, struct call *c, const char *reason,
                      int64_t at_us); // lingers
void live_call_close(struct tracker *t, struct call *c, const char *reason, int64_t at_us);
void live_calls_sweep(struct tracker *t);

// ---- dialog.c
void dialog_message(struct tracker *t, const struct datagram *d);
// The INVITE in t->sip says it comes of a dialog of `c`: by Replaces, or as that one's REFER asked.
bool dialog_follows(const struct tracker *t, const struct call *c);
void dialogs_sweep(struct tracker *t);

// ---- offer.c
struct offer {
  int party;
  bool request;     // of an INVITE or UPDATE: certainly an offer
  bool established; // the dialog was answered before this message
};
void offer_apply(struct tracker *t, struct dialog *d, struct call *c, struct offer o);

// ---- flow.c
void flow_datagram(struct tracker *t, const struct datagram *d, uint64_t print);
void flows_sweep(struct tracker *t, bool all); // all: the end, nothing waits any longer
void flow_drain_into(struct tracker *t, struct flow *from, struct flow *to);

// ---- voice.c
// Enters the packet into its voice. False: it is a copy, or the flow turned out to be one (then it
// was handed on); nothing more is to be done.
bool voice_packet(struct tracker *t, struct flow *f, const struct rtp *rtp, struct media *m);
bool voice_starts_anew(const struct voice *v, const struct rtp *rtp, int64_t at_us); // same SSRC
struct voice *voice_find(const struct tracker *t, const struct flow *f, uint32_t ssrc);
// `from` was not written yet and becomes part of `to`. swap: its leg 0 is leg 1 there.
void live_calls_join(struct tracker *t, struct call *to, struct call *from, bool swap);
void voices_sweep(struct tracker *t);
