// SPDX-License-Identifier: Apache-2.0
// Keeper: what must happen without anybody asking: signed heads, retention, trimming, visibility
// when a grant runs out, the recording policy, the samples that are due. One thread; each duty is
// due on its own and none may take long. Every duty says what went wrong once and is tried again at
// its next turn.
#pragma once
#include "medlyss/heads.h"

struct keeper {
  struct house house;
  const char *data_path;
  uint8_t policy_print[32]; // of the rules in run/policy
  struct chain_place head;  // the newest signed head
  uint8_t public[32];       // of the key that signed it
  bool unsigned_;           // heads cannot be signed: an alarm
  bool clock_suspect;       // the wall clock jumped: nothing is erased until a person confirms it
  int64_t wall_minus_boot_ms, erased;
};

MUST_CHECK enum err keep_open(const char *data_path, struct keeper *out);
void keeper_drop(struct keeper *k);

// The duties.
MUST_CHECK enum err keep_heads(struct keeper *k);
MUST_CHECK enum err keep_policy(struct keeper *k);
MUST_CHECK enum err keep_retention(struct keeper *k);
MUST_CHECK enum err keep_outbox(struct keeper *k);
MUST_CHECK enum err keep_scope(struct keeper *k);
MUST_CHECK enum err keep_samples(struct keeper *k);
MUST_CHECK enum err keep_disputes(struct keeper *k);
MUST_CHECK enum err keep_care(struct keeper *k);
MUST_CHECK enum err keep_rests(struct keeper *k);
MUST_CHECK enum err keep_drafts(struct keeper *k);
MUST_CHECK enum err keep_blind(struct keeper *k);
MUST_CHECK enum err keep_state(struct keeper *k);
MUST_CHECK enum err keep_figures(struct keeper *k);
MUST_CHECK enum err keep_room(struct keeper *k);

uint64_t keeper_spool_room(const struct house *h); // bytes; UINT64_MAX: not known

// The wall clock against one that cannot be set: a jump of an hour or more makes it suspect.
void keep_watch_clock(struct keeper *k);
// A person says that the clock is right; remembered across restarts.
MUST_CHECK enum err keep_confirm_clock(struct keeper *k);

// Days a recording is kept: the agreement in force, else the setting.
MUST_CHECK enum err keep_retention_days(struct house *h, int64_t *out);
