// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "core/jsonw.h"
#include "core/log.h"
#include "medlyss/erase.h"
#include "medlyss/heads.h"
#include "medlyss/keeper/keep.h"
#include "medlyss/scope.h"

void keeper_drop(struct keeper *k) {
  fd_drop(&k->heads);
  house_drop(&k->house);
}

static enum err open_heads(struct keeper *k) {
  char path[DATADIR_PATH + 32];
  heads_path(&k->house, path, sizeof path);
  k->heads = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0660);
  return k->heads < 0 ? fail_os("open %s", path) : OK;
}

enum err keep_open(const char *data_path, struct keeper *out) {
  int64_t finished;
  *out = (struct keeper){.house = HOUSE_NONE, .data_path = data_path, .heads = -1};
  TRY(house_open(data_path, &out->house));
  TRY(house_keys(&out->house));
  TRY(open_heads(out));
  TRY(erase_unfinished(&out->house, &finished));
  if (finished) log_line(LOG_INFO, "%" PRId64 " erasures finished", finished);
  keep_watch_clock(out);
  return OK;
}

enum err keep_heads(struct keeper *k) {
  uint8_t seed[CHAIN_SEED];
  heads_seed(&k->house, seed);
  enum err rc = chain_head_write(k->house.db, seed, k->heads, &k->last_head);
  secret_wipe(seed, sizeof seed);
  return rc;
}

// The newest row always stays: the engine numbers the next one after it.
enum err keep_outbox(struct keeper *k) {
  struct outbox_last_row last;
  TRY(sql_outbox_last(k->house.db, NULL, &last));
  int64_t before = clock_wall_ms() - k->house.settings.outbox_days * 24 * 3600 * 1000;
  return sql_outbox_trim(k->house.db,
                         &(struct outbox_trim){.seq = last.seq - 1, .before_ms = before});
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
    TRY(sql_dispute_remind(k->house.db, &(struct dispute_remind){.at_ms = now, .id = late[i].id}));
    TRY(sql_dispute_reminded(k->house.db, &(struct dispute_reminded){late[i].id, now}));
  }
  return db_commit(&tx);
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

enum err keep_state(struct keeper *k) {
  AUTO(buf) struct buf b = {0};
  buf_add_char(&b, '{');
  number(&b, "erased", k->erased);
  jsonw_key(&b, "alarms");
  buf_add_str(&b, k->clock_suspect ? "[\"clock_suspect\"]" : "[]");
  buf_add_char(&b, '}');
  struct recorder_state_set row = {"keeper", clock_wall_ms(), b.p};
  return sql_recorder_state_set(k->house.db, &row);
}
