// SPDX-License-Identifier: Apache-2.0
// Lines: every time line of a take in the order they began, and those of the run before, which the
// second run fits to. A stream has one line, and another after each jump of its sender's clock.
#pragma once
#include "recorder/encode/line.h"

enum { LINES_MAX = 256, LINES_COUNTED = 16 };

struct lines {
  size_t n, prior_n;
  struct line *line[LINES_MAX], *prior[LINES_MAX];
  // Learnt too late for what was written already; the second run begins with it.
  bool redo;
  int64_t late_us; // the latest that a packet came and was still no jump
  size_t counted_n;
  struct {
    uint8_t leg;
    uint32_t ssrc;
  } counted[LINES_COUNTED]; // senders whose timestamps are not believed
};

void lines_drop(struct lines *ls);
void lines_again(struct lines *ls); // this run's lines become the prior of the next
// SIZE_MAX: no memory, or too many (a broken sender): the stream keeps the line it has.
size_t lines_new(struct lines *ls, uint8_t leg, uint32_t ssrc, int64_t arrival_us, int64_t ts,
                 uint32_t clock_hz);
// Did a line of the run before begin with this packet?
bool lines_began(const struct lines *ls, uint8_t leg, uint32_t ssrc, int64_t arrival_us);
void lines_count(struct lines *ls, uint8_t leg, uint32_t ssrc);
bool lines_counted(const struct lines *ls, uint8_t leg, uint32_t ssrc);
int64_t lines_off_us(struct lines *ls); // the worst of all
