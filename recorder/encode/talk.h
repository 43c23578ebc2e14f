// SPDX-License-Identifier: Apache-2.0
// Talk: who spoke when, from 10 ms voice frames of both sides. Definitions: docs/measures.md.
// The frames are reduced to utterances (speech bridged over pauses < 300 ms) as they come; what
// needs both sides' whole course (interruptions, turns, latencies) is worked out at the end.
#pragma once
#include "recorder/encode/truth.h"

enum { TALK_UTTERANCES = 16384 };

struct utterance {
  int32_t from, to; // 10 ms frames
};
struct talk_side {
  struct utterance *u;
  size_t n, room;
  int64_t frames; // with speech
  double power;   // sum of mean squares over them
};
struct talk {
  int64_t at;                          // frames so far
  int64_t overtalk_from, silence_from; // of the run that goes on; -1: none
  int64_t overtalk, silence, dead_air; // frames in runs long enough
  struct talk_side side[SIDES];
};
struct talk_frame {
  bool speech[SIDES], hold;
  float power[SIDES];
};

void talk_init(struct talk *t);
void talk_drop(struct talk *t);
void talk_hear(struct talk *t, const struct talk_frame *f, struct truth *truth);
void talk_finish(struct talk *t, struct truth *truth, struct take_measures *out);
