// SPDX-License-Identifier: Apache-2.0
#include "centre/retention.h"

#include <jansson.h>

#include "core/clock.h"
#include "core/scope.h"
#include "gen/sql/place.h"

static int64_t days_in(const char *body, int64_t otherwise) {
  json_t *root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  const json_t *said = json_object_get(root, "retention_days");
  int64_t days = json_is_integer(said) ? json_integer_value(said) : 0;
  json_decref(root);
  return days < 1 ? otherwise : days;
}

enum err retention_days(struct db *db, int64_t setting, int64_t *out) {
  AUTO(arena) struct arena a;
  struct agreement_at_row row;
  bool found;
  arena_init(&a, 1 << 20);
  TRY(sql_agreement_at(db, &a, &(struct agreement_at){clock_wall_ms()}, &row, &found));
  *out = found ? days_in(row.body, setting) : setting;
  return OK;
}
