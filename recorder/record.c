// SPDX-License-Identifier: Apache-2.0
#include "recorder/record.h"

#include <signal.h>

#include "core/clock.h"
#include "core/log.h"
#include "recorder/control.h"
#include "recorder/policy.h"
#include "recorder/rules_sink.h"
#include "recorder/spool_sink.h"
#include "recorder/state.h"

enum { WAIT_MS = 20 };

struct recorder {
  const struct record *how;
  struct source_house house;
  struct source *source;
  struct spool_sink sink;
  struct rules_sink rules; // before it
  struct policy_file policy;
  struct control control;
  struct state state;
  struct steady clock;
  int64_t since_ms, second_us;
  uint64_t sync_errors, write_errors;
  uint64_t saved; // the source's changes that run/ knows
  bool full;      // the spool had no room a second ago
  int64_t save_next_us;
};

static volatile sig_atomic_t stopped;
static void on_signal(int signal) {
  (void)signal;
  stopped = 1;
}

int64_t steady_now_us(const struct steady *t) { return clock_mono_us() + t->offset_us; }

static int64_t now_us_of(const struct recorder *r) { return steady_now_us(&r->clock); }

static bool wanted(void *ctx, const struct source_asks *what) {
  const struct recorder *r = ctx;
  return r->how->everything || policy_wants(&r->policy.now, what);
}

static int64_t pause_limit_us(void *ctx) {
  const struct recorder *r = ctx;
  return r->policy.now.pause_limit_us ? r->policy.now.pause_limit_us : 600000000;
}

// ---- each second -------------------------------------------------------------------------------

static void disk_errors_mark(struct recorder *r, const struct spool_health *h) {
  bool worse = h->sync_errors > r->sync_errors || h->write_errors > r->write_errors;
  r->sync_errors = h->sync_errors;
  r->write_errors = h->write_errors;
  if (!worse) return;
  log_line(LOG_ERROR,
           "the spool's disk reported an error: the last second of every call is unsafe");
  struct spool_mark mark = {.kind = "unsafe", .leg = -1, .at_us = now_us_of(r), .detail = "disk"};
  spool_sink_mark_all(&r->sink, &mark);
}

// The limit that refuses calls is said where an administrator looks, when it begins and when it
// ends.
static void room_tell(struct recorder *r, bool full) {
  if (full != r->full)
    log_line(full ? LOG_ERROR : LOG_INFO,
             full ? "the spool's disk has no room beside its reserve (spool_reserve_mb): new calls "
                    "are refused"
                  : "the spool's disk has room again: calls are recorded");
  r->full = full;
}

static void note(enum err rc, const char *what) {
  if (rc) log_err(rc, what);
}

// A call that is not in run/ when we are killed is lost from there on: what changes is written at
// once, but for no more than a twentieth of the time.
static void calls_save(struct recorder *r) {
  int64_t began_us = clock_mono_us();
  uint64_t changes = r->source->kind->changes(r->source);
  note(state_save_calls(&r->state, r->source), "keeping the live calls in run/");
  int64_t ended_us = clock_mono_us();
  r->saved = changes;
  r->save_next_us = ended_us + 20 * (ended_us - began_us);
}

static void changes_save(struct recorder *r) {
  if (r->source->kind->changes(r->source) != r->saved && clock_mono_us() >= r->save_next_us)
    calls_save(r);
}

static void obeyed(void *ctx) { calls_save(ctx); }

static void each_second(struct recorder *r) {
  int64_t now_ms = now_us_of(r) / 1000;
  const struct policy *p = &r->policy.now;
  policy_file_look(&r->policy);
  r->source->kind->limit(r->source, r->how->everything ? 0 : p->max_calls);
  struct state_news n = {.at_ms = now_ms,
                         .since_ms = r->since_ms,
                         .policy_good = r->policy.good,
                         .recording_everything = r->how->everything,
                         .agreement = p->from_ms && now_ms >= p->from_ms &&
                                      (!p->to_ms || now_ms < p->to_ms)};
  spool_run_health(r->how->spool, &n.spool);
  disk_errors_mark(r, &n.spool);
  room_tell(r, n.spool.full);
  note(state_write(&r->state, &n, r->source), "telling the state in run/");
  calls_save(r);
}

