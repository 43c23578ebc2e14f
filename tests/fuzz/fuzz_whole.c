// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/mman.h>

#include "core/scope.h"
#include "recorder/import/whole.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  AUTO(fd) fd f = memfd_create("file", MFD_CLOEXEC);
  if (f < 0 || write(f, data, size) != (ssize_t)size) abort();
  const char *says;
  if (whole_check(f, "a.wav", &says) || whole_check(f, "a.gsm", &says)) err_forget();
  return 0;
}
