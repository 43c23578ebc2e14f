// SPDX-License-Identifier: Apache-2.0
// What a take is made of: for take.c (records in), tick.c (20 ms out) and take_pcm.c only.
#pragma once
#include "recorder/encode/peaks.h"
#include "recorder/encode/side.h"
#include "recorder/encode/talk.h"

enum {
  TAKE_STREAMS = 8,
  TAKE_POOL = 160 * 1024, // payload bytes that wait: more than a second of anything but L16
  TAKE_LAG_US = 1000000,  // behind the newest arrival: what is later than that is late
  TAKE_MARKS = 64,
};

struct pcm_queue { // of one side when sound comes as PCM
  uint32_t rate_hz;
  size_t n, room;
  bool ended; // the other ran a second ahead: it has no more
  int16_t *pcm;
};

struct take {
  struct take_config config;
  struct desk desk;
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
  int64_t now_us, first_us;
  int64_t tick, emitted; // next to be played, next to be handed out
  uint64_t pool_safe;    // nothing that waits lies before this place
  size_t mark_n;
  struct take_mark mark[TAKE_MARKS]; // before the origin is known
  char codec[SIDES][64];
  struct take_result result;
};

MUST_CHECK enum err tick_play(struct take *t);                   // one tick of every stream
MUST_CHECK enum err tick_play_pcm(struct take *t);               // one tick of the queues
MUST_CHECK enum err tick_flush(struct take *t, int64_t packets); // silence until so many are out
MUST_CHECK enum err take_pcm_end(struct take *t);                // what is left in the queues
void take_codec_note(struct take *t, uint8_t side, const struct payload *as, uint8_t pt);
uint8_t take_side_of(const struct take *t, uint8_t side); // mono: all are one
