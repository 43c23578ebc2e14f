// SPDX-License-Identifier: Apache-2.0
// Any bytes are no number or one of digits alone, and each way of writing it is a number again.
#include "core/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char forms[NUMBER_FORMS][NUMBER_ROOM], again[NUMBER_FORMS][NUMBER_ROOM];
  size_t n = number_forms((struct sv){(const char *)data, size}, "46", forms);
  if (n > NUMBER_FORMS) abort();
  for (size_t i = 0; i < n; i++) {
    size_t digits = strspn(forms[i] + (forms[i][0] == '+'), "0123456789");
    if (digits + (forms[i][0] == '+') != strlen(forms[i])) abort();
    if (digits >= NUMBER_LEAST && digits <= 20 && !number_forms(sv_of(forms[i]), "46", again))
      abort();
  }
  return 0;
}
