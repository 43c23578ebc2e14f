// SPDX-License-Identifier: Apache-2.0
// Replay: capture files, as one capture in order of time, through the tap and a tracker, on packet
// time.
#pragma once
#include "core/buf.h"
#include "recorder/capture/options.h"
#include "recorder/sink.h"

// `ready` is called before the first file is opened (so that the process is locked in before it
// meets their bytes), `flushed` now and then with the packet time, for a sink that wants a clock. A
// file that is no capture, or is not read to its end, is reported and makes the result E_BAD_DATA;
// all that can be read is recorded nevertheless. `said` gets the sentence about all of it: what was
// recorded, what was not and why.
struct replay_hooks {
  enum err (*ready)(void *ctx);
  void (*flushed)(void *ctx, int64_t now_us);
  void *ctx;
};
MUST_CHECK enum err replay_files(const struct options *o, const struct sink *sink,
                                 const struct replay_hooks *hooks, struct buf *said);
