// SPDX-License-Identifier: Apache-2.0
// Owners: who may read what in an installation where each program is a user of its own
// (deploy/systemd/medlyss.sysusers). The group medlyss-db shares the catalogue and the spool; the
// group medlyss-keys reads the site's and the encoder's secret keys: capture is not in it, and
// holds a key of its own and the public ones.
#pragma once
#include "core/datadir.h"

// Sets them; does nothing where the folder does not belong to the group medlyss-db.
MUST_CHECK enum err owners_set(const struct datadir *d);
