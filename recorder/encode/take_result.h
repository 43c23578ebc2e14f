// SPDX-License-Identifier: Apache-2.0
// What a take tells about the sound of one call, in the catalogue's words (leg, gap, span,
// measure). Times are milliseconds on the recording's own clock; 0 is its first sample.
#pragma once
#include "core/base.h"

enum take_side { SIDE_AGENT, SIDE_CALLER, SIDES }; // stream 0 = left, stream 1 = right
enum { SIDE_MIX = SIDE_AGENT, SIDE_BOTH = SIDES }; // one channel; both in a gap or span

enum gap_reason {
  GAP_LOST,
  GAP_HOLD,
  GAP_PAUSE,
  GAP_DTX,
  GAP_NOT_SEEN,
  GAP_RESTART,
  GAP_UNKNOWN_CODEC,
  GAP_DECODER_FAILED,
  GAP_CUT,       // the capture kept only the packets' beginnings
  GAP_ENCRYPTED, // nobody told us the key, or it was not the right one
  GAP_REASONS
};
enum span_kind {
  SPAN_OVERTALK,
  SPAN_SILENCE,
  SPAN_DEAD_AIR,
  SPAN_INTERRUPTION,
  SPAN_MONOLOGUE,
  SPAN_DTMF,
  SPAN_VOICE,
  SPAN_CLOCK, // nothing of the sound: the capturing machine's clock was set
  SPAN_KINDS
};
const char *gap_reason_name(enum gap_reason r); // "lost", "unknown_codec" …
const char *span_kind_name(enum span_kind k);   // "overtalk", "dead_air" …

struct take_gap {
  int64_t from_ms, to_ms;
  uint8_t side; // enum take_side or SIDE_BOTH
  uint8_t reason;
};
struct take_span {
  int64_t from_ms, to_ms;
  uint8_t side, kind;
  char detail[8]; // the digit of a dtmf ("" when masked), the leg's number of a voice, seconds
};

// Counters of one side over all its streams; words of RFC 3550.
struct take_counters {
  int64_t packets;      // distinct RTP packets with voice, comfort noise or events
  int64_t lost;         // expected by sequence number less `packets` (appendix A.3)
  int64_t late;         // came after their place was already written
  int64_t duplicate;    // the same sequence number again
  int64_t reordered;    // came after a higher sequence number
  int64_t max_gap_ms;   // longest time between two arrivals
  int64_t jitter_us;    // interarrival jitter at the end (appendix A.8), of the worst stream
  int64_t concealed_ms; // sound made up for what was lost
  int64_t ssrc_changes;
};

struct take_side_result {
  struct take_counters count;
  char codec[64];            // "PCMA", or "PCMA G722" in order of use
  bool untouched;            // every frame is the wire's own Opus or silence
  const char *not_untouched; // why Opus from the wire was coded again, or ""
};

// docs/measures.md defines each; `known` is false for a mono mix.
struct take_measures {
  bool known;
  int64_t talk_ms[SIDES], overtalk_ms, silence_ms, dead_air_ms, hold_ms;
  int64_t interruptions[SIDES], monologue_ms[SIDES];
  int64_t latency_ms[SIDES]; // median; -1: never answered
  int64_t level_cdb[SIDES];  // active level, hundredths of dBFS; INT64_MIN: never spoke
};

struct take_result {
  bool
      needs_again; // the final time map is > 20 ms off what was written: take_again, feed all again
  bool heard;      // at least one packet gave sound
  int64_t started_us; // wall clock of the first sample
  int64_t samples;    // at 48 kHz, without pre-skip; 0: no media was seen
  int64_t duration_ms;
  uint32_t rate_hz;  // coding rate of the wider side: 8000 or 16000
  uint16_t pre_skip; // at 48 kHz, for OpusHead; the last granule is samples + pre_skip
  uint8_t channels;  // 2, or 1 for a mono mix (mapping family 0)
  struct take_side_result side[SIDES];
  const struct take_gap *gaps; // by from_ms
  size_t gap_n;
  const struct take_span *spans;
  size_t span_n;
  struct take_measures measures;
  uint8_t peaks_header[24]; // stands before the bytes the sink's `peaks` got
};
