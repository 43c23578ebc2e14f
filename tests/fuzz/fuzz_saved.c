// SPDX-License-Identifier: Apache-2.0
// The records of dialogs.state: checked, walked, their fields read into a thing of this size or
// that.
#include "recorder/call/saved.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct thing {
  uint8_t one, many[40];
  uint32_t number;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const struct saved_field fields[] = {
      SAVED_FIELD(1, thing, one), SAVED_FIELD(2, thing, many), SAVED_FIELD(3, thing, number)};
  struct span saved = {data, size}, body;
  int64_t now_us;
  bool whole = saved_check(saved, &now_us);
  uint32_t kind, records = 0;
  while ((kind = saved_next(&saved, &body))) {
    struct thing t = {0};
    struct saved_ref refs[] = {{SAVED_REFS, 0}, {SAVED_REFS + 1, 0}};
    saved_fields(body, &t, fields, countof(fields), refs, countof(refs));
    records++;
  }
  if (whole && saved.n && kind) abort();
  return records > size ? 1 : 0;
}
