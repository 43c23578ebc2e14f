// SPDX-License-Identifier: Apache-2.0
// The key pair the recording policy is signed with (Ed25519), derived from the site key. Capture
// checks with keys/policy.pub, which `medlyss init` writes: programs make no keys of others.
#pragma once
#include <sodium.h>

#include "core/datadir.h"
#include "vault/keystore.h"

struct policy_pair {
  uint8_t public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
};

void policy_pair_derive(const struct keystore *keys, struct policy_pair *out); // wipe it afterwards
MUST_CHECK enum err policy_public_write(const struct datadir *d, const struct keystore *keys);
