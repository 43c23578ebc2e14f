// SPDX-License-Identifier: Apache-2.0
// Spool sink: a tracker's calls into a spool run. Errors of the disk are counted here and reported
// once a second by whoever asks; the spool keeps what it could not write and tries again.
#pragma once
#include "recorder/sink.h"
#include "recorder/spool.h"

struct spool_sink {
  struct spool_run *run;
  struct buf body; // scratch for records
  struct spool_sink_call *calls;
  uint64_t refused; // calls for which there was no room
  uint64_t errors;
};

struct sink spool_sink_init(struct spool_sink *s, struct spool_run *run);
void spool_sink_drop(struct spool_sink *s);
// Writes a mark into every open call.
void spool_sink_mark_all(struct spool_sink *s, const struct spool_mark *mark);
