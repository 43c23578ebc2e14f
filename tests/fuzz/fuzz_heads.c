// SPDX-License-Identifier: Apache-2.0
// A line of the file of signed heads: anything may stand there. What is read as a head is printed
// again as it was, but for its signature.
#include "centre/heads_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sv line = {(const char *)data, size};
  struct head h;
  if (size > 4096 || !head_parse(line, &h)) return 0;
  if (h.covered.p < line.p || h.covered.p + h.covered.n > line.p + line.n) abort();
  if (h.seq < 1 || h.at_ms < 0 || (h.version != 1 && h.version != 2)) abort();
  return 0;
}
