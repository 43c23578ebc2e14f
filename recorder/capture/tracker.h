// SPDX-License-Identifier: Apache-2.0
// Tracker: from datagrams to calls. Follows SIP dialogs, pairs them with their media, and hands
// what belongs to a call to a sink. No I/O and no clock of its own: time is the packets', so that a
// capture file plays as fast as it can be read and every timer means the same.
//
// - A call begins with an INVITE; it is opened in the sink 60 ms after its first media (so that two
//   dialogs of one call, around a PBX or media proxy, are joined before either is written) or at
//   its end, when it had none. REGISTER, OPTIONS and the like are no calls.
// - It ends by BYE, refusal or CANCEL of its last dialog (RFC 3261), by its session timer when
//   media has stopped too (RFC 4028), when another call has taken over its port (its BYE was lost),
//   or after a long silence: 30 min with signalling up, 2 min without.
// - Media is found by the addresses in both SDPs, destination first (NAT), then source; otherwise
// it
//   waits 2 s and becomes a call of its own where `orphans` is set.
// - The same packet from two mirror points, and the same stream before and after a media proxy
//   (same SSRC, sequence number and bytes), are taken once.
// One thread. Memory is bounded by max_calls and allocated at tracker_new.
#pragma once
#include "recorder/capture/guess.h"
#include "recorder/capture/sink.h"
#include "recorder/capture/wish.h"
#include "recorder/wire/dissect.h"
#include "recorder/wire/sip.h"

struct tracker_options {
  const char *source; // live | capture
  bool live;          // a call closes 0.4 s after its BYE instead of 2 s: somebody waits for it
  bool orphans;       // media without signalling is a call
  bool answered_only; // a call cancelled, refused or never answered leaves no trace
  int64_t media_timeout_us; // of an answered call; 0: 30 min
  uint32_t max_calls;       // 0: 2,000
  struct guess_maps maps;
  enum wish_heed wishes; // of the phones themselves
  // Is this INVITE to be recorded? NULL: all are.
  bool (*wanted)(void *ctx, const struct sip *invite, int64_t at_us);
  void *wanted_ctx;
};

struct tracker_counts {
  uint64_t datagrams, sip, rtp, rtcp; // as they came
  uint64_t copies;                    // the same packet again
  uint64_t taken;                     // media packets handed to the sink
  uint64_t paused, forged, encrypted, ignored, no_room;
  uint64_t calls_opened, calls_joined, invites_unwanted;
  uint64_t held_lost;
  uint32_t open_calls;
  uint64_t changes; // of what a restarted capture must know: calls, dialogs, places, pauses
};

struct tracker;

MUST_CHECK enum err tracker_new(const struct tracker_options *o, const struct sink *sink,
                                struct tracker **out);
void tracker_free(struct tracker *t); // leaves open calls without an end: call tracker_finish first
void tracker_datagram(struct tracker *t, const struct datagram *d);
void tracker_tick(struct tracker *t, int64_t now_us);       // at least every 100 ms when live
void tracker_finish(struct tracker *t, const char *reason); // ends every call
void tracker_counts(const struct tracker *t, struct tracker_counts *out);

// Control by interaction id; E_NOT_FOUND when no such call is open.
MUST_CHECK enum err tracker_pause(struct tracker *t, struct id call, int64_t limit_us);
MUST_CHECK enum err tracker_resume(struct tracker *t, struct id call);
MUST_CHECK enum err tracker_erase(struct tracker *t, struct id call);
MUST_CHECK enum err tracker_mark(struct tracker *t, struct id call, const char *detail);

// What a restarted capture needs to go on with the calls of the one before it (adopt.c). The bytes
// hold keys: the caller encrypts them.
void tracker_save(struct tracker *t, struct buf *out);
MUST_CHECK enum err tracker_adopt(struct tracker *t, struct span saved, int64_t now_us);
