// SPDX-License-Identifier: Apache-2.0
// Codec: one stream's decoder out of libavcodec, its output as mono at the rate asked for. The only
// file of this program that knows libav. Runs in the sandboxed child only.
#pragma once
#include "recorder/decode/decode_wire.h"

struct codec_state;

// NULL: this libavcodec has no such decoder.
struct codec_state *codec_open(const struct decode_question *q);
void codec_free(struct codec_state *a); // takes NULL
// Frames as libavcodec wants them; appends to `pcm`. False: the decoder refused the frame.
bool codec_decode(struct codec_state *a, const uint8_t *frame, size_t n, int16_t *pcm, size_t room,
                  size_t *io_n);
bool codec_same(const struct codec_state *a,
                const struct decode_question *q); // does this decoder still fit?
void codec_load_all(void); // touches every decoder once, before the sandbox closes
