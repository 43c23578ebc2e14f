// SPDX-License-Identifier: Apache-2.0
// State: what a recorder leaves in run/ each second: its source's state, JSON for the health page
// (capture.state), and its source's calls (dialogs.state), the live ones for the next recorder,
// sealed with a key of its own (keys/capture.key, made at the first start). A source names its
// files (recorder/source.h). Both are replaced atomically and not synced: they outlive the process,
// not the power.
#pragma once
#include "core/secret.h"
#include "recorder/source.h"
#include "recorder/spool.h"

struct state {
  int run_dir;
  struct secret_key key;
};

struct state_news {
  int64_t at_ms, since_ms;
  struct spool_health spool;
  bool policy_good, agreement, recording_everything;
};

MUST_CHECK enum err state_open(int keys_dir, int run_dir, const struct source_kind *of,
                               struct state *out);
MUST_CHECK enum err state_write(const struct state *s, const struct state_news *n,
                                struct source *from);
// For a source's own members and alarms.
void state_member(struct buf *members, const char *key, int64_t value);
void state_alarm(struct buf *names, bool on, const char *name);

MUST_CHECK enum err state_save_calls(const struct state *s, struct source *from);
// Hands over the calls of the recorder before; E_NOT_FOUND: there was none.
MUST_CHECK enum err state_adopt_calls(const struct state *s, struct source *to, int64_t now_us,
                                      uint32_t *out_calls);
