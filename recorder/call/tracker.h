// SPDX-License-Identifier: Apache-2.0
// Tracker: from datagrams to calls, the judge between two observers that do not know each other:
// signal (SIP: who rang whom, what was agreed) and stream (RTP: flows, voices, copies). It binds
// the one to the other and hands what belongs to a call to a sink. No I/O and no clock of its own:
// time is the packets', so that a capture file plays as fast as it can be read and every timer
// means the same.
//
// - A call begins with an INVITE; it is opened in the sink 60 ms after its first media (so that two
//   dialogs of one call, around a PBX or media proxy, are joined before either is written; a second
//   where there is a doubt) or at its end, when it had none. REGISTER, OPTIONS and the like are no
//   calls, nor is the session of another recorder.
// - It ends by BYE, refusal or CANCEL of its last dialog (the final answer decides), by its session
//   timer when media has stopped too (RFC 4028), when another call has taken over its port (its BYE
//   was lost), or after a long silence: 30 min with signalling up, 2 min without.
// - Media is found by the addresses agreed on, destination first (NAT), then source; otherwise it
//   waits 2 s and becomes a call of its own where `orphans` is set.
// - What is encrypted is opened where the key is known, and otherwise said to be encrypted:
// ciphertext
//   is never handed on as sound.
// - Room is for what has sound. When the table is full the oldest silent call of the sender with
// the
//   most of those gives way, counted in `evicted`.
// One thread. Memory is bounded by max_calls and allocated at tracker_new.
#pragma once
#include "recorder/call/guess.h"
#include "recorder/call/strange.h"
#include "recorder/call/wish.h"
#include "recorder/ruling.h"
#include "recorder/sink.h"
#include "recorder/wire/dissect.h"
#include "recorder/wire/sip.h"

struct tracker_options {
  const char *source; // live | capture
  bool live;          // a call closes 0.4 s after its BYE instead of 2 s: somebody waits for it
  bool orphans;       // media without signalling is a call
  bool answered_only; // a call cancelled, refused or never answered leaves no trace
  int64_t media_timeout_us; // of an answered call; 0: 30 min
  uint32_t max_calls;       // 0: 2,000
  const char *join_headers; // whose values may join dialogs of a PBX; NULL: none
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
  uint64_t shadows;                   // … left out: a relay's other side of what is had already
  uint64_t paused, forged, encrypted, ignored;
  uint64_t fax;                // packets where an image was agreed on (T.38)
  struct strange strange;      // what the foreign look like
  uint64_t strays;             // media at a call's address that is not the call's (admit.c)
  uint64_t foreign, after_end; // no SIP and no media; media of a voice whose call is over
  uint64_t video;              // packets of video and the like
  uint64_t keyings;            // ZRTP and DTLS messages
  uint64_t passed_over;        // media of what is not to be recorded
  uint64_t no_room, over_limit, evicted; // calls: no room to record; more than may be; gave way
  uint64_t branches_lost, places_lost, locks_lost, descriptions_lost, dialogs_evicted;
  uint64_t calls_opened, calls_joined, dialogs_kin, invites_unwanted;
  uint64_t recordings; // sessions of other recorders (SIPREC)
  uint64_t held_lost;
  uint32_t open_calls, recording;
  int64_t ran_out_us; // when a pause last ended because its time was over; 0: never
  uint64_t changes;   // of what a restarted capture must know: calls, dialogs, places, pauses
};

struct tracker;

MUST_CHECK enum err tracker_new(const struct tracker_options *o, const struct sink *sink,
                                struct tracker **out);
void tracker_free(struct tracker *t); // leaves open calls without an end: call tracker_finish first
void tracker_limit(struct tracker *t, uint32_t calls); // with sound, at one time; 0: any
void tracker_datagram(struct tracker *t, const struct datagram *d);
void tracker_tick(struct tracker *t, int64_t now_us);       // at least every 100 ms when live
void tracker_finish(struct tracker *t, const char *reason); // ends every call
// The clock that stamps the packets was set, by so much (forward is positive), and that is mended:
// the calls that are open are told.
void tracker_clock(struct tracker *t, int64_t now_us, int64_t by_us);
void tracker_counts(const struct tracker *t, struct tracker_counts *out);

// Control by interaction id; E_NOT_FOUND when no such call is open.
MUST_CHECK enum err tracker_obey(struct tracker *t, struct id call, const struct act *what);
void tracker_at_lines(const struct tracker *t, struct sv lines, struct buf *out);

// What a restarted capture needs to go on with the calls of the one before it (adopt.c). The bytes
// hold keys: the caller encrypts them.
void tracker_save(struct tracker *t, struct buf *out);
MUST_CHECK enum err tracker_adopt(struct tracker *t, struct span saved, int64_t now_us);
