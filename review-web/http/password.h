// SPDX-License-Identifier: Apache-2.0
// Passwords: argon2id, 64 MiB, two passes (RFC 9106; libsodium's string form). 50–100 ms of one
// core each: only ever on the hash lane.
#pragma once
#include "core/sv.h"

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 200 };

MUST_CHECK enum err password_hash(struct sv password, char **out); // the caller frees it
bool password_matches(const char *hash, struct sv password);
// Long enough, and not one of the first an attacker tries. E_BAD_DATA with the sentence.
MUST_CHECK enum err password_check(struct sv password, const char *login);
