// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/state.h"

#include <jansson.h>

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/health.h"
#include "gen/sql/trust.h"

enum { TELL_EACH_US = 1000 * 1000, CATALOGUE_EACH_US = 5 * 1000 * 1000, LAG_ALARM_MS = 10 * 1000 };

static int64_t lag_ms(const struct follow *f, const struct desk *d) {
  if (!f->any_alive || !f->n_reading || !d->newest_us) return 0;
  int64_t lag = (clock_wall_us() - d->newest_us) / 1000;
  return f->backlog && lag > 0 ? lag : 0;
}

static void alarm_add(struct buf *b, bool when, const char *word) {
  if (when) buf_printf(b, "%s\"%s\"", b->p[b->n - 1] == '[' ? "" : ",", word);
}

static void state_json(const struct follow *f, const struct desk *d, struct buf *b) {
  int64_t lag = lag_ms(f, d);
  buf_printf(b, "{\"program\":\"encode\",\"at_ms\":%" PRId64 ",\"calls\":%u,\"waiting\":%u,",
             clock_wall_ms(), f->n_reading, f->n_waiting);
  buf_printf(b, "\"backlog_bytes\":%" PRIu64 ",\"lag_ms\":%" PRId64 ",\"committed\":%" PRIu64 ",",
             f->backlog, lag, d->n_committed);
  buf_printf(b, "\"spool\":{\"calls\":%u,\"bytes\":%" PRIu64 "},", f->n_reading + f->n_waiting,
             f->backlog);
  buf_printf(b, "\"decoder_restarts\":%" PRId64 ",\"alarms\":[",
             d->decoders ? decoders_restarts(d->decoders) : 0);
  alarm_add(b, !d->catalogue, "catalogue_away");
  alarm_add(b, !d->decoders, "no_decoders");
  alarm_add(b, d->n_aside > 0, "calls_aside");
  alarm_add(b, f->n_waiting > 0 && d->n_failed > 0, "calls_waiting");
  alarm_add(b, lag > LAG_ALARM_MS, "lagging");
  buf_add_str(b, "]}");
}

static void file_tell(const struct desk *d, const struct buf *b) {
  AUTO(fd) fd out = -1;
  enum err rc = file_create(d->run, ".encode.state", 0660, &out);
  if (!rc) rc = file_write_all(out, b->p, b->n);
  if (!rc && renameat(d->run, ".encode.state", d->run, "encode.state"))
    rc = fail_os("tell the state");
  if (rc) log_err(rc, "run/encode.state");
}

static void row_tell(struct desk *d, const char *program, int64_t at_ms, const char *state) {
  struct recorder_state_set row = {.program = program, .at_ms = at_ms, .state = state};
  if (sql_recorder_state_set(d->catalogue, &row)) err_forget();
}

static const char *const recorders[] = {"capture",
                                        "siprec"}; // a source of calls each (recorder/source.h)

// Whom it heard last, which outlives the program.
static void heard_hand_on(struct desk *d, const char *program, json_t *state) {
  const char *name;
  json_t *at;
  json_object_foreach(json_object_get(state, "heard"), name, at) {
    struct source_heard_set row = {program, name, json_integer_value(at)};
    if (row.heard_ms > 0 && sql_source_heard_set(d->catalogue, &row)) err_forget();
  }
}

// Calls for which there was no room leave no row of their own.
static void turned_away_hand_on(struct desk *d, const char *program, const json_t *state) {
  const json_t *since = json_object_get(state, "since_ms");
  int64_t n = json_integer_value(json_object_get(state, "refused_calls"));
  struct source_run_set row = {.program = program,
                               .since_ms = json_integer_value(since),
                               .local_day = clock_local_day(clock_wall_ms()),
                               .at_ms = clock_wall_ms(),
                               .counted = n};
  if (n > 0 && sql_source_run_set(d->catalogue, &row)) err_forget();
}

// They may not touch the catalogue: encode hands their sign of life on, with the time it bears.
static void recorder_tell(struct desk *d, const char *program) {
  char name[64];
  AUTO(buf) struct buf b = {0};
  snprintf(name, sizeof name, "%s.state", program);
  if (file_read(d->run, name, 64 * 1024, &b)) {
    err_forget();
    return;
  }
  json_t *state = json_loadb(b.p, b.n, 0, NULL);
  json_int_t at_ms = json_integer_value(json_object_get(state, "at_ms"));
  if (at_ms > 0) {
    row_tell(d, program, at_ms, b.p);
    heard_hand_on(d, program, state);
    turned_away_hand_on(d, program, state);
  }
  json_decref(state);
}

void state_tell(const struct follow *f, struct desk *d) {
  static int64_t told_us, catalogue_us;
  int64_t now = clock_mono_us();
  if (told_us && now - told_us < TELL_EACH_US) return;
  AUTO(buf) struct buf b = {0};
  state_json(f, d, &b);
  if (b.failed) return;
  told_us = now;
  file_tell(d, &b);
  if (catalogue_us && now - catalogue_us < CATALOGUE_EACH_US) return;
  catalogue_us = now;
  if (!d->catalogue) return;
  row_tell(d, "encode", clock_wall_ms(), b.p);
  for (size_t i = 0; i < countof(recorders); i++) recorder_tell(d, recorders[i]);
}
