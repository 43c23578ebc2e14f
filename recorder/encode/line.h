// SPDX-License-Identifier: Apache-2.0
// Line: where a stream's timestamps lie on the arrival clock. A packet is never early, only late,
// so the sender's clock runs along the lower edge of (timestamp, arrival): rate and offset of the
// line that lies under all points and nearest to them, as Moon, Skelly and Towsley fit it
// ("Estimation and removal of clock skew from network delay measurements", INFOCOM 1999), over the
// last minute. Each second keeps its second lowest point: one damaged timestamp moves nothing.
//
// First run: fitted to what has come. With a `prior` (the same line of an earlier run over the same
// packets) fitted to a minute on both sides. Times are microseconds.
#pragma once
#include "core/base.h"

struct line_second {
  int32_t low_us;     // lowest delay against the nominal clock; LINE_NONE: no packet
  int32_t written_us; // what the sound was written with; LINE_NONE: nothing was
};
#define LINE_NONE INT32_MAX

struct line {
  uint32_t ssrc, clock_hz;
  uint8_t leg;
  int64_t t0_us, ts0;
  size_t n, room;
  struct line_second *seconds; // by nominal time since ts0
  const struct line *prior;
  int32_t lowest[2];       // of the second that is still open
  int64_t open, fitted;    // its number; when (¼ s) the fit was made
  double offset_us, slope; // delay at nominal time x: offset + slope · x
};

void line_init(struct line *l, int64_t arrival_us, int64_t ts, uint32_t clock_hz);
void line_drop(struct line *l);
// Takes a point in. Never fails: without memory the line goes on with what it has.
void line_observe(struct line *l, int64_t arrival_us, int64_t ts);
int64_t line_at(struct line *l, int64_t ts);                // arrival clock of that timestamp
int64_t line_guess(const struct line *l, int64_t ts);       // the same by the last fit
void line_wrote(struct line *l, int64_t ts, int64_t at_us); // where it was put in the end
// The farthest that sound lies from where the whole line's knowledge would have put it.
int64_t line_off_us(struct line *l);
