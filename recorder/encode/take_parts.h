// SPDX-License-Identifier: Apache-2.0
// What a take is made of: for take.c (records in), tick.c (20 ms out) and take_pcm.c only.
#pragma once
#include "recorder/encode/peaks.h"
#include "recorder/encode/side.h"
#include "recorder/encode/talk.h"

enum {
  TAKE_STREAMS = 8,
  TAKE_POOL = 256 * 1024,     // payload bytes that wait: more than a second of anything but L16
  TAKE_LAG_US = 1000000,      // behind the newest arrival: what is later than that is late
  TAKE_LAG_MOST_US = 7000000, // and the second time, where something was
  TAKE_MARKS = 64,
};

struct side_quiet { // silence as its side would have it, or comfort noise, to be made again
  uint32_t rate_hz;
  bool kept, comforting;
  struct comfort comfort;
};
struct pcm_queue { // of one side when sound comes as PCM
  uint32_t rate_hz;
  size_t n, room;
  bool ended; // the other ran a second ahead: it has no more
  int16_t *pcm;
};

struct take {
  struct take_config config;
  struct common common;
  struct payload_map map[TAKE_LEGS];
  uint8_t leg_side[TAKE_LEGS];
  uint32_t leg_streams[TAKE_LEGS]; // that turned out to be real
  uint32_t streams_seen;
  struct stream *stream[TAKE_STREAMS];
  size_t stream_n;
  struct side side[SIDES];
  struct pcm_queue queue[SIDES];
  struct talk talk;
  struct peaks peaks;
  bool rolling, paused, again, finished;
  int64_t now_us, first_us, lag_us;
  int64_t tick;                   // next to be played
  int64_t heard, emitted;         // next to be heard and drawn, next to be handed out
  struct side_tick now[SIDES];    // what is being played
  struct side_quiet quiet[SIDES]; // from `heard` to `tick`: silence that is owed
  int64_t answered;               // 48 kHz: where; 0: that was not told
  int64_t early_to;               // so far it was taken for early
  uint64_t pool_safe;             // nothing that waits lies before this place
  size_t mark_n;
  struct take_mark mark[TAKE_MARKS]; // before the origin is known
  char codec[SIDES][64];
  struct take_result result;
};

// One tick of every stream. A tick after the last sound is owed, not made: heard and handed out
// when more sound comes, and never when the call ends first. So a recording ends where its sound
// does, however long packets without sound went on.
MUST_CHECK enum err tick_play(struct take *t);
MUST_CHECK enum err tick_play_pcm(struct take *t);               // one tick of the queues
MUST_CHECK enum err tick_flush(struct take *t, int64_t packets); // silence until so many are out
MUST_CHECK enum err take_pcm_end(struct take *t);                // what is left in the queues
void take_codec_note(struct take *t, uint8_t side, const struct payload *as, uint8_t pt);
uint8_t take_side_of(const struct take *t, uint8_t side); // mono: all are one
