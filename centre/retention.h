// SPDX-License-Identifier: Apache-2.0
// Retention: how many days a recording is kept. One rule for who erases and for who takes in what
// may be past it already.
#pragma once
#include "core/db.h"

// The agreement in force says, else the setting (`retention_days`).
MUST_CHECK enum err retention_days(struct db *db, int64_t setting, int64_t *out);
