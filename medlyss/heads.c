// SPDX-License-Identifier: Apache-2.0
#include "medlyss/heads.h"

#include "core/secret.h"

void heads_path(const struct house *h, char *out, size_t room) {
  const char *set = h->settings.audit_heads;
  if (*set)
    snprintf(out, room, "%s", set);
  else
    snprintf(out, room, "%s/audit/heads", h->data.path);
}

void heads_seed(struct house *h, uint8_t out[CHAIN_SEED]) {
  struct secret_key key = secret_derive(keystore_site(h->keys), "audit.heads");
  memcpy(out, key.b, CHAIN_SEED);
  secret_wipe(&key, sizeof key);
}
