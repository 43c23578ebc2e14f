// SPDX-License-Identifier: Apache-2.0
// Serve: the child's loop: a question in, an answer out, until the parent closes its end.
#pragma once
#include "recorder/decode/decode_wire.h"

int decode_serve(int fd); // exit code
// One question with its payload; the answer's samples go to `pcm`. Exposed for the fuzzer.
void decode_answer_to(const struct decode_question *q, const uint8_t *payload, size_t n,
                      struct decode_answer *out, int16_t pcm[DECODE_SAMPLES_MAX]);
void decode_forget_all(void);
