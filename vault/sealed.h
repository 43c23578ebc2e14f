// SPDX-License-Identifier: Apache-2.0
// Sealed files: encrypted at rest, readable at any range with one seek.
//   header  64 bytes: magic "MEDSEAL1", u8 cipher, u8 log2 of the block, 6 zero, 16 recording id,
//           16 kind (zero padded), 16 salt
//   blocks  4,096 plain bytes + 16 bytes tag each, the last 0..4,096 + 16
// After STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): file key = keyed BLAKE2b(recording key,
// header), nonce = zero, u64le block number, u8 final flag: a block moved, cut off or taken from
// another file or recording does not authenticate. AES-256-GCM where the processor has it, else
// XChaCha20-Poly1305; the header says which.
// The writer is progressive and owned by one thread; it does not sync or publish
// (vault/blob.h does). A reader is immutable once open: any number of threads may read from it.
#pragma once
#include "vault/archive.h"

enum { SEALED_KEY = 32, SEALED_BLOCK = 4096, SEALED_TAG = 16, SEALED_HEAD = 64 };

enum sealed_cipher { SEALED_BEST = 0, SEALED_AES256GCM = 1, SEALED_XCHACHA20 = 2 };

struct sealed_writer;
// Writes the header to `to` (borrowed, at its start). The first block is written last.
MUST_CHECK enum err sealed_create(struct archive_draft *to, struct archive_name name,
                                  const uint8_t key[SEALED_KEY], enum sealed_cipher cipher,
                                  struct sealed_writer **out);
MUST_CHECK enum err sealed_write(struct sealed_writer *w, const void *p, size_t n);
// Overwrites the first n bytes (of those written, at most a block): a length known only at the end.
MUST_CHECK enum err sealed_patch(struct sealed_writer *w, const void *p, size_t n);
MUST_CHECK enum err
sealed_finish(struct sealed_writer *w); // the final block; then only _writer_free
void sealed_writer_free(struct sealed_writer *w);

struct sealed;
// Takes `from` over on success. Authenticates the last block, so that the size is true.
// E_BAD_DATA: not the file of that name and key, cut or altered. E_UNSUPPORTED: no such cipher
// here.
MUST_CHECK enum err sealed_open(struct archive_item *from, struct archive_name name,
                                const uint8_t key[SEALED_KEY], struct sealed **out);
uint64_t sealed_size(const struct sealed *s); // plain bytes
// Up to n bytes from `at`; *out_n < n only at the end, 0 past it. E_BAD_DATA: altered there.
MUST_CHECK enum err sealed_pread(const struct sealed *s, uint64_t at, void *to, size_t n,
                                 size_t *out_n);
MUST_CHECK enum err sealed_verify(const struct sealed *s); // every block
void sealed_free(struct sealed *s);
