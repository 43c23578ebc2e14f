// SPDX-License-Identifier: Apache-2.0
// One line of the file of heads. Private to centre/heads*.c and their tests.
#pragma once
#include "centre/heads.h"

enum { HEAD_LINE = 400 };

struct head {
  int64_t seq, at_ms;
  uint8_t hash[32], key[crypto_sign_PUBLICKEYBYTES], signature[crypto_sign_BYTES];
  int version;       // 1 has no key
  struct sv covered; // what the signature is of
};

bool head_parse(struct sv line, struct head *out); // any bytes; false: it is none
void head_print(const struct chain_place *at, int64_t at_ms, const struct heads_key *k,
                char out[HEAD_LINE]);
bool heads_key_of(const char *detail, uint8_t out[crypto_sign_PUBLICKEYBYTES]); // of heads.key_made
