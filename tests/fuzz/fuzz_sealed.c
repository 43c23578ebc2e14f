// SPDX-License-Identifier: Apache-2.0
// The reader of sealed files. Input: u8 cipher, u16le plain length, u16le bytes cut off, then
// triples (u16le place, u8 flip). Whatever is done to the file: what is read is what was written,
// or an error.
#include <sodium.h>

#include "tests/memory_archive.h"
#include "vault/sealed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct archive_name name = {.id = {{1, 2, 3}}, .kind = "opus"};
static const uint8_t key[SEALED_KEY] = {4, 5, 6};
static uint8_t plain[65536], got[65536 + 16];

static size_t u16(const uint8_t *p) { return (size_t)p[0] | (size_t)p[1] << 8; }

static struct memory_thing *file_make(struct archive *a, const uint8_t *data) {
  struct archive_draft *to;
  struct sealed_writer *w;
  enum sealed_cipher cipher = data[0] & 1 ? SEALED_XCHACHA20 : SEALED_BEST;
  if (archive_put(a, name, &to) || sealed_create(to, name, key, cipher, &w)) abort();
  if (sealed_write(w, plain, u16(data + 1)) || sealed_finish(w)) abort();
  sealed_writer_free(w);
  if (archive_publish(to)) abort();
  archive_discard(to);
  return memory_find(a, name);
}

static void damage(struct memory_thing *f, const uint8_t *data, size_t size) {
  size_t cut = u16(data + 3);
  for (const uint8_t *p = data + 5; p + 3 <= data + size; p += 3) f->bytes[u16(p) % f->n] ^= p[2];
  f->n = cut < f->n ? f->n - cut : 0;
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
  struct archive *a = memory_new();
  struct archive_item *from;
  damage(file_make(a, data), data, size);
  struct sealed *s = NULL;
  if (archive_get(a, name, &from)) abort();
  if (sealed_open(from, name, key, &s))
    archive_close(from);
  else
    read_all(s);
  sealed_free(s);
  archive_free(a);
  err_forget();
  return 0;
}
