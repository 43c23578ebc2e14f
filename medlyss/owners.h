// SPDX-License-Identifier: Apache-2.0
// Owners: who may use what in an installation where each program is a user of its own (the groups
// are told in medlyss/drop.h). Capture reaches its spool, run/ and its own keys, and passes through
// the rest; the key that signs heads and the folder they lie in are the keeper's; settings are
// root's.
#pragma once
#include "core/datadir.h"

// Sets them; does nothing where the folder does not belong to the group medlyss-db.
MUST_CHECK enum err owners_set(const struct datadir *d);
