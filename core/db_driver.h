// SPDX-License-Identifier: Apache-2.0
// Between core/db.c (what is the same for every engine) and its driver. Private to both.
#pragma once
#include "core/db_gen.h"

MUST_CHECK enum err driver_open(const char *path, bool make, const struct db_schema *schema,
                                struct db **out);
const struct db_schema *driver_schema(struct db *db);
MUST_CHECK enum err driver_run(struct db *db, const char *sql); // statements without parameters
// The table that remembers migrations: its checksum of number `n`, or NULL in *out.
MUST_CHECK enum err driver_migration_get(struct db *db, struct arena *a, int n, const char **out);
MUST_CHECK enum err driver_migration_put(struct db *db, int n, const char *name, const char *sum);
