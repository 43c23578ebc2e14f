// SPDX-License-Identifier: Apache-2.0
// What somebody says to the port of the figures: whatever it is, the answer is one of ours, what is
// not whole is waited for, and more of the body changes nothing.
#include "medlyss/monitor/scrape.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sv head = {(const char *)data, size};
  int got = scrape_asked(head);
  if (got && got != 200 && got != 400 && got != 404 && got != 405) abort();
  for (size_t n = 0; got && n < size; n++) {
    int before = scrape_asked(sv_first(head, n));
    if (before && before != got) abort();
  }
  return 0;
}
