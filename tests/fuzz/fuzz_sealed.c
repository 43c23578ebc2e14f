// SPDX-License-Identifier: Apache-2.0
// The reader of sealed files. Input: u8 cipher, u16le plain length, u16le bytes cut off, then
// triples (u16le place, u8 flip). Whatever is done to the file: what is read is what was written,
// or an error.
#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>

#include "core/sealed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sealed_name name = {.id = {{1, 2, 3}}, .kind = "opus"};
static const uint8_t key[SEALED_KEY] = {4, 5, 6};
static uint8_t plain[65536], got[65536 + 16];

static size_t u16(const uint8_t *p) { return (size_t)p[0] | (size_t)p[1] << 8; }

static int file_make(const uint8_t *data) {
  int f = memfd_create("sealed", MFD_CLOEXEC);
  struct sealed_writer *w;
  enum sealed_cipher cipher = data[0] & 1 ? SEALED_XCHACHA20 : SEALED_BEST;
  if (f < 0 || sealed_create(f, name, key, cipher, &w)) abort();
  if (sealed_write(w, plain, u16(data + 1)) || sealed_finish(w)) abort();
  sealed_writer_free(w);
  return f;
}

static void damage(int f, const uint8_t *data, size_t size) {
  off_t n = lseek(f, 0, SEEK_END), cut = (off_t)u16(data + 3);
  for (const uint8_t *p = data + 5; p + 3 <= data + size; p += 3) {
    uint8_t byte = 0;
    off_t at = (off_t)u16(p) % n;
    if (pread(f, &byte, 1, at) != 1) abort();
    byte ^= p[2];
    if (pwrite(f, &byte, 1, at) != 1) abort();
  }
  if (ftruncate(f, cut < n ? n - cut : 0)) abort();
}

static void read_all(struct sealed *s) {
  size_t n, size = sealed_size(s);
  for (size_t at = 0; at <= size; at += 1 + at % 5000)
    if (!sealed_pread(s, at, got, sizeof got, &n) && (n != size - at || memcmp(got, plain + at, n)))
      abort();
  if (sealed_verify(s)) err_forget();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 5 || sodium_init() < 0) return 0;
  for (size_t i = 0; i < sizeof plain; i++) plain[i] = (uint8_t)(i * 31 + i / 251);
  int f = file_make(data);
  damage(f, data, size);
  struct sealed *s = NULL;
  if (sealed_open(f, name, key, &s))
    close(f);
  else
    read_all(s);
  sealed_free(s);
  err_forget();
  return 0;
}
