// SPDX-License-Identifier: Apache-2.0
// Any bytes become words that are short, lower case and found again in themselves.
#include "core/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char word[WORDS_ROOM], again[WORDS_ROOM];
  for (struct sv rest = {(const char *)data, size}; words_next(&rest, word);) {
    struct sv self = sv_of(word);
    if (self.n < 2 || self.n > WORDS_LONGEST + 1) abort();
    if (self.n <= WORDS_LONGEST && (!words_next(&self, again) || strcmp(word, again) != 0)) abort();
  }
  return 0;
}
