// SPDX-License-Identifier: Apache-2.0
// House: an installation's data folder opened for a command: folder, catalogue and settings, and on
// request the key store. One thread. Dropping it closes what was opened.
#pragma once
#include "core/datadir.h"
#include "core/db.h"
#include "core/settings.h"
#include "vault/archive.h"
#include "vault/keystore.h"

struct house {
  struct datadir data;
  struct settings settings;
  struct db *db;
  struct keystore *keys;   // NULL until house_keys
  struct archive *archive; // likewise
};

#define HOUSE_NONE ((struct house){.data = {.dir = -1}})

MUST_CHECK enum err house_open(const char *data_path, struct house *out);
// Whatever the shape of its catalogue: verify tells.
MUST_CHECK enum err house_open_as_it_is(const char *data_path, struct house *out);
MUST_CHECK enum err house_keys(struct house *h); // the key store and the archive
void house_drop(struct house *h);
