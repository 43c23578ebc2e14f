// SPDX-License-Identifier: Apache-2.0
// A recording client's Authorization, and the file of names it is held against.
#include <sys/mman.h>
#include <unistd.h>

#include "recorder/siprec/digest.h"

static enum err open_of(const uint8_t *data, size_t size, struct digest **out) {
  char path[40];
  int file = memfd_create("names", MFD_CLOEXEC);
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
  enum err rc = digest_open(path, out);
  close(file);
  return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char names[] =
      "a:r:3d78807defe7de2157e2b0b6573a855f\n"
      "a:r:7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232\n";
  static struct digest *known;
  static const uint8_t from[16];
  char challenge[DIGEST_CHALLENGE];
  struct digest *d = NULL;
  struct sip m;
  if (!known && open_of((const uint8_t *)names, sizeof names - 1, &known)) abort();
  if (sip_parse((struct sv){(const char *)data, size}, &m) &&
      digest_check(known, &m, from, 1000) == DIGEST_TRUE)
    abort(); // without the password nobody is let in
  if (open_of(data, size, &d)) {
    err_forget();
    return 0;
  }
  digest_challenge(d, from, 1000, true, challenge);
  if (!memchr(challenge, 0, sizeof challenge)) abort();
  digest_free(d);
  return 0;
}
