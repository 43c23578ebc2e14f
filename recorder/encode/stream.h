// SPDX-License-Identifier: Apache-2.0
// Stream: one SSRC of one leg: its packets judged as they come, placed on the recording's clock and
// turned into sound tick by tick (20 ms). It never joins what does not join: where nothing came,
// there is silence, comfort noise or, for at most 60 ms, concealment, and a gap with its reason.
#pragma once
#include "recorder/encode/comfort.h"
#include "recorder/encode/common.h"
#include "recorder/encode/jitter.h"
#include "recorder/encode/sound.h"
#include "recorder/encode/steps.h"
#include "recorder/encode/untouched.h"
#include "recorder/wire/rtp.h"

enum {
  TICK_MS = 20,
  TICK_48K = 960,
  TICK_MAX = 320,     // samples at 16 kHz
  STREAM_FIFO = 6144, // a tick, 120 ms of concealment, the longest packet
  STREAM_MASKS = 4,
};

struct jump { // packets that agree among themselves, not with the line
  size_t n;
  int64_t ext, ts, arrival_us, low, high;
};
struct delay { // packets one after another that came late: the sender paused, or the network did
  size_t n;
  int64_t ext, ts, arrival_us, off_us, most_us;
};
struct event { // telephone-event (RFC 4733)
  bool going, told;
  uint8_t code;
  int64_t ts, from, to; // 48 kHz positions
};
struct mask {
  int64_t ts, end_ts;
};

struct stream {
  uint32_t number, ssrc; // number: order of appearance, from 1
  uint8_t leg, side;
  const struct payload_map *map;
  struct jitter jitter;
  // arrivals
  int64_t first_us, last_us, last_ts, packet_ts, max_gap_us;
  double jitter_us;
  size_t line;
  bool report_known;
  int64_t report_off_us; // how far sender reports lie off the line, learnt beside sound
  struct steps steps;
  struct held newest; // of the sound's packets, wherever it is by now
  struct jump jump;
  struct delay delay;
  int64_t astray_us; // so far off the line its timestamps stepped; 0: they did not
  int wild_run;      // packets off the line that agree with nobody
  struct mask mask[STREAM_MASKS];
  size_t mask_n;
  // playing
  uint32_t rate_hz;
  int64_t cursor; // end of what is in pcm, samples at rate_hz
  size_t n;
  bool placed, comforting, ended;
  int64_t next_ts, next_ext, base; // base: the cursor where next_ts belongs
  int64_t concealed;               // samples made in this loss
  uint16_t play_line;
  int unheard; // gap_reason of what was skipped, -1: none
  struct event event;
  struct comfort comfort;
  struct sound sound;
  struct untouched *untouched; // NULL: not Opus, or not wanted
  bool quiet;                  // the last packet's sound was faint
  uint8_t unheard_run;         // kept packets in a row that nobody listened to
  size_t faint_n;              // what was last heard stands for them
  int16_t faint[TICK_MAX];
  int16_t pcm[STREAM_FIFO];
};

struct arrived {
  struct rtp rtp;
  int64_t at_us;
  bool cut; // its header is true, its payload is not whole
};

struct stream *stream_new(struct common *d, uint32_t number, uint8_t leg, uint32_t ssrc);
void stream_free(struct stream *s, struct common *d);
// A number means something else from now on: what waits keeps its meaning.
void stream_meant(struct stream *s, uint8_t pt, uint8_t was);
void stream_count(const struct stream *s, struct take_counters *into);

static inline const struct payload *stream_payload(const struct stream *s, const struct held *h) {
  return h->was ? &s->map->was[h->was - 1] : &s->map->of[h->pt];
}

// FATE_FULL: play a tick, then offer it again.
enum fate stream_arrive(struct stream *s, struct common *d, const struct arrived *r);
// Nothing more comes: what was late and did not catch up had paused.
void stream_last(struct stream *s, struct common *d);
// A sender report (RFC 3550, 6.4.1) speaks for the clock while no sound comes.
void stream_report(struct stream *s, struct common *d, uint32_t ts, int64_t arrival_us);
int64_t stream_first_us(struct stream *s, struct common *d); // where its first held packet belongs
bool stream_comforts(const struct stream *s); // the next tick is comfort noise, whole
bool stream_sounds(struct stream *s);         // something that waits may be heard
// At the end: what waits and is no sound: digits are told, the rest goes.
void stream_rest(struct stream *s, struct common *d);
// 20 ms: pcm holds them; returns their rate.
uint32_t stream_play(struct stream *s, struct common *d, int64_t tick, int16_t out[TICK_MAX]);
