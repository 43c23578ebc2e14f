// SPDX-License-Identifier: Apache-2.0
#include "medlyss/policy_key.h"

void policy_pair_derive(const struct keystore *keys, struct policy_pair *out) {
  struct secret_key seed = secret_derive(keystore_site(keys), "policy");
  crypto_sign_seed_keypair(out->public, out->secret, seed.b);
  secret_wipe(&seed, sizeof seed);
}

enum err policy_public_write(const struct datadir *d, const struct keystore *keys) {
  AUTO(fd) fd folder = -1;
  struct policy_pair pair;
  TRY(datadir_folder(d, DATADIR_KEYS, &folder));
  if (!faccessat(folder, "policy.pub", F_OK, 0)) return OK;
  policy_pair_derive(keys, &pair);
  struct sv bytes = {(const char *)pair.public, sizeof pair.public};
  enum err rc = file_write_atomic(folder, "policy.pub", bytes, 0644);
  secret_wipe(&pair, sizeof pair);
  return rc;
}
