// SPDX-License-Identifier: Apache-2.0
// Tap: from frames to the datagrams of the calls: out of tunnels (dissect.h), each once (copies.h).
// What could not be read is counted and can be said in words. Files come in order of time by
// order.h. One thread, no I/O.
#pragma once
#include "core/buf.h"
#include "recorder/wire/dissect.h"

struct tap_counts {
  struct dissect_counts wire;
  uint64_t copies; // the same packet again
};

struct tap;

struct tap *tap_new(void); // NULL without memory
void tap_free(struct tap *t);
void tap_sip_port(struct tap *t, uint16_t port); // beside 5060
void tap_frame(struct tap *t, const struct frame *f, dissect_fn *fn, void *ctx);
void tap_counts(const struct tap *t, struct tap_counts *out);
// All that was not understood: what ought to have been read, and was not.
uint64_t tap_unread(const struct tap_counts *c);
// "12,400 frames in VXLAN without IP inside; 3 holes in SIP over TCP": the most first; nothing when
// nothing is to be said.
void tap_say_unread(const struct tap_counts *c, struct buf *out);
void tap_say_number(uint64_t n, struct buf *out); // 12,400
