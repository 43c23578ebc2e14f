// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/site.h"

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql.h"
#include "review-web/http/events.h"
#include "review-web/http/lane.h"
#include "review-web/http/limiter.h"
#include "review-web/http/password.h"
#include "review-web/http/players.h"

enum err site_scope_rebuild(struct db *db) {
  TRY(sql_scope_clear(db));
  return sql_scope_fill(db, &(struct scope_fill){.at_ms = clock_wall_ms(), .none = {{0}}});
}

// Grants begin and end by the clock, and sessions grow old: looked at when the service starts and
// every few minutes, on the writing thread.
static enum err tidy(struct site *s) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct db *db;
  int64_t now = clock_wall_ms();
  TRY(worker_db(s, &db));
  TRY(db_begin(db, &tx));
  TRY(site_scope_rebuild(db));
  TRY(sql_session_sweep(
      db, &(struct session_sweep){.idle_ms = now - s->settings.session_idle_min * 60 * 1000,
                                  .old_ms = now - s->settings.session_longest_h * 3600 * 1000}));
  return db_commit(&tx);
}

static void tidy_job(void *arg) {
  enum err rc = tidy(arg);
  if (rc) log_err(rc, "tidying");
}

void site_tidy(struct site *s) {
  if (!lane_put(s->write, (struct lane_job){tidy_job, s})) return; // busy: the next time will do
}

enum err site_open(const char *data_path, struct site *out) {
  *out = (struct site){.data = {.dir = -1}, .audio_dir = -1};
  TRY(datadir_open(data_path, &out->data));
  TRY(settings_open(out->data.dir, &out->settings));
  TRY(datadir_folder(&out->data, DATADIR_AUDIO, &out->audio_dir));
  out->https = !strncmp(out->settings.public_address, "https://", 8);
  TRY(password_hash(SV("nobody has this password"), &out->decoy));
  TRY(limiter_new(&out->limiter));
  TRY(players_new(out, &out->players));
  return tidy(out);
}

enum err site_start(struct site *s) {
  struct lane_options hash = {.threads = 2, .room = 64, .leave = worker_leave};
  struct lane_options write = {.threads = 1, .room = 1024, .leave = worker_leave};
  TRY(lane_new(hash, &s->hash));
  struct lane_options reads = {.threads = 1, .room = 64, .leave = worker_leave};
  TRY(lane_new(write, &s->write));
  TRY(lane_new(reads, &s->reads));
  return hub_new(s, &s->hub);
}

// What is being worked on ends first (passwords hand on to the writer), then what it stood on.
void site_quiet(struct site *s) {
  hub_end(s->hub);
  lane_close(s->hash);
  lane_close(s->reads);
  lane_close(s->write);
}

void site_drop(struct site *s) {
  site_quiet(s);
  hub_free(s->hub);
  lane_free(s->hash);
  lane_free(s->reads);
  lane_free(s->write);
  players_free(s->players);
  limiter_free(s->limiter);
  free(s->decoy);
  worker_leave();
  fd_drop(&s->audio_dir);
  settings_drop(&s->settings);
  datadir_drop(&s->data);
}
