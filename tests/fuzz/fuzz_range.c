// SPDX-License-Identifier: Apache-2.0
// A Range header against a size: a slice always lies inside.
#include "review-web/http/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  uint64_t whole = 0;
  struct range r;
  if (size < 8) return 0;
  memcpy(&whole, data, 8);
  whole >>= whole & 63;
  if (!range_parse((struct sv){(const char *)data + 8, size - 8}, whole, &r))
    if (r.n > whole || r.at > whole - r.n) abort();
  err_forget();
  return 0;
}
