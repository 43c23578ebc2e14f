// SPDX-License-Identifier: Apache-2.0
// A capture file's bytes through its parser, as a reader hands them on: a window at a time, every
// byte of a frame read, whatever is passed over passed over.
#include "recorder/tap/capfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint8_t sink;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct capfile c = {0}, copy;
  struct frame f;
  size_t at = 0, window = size ? 1u + data[size - 1] * 97u : 1;
  while (at < size) {
    uint64_t n = 0;
    struct span s = {data + at, size - at < window ? size - at : window};
    enum capfile_got got = capfile_next(&c, s, &n, &f);
    if (got == CAPFILE_GOT_BAD) break;
    if (got == CAPFILE_GOT_SHORT) {
      if (n <= s.n || n > CAPFILE_FRAME + 64)
        abort(); // it asks for more, and for no more than fits
      if (s.n == size - at) break;
      window = (size_t)n;
      continue;
    }
    if (n == 0) abort();
    if (got == CAPFILE_GOT_FRAME)
      for (size_t i = 0; i < f.bytes.n; i++) sink ^= f.bytes.p[i];
    if (capfile_copy(&c, &copy)) capfile_drop(&copy);
    if (n >= size - at) break;
    at += (size_t)n;
  }
  capfile_drop(&c);
  return 0;
}
