// SPDX-License-Identifier: Apache-2.0
// Any bytes are refused or become a name that is read as itself, and is the same as itself.
#include "centre/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 22);
  const char *name = arena_strndup(&a, (const char *)data, size < 4000 ? size : 4000), *again;
  if (name_read(&a, "it", NAME_LETTERS, &name)) {
    err_forget();
    return 0;
  }
  again = name;
  if (!*name || name_read(&a, "it", NAME_LETTERS, &again) || strcmp(name, again) != 0) abort();
  if (!name_same(name, again)) abort();
  return 0;
}
