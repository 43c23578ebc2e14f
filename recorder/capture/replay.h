// SPDX-License-Identifier: Apache-2.0
// Replay: capture files through a tracker, each on its own, on packet time.
#pragma once
#include "recorder/capture/options.h"
#include "recorder/capture/sink.h"

// Opens every file before it reads the first (so that the process can be locked in between by
// `ready`), then reads them in order. `flushed` is called now and then with the packet time, for a
// sink that wants a clock. A file that is no capture is reported and makes the result E_BAD_DATA,
// the others are read nevertheless.
struct replay_hooks {
  enum err (*ready)(void *ctx);
  void (*flushed)(void *ctx, int64_t now_us);
  void *ctx;
};
MUST_CHECK enum err replay_files(const struct options *o, const struct sink *sink,
                                 const struct replay_hooks *hooks);
