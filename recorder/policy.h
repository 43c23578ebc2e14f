// SPDX-License-Identifier: Apache-2.0
// Policy: which calls a recorder may take while they go on. run/policy is text, written by the
// house's command (never by a recorder), replaced atomically, signed; recorders hold only the
// public key.
//
//   medlyss-policy 1
//   written 1795300000000                 ms; an older file than the one in force is not taken
//   agreement 1795000000000 0             in force from, to (0: open); none: nothing is recorded
//   line 2001                             record calls to or from this number
//   agent 018f…                           who sits at that line now, and the queue its calls
//   queue 018f…                           come by
//   prefix +46771                         … or those beginning so
//   all                                   … or every one
//   max-calls 500                         at once
//   pause-limit 600                       seconds after which a pause ends by itself
//   rules-version 3                       of the recording rules (core/rules.h), which follow
//   rule Between colleagues: none if direction internal
//   lot-key <64 hex>                      lots are drawn with
//   refused-key <64 hex>                  hashes of numbers that have refused, and their first
//   refused <32 hex>                      half each
//   signature <128 hex>                   Ed25519 over every byte before this line
//
// Numbers are compared as users of SIP URIs, without blanks, dots, dashes and brackets. A file that
// cannot be read, is not signed by the house or is not understood changes nothing: the last good
// one stays in force. policy_parse is pure.
#pragma once
#include "core/rules.h"
#include "recorder/source.h"

enum {
  POLICY_NUMBERS = 2000,
  POLICY_NUMBER = 32,
  POLICY_REFUSED = 4096,
  POLICY_HASH = 16,
  POLICY_MAX_BYTES = 1024 * 1024,
};

struct policy_number {
  char digits[POLICY_NUMBER];
  bool prefix;
  struct rules_seat seat; // of a line
};

struct policy {
  int64_t written_ms, from_ms, to_ms; // from 0: no agreement
  bool all;
  uint32_t max_calls; // 0: no limit
  int64_t pause_limit_us;
  size_t n_numbers;
  struct policy_number number[POLICY_NUMBERS];
  struct rules rules;
  struct secret_key lot_key, refused_key;
  size_t n_refused;
  uint8_t refused[POLICY_REFUSED][POLICY_HASH];
};

// E_BAD_DATA: not signed by `key`, or not understood.
MUST_CHECK enum err policy_parse(struct sv text, const uint8_t key[32], struct policy *out);
bool policy_wants(const struct policy *p, const struct source_asks *call);
// The line of ours with that user; NULL: none.
const struct policy_number *policy_line(const struct policy *p, struct sv user);
// Has a number of the call refused?
bool policy_refused(const struct policy *p, const struct rules_call *c);

struct policy_file { // the one in force, and what was last seen of the file
  int run_dir, keys_dir;
  uint8_t key[32]; // keys/policy.pub, read when first needed
  bool has_key;
  struct policy now;
  int64_t seen_mtime_ns;
  bool good; // the file that lies there is the one in force
};
void policy_file_look(struct policy_file *f); // reads it again when it changed
