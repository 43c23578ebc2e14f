// SPDX-License-Identifier: Apache-2.0
// Take kit: makes RTP by hand, feeds a take and decodes with libopus what comes out of it.
#pragma once
#include "recorder/encode/take.h"

struct ear {            // a sink that listens
  void *decoder[SIDES]; // OpusDecoder at 8 kHz
  int16_t *pcm[SIDES];  // everything that was heard, pre-skip cut off
  size_t n, room, packets, peak_bytes, bytes;
  size_t silent[SIDES]; // packets of fewer than 9 bytes: canned
  int skip;
  bool keep; // keep the packets themselves, each after its u16 length
  uint8_t *raw;
  size_t raw_n, raw_room;
};

void ear_open(struct ear *e);
void ear_drop(struct ear *e);
void ear_empty(struct ear *e);
struct take_sink ear_sink(struct ear *e);

struct wire { // one sender
  uint8_t leg, pt;
  uint16_t seq;
  uint32_t ts, ssrc;
};

size_t wire_packet(const struct wire *w, const void *payload, size_t n, uint8_t out[2048]);
void wire_feed(struct take *t, const struct wire *w, int64_t arrival_us, const void *payload,
               size_t n);

// A click: the place of the loudest 2 ms in [from, to) of one side, 8 kHz samples; -1: nothing
// loud.
int64_t click_find(const struct ear *e, enum take_side side, size_t from, size_t to);
double level_db(const int16_t *pcm, size_t n); // dBFS
