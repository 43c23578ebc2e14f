// SPDX-License-Identifier: Apache-2.0
// Plan: what calls the peer shall make, read from a scenario (JSON) or made up in bulk. Shares no
// recorder code: the tests compare what the recorder says with what this plan really sent.
//
// Times are microseconds from the answer (200 OK) of their call; before it they are negative.
// Leg 0 is the voice of the one who calls (sender of the INVITE), leg 1 of the one who is called.
// The scenario's words are in tests/peer/README.md. Everything lives in the arena of the plan.
#pragma once
#include "core/arena.h"

enum sound_kind { SOUND_WAV, SOUND_CLICK, SOUND_TONE, SOUND_SPEECH, SOUND_NOISE };

struct sound {
  enum sound_kind kind;
  int64_t from_us, to_us; // to: 0 = to the end of the call
  const char *wav;
  double hz;        // tone
  int64_t every_us; // clicks
  uint64_t seed;    // speech, noise
  int turn;         // speech: 0 or 1 takes turns with the other; -1 talks all the time
  double gain;      // linear; speech and noise: RMS relative to full scale
};

enum stretch_how { STRETCH_LOST, STRETCH_STOPPED };
struct stretch { // a part of a leg that does not come
  enum stretch_how how;
  int64_t from_us, to_us;
};

struct digits {
  int64_t at_us;
  const char *text;
};

struct coding { // from when on the leg speaks which codec
  int64_t from_us;
  const char *codec; // PCMA PCMU G722 opus GSM L16
  int ptime_ms;
  bool new_ssrc;
};

struct leg_plan {
  int64_t start_us, end_us; // first and last sample; end: 0 = the hang-up
  double ppm;               // how much slower (+) this leg's clock is
  double loss, duplicate, reorder;
  int64_t jitter_us;
  bool comfort_noise; // silence is CN (PT 13) once, then nothing
  bool reports;       // RTCP sender reports each 5 s
  bool fec, dtx;      // opus
  int bitrate;        // opus
  uint16_t port;      // of its RTP
  const struct coding *coding;
  const struct sound *sounds;
  const struct stretch *stretches;
  const struct digits *digits;
  size_t n_coding, n_sounds, n_stretches, n_digits;
};

enum change_kind {
  CHANGE_HOLD,
  CHANGE_RESUME,
  CHANGE_CODEC,
  CHANGE_PARTY,
  CHANGE_REFER,
  CHANGE_RECORD
};
struct change { // a re-INVITE (or REFER) in the call
  enum change_kind kind;
  int64_t at_us;
  int by;             // 0 or 1: who sends it
  const char *how;    // hold: sendonly | inactive | zero; record: on | pause | off
  const char *number; // party, refer: the new one on side `by`
  const char *name;
};

struct party {
  const char *number, *name, *host;
  uint16_t sip_port;
};

enum call_end { END_BYE, END_CANCEL, END_REFUSED, END_NONE };

struct call_plan {
  const char *id;      // Call-ID; NULL: made from the seed
  const char *headers; // more SIP header lines for the INVITE, each with CR LF
  int64_t invite_us;   // wall clock
  int64_t ring_us;     // INVITE to answer
  int64_t length_us;   // answer to hang-up
  bool early;          // 183 with SDP instead of 180
  enum call_end end;
  int end_by;      // who says BYE
  int refuse_code; // END_REFUSED
  uint64_t seed;
  struct party party[2];
  struct leg_plan leg[2];
  const struct change *changes;
  size_t n_changes;
};

struct plan {
  struct arena arena;
  struct call_plan *calls;
  size_t n;
};

struct bulk {
  int64_t start_us; // wall clock of the first INVITE
  int calls;
  int64_t seconds, stagger_ms;
  uint64_t seed;
  const char *codec;
  int64_t jitter_us;
  double loss;
  double babble_db; // other voices behind both, RMS in dBFS; 0: none
};

void plan_drop(struct plan *p);
// `start_us` is the scenario's zero when its calls say "at" in seconds.
MUST_CHECK enum err plan_read(const char *path, int64_t start_us, struct plan *out);
void plan_bulk(const struct bulk *bulk, struct plan *out);
