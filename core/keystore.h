// SPDX-License-Identifier: Apache-2.0
// Key store: one key per recording, wrapped under keys/site.key, in keys.db: never in the catalogue
// nor in its backups. Destroying a key is erasing the recording, wherever copies of it lie.
// Errors: E_NOT_FOUND no such key (erased, or never there); E_BAD_DATA it does not unwrap.
// Thread: one at a time per handle; every program and every thread opens its own.
#pragma once
#include "core/id.h"
#include "core/secret.h"

struct keystore;

MUST_CHECK enum err keystore_open(int data_dir, struct keystore **out);
MUST_CHECK enum err keystore_put(struct keystore *k, struct id id, const struct secret_key *key);
MUST_CHECK enum err keystore_get(struct keystore *k, struct id id, struct secret_key *out);
MUST_CHECK enum err keystore_destroy(struct keystore *k, struct id id);
// Every id once, in order; an error of `each` ends it.
MUST_CHECK enum err keystore_each(struct keystore *k, enum err (*each)(void *self, struct id id),
                                  void *self);
const struct secret_key *keystore_site(const struct keystore *k); // for caller fields
void keystore_free(struct keystore *k);
