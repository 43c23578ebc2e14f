// SPDX-License-Identifier: Apache-2.0
// What the site does of itself every now and then, on its writing thread: a sign of life, and what
// grew old.
#include "centre/scope.h"
#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/person.h"
#include "gen/sql/trust.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_session.h"
#include "review-web/http/arrival.h"
#include "review-web/http/lane.h"
#include "review-web/http/site.h"

// What was heard is settled when it is over (schemas/kept.def), some at a time.
static enum err close_listenings(struct site *s, struct db *db, int64_t now) {
  enum { AT_ONCE = 2000, UNUSED_MS = 20 * 60 * 1000 }; // PLAYER_IDLE_MS, and time to write
  return sql_listening_close(
      db, &(struct listening_close){.closed_ms = now,
                                    .unused_ms = now - UNUSED_MS,
                                    .old_ms = now - s->settings.session_longest_h * 3600 * 1000,
                                    .limit = AT_ONCE});
}

// Grants begin and end by the clock, and sessions grow old: looked at when the service starts and
// every few minutes, on the writing thread.
enum err site_tidy_now(struct site *s) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct db *db;
  int64_t now = clock_wall_ms();
  TRY(worker_db(s, &db));
  TRY(db_begin(db, &tx));
  TRY(scope_rebuild(db));
  TRY(sql_session_sweep(
      db, &(struct session_sweep){.idle_ms = now - s->settings.session_idle_min * 60 * 1000,
                                  .old_ms = now - s->settings.session_longest_h * 3600 * 1000}));
  TRY(close_listenings(s, db, now));
  TRY(db_commit(&tx));
  enum err rc = arrivals_tidy(s, db, now);
  if (rc) log_err(rc, "what other systems send is not tidied"); // nobody's pages wait for that
  return OK;
}

static void tidy_job(void *arg) {
  enum err rc = site_tidy_now(arg);
  if (rc) log_err(rc, "tidying");
}

static enum err tell(struct site *s) {
  AUTO(buf) struct buf state = {0};
  struct db *db;
  out_limits(&state, &s->limits, atomic_load(&s->streams));
  if (buf_check(&state)) return E_TOO_BIG;
  TRY(worker_db(s, &db));
  return sql_recorder_state_set(db, &(struct recorder_state_set){"web", clock_wall_ms(), state.p});
}

static void tell_job(void *arg) {
  enum err rc = tell(arg);
  if (rc) log_err(rc, "sign of life");
}

void site_tell(struct site *s) {
  if (!lane_put(s->write, (struct lane_job){tell_job, s, NULL})) return;
}

void site_tidy(struct site *s) {
  if (!lane_put(s->write, (struct lane_job){tidy_job, s, NULL}))
    return; // busy: the next time will do
}
