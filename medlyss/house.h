// SPDX-License-Identifier: Apache-2.0
// House: an installation's data folder opened for a command: folder, catalogue and settings, and on
// request the key store. One thread. Dropping it closes what was opened.
#pragma once
#include "core/datadir.h"
#include "core/keystore.h"
#include "core/settings.h"
#include "gen/sql.h"

struct house {
  struct datadir data;
  struct settings settings;
  struct db *db;
  struct keystore *keys; // NULL until house_keys
  int audio;             // -1 until house_keys
};

#define HOUSE_NONE ((struct house){.data = {.dir = -1}, .audio = -1})

MUST_CHECK enum err house_open(const char *data_path, struct house *out);
MUST_CHECK enum err house_keys(struct house *h); // the key store and the folder audio/
void house_drop(struct house *h);

// A line of the audit chain by the command line itself (no person).
MUST_CHECK enum err house_audit(struct house *h, const char *event, struct id object,
                                const char *detail);
