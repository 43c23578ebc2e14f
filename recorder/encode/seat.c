// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/seat.h"

#include "gen/sql/place.h"

static enum err line_find(struct db *db, struct arena *a, const char *address,
                          struct line_by_address_row *out, bool *out_found) {
  TRY(sql_line_by_address(db, a, &(struct line_by_address){.address = address}, out, out_found));
  size_t at;
  struct sv whole = sv_of(address);
  if (*out_found || !sv_find(whole, '@', &at)) return OK;
  const char *user = arena_strndup(a, whole.p, at);
  return sql_line_by_address(db, a, &(struct line_by_address){.address = user}, out, out_found);
}

enum err seat_find(struct db *db, const char *address, int64_t at_ms, struct seat *out) {
  *out = (struct seat){0};
  if (!address || !*address || strlen(address) > 1024) return OK;
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct line_by_address_row line;
  struct shift_at_row shift;
  bool found;
  TRY(line_find(db, &a, address, &line, &found));
  if (!found) return OK;
  struct seat s = {.known = true, .line = line.id, .team = line.team, .queue = line.queue};
  TRY(sql_shift_at(db, &a, &(struct shift_at){.line = line.id, .at_ms = at_ms}, &shift, &found));
  if (found) s.person = some_id(shift.person);
  *out = s;
  return OK;
}
