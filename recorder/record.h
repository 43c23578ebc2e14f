// SPDX-License-Identifier: Apache-2.0
// Record: a source's calls into the spool, until SIGINT or SIGTERM. One thread (the spool has its
// own for syncfs). Each second: the policy is looked at, the source's state and calls in run/ are
// replaced, errors of the disk are marked in every open call.
#pragma once
#include "core/datadir.h"
#include "recorder/source.h"
#include "recorder/spool.h"

struct record {
  const struct source_kind *kind;
  const void *asked; // for the source's open
  const struct settings *settings;
  const struct datadir *data;
  struct spool_run *spool;
  bool everything;           // record also what no policy asks for
  enum err (*lock_in)(void); // once all is open, before the first byte
};

MUST_CHECK enum err record_run(const struct record *r);
