// SPDX-License-Identifier: Apache-2.0
#include "centre/scope.h"

#include "core/clock.h"
#include "gen/sql/person.h"

enum err scope_rebuild(struct db *db) {
  TRY(sql_scope_clear(db));
  return sql_scope_fill(db, &(struct scope_fill){.at_ms = clock_wall_ms()});
}
