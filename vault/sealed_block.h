// SPDX-License-Identifier: Apache-2.0
// Sealed block: the one place where a block of a sealed file meets its cipher. For sealed.c alone.
#pragma once
#include <sodium.h>

#include "vault/sealed.h"

enum { SEALED_STEP = SEALED_BLOCK + SEALED_TAG };

struct sealed_crypt { // 16-byte aligned by its first member; wipe after use
  crypto_aead_aes256gcm_state aes;
  uint8_t key[SEALED_KEY];
  uint8_t head[SEALED_HEAD];
  enum sealed_cipher cipher;
};

// Writes the header of a new file and derives its key.
void sealed_crypt_new(struct sealed_crypt *c, struct archive_name name,
                      const uint8_t key[SEALED_KEY], enum sealed_cipher cipher);
// Takes the header of an existing file; refuses one of another name or cipher.
MUST_CHECK enum err sealed_crypt_of(struct sealed_crypt *c, struct archive_name name,
                                    const uint8_t key[SEALED_KEY], const uint8_t head[SEALED_HEAD]);
// `to` takes n + SEALED_TAG bytes; it may be `plain` itself.
void sealed_block_seal(const struct sealed_crypt *c, uint64_t block, bool final,
                       const uint8_t *plain, size_t n, uint8_t *to);
// n counts the plain bytes; false: altered, moved, or not the final one where one is asked for.
bool sealed_block_unseal(const struct sealed_crypt *c, uint64_t block, bool final,
                         const uint8_t *sealed, size_t n, uint8_t *to);
