// SPDX-License-Identifier: Apache-2.0
// A settings file is taken whole or refused with a sentence; what is taken keeps to its ranges.
#include "core/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct settings s;
  if (settings_parse((struct sv){(const char *)data, size}, "fuzz.ini", &s)) {
    if (!*err_detail()) abort();
    err_forget();
    return 0;
  }
  if (s.retention_days < 1 || s.web_threads < 1 || s.web_threads > 64) abort();
  if (strlen(s.site_name) > 80) abort();
  settings_drop(&s);
  return 0;
}
