// SPDX-License-Identifier: Apache-2.0
// Decode wire: what the parent and the sandboxed decoder say to each other. One question, one
// answer, each a message of a SOCK_SEQPACKET pair in the machine's own byte order; the payload or
// the samples follow the struct. The child answers every question it survives.
#pragma once
#include "recorder/codecs.h"

enum {
  DECODE_STREAMS = 4096,
  DECODE_PAYLOAD_MAX = 4096, // 20 ms of L16 at 48 kHz in stereo
  DECODE_SAMPLES_MAX = 3200, // 200 ms at 16 kHz
};

enum decode_op { DECODE_FRAME, DECODE_FORGET };

struct decode_question {
  uint32_t stream;   // < DECODE_STREAMS
  uint8_t op, codec; // L16 too where its rate is neither 8 nor 16 kHz
  uint8_t channels, bits;
  uint8_t octet_align, pad[3];
  uint32_t clock_hz;
  uint32_t rate_hz; // of the samples wanted: 8000 or 16000
};

enum decode_status { DECODE_OK, DECODE_BAD, DECODE_UNSUPPORTED };

struct decode_answer {
  uint32_t stream, status; // enum decode_status
  uint32_t samples, pad;   // mono
};
