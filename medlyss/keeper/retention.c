// SPDX-License-Identifier: Apache-2.0
// Retention: a recording older than the agreement allows is erased, unless a legal hold lies on it.
// A wall clock that jumped would erase everything at once: then nothing is erased until a person
// says the clock is right (`medlyss-keeper --data DIR --confirm-clock`).
#include "centre/retention.h"

#include "centre/event.h"
#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/aside.h"
#include "gen/sql/interaction.h"
#include "medlyss/erase.h"
#include "medlyss/keeper/keep.h"

enum { DAY_MS = 24 * 60 * 60 * 1000, HOUR_MS = 60 * 60 * 1000, BATCH = 50, ASLEEP_DAYS = 45 };

enum err keep_retention_days(struct house *h, int64_t *out) {
  return retention_days(h->db, h->settings.retention_days, out);
}

// ---- the clock --------------------------------------------------------------------------------
static int64_t boot_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_BOOTTIME, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void keep_watch_clock(struct keeper *k) {
  int64_t offset = clock_wall_ms() - boot_ms(), moved = offset - k->wall_minus_boot_ms;
  if (k->wall_minus_boot_ms && (moved > HOUR_MS || moved < -HOUR_MS)) {
    k->clock_suspect = true;
    log_line(LOG_ERROR,
             "the clock jumped by %" PRId64 " s: nothing is erased until it is confirmed",
             moved / 1000);
  }
  k->wall_minus_boot_ms = offset;
}

// When recordings were last looked through; kept in the data folder, so that a jump while nothing
// ran is seen too.
static enum err read_last(struct keeper *k, int64_t *out) {
  AUTO(buf) struct buf text = {0};
  *out = 0;
  enum err rc = file_read(k->house.data.dir, "audit/retention", 64, &text);
  if (rc == E_NOT_FOUND) {
    err_forget();
    return OK;
  }
  TRY(rc);
  return sv_i64(sv_trim(buf_sv(&text)), 0, INT64_MAX, out);
}

static enum err write_last(struct keeper *k, int64_t at_ms) {
  char text[32];
  snprintf(text, sizeof text, "%" PRId64 "\n", at_ms);
  return file_write_atomic(k->house.data.dir, "audit/retention", sv_of(text), 0660);
}

// The confirmation names the offset between both clocks that was looked at: after another jump, or
// another start of the machine, it says nothing any more.
enum err keep_confirm_clock(struct keeper *k) {
  char text[32];
  snprintf(text, sizeof text, "%" PRId64 "\n", k->wall_minus_boot_ms);
  return file_write_atomic(k->house.data.dir, "audit/clock-confirmed", sv_of(text), 0660);
}

static bool is_confirmed(struct keeper *k) {
  AUTO(buf) struct buf text = {0};
  int64_t offset = 0;
  enum err rc = file_read(k->house.data.dir, "audit/clock-confirmed", 64, &text);
  if (!rc) rc = sv_i64(sv_trim(buf_sv(&text)), INT64_MIN + 1, INT64_MAX, &offset);
  err_forget();
  int64_t away = offset - k->wall_minus_boot_ms;
  return !rc && away < HOUR_MS && away > -HOUR_MS;
}

static enum err clock_is_trusted(struct keeper *k, bool *out) {
  int64_t last, now = clock_wall_ms();
  TRY(read_last(k, &last));
  bool asleep = last && now - last > (int64_t)ASLEEP_DAYS * DAY_MS, back = last - now > HOUR_MS;
  if ((asleep || back) && !k->clock_suspect)
    log_line(LOG_ERROR,
             "the clock is %" PRId64 " days from where it was: nothing is erased until it "
             "is confirmed",
             (now - last) / DAY_MS);
  k->clock_suspect |= asleep || back;
  if (k->clock_suspect && is_confirmed(k)) k->clock_suspect = false;
  *out = !k->clock_suspect;
  return OK;
}

// ---- the sweep --------------------------------------------------------------------------------
static enum err sweep(struct keeper *k, int64_t before_ms, size_t *out_n) {
  AUTO(arena) struct arena a;
  struct recording_due_row *rows;
  arena_init(&a, 1 << 20);
  struct recording_due q = {.before_ms = before_ms, .limit = BATCH};
  TRY(sql_recording_due(k->house.db, &a, &q, &rows, out_n));
  for (size_t i = 0; i < *out_n; i++) {
    struct erasure e = {rows[i].id, rows[i].interaction, "{\"why\":\"retention\"}"};
    TRY(erase_recording(&k->house, &e));
    k->erased++;
  }
  return OK;
}

// What was never finished is kept no longer: encode takes it out of the spool.
static enum err sweep_aside(struct keeper *k, int64_t before_ms, size_t *out_n) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct aside_due_row *rows;
  struct aside_erase_row row;
  bool found;
  arena_init(&a, 1 << 20);
  TRY(db_begin(k->house.db, &tx));
  TRY(sql_aside_due(k->house.db, &a, &(struct aside_due){before_ms, BATCH}, &rows, out_n));
  for (size_t i = 0; i < *out_n; i++) {
    TRY(sql_aside_erase(k->house.db, &a, &(struct aside_erase){rows[i].id}, &row, &found));
    struct happening h = {.object = rows[i].id, .detail = "{\"why\":\"retention\"}"};
    TRY(event_tell(k->house.db, EV_RECORDING_ERASED, h));
    k->erased++;
  }
  return db_commit(&tx);
}

enum err keep_retention(struct keeper *k) {
  int64_t days;
  bool trusted;
  size_t n = BATCH;
  TRY(clock_is_trusted(k, &trusted));
  if (!trusted) return OK;
  TRY(keep_retention_days(&k->house, &days));
  int64_t now = clock_wall_ms();
  while (n == BATCH) TRY(sweep(k, now - days * DAY_MS, &n));
  for (n = BATCH; n == BATCH;) TRY(sweep_aside(k, now - days * DAY_MS, &n));
  return write_last(k, now);
}
