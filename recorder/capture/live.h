// SPDX-License-Identifier: Apache-2.0
// Live: interfaces → tracker → spool, until SIGINT or SIGTERM. One thread (the spool has its own
// for syncfs). Each second: the policy is looked at, run/capture.state and run/dialogs.state are
// replaced, errors of the disk are marked in every open call.
//
// Time is steady: a packet's time stamp less the drift of the wall clock since the start, so that
// a clock set by hand neither ends a call nor stretches one.
#pragma once
#include "core/datadir.h"
#include "core/settings.h"
#include "recorder/capture/options.h"
#include "recorder/spool.h"

MUST_CHECK enum err live_run(const struct options *o, const struct settings *s,
                             const struct datadir *d, struct spool_run *spool);
