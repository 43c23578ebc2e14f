// SPDX-License-Identifier: Apache-2.0
// Call: what is remembered of a conversation while it lasts. One allocation each (a slab's entry),
// no pointers into packets, bounded text. It has two legs: 0 is who rang, 1 who answered. Several
// dialogs may belong to it (a PBX between two phones), several paths to a dialog, and to each path
// an address of each side, its codecs and its keys; those lie with the dialog (recorder/signal).
#pragma once
#include "core/id.h"
#include "recorder/call/hold.h"
#include "recorder/ruling.h"
#include "recorder/signal/signal.h"

enum {
  CALL_LEGS = 2,
  CALL_PARTIES = 8,
  CALL_PLACES = 48,
  CALL_LOCKS = 8,
  CALL_RANKS = 8, // depths of paths, from -3 on
  LEG_PAYLOADS = 24,
  CALL_NETS = 8,
};

struct party {
  uint8_t leg;
  bool rung; // was rung, and has not answered (yet)
  char address[WHO_ADDRESS], name[WHO_NAME];
};

struct secure; // srtp.h

enum lock_state {
  LOCK_OPEN,   // with keys; without any it is plain
  LOCK_CLOSED, // encrypted, and nobody told us the key
  LOCK_WAITS,  // an answer will tell
};

struct lock { // what one side of a path sends, when it is or was encrypted
  struct slab_ref path;
  uint8_t side;
  enum lock_state state;
  uint32_t failed;       // packets in a row
  bool plain;            // agreed to be plain; the keys are for what is still under way
  int64_t plain_from_us; // since then
  struct secure *secure;
};

struct leg {
  uint16_t ptime_ms;
  uint64_t guessed[2];  // payload types looked at without success, one bit each
  struct slab_ref path; // whose descriptions those are
  uint8_t side;
  uint32_t told_route, told_epoch;
  bool held;              // this side has put the other on hold
  bool locked, keyed_out; // locked: what it sends is encrypted, and is said so
  int64_t heard_us[CALL_RANKS];
  struct hold_chain doubt; // an inner path's packets, while the outer one may yet come
  int64_t alone_us;        // since then the inner one is heard and no outer
  size_t n_payloads;       // of what this leg sends, as the sink was told
  struct payload payload[LEG_PAYLOADS];
};

struct call {
  struct slab_item item;
  struct id interaction;
  void *sink;           // NULL: not opened yet
  bool refused_by_sink; // there was no room; asked again now and then
  int64_t ask_again_us;
  bool orphan;              // media without signalling
  bool two_voices;          // … joined of two flows
  bool gathering;           // its first packets are being brought together
  bool passed_over;         // not to be recorded: what it says is nobody's
  bool recording;           // counted among those with sound
  bool contests, contested; // it says it listens where another call does, or the other way round
  bool answered, turned_down;
  bool ended, leaving; // leaving: its BYE is not answered yet
  bool video;          // some description names it: payload types are looked at
  struct ruling ruling;
  int64_t started_us, first_media_us, last_media_us, last_signal_us, pending_us;
  int64_t adopted_us;  // taken over then from a capture before, and not heard since; 0: it is ours
  int64_t answered_us; // 0: not, or nobody saw when
  int64_t left_us, ends_at_us; // 0: lives; otherwise it closes then
  const char *reason;
  uint8_t call_id_hash[16];
  uint32_t source; // the host its first message came from
  size_t n_nets;
  uint32_t net[CALL_NETS]; // networks its signalling came by
  bool at_home;            // … and its media: what another network's calls announce is not it
  bool from_start;         // its first INVITE was seen: nobody spoke in it before
  bool began_unseen;       // what was seen first was said within it: who rang is not known
  uint32_t saved_at;       // position among the saved ones (adopt.c)
  uint32_t desc_epoch;     // raised whenever one of its descriptions changes
  uint32_t n_dialogs, n_leaving;
  size_t n_parties, n_places, n_locks;
  uint64_t packets, forged, encrypted;
  struct hold_chain early; // packets of the first moments
  struct leg leg[CALL_LEGS];
  struct party party[CALL_PARTIES];
  struct {
    int64_t bye_us; // an orphan's: the BYE that may be its end; 0: none
    char who[CALL_LEGS][WHO_ADDRESS];
  } midway;
  char sits[CALL_LEGS][WHO_ADDRESS]; // who came to sit there after it was opened; "": its parties
  struct slab_ref place[CALL_PLACES];
  struct lock lock[CALL_LOCKS];
};
