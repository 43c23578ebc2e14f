// SPDX-License-Identifier: Apache-2.0
// Ruled: what the recording rules (core/rules.h) make of a call that comes as a file. All of it is
// known: the call is over. A file that is excluded becomes a call without sound, with the rule's
// name; nothing of its sound is kept.
#pragma once
#include "core/rules.h"
#include "recorder/encode/desk.h"
#include "recorder/encode/seat.h"
#include "recorder/import/facts.h"

struct ruled {
  bool excludes;
  int64_t version;
  char rule[RULES_NAME]; // "": a number that has refused
};
// `hash` is the sound's: the lot is drawn by it, so that the same file draws the same.
MUST_CHECK enum err ruled_ask(struct desk *d, const struct facts *f, const struct seat *seat,
                              const char *hash, int64_t length_ms, struct ruled *out);
