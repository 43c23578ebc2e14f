// SPDX-License-Identifier: Apache-2.0
// Code: a voice as the payloads of its RTP packets, one per ptime.
#pragma once
#include "tests/peer/voice.h"

struct codec {
  const char *name, *fmtp;             // as in a=rtpmap and a=fmtp; fmtp may be NULL
  int pt, clock_hz, rate_hz, channels; // channels as in a=rtpmap (Opus: always 2, RFC 7587)
};

struct frame {
  size_t at;
  uint32_t n; // 0: nothing is sent for this ptime
};

struct track {
  const struct codec *codec;
  int ptime_ms;
  uint8_t *bytes;
  struct frame *frames;
  size_t n_frames, n_bytes, room_bytes;
};

void track_drop(struct track *t);
const struct codec *codec_find(const char *name);
// The leg's sounds from leg->start_us on, coded as `coding` says; `length_us` of them.
MUST_CHECK enum err track_make(const struct leg_plan *leg, const struct coding *coding,
                               int64_t length_us, struct track *out);
