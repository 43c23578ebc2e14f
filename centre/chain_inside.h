// SPDX-License-Identifier: Apache-2.0
// What a line of the chain hashes: shared by centre/chain.c (which writes it),
// centre/chain_verify.c and centre/kept.c. Private to them.
#pragma once
#include <sodium.h>

#include "centre/chain.h"
#include "core/db.h"

enum { CHAIN_HASH = 32, CHAIN_SALT = 16 };

struct chain_link { // what is hashed
  int64_t seq, at_ms;
  struct opt_id actor, object;
  const char *event;
  struct bytes detail_hash, rows_hash, prev; // .p NULL: none
};

void chain_hash_number(crypto_generichash_state *h, int64_t v); // 8 bytes, least first
void chain_hash_optional(crypto_generichash_state *h, bool there, const void *p, size_t n);
void chain_reckon_link(const struct chain_link *l, uint8_t out[CHAIN_HASH]);
void chain_reckon_detail(const char *detail, struct bytes salt, uint8_t out[CHAIN_HASH]);
bool chain_same(struct bytes a, const uint8_t *b);

// The number of the line that is appended next; in the caller's transaction.
MUST_CHECK enum err chain_next(struct db *db, int64_t *out_seq);
// A line that speaks of rows: rows_hash is over its rows in audit_row.
MUST_CHECK enum err chain_append_rows(struct db *db, const struct chain_line *line,
                                      const uint8_t rows_hash[CHAIN_HASH]);
