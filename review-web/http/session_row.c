// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/session_row.h"

#include "core/clock.h"
#include "review-web/http/session.h"
#include "review-web/http/site.h"

static bool too_old(const struct site *site, const struct session_get_row *s, int64_t now) {
  return now - s->seen_ms > site->settings.session_idle_min * 60 * 1000 ||
         now - s->created_ms > site->settings.session_longest_h * 3600 * 1000 ||
         strcmp(s->state, "active") != 0;
}

enum err session_row(const struct site *site, struct db *db, struct arena *a,
                     const uint8_t hash[32], struct session_get_row *out, bool *out_alive) {
  TRY(sql_session_get(db, a, &(struct session_get){bytes_of(hash, 32)}, out, out_alive));
  if (*out_alive && too_old(site, out, clock_wall_ms())) *out_alive = false;
  return OK;
}

enum err session_alive(const struct site *site, struct db *db, struct arena *a,
                       const uint8_t hash[32], bool *out) {
  struct session_get_row row;
  return session_row(site, db, a, hash, &row, out);
}
