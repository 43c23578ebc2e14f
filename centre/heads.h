// SPDX-License-Identifier: Apache-2.0
// Heads: the audit chain's head, signed every few seconds by the keeper with a key that it alone
// can read, in a file of its own. What was under a signed head can never be rewritten unseen.
//   keys/heads.key  Ed25519 seed, 32 bytes, 0600, the keeper's; keys/heads.pub: what checks it
//   the file        a line per head: medlyss-head 2 SEQ AT_MS HASH KEY SIGNATURE, in order of SEQ.
//                   KEY: the public key; the signature is of everything before it. Hexadecimal.
// The chain itself announces each key (`heads.key_made`): a head is signed by the newest key that
// was announced up to its SEQ. Heads of houses from before (`medlyss-head 1`, without KEY) come
// before the first announced key; they were signed with a key that others hold too.
// Nobody who can write both database and file, and holds the key, is found from inside: keep a copy
// of the file and of heads.pub elsewhere.
#pragma once
#include <sodium.h>

#include "centre/chain.h"
#include "core/secret.h"

struct heads_key {
  uint8_t public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
};
enum { HEADS_KEY_HEX = 2 * crypto_sign_PUBLICKEYBYTES + 1 };

MUST_CHECK enum err heads_key_make(int keys_dir); // both files anew
// E_CONFIG: it is open to others, or no key. E_NOT_FOUND: it is lost.
MUST_CHECK enum err heads_key_read(int keys_dir, struct heads_key *out);
void heads_key_wipe(struct heads_key *k);
// The newest key the chain announced; all zero: none.
MUST_CHECK enum err heads_announced(struct db *db, uint8_t out[crypto_sign_PUBLICKEYBYTES]);
MUST_CHECK enum err heads_announce(struct db *db, const struct heads_key *k); // a line

// The place of the newest head in the file, which must be a regular one. E_NOT_FOUND: no file.
// Only the newest line is looked at: it covers all before it.
MUST_CHECK enum err heads_last(int file, struct chain_place *out);
// Signs the chain's head when it is beyond the file's newest. What came since must follow from what
// was signed there, or nothing is signed: E_BAD_DATA. Appends to the open file (O_RDWR | O_APPEND),
// locked meanwhile, and syncs it. `*last`: what this process signed or saw last; a file that ends
// before it was cut, E_BAD_DATA.
MUST_CHECK enum err heads_write(struct db *db, const struct heads_key *k, int file,
                                struct chain_place *last);

struct heads_report {
  int64_t heads, old;  // good ones; of them from before keys were announced
  int64_t later;       // of those after counted_from, each record once
  int64_t first, last; // seq of the first and last that an announced key signed; 0: none
  int64_t first_ms, last_ms;
  int64_t keys; // announced
  int64_t bad_seq;
  char says[160];
};
struct heads_file {
  struct sv text;
  int64_t reaches; // at least: what heads_signed told before it was read; 0: a copy from elsewhere
  int64_t counted, counted_from; // so many heads were signed after this record
  const uint8_t *old;            // the public key of heads from before; NULL: not at hand
};
// What the database remembers as signed: the newest record (0: none), and how many heads.
MUST_CHECK enum err heads_signed(struct db *db, struct heads_file *out);
// Every head is genuine, in order, and still in the chain; what was signed is there. Not to be
// called in a snapshot older than the file.
MUST_CHECK enum err heads_verify(struct db *db, const struct heads_file *f,
                                 struct heads_report *out);