// ---- the loop ----------------------------------------------------------------------------------

static enum err turn(struct recorder *r) {
  const struct source_kind *kind = r->source->kind;
  struct pollfd ready[SOURCE_SOCKETS + 1];
  size_t n = kind->sockets(r->source, ready);
  ready[n++] = (struct pollfd){r->control.fd, POLLIN, 0};
  if (poll(ready, n, WAIT_MS) < 0 && errno != EINTR) return fail_os("poll");
  r->clock.shift_us = clock_wall_us() - now_us_of(r);
  TRY(kind->read(r->source));
  int64_t now_us = now_us_of(r);
  kind->tick(r->source, now_us);
  control_serve(&r->control, r->source, pause_limit_us(r));
  changes_save(r);
  spool_run_tick(r->how->spool, now_us);
  if (now_us - r->second_us < 1000000) return OK;
  r->second_us = now_us;
  each_second(r);
  return OK;
}

static enum err source_start(struct recorder *r) {
  uint32_t taken_over = 0;
  struct sink spool = spool_sink_init(&r->sink, r->how->spool);
  r->house = (struct source_house){
      .settings = r->how->settings,
      .clock = &r->clock,
      .sink = rules_sink_init(&r->rules, spool, &r->policy.now, r->how->settings->country_code),
      .wanted = wanted,
      .pause_limit_us = pause_limit_us,
      .ctx = r};
  TRY(r->how->kind->open(&r->house, r->how->asked, &r->source));
  policy_file_look(&r->policy);
  if (!r->policy.now.from_ms && !r->how->everything)
    log_line(LOG_WARN, "no agreement is in force: nothing is recorded");
  enum err rc = state_adopt_calls(&r->state, r->source, now_us_of(r), &taken_over);
  if (rc && rc != E_NOT_FOUND) log_err(rc, "live calls of the recorder before");
  err_forget();
  if (taken_over) log_line(LOG_INFO, "%u live calls taken over", taken_over);
  return OK;
}

static enum err recorder_open(struct recorder *r) {
  AUTO(fd) fd keys = -1;
  char run_path[DATADIR_PATH];
  const struct source_kind *kind = r->how->kind;
  TRY(datadir_folder(r->how->data, DATADIR_KEYS, &keys));
  TRY(datadir_folder(r->how->data, DATADIR_RUN, &r->policy.run_dir));
  TRY(state_open(keys, r->policy.run_dir, kind, &r->state));
  r->policy.keys_dir = fd_take(&keys);
  snprintf(run_path, sizeof run_path, "%s/%s", r->how->data->path,
           datadir_folder_name(DATADIR_RUN));
  TRY(control_open(r->policy.run_dir, run_path, kind->socket, &r->control));
  r->control.obeyed = obeyed;
  r->control.ctx = r;
  return source_start(r);
}

static void recorder_close(struct recorder *r) {
  if (r->source) r->source->kind->finish(r->source, "restart");
  if (r->source) r->source->kind->free(r->source);
  spool_sink_drop(&r->sink);
  control_drop(&r->control);
  if (r->policy.run_dir >= 0) close(r->policy.run_dir);
  if (r->policy.keys_dir >= 0) close(r->policy.keys_dir);
  secret_wipe(&r->state.key, sizeof r->state.key);
}

enum err record_run(const struct record *how) {
  static struct recorder r; // the policy is large; one per process
  r = (struct recorder){
      .how = how, .control = {.fd = -1}, .policy = {.run_dir = -1, .keys_dir = -1}};
  r.clock.offset_us = clock_wall_us() - clock_mono_us();
  r.since_ms = clock_wall_ms();
  struct sigaction stop = {.sa_handler = on_signal};
  sigaction(SIGINT, &stop, NULL);
  sigaction(SIGTERM, &stop, NULL);
  enum err rc = recorder_open(&r);
  if (!rc) rc = how->lock_in();
  if (!rc) log_line(LOG_INFO, "recording");
  while (!rc && !stopped) rc = turn(&r);
  if (!rc) each_second(&r); // the calls as they are now, for the next one
  recorder_close(&r);
  return rc;
}
