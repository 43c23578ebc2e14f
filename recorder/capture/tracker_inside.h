// SPDX-License-Identifier: Apache-2.0
// The inside of the tracker, shared by its files and by nobody else:
//   tracker.c  entry, clock, control      dialog.c  SIP           offer.c  SDP
//   flow.c     whose packet is this?      voice.c   SSRCs, copies, joining calls
//   calls.c    a call's life in the sink  adopt.c   surviving a restart
#pragma once
#include "recorder/capture/media.h"
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
  struct endpoint sip_from; // who sent the message in `sip`
  uint32_t epoch;           // raised whenever a place changes hands
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
void dialogs_sweep(struct tracker *t);

// ---- offer.c
struct offer {
  int party;
  bool request;     // of an INVITE or UPDATE: certainly an offer
  bool established; // the dialog was answered before this message
};
void offer_apply(struct tracker *t, struct dialog *d, struct call *c, struct offer o);
void place_claim(struct tracker *t, struct call *c, uint8_t leg, const struct endpoint *at,
                 bool rtcp, bool learned);
struct place *place_at(const struct tracker *t, const struct endpoint *at);
// May a guess (NAT) take it? Not what a live call holds; what an ended call leaves behind, yes.
bool place_is_free(const struct tracker *t, const struct endpoint *at);

// ---- flow.c
void flow_datagram(struct tracker *t, const struct datagram *d, uint64_t print);
void flows_sweep(struct tracker *t, bool all); // all: the end, nothing waits any longer
void flow_drain_into(struct tracker *t, struct flow *from, struct flow *to);

// ---- voice.c
// Enters the packet into its voice. False: it is a copy, or the flow turned out to be one (then it
// was handed on); nothing more is to be done.
bool voice_packet(struct tracker *t, struct flow *f, const struct rtp *rtp, struct media *m);
struct voice *voice_find(const struct tracker *t, const struct flow *f, uint32_t ssrc);
// `from` was not written yet and becomes part of `to`. swap: its leg 0 is leg 1 there.
void live_calls_join(struct tracker *t, struct call *to, struct call *from, bool swap);
void voices_sweep(struct tracker *t);
