// SPDX-License-Identifier: Apache-2.0
// Begin: what each recording program opens before it is locked in: its run of the spool, sealed to
// the encoder, in the folder the settings name.
#pragma once
#include "core/datadir.h"
#include "core/settings.h"
#include "recorder/spool.h"

MUST_CHECK enum err begin_spool(const struct datadir *data, const struct settings *settings,
                                struct spool_options options, struct spool_run **out);
