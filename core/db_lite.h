// SPDX-License-Identifier: Apache-2.0
// What the SQLite engine and the build (tools/sqlgen) must read alike. Private to both.
#pragma once
#include <sqlite3.h>

#include "core/db_shape.h"

extern const char db_lite_migration_table[]; // remembers migrations; made before the first
// Every table, index, view and trigger but what ANALYZE keeps. 0, or SQLite's code.
MUST_CHECK int db_lite_parts(sqlite3 *h, struct arena *a, struct db_part **out, size_t *out_n);
