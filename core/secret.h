// SPDX-License-Identifier: Apache-2.0
// Secrets: key files, derived keys, keyed hashes and small sealed fields (libsodium beneath).
// Key files are 32 raw bytes, mode 0600, in the data folder's keys/. sodium_init is every main's
// first call. Keys on the stack are wiped by their owner with secret_wipe. Any thread.
#pragma once
#include "core/buf.h"
#include "core/id.h"

enum { SECRET_KEY = 32, SECRET_HASH = 32 };

struct secret_key {
  uint8_t b[SECRET_KEY];
};

void secret_random(void *to, size_t n);
void secret_wipe(void *p, size_t n);
bool secret_equal(const void *a, const void *b, size_t n); // constant time

// E_CONFIG when the file is absent, of another size, or readable by others.
MUST_CHECK enum err secret_key_read(int keys_dir, const char *name, struct secret_key *out);
// The same, readable by its owner alone.
MUST_CHECK enum err secret_own_key_read(int keys_dir, const char *name, struct secret_key *out);
MUST_CHECK enum err secret_public_read(int keys_dir, const char *name, struct secret_key *out);
// keys/site.key and keys/encode.key, encode.pub (crypto_box pair); those that exist are kept.
MUST_CHECK enum err secret_keys_make(int keys_dir);

// A key for one purpose, from the site key: caller.field, caller.hash, keystore …
struct secret_key secret_derive(const struct secret_key *from, const char *purpose);
void secret_hash(const struct secret_key *key, struct sv data, uint8_t out[SECRET_HASH]);

// A small field: 24 bytes nonce, XChaCha20-Poly1305; `bound` (an id …) must be the same at opening.
MUST_CHECK enum err secret_seal(const struct secret_key *key, struct sv plain, struct sv bound,
                                struct buf *out);
MUST_CHECK enum err secret_unseal(const struct secret_key *key, struct sv sealed, struct sv bound,
                                  struct buf *out);

// A caller's number and name as the catalogue holds them. The hash is of the number alone, digits
// and '+' only when it is a number, so that 08-123 456 and 08123456 match.
MUST_CHECK enum err secret_caller_seal(const struct secret_key *site, struct id interaction,
                                       struct sv number, struct sv name, struct buf *out);
MUST_CHECK enum err secret_caller_open(const struct secret_key *site, struct id interaction,
                                       struct sv sealed, struct buf *out_number,
                                       struct buf *out_name);
void secret_caller_hash(const struct secret_key *site, struct sv number, uint8_t out[SECRET_HASH]);

// What another system said of a call, as it came.
MUST_CHECK enum err secret_said_seal(const struct secret_key *site, struct id interaction,
                                     struct sv text, struct buf *out);
MUST_CHECK enum err secret_said_open(const struct secret_key *site, struct id interaction,
                                     struct sv sealed, struct buf *out);
// The name another system knows a call by: capitals and blanks around it make no difference.
void secret_name_hash(const struct secret_key *site, struct sv name, uint8_t out[SECRET_HASH]);
