// SPDX-License-Identifier: Apache-2.0
// Two files, plain or packed, through scan and merge as they lie on a disk. Input: u16be length of
// the first file, its bytes, the second's. Each frame that comes is read; times never go backwards
// but for those that are counted.
#include <sys/mman.h>

#include "recorder/tap/order.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint8_t sink;

static int file_of(const uint8_t *p, size_t n) {
  int fd = memfd_create("capture", MFD_CLOEXEC);
  if (fd < 0 || write(fd, p, n) != (ssize_t)n) abort();
  return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2) return 0;
  size_t first = be16(data) < size - 2 ? be16(data) : size - 2;
  int fd[2] = {file_of(data + 2, first), file_of(data + 2 + first, size - 2 - first)};
  char name[2][64];
  const char *paths[] = {name[0], name[1]};
  for (int i = 0; i < 2; i++) snprintf(name[i], sizeof name[0], "/proc/self/fd/%d", fd[i]);
  struct order *o = NULL;
  struct frame f;
  struct order_news news;
  int64_t last_us = INT64_MIN;
  uint64_t backwards = 0;
  if (order_open(paths, 2, &o)) {
    err_forget();
  } else {
    while (order_next(o, &f)) {
      for (size_t i = 0; i < f.bytes.n; i++) sink ^= f.bytes.p[i];
      backwards += f.at_us < last_us;
      if (f.at_us > last_us) last_us = f.at_us;
    }
    order_news(o, &news);
    if (news.disordered != backwards) abort();
  }
  order_free(o);
  close(fd[0]);
  close(fd[1]);
  return 0;
}
