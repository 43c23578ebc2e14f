// SPDX-License-Identifier: Apache-2.0
// Kept: the rows the promises speak of (schemas/kept.def), under the chain. A transaction that
// touches one ends with a line `rows.kept`, which speaks of each: what it is, its id, and
//   digest = BLAKE2b-256(u64le what ‖ its row and what hangs on it as JSON, key = 16 bytes of salt)
// or nothing when it is gone. The salt lies beside the newest digest only: what was erased from a
// row cannot be guessed from an older one. rows hash of the line = BLAKE2b-256 over its rows in
// order of (what, id): u64le what ‖ id ‖ 0, or 1 and the digest.
// So a row that was changed, added or deleted by anybody but such a transaction disagrees with the
// newest line that speaks of it, and that line is under the signed heads (centre/heads.h).
#pragma once
#include "centre/chain.h"

// Before a commit (generated code calls it): everything touched goes under the chain. Is in the
// caller's transaction.
MUST_CHECK enum err kept_seal(struct db *db);
// Kinds of rows that this house has not had under the chain: everything there is of them goes under
// it in one line, once. In the caller's transaction.
MUST_CHECK enum err kept_take_in(struct db *db, int64_t *out_n);

// What one line says of rows, as it said it, and nothing newer forgotten.
MUST_CHECK enum err kept_line_verify(struct db *db, int64_t seq, struct bytes rows_hash,
                                     struct chain_report *out);

struct kept_fault {
  const char *word; // "call", "listening" …
  struct id id;
  int64_t seq; // the line that speaks of it; 0: none does
  const char *says;
};
// Every row against the line that spoke of it last. Faults are told, `out_n` counts what is good.
MUST_CHECK enum err kept_verify(struct db *db, void (*each)(void *self, const struct kept_fault *f),
                                void *self, int64_t *out_n);
