// SPDX-License-Identifier: Apache-2.0
// Chain: the audit log that cannot be altered unseen. Each line's hash covers the line before it;
// the head is one row, written last in each transaction. Lines hold opaque ids and salted hashes:
// what may have to be erased lies in a row of its own, and the chain still verifies without it.
//   hash = BLAKE2b-256(previous hash ‖ u64le seq ‖ i64le at_ms ‖ actor? ‖ event ‖ object? ‖ detail
//   hash?) detail hash = BLAKE2b-256(detail, key = 16 bytes of salt); a `?` part is one byte 0, or
//   1 and itself
// A cut tail or a rolled-back database cannot be found inside that database: signed heads (Ed25519)
// are appended to a file elsewhere and compared.
#pragma once
#include "core/db.h"

struct chain_line {
  const char *event;  // of schemas/events.def; another is E_BROKEN
  struct id actor;    // none: a program
  struct id object;   // none: the whole site
  const char *detail; // JSON or NULL; the only part that can be erased later
};

// In the caller's transaction, which it must end soon; in one of its own when there is none.
MUST_CHECK enum err chain_append(struct db *db, const struct chain_line *line);

struct chain_report {
  int64_t lines, details; // good ones
  int64_t bad_seq;        // the first bad record; 0: none
  char says[160];         // what is wrong with it, or empty
};
// Walks the whole chain. A broken chain is not an error: `out` says so.
MUST_CHECK enum err chain_verify(struct db *db, struct chain_report *out);

// ---- heads ------------------------------------------------------------------------------------
enum { CHAIN_SEED = 32 };
// Appends the present head, signed, to an open file (O_APPEND) and syncs it. Nothing new since
// `*last_seq`: nothing is written.
MUST_CHECK enum err chain_head_write(struct db *db, const uint8_t seed[CHAIN_SEED], int file,
                                     int64_t *last_seq);
// Every head of `text` is genuine and still in the chain.
MUST_CHECK enum err chain_heads_verify(struct db *db, const uint8_t seed[CHAIN_SEED],
                                       struct sv text, struct chain_report *out);
