// SPDX-License-Identifier: Apache-2.0
#include <jansson.h>

#include "centre/event.h"
#include "centre/scope.h"
#include "core/clock.h"
#include "core/jsonw.h"
#include "core/log.h"
#include "gen/sql/begun.h"
#include "gen/sql/self.h"
#include "gen/sql/trust.h"
#include "medlyss/erase.h"
#include "medlyss/heads.h"
#include "medlyss/keeper/keep.h"

void keeper_drop(struct keeper *k) { house_drop(&k->house); }

enum err keep_open(const char *data_path, struct keeper *out) {
  int64_t finished;
  *out = (struct keeper){.house = HOUSE_NONE, .data_path = data_path};
  TRY(house_open(data_path, &out->house));
  TRY(house_keys(&out->house));
  TRY(erase_unfinished(&out->house, &finished));
  if (finished) log_line(LOG_INFO, "%" PRId64 " erasures finished", finished);
  keep_watch_clock(out);
  return OK;
}

// ---- heads ------------------------------------------------------------------------------------
// Read each time: a person may have made another, or lost it.
static enum err sign_head(struct keeper *k) {
  AUTO(fd) fd file = -1;
  struct heads_key key;
  TRY(heads_key_ours(&k->house, k->public, &key));
  memcpy(k->public, key.public, sizeof k->public);
  enum err rc = heads_open(&k->house, &file);
  if (!rc) rc = heads_write(k->house.db, &key, file, &k->head);
  heads_key_wipe(&key);
  return rc;
}

// Said when it begins and when it ends: it stays so until a person acts (medlyss init).
enum err keep_heads(struct keeper *k) {
  enum err rc = sign_head(k);
  if (!rc && k->unsigned_) log_line(LOG_INFO, "heads of the audit chain are signed again");
  bool known = rc && k->unsigned_;
  k->unsigned_ = rc != OK;
  if (!known) return rc;
  err_forget();
  return OK;
}

// The newest row always stays: the engine numbers the next one after it.
enum err keep_outbox(struct keeper *k) {
  struct outbox_last_row last;
  TRY(sql_outbox_last(k->house.db, NULL, &last));
  int64_t before = clock_wall_ms() - k->house.settings.outbox_days * 24 * 3600 * 1000;
  return sql_outbox_trim(k->house.db,
                         &(struct outbox_trim){.seq = last.seq - 1, .before_ms = before});
}

// To each who leads the agent's calls and may decide: neither the agent nor the evaluator.
static enum err remind(struct db *db, struct arena *a, struct id dispute, int64_t now) {
  struct dispute_deciders_row *d;
  size_t n;
  TRY(sql_dispute_deciders(db, a, &(struct dispute_deciders){.id = dispute, .at_ms = now}, &d, &n));
  for (size_t i = 0; i < n; i++)
    TRY(event_tell(db, EV_DISPUTE_OVERDUE,
                   (struct happening){
                       .object = dispute, .interaction = d[i].interaction, PEOPLE(d[i].viewer)}));
  return OK;
}

// A dispute that has waited longer than its days is told of once a week, until somebody decides it.
enum err keep_disputes(struct keeper *k) {
  enum { MOST = 1 << 20 };
  AUTO(db_tx) struct db_tx tx = {0};
  AUTO(arena) struct arena a;
  struct disputes_overdue_row *late;
  size_t n;
  int64_t now = clock_wall_ms(), day = 24 * 3600 * 1000;
  int64_t before = now - k->house.settings.dispute_days * day;
  arena_init(&a, MOST);
  TRY(db_begin(k->house.db, &tx));
  TRY(sql_disputes_overdue(k->house.db, &a, &(struct disputes_overdue){before, now - 7 * day},
                           &late, &n));
  for (size_t i = 0; i < n; i++) {
    TRY(remind(k->house.db, &a, late[i].id, now));
    TRY(sql_dispute_reminded(k->house.db, &(struct dispute_reminded){late[i].id, now}));
  }
  return db_commit(&tx);
}

// Blind is for a while: who has not handed in her own by then is shown the other.
enum err keep_blind(struct keeper *k) {
  int64_t now = clock_wall_ms(), days = k->house.settings.dispute_days * 24 * 3600 * 1000;
  return sql_evaluation_self_overdue(k->house.db,
                                     &(struct evaluation_self_overdue){now, now - days});
}

// A note that was begun a fortnight ago is not finished any more.
enum err keep_drafts(struct keeper *k) {
  enum { DRAFT_DAYS = 14 };
  int64_t before = clock_wall_ms() - DRAFT_DAYS * (int64_t)24 * 3600 * 1000;
  if (k->clock_suspect) return OK;
  return sql_note_drafts_old(k->house.db, &(struct note_drafts_old){before});
}

enum err keep_scope(struct keeper *k) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(k->house.db, &tx));
  TRY(scope_rebuild(k->house.db));
  return db_commit(&tx);
}

static void number(struct buf *b, const char *key, int64_t v) {
  jsonw_key(b, key);
  jsonw_int(b, v);
}

static void alarm_put(struct buf *b, const char *name) {
  jsonw_comma(b);
  jsonw_text(b, name);
}

// It may not touch the catalogue: its sign of life is handed on, with the time it bears.
static enum err monitor_hand_on(struct keeper *k) {
  AUTO(fd) fd run = -1;
  AUTO(buf) struct buf b = {0};
  TRY(datadir_folder(&k->house.data, DATADIR_RUN, &run));
  if (file_read(run, "monitor.state", 64 * 1024, &b)) {
    err_forget(); // there is none
    return OK;
  }
  json_t *state = json_loadb(b.p, b.n, 0, NULL);
  json_int_t at_ms = json_integer_value(json_object_get(state, "at_ms"));
  json_decref(state);
  if (at_ms <= 0) return OK;
  return sql_recorder_state_set(k->house.db, &(struct recorder_state_set){"monitor", at_ms, b.p});
}

enum err keep_state(struct keeper *k) {
  AUTO(buf) struct buf b = {0};
  buf_add_char(&b, '{');
  number(&b, "erased", k->erased);
  jsonw_key(&b, "alarms");
  buf_add_char(&b, '[');
  if (k->clock_suspect) alarm_put(&b, "clock_suspect");
  if (k->unsigned_) alarm_put(&b, "heads_unsigned");
  buf_add_char(&b, ']');
  buf_add_char(&b, '}');
  struct recorder_state_set row = {"keeper", clock_wall_ms(), b.p};
  TRY(sql_recorder_state_set(k->house.db, &row));
  return monitor_hand_on(k);
}
