// SPDX-License-Identifier: Apache-2.0
// Take: the sound of one call, from its packets to two Opus streams on one clock.
//
// Feed it the call's records in spool order; it hands 20 ms packets to the sink as soon as they are
// certain (about a second behind the newest arrival) and tells the rest at the end. Time is arrival
// time and nothing else: the same records give the same bytes, live or replayed, however they were
// cut into portions. Agent is stream 0 (left), caller stream 1 (right).
//
//   take_open(&config, &t);  take_leg(t, &leg);  take_rtp(t, …)…;  take_finish(t, &result);
//   if (result->needs_again) { empty the sink; take_again(t); feed all records again; take_finish }
//
// Packets are hostile: nothing in them makes a call fail. An error is the sink's own error, or
// memory. Memory: bounded, under 1 MiB a call. One thread per take; takes share nothing but the
// decoder child, which belongs to one thread too.
#pragma once
#include "recorder/encode/take_result.h"

struct take;
struct decoders; // recorder/encode/decoders.h: the sandboxed child for the rarer codecs

enum take_profile { TAKE_ECONOMICAL, TAKE_FINE };

struct take_sink {
  void *user;
  // One Ogg packet: two mono Opus streams packed (RFC 6716 appendix B), or one when mono. All last
  // `samples` (960) at 48 kHz. Called in order, without holes.
  enum err (*packet)(void *user, const uint8_t *p, size_t n, uint32_t samples);
  // Bytes of audiowaveform .dat version 2 after its header, 8-bit, 25 pixels a second. May be NULL.
  enum err (*peaks)(void *user, const uint8_t *p, size_t n);
};

struct take_config {
  enum take_profile profile;
  uint8_t channels;          // 2; 1: one stream carries both voices
  bool keep_opus;            // Opus from the wire untouched where the rule of docs/audio.md allows
  bool measures;             // peaks, spans, measures; without them kept Opus is never decoded
  bool mask_dtmf;            // no digits in spans, silence in their place
  int64_t origin_us;         // wall clock of the first sample; 0: the first media
  struct decoders *decoders; // NULL: rarer codecs become gaps 'unknown_codec'
  struct take_sink sink;
};

struct take_codec {
  uint8_t pt; // 0..127
  uint8_t channels;
  uint32_t clock_hz;
  char name[20]; // as in a=rtpmap; case does not matter
  char fmtp[108];
};
enum { TAKE_LEGS = 16, TAKE_CODECS = 24 };

struct take_leg {
  uint8_t leg; // < TAKE_LEGS
  enum take_side side;
  size_t codec_n;
  const struct take_codec *codecs; // added to the static payload types of RFC 3551
};

enum take_mark_kind {
  MARK_HOLD,
  MARK_RESUME,
  MARK_PAUSE,
  MARK_UNPAUSE,
  MARK_EARLY,    // nobody has answered yet: what sounds is said by neither of the two
  MARK_ANSWERED, // … up to here
  MARK_LOSS,
  MARK_ENCRYPTED, // from here on that leg's packets could not be opened
  MARK_CLOCK,     // the capturing machine's clock was set here, by len_us
};
struct take_mark { // for the whole call
  enum take_mark_kind kind;
  int64_t at_us;
  int64_t len_us; // MARK_LOSS: how much the recorder itself missed before at_us
  uint8_t leg;    // MARK_ENCRYPTED
};

MUST_CHECK enum err take_open(const struct take_config *config, struct take **out);
void take_free(struct take *t); // takes NULL

// Said again whenever the session description changes; later words win.
MUST_CHECK enum err take_leg(struct take *t, const struct take_leg *leg);
MUST_CHECK enum err take_rtp(struct take *t, uint8_t leg, int64_t arrival_us, const void *p,
                             size_t n);
// A packet whose end the capture did not keep: its header is true, its sound is a gap "cut".
MUST_CHECK enum err take_rtp_cut(struct take *t, uint8_t leg, int64_t arrival_us, const void *p,
                                 size_t n);
MUST_CHECK enum err take_rtcp(struct take *t, uint8_t leg, int64_t arrival_us, const void *p,
                              size_t n);
MUST_CHECK enum err take_mark(struct take *t, const struct take_mark *mark);

// Sound that is already PCM (files): its samples follow one another from 0; rate 8000 or 16000,
// the same for every call of a side. Not to be mixed with packets in one take. The codec's name is
// for the side's row. Sides may run up to a second apart; the shorter one ends in silence.
MUST_CHECK enum err take_pcm(struct take *t, enum take_side side, const char *codec,
                             uint32_t rate_hz, const int16_t *pcm, size_t n);

// The same in silence: that side was not seen yet.
MUST_CHECK enum err take_pcm_unseen(struct take *t, enum take_side side, const char *codec,
                                    uint32_t rate_hz, size_t n);

// Plays out what is left. *out belongs to the take and lives until take_again or take_free.
MUST_CHECK enum err take_finish(struct take *t, const struct take_result **out);
// Starts over with the time map the first run arrived at; legs must be declared again.
MUST_CHECK enum err take_again(struct take *t);
