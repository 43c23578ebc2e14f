// SPDX-License-Identifier: Apache-2.0
// The decoder child's questions: payloads of every codec it knows, and of none.
#include "recorder/decode/serve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static int16_t pcm[DECODE_SAMPLES_MAX];
  struct decode_question q;
  struct decode_answer a;
  while (size >= sizeof q + 1) {
    memcpy(&q, data, sizeof q);
    data += sizeof q, size -= sizeof q;
    size_t n = *data++;
    size--;
    if (n > size) n = size;
    q.stream %= 4;
    decode_answer_to(&q, data, n, &a, pcm);
    if (a.samples > DECODE_SAMPLES_MAX) abort();
    data += n, size -= n;
  }
  decode_forget_all();
  return 0;
}
