// SPDX-License-Identifier: Apache-2.0
// Blobs: sealed files in an archive: what vault/sealed.h makes and reads, put where vault/archive.h
// keeps it. A blob becomes visible whole: blob_publish seals it, has it synced and shown.
// Thread: one at a time per writer.
#pragma once
#include "vault/sealed.h"

struct blob;

MUST_CHECK enum err blob_create(struct archive *a, struct archive_name name,
                                const uint8_t key[SEALED_KEY], struct blob **out);
MUST_CHECK enum err blob_write(struct blob *b, const void *p, size_t n);
MUST_CHECK enum err blob_patch(struct blob *b, const void *p, size_t n); // sealed_patch
MUST_CHECK enum err blob_publish(struct blob *b); // final block, sync, visible
void blob_free(struct blob *b);                   // what was not published disappears

MUST_CHECK enum err blob_open(struct archive *a, struct archive_name name,
                              const uint8_t key[SEALED_KEY], struct sealed **out);
