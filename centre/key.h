// SPDX-License-Identifier: Apache-2.0
// Key: what another system shows instead of a session. "medlyss_" and 43 characters of base64url,
// shown once; the catalogue holds its hash, its scopes (words of KeyScope) and until when it opens
// anything. A key is no person: it has the rights of its scopes and no others.
#pragma once
#include "centre/role.h"
#include "core/arena.h"

enum { KEY_TEXT = 52, KEY_HASH = 32 }; // with the NUL

void key_new(char out[KEY_TEXT], uint8_t out_hash[KEY_HASH]);
void key_hash(struct sv text, uint8_t out[KEY_HASH]);
rights key_rights(const char *scopes);
// Words parted by spaces, each once; E_BAD_DATA.
MUST_CHECK enum err key_scopes_read(struct arena *a, const char **scopes);
