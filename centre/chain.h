// SPDX-License-Identifier: Apache-2.0
// Chain: the audit log that cannot be altered unseen. Each line's hash covers the line before it;
// the head is one row, written last in each transaction. Lines hold opaque ids and salted hashes:
// what may have to be erased lies in a row of its own, and the chain still verifies without it.
//   hash = BLAKE2b-256(previous hash ‖ u64le seq ‖ i64le at_ms ‖ actor? ‖ event ‖ object? ‖ detail
//   hash? [‖ 1 ‖ rows hash])   detail hash = BLAKE2b-256(detail, key = 16 bytes of salt)
//   A `?` part is one byte 0, or 1 and itself; the bracket is there when the line speaks of rows.
// Rows the promises speak of are under it too (centre/kept.h). A rewritten chain, a cut tail or a
// rolled-back database cannot be found inside the database: heads signed by the keeper are kept in
// a file of its own and compared (centre/heads.h). Why so: docs/adr/0020.
#pragma once
#include "centre/event.h"

struct chain_line {
  enum event event;   // EV_NONE is E_BROKEN
  struct id actor;    // none: a program
  struct id object;   // none: the whole site
  const char *detail; // JSON or NULL; the only part that can be erased later
};

// In the caller's transaction, which it must end soon; in one of its own when there is none. For
// the centre alone: everybody else tells (centre/event.h).
MUST_CHECK enum err chain_append(struct db *db, const struct chain_line *line);

struct chain_report {
  int64_t lines, details, rows; // good ones
  int64_t backwards_seq;        // the first line that is earlier than the one before it; 0: none
  int64_t bad_seq;              // the first bad record; 0: none
  char says[160];               // what is wrong with it, or empty
};
PRINTF(3, 4)
void chain_bad(struct chain_report *r, int64_t seq, const char *fmt, ...); // keeps the first

struct chain_place { // after a line; all zero: before the first
  int64_t seq, at_ms;
  uint8_t hash[32];
};
// Walks the chain from `*at` to its head, and leaves `*at` at the last good line. A broken chain is
// not an error: `out` says so. To be called within a snapshot or a transaction where others write.
MUST_CHECK enum err chain_verify_from(struct db *db, struct chain_place *at,
                                      struct chain_report *out);
MUST_CHECK enum err chain_verify(struct db *db, struct chain_report *out); // the whole
