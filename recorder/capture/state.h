// SPDX-License-Identifier: Apache-2.0
// State: what capture leaves in run/ each second: capture.state, JSON for the health page, and
// dialogs.state, the live calls for the next capture, sealed with capture's own key
// (keys/capture.key, made at the first start). Both are replaced atomically and not synced: they
// outlive the process, not the power.
#pragma once
#include "core/secret.h"
#include "recorder/capture/pcap_source.h"
#include "recorder/capture/tracker.h"
#include "recorder/spool.h"

struct state {
  int run_dir;
  struct secret_key key;
};

struct state_news {
  int64_t at_ms, since_ms;
  struct tracker_counts tracker;
  struct pcap_counts pcap;
  struct spool_health spool;
  bool policy_good, agreement, recording_everything;
};

MUST_CHECK enum err state_open(int keys_dir, int run_dir, struct state *out);
MUST_CHECK enum err state_write(const struct state *s, const struct state_news *n);
MUST_CHECK enum err state_save_calls(const struct state *s, struct tracker *t);
// Takes the calls of the capture before; E_NOT_FOUND: there was none.
MUST_CHECK enum err state_adopt_calls(const struct state *s, struct tracker *t, int64_t now_us);
