// SPDX-License-Identifier: Apache-2.0
// Key store: one key per recording, wrapped under keys/site.key, in keys.db: never in the catalogue
// nor in its backups. Destroying a key is erasing the recording, wherever copies of it lie.
// Errors: E_NOT_FOUND no such key (erased, or never there); E_BAD_DATA it does not unwrap.
// Thread: one at a time per handle; every program and every thread opens its own.
#pragma once
#include "core/datadir.h"
#include "core/id.h"
#include "core/secret.h"

struct keystore;

// Makes keys/ and keys.db where they are missing (medlyss init), then opens.
MUST_CHECK enum err keystore_make(const struct datadir *d, struct keystore **out);
MUST_CHECK enum err keystore_open(const struct datadir *d, struct keystore **out);
void keystore_patience(struct keystore *k, int ms); // how long to wait for another's write
// Replaces: encode tries a recording again from its spool with a fresh key.
MUST_CHECK enum err keystore_put(struct keystore *k, struct id id, const struct secret_key *key);
MUST_CHECK enum err keystore_get(struct keystore *k, struct id id, struct secret_key *out);
// The row and every trace of it in the write-ahead log; remembered, so that a restored backup of
// the key store forgets it again. E_NOT_FOUND: there was none (remembered all the same).
MUST_CHECK enum err keystore_destroy(struct keystore *k, struct id id);
// Every id once, in order; an error of `each` ends it.
MUST_CHECK enum err keystore_each(struct keystore *k, enum err (*each)(void *self, struct id id),
                                  void *self);
const struct secret_key *keystore_site(const struct keystore *k); // for caller fields
void keystore_free(struct keystore *k);
