// SPDX-License-Identifier: Apache-2.0
// Taking: a recording session on its way into the sink: which line of it is which leg, who speaks
// there, pause and erase. What the mirror's calls are told, these are told in the same words. It is
// opened with its first packet of sound, so that a standby session leaves no empty call; what was
// said of it before is told then. The first leg is whoever rang, as far as anybody says.
#pragma once
#include "core/id.h"
#include "recorder/sink.h"
#include "recorder/siprec/who.h"
#include "recorder/source.h"

struct secure; // recorder/call/srtp.h

enum { TAKING_NO_LEG = 0xff, TAKING_PAYLOADS = 24, TAKING_RATE = 24, TAKING_FMTP = 136 };

struct taking_payload {
  uint8_t pt, channels;
  uint32_t clock_hz;
  char name[TAKING_RATE], fmtp[TAKING_FMTP];
};

struct taking_line { // of one m= line
  bool told;         // the sink knows what it sends
  bool held, locked; // nothing comes for now; what comes cannot be opened
  bool muted;        // what comes all the same reaches no file: its client has paused it
  bool secured;      // SRTP was agreed on: what cannot be opened is no sound
  bool floor;        // several dialogs carry this voice: whoever speaks keeps it while he does
  uint32_t speaker;  // which dialog's, of those
  int64_t spoke_us;
  uint8_t leg, n_payloads; // leg: TAKING_NO_LEG until it has one
  uint16_t ptime_ms;
  struct secure *secure; // NULL: it is plain
  struct taking_payload payload[TAKING_PAYLOADS];
  char address[WHO_ADDRESS], name[METADATA_NAME], label[METADATA_ID];
  char with[WHO_ADDRESS], with_name[METADATA_NAME]; // who else speaks here, where both do
  bool with_rang;                                   // … and called
  bool caller, agent, both, ours; // ours: one of the house's, by more than the order
  bool guessed;                   // the address: of a header, until metadata says it
};

struct taking {
  uint32_t users; // dialogs that carry it
  struct id interaction;
  void *call;    // the sink's; NULL: not opened
  bool unwanted; // by the policy
  bool refused;  // there was no room
  bool erased, ended;
  bool adopted; // it was opened by the server before
  bool placed;  // its lines have their legs
  struct ruling ruling;
  int64_t ask_again_us;
  int64_t started_us, answered_us, heard_us;
  char hash[33];                                 // of its Call-ID
  char session[METADATA_ID], group[METADATA_ID]; // which communication session it is; "": unsaid
  bool over;                                     // and that one was said to have ended
  uint64_t packets;
  struct buf said; // what its client said before it was opened
  size_t n_lines;
  struct taking_line line[VOICES_MAX];
};

struct taking_counts {
  uint64_t opened, packets, paused, forged, unwanted, foreign;
  uint64_t refused, over_limit;
  uint32_t recording, limit;
  int64_t ran_out_us; // when a pause last ended because its time was over; 0: never
};

struct taker { // of all sessions
  const struct source_house *house;
  struct taking_counts counts;
};

struct taking *taking_new(int64_t now_us, struct sv call_id); // NULL: no memory
void taking_begin(struct taking *k, int64_t now_us, struct sv call_id);
// What the client's description says its lines send, and who speaks there; at[i] is which of the
// taking's lines the dialog's ith is. Again at each re-offer.
void taking_describe(struct taker *t, struct taking *k, const struct sdp *sdp,
                     const struct voices *voices, const uint8_t at[VOICES_MAX], int64_t now_us);
enum taking_flow { TAKING_FLOWS, TAKING_HELD, TAKING_MUTED }; // muted: held, and kept so
void taking_hold(struct taker *t, struct taking *k, size_t line, enum taking_flow flow,
                 int64_t now_us);
// `speaker`: which dialog's packet it is.
void taking_packet(struct taker *t, struct taking *k, size_t line, uint32_t speaker,
                   struct span packet, int64_t now_us);
// E_CONFLICT: evidence is not erased.
MUST_CHECK enum err taking_obey(struct taker *t, struct taking *k, const struct act *what,
                                int64_t now_us);
bool taking_sits(const struct taking *k, struct sv lines); // does one of these speak in it?
void taking_mark(struct taker *t, struct taking *k, const char *kind, int leg, const char *detail,
                 int64_t now_us);
// What its client said of it, as it came: kept with the call.
void taking_said(struct taker *t, struct taking *k, enum spool_said_kind kind, struct sv text,
                 int64_t now_us);
void taking_tick(struct taker *t, struct taking *k, int64_t now_us);
void taking_end(struct taker *t, struct taking *k, const char *reason, int64_t now_us);
// The dialog goes out of it; with the last one it ends and is freed.
void taking_leave(struct taker *t, struct taking *k, const char *reason, int64_t now_us);
