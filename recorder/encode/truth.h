// SPDX-License-Identifier: Apache-2.0
// Truth: what is missing from a recording and why (gaps), and what the sound is like where (spans).
// Positions are 48 kHz samples on the recording's clock while it is made. Both lists are bounded:
// gaps that lie near each other with one reason are joined when the list is full, spans past the
// bound are not kept. Hold, pause and the recorder's own losses are known from marks and name the
// gaps they cover.
#pragma once
#include "recorder/encode/take_result.h"

enum { TRUTH_GAPS = 4096, TRUTH_SPANS = 6144, TRUTH_WINDOWS = 128 };

struct truth_window { // a hold, a pause, a loss of the recorder itself; to < 0: still open
  int64_t from, to;
  uint8_t reason;
};
struct truth {
  struct take_gap *gaps;
  struct take_span *spans;
  size_t gap_n, gap_room, span_n, span_room, window_n;
  int64_t join_ms; // gaps of one reason nearer than this are one
  struct truth_window window[TRUTH_WINDOWS];
};

void truth_drop(struct truth *t);
// A list twice as long (from 64, up to `most`), NULL when that cannot be; the old one stays then.
void *truth_grown(void *p, size_t *room, size_t each, size_t most);
// Splits the gap where a window covers it.
void truth_gap(struct truth *t, uint8_t side, enum gap_reason reason, int64_t from, int64_t to);
void truth_span(struct truth *t, enum span_kind kind, uint8_t side, int64_t from_ms, int64_t to_ms,
                const char *detail);
void truth_window_open(struct truth *t, enum gap_reason reason, int64_t at);
void truth_window_close(struct truth *t, enum gap_reason reason, int64_t at);
bool truth_within(const struct truth *t, enum gap_reason reason, int64_t at);
int64_t truth_windows_ms(const struct truth *t, enum gap_reason reason, int64_t end); // their sum
void truth_sort(struct truth *t);                                                     // by time
// Of sorted lists: how much of the spans of this kind lies where sound is missing. Pieces too short
// to be heard as missing, what the phone itself left out and a hold are none of it.
int64_t truth_missing_ms(const struct truth *t, enum span_kind kind);
