// SPDX-License-Identifier: Apache-2.0
// A Cookie header: what is found lies in it and holds no character a cookie may not hold.
#include "review-web/http/cookie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sv header = {(const char *)data, size};
  struct sv v = cookie_get(header, SV("__Host-medlyss"));
  for (size_t i = 0; i < v.n; i++)
    if (v.p[i] <= ' ' || v.p[i] == ';') abort();
  return 0;
}
