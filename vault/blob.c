// SPDX-License-Identifier: Apache-2.0
#include "vault/blob.h"

#include "core/scope.h"

struct blob {
  struct sealed_writer *writer;
  struct archive_draft *draft;
  bool sealed;
};

static inline void blob_drop(struct blob **b) { blob_free(*b); }

enum err blob_create(struct archive *a, struct archive_name name, const uint8_t key[SEALED_KEY],
                     struct blob **out) {
  AUTO(blob) struct blob *b = calloc(1, sizeof *b);
  if (!b) return fail(E_BROKEN, "no memory for a blob");
  TRY(archive_put(a, name, &b->draft));
  TRY(sealed_create(b->draft, name, key, SEALED_BEST, &b->writer));
  *out = b;
  b = NULL;
  return OK;
}

enum err blob_write(struct blob *b, const void *p, size_t n) {
  return sealed_write(b->writer, p, n);
}

enum err blob_patch(struct blob *b, const void *p, size_t n) {
  return sealed_patch(b->writer, p, n);
}

enum err blob_publish(struct blob *b) {
  if (!b->sealed) {
    TRY(sealed_finish(b->writer));
    TRY(archive_sync(b->draft));
    b->sealed = true;
  }
  return archive_publish(b->draft);
}

void blob_free(struct blob *b) {
  if (!b) return;
  sealed_writer_free(b->writer);
  archive_discard(b->draft);
  free(b);
}

enum err blob_open(struct archive *a, struct archive_name name, const uint8_t key[SEALED_KEY],
                   struct sealed **out) {
  struct archive_item *item;
  TRY(archive_get(a, name, &item));
  enum err rc = sealed_open(item, name, key, out);
  if (rc) archive_close(item);
  return rc;
}
