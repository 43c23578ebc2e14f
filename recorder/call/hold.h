// SPDX-License-Identifier: Apache-2.0
// Hold: the waiting room for packets of which nobody knows yet whose they are: media that overtook
// its signalling, the first 60 ms of a call, a stream without any. One ring of bytes for all; each
// flow or call has its own chain in it. When the ring is full the oldest packets of all give way
// (`lost` counts them). No malloc after the start. One thread.
#pragma once
#include "recorder/wire/span.h"

struct hold {
  uint8_t *ring;
  size_t size;
  uint64_t head, tail; // bytes ever written, bytes ever given up
  uint64_t lost;
};

struct hold_chain {     // all zero: empty
  uint64_t first, last; // positions + 1
  uint32_t n;
};

struct held {
  int64_t at_us;
  uint16_t note; // the caller's own
  struct span packet;
};

MUST_CHECK enum err hold_open(struct hold *h, size_t size);
void hold_drop(struct hold *h);
void hold_put(struct hold *h, struct hold_chain *c, const struct held *what);
// Takes the oldest; false: empty. out->packet is valid until the next hold_put.
bool hold_take(struct hold *h, struct hold_chain *c, struct held *out);
// Changes the note of every packet in the chain to what `fn` answers.
void hold_renote(struct hold *h, const struct hold_chain *c,
                 uint16_t (*fn)(void *ctx, const struct held *one), void *ctx);
void hold_sort(struct hold *h, struct hold_chain *c); // by time, those of one moment as they came
void hold_forget(struct hold_chain *c);
