// SPDX-License-Identifier: Apache-2.0
// Call: what the tracker remembers of a conversation while it lasts. One allocation each (a slab's
// entry), no pointers into packets, bounded text.
//
//   dialog ──▶ call ◀── the places and flows of media.h
// A call has two legs: 0 is who sent the INVITE, 1 who answered. Several dialogs can belong to one
// call (a PBX between two phones); then `swap` says whose caller is on leg 1.
#pragma once
#include "core/id.h"
#include "recorder/capture/hold.h"
#include "recorder/capture/slab.h"
#include "recorder/wire/sdp.h"

enum {
  CALL_LEGS = 2,
  CALL_PARTIES = 8,
  CALL_PLACES = 16,
  LEG_PAYLOADS = 24,
  DIALOG_BRANCHES = 12,
  DIALOG_CALLEES = 4,
};

struct payload {
  uint8_t pt, channels;
  uint32_t clock_hz;
  char name[24], fmtp[136];
};

struct party {
  uint8_t leg;
  char address[96], name[64];
};

struct secure; // srtp.h: keys of one leg's stream

struct leg {
  size_t n_payloads;
  struct payload payload[LEG_PAYLOADS]; // as this leg's own SDP has them: what is sent TO it
  uint16_t ptime_ms;
  uint64_t told[2];    // payload types the sink was told of, one bit each
  uint64_t guessed[2]; // … and those looked at without success
  bool held;           // this side has put the other on hold
  bool locked;         // encrypted, and nobody told us the key
  struct secure *secure;
};

struct call {
  struct slab_item item;
  struct id interaction;
  void *sink;           // NULL: not opened yet
  bool refused_by_sink; // there was no room; asked again now and then
  int64_t ask_again_us;
  bool orphan;              // media without signalling
  bool two_voices;          // … joined of two flows
  bool contests, contested; // it says it listens where another call does, or the other way round
  bool answered, turned_down;
  bool ended;
  bool paused;
  int64_t pause_until_us;
  int64_t started_us, first_media_us, last_media_us, last_signal_us;
  uint32_t saved_at;  // position among the saved ones (adopt.c)
  int64_t adopted_us; // taken over from the capture before; 0: our own
  int64_t ends_at_us; // 0: lives; otherwise it closes then
  const char *reason;
  uint8_t call_id_hash[16];
  uint32_t n_dialogs;
  size_t n_parties;
  struct party party[CALL_PARTIES];
  struct hold_chain early; // packets of the first moments
  struct leg leg[CALL_LEGS];
  size_t n_places;
  struct slab_ref place[CALL_PLACES];
  uint64_t packets, forged, encrypted;
};

enum dialog_state { DIALOG_TRYING, DIALOG_ANSWERED, DIALOG_REFUSED };

struct dialog {
  struct slab_item item;
  uint8_t id[16]; // keyed hash of the Call-ID
  struct slab_ref call;
  bool swap;
  bool ignored; // not to be recorded (rules)
  bool cancelled;
  enum dialog_state state;
  uint64_t caller_tag;
  int offer_by;                // party whose offer stands: -1 none
  uint32_t offer_cseq, offers; // different ones: a hold can only be in the second or later
  size_t n_branches, n_callees;
  uint64_t branch[DIALOG_BRANCHES]; // INVITEs without a final answer yet
  uint64_t callee[DIALOG_CALLEES];  // tags whose answer was acknowledged
  uint64_t referred;                // whom its last REFER names (RFC 3515), 0: none
  int64_t referred_us;
  uint64_t
      seated[2]; // who was last said to sit at each end (RFC 3325), 0: nobody else than at first
  int64_t verdict_us;       // refused or cancelled then, unless an INVITE comes again
  int64_t session_until_us; // RFC 4028; 0: no session timer
  int64_t last_us;
};
