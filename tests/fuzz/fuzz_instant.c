// SPDX-License-Identifier: Apache-2.0
// Instants as others write them: what is taken lies within two centuries, is a day of a calendar,
// and is itself again when it is written out; what is not taken says why.
#include "core/instant.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sv text = {(const char *)data, size};
  char out[INSTANT_TEXT];
  int64_t ms = 0, again = 0;
  if (instant_parse(text, &ms)) {
    if (!*err_detail()) abort();
    err_forget();
    return 0;
  }
  if (ms < INSTANT_LEAST_MS || ms > INSTANT_MOST_MS) abort();
  instant_text(ms, out);
  if (instant_parse(sv_of(out), &again) || again != ms / 1000 * 1000) abort();
  return 0;
}
