// SPDX-License-Identifier: Apache-2.0
// Sink: where what was captured goes. The tracker knows no spool: it hands records to these
// functions. recorder/spool_sink.c writes them to a spool; tests keep them in memory.
// Errors are the sink's to count and to report (struct sink_ops returns none): the packet path has
// nothing better to do about a full disk than to go on.
#pragma once
#include "recorder/spool_records.h"

struct sink {
  void *ctx;
  // False: no new call can be kept (no room); the tracker passes the call over and counts it.
  bool (*open)(void *ctx, const struct spool_opening *what, void **out_call);
  void (*leg)(void *call, int64_t at_us, const struct spool_leg *what);
  void (*packet)(void *call, int64_t at_us, uint8_t leg, uint8_t flags, struct sv packet);
  void (*mark)(void *call, const struct spool_mark *what);
  void (*end)(void *call, const struct spool_ending *what); // `call` is gone afterwards
  void (*said)(void *call, int64_t at_us, const struct spool_said *what); // NULL: not kept here
};
