// SPDX-License-Identifier: Apache-2.0
// R5: the catalogue and the key store are locked by somebody else while calls come and end. Nothing
// of them is lost, and two seconds after the lock is gone they are in the catalogue.
#include <signal.h>

#include "core/clock.h"
#include "gen/keysql/schema.h"
#include "gen/sql/interaction.h"
#include "gen/sql/schema.h"
#include "tests/torture/rig.h"

static struct rig r;

static int64_t committed(void) {
  AUTO(db_handle) db_handle db = NULL;
  struct interaction_count_row row = {0};
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  if (db_open(r.data.catalogue, &catalogue_schema, &db) || sql_interaction_count(db, &a, &row)) {
    rig_fails(&r, "the catalogue cannot be counted");
    return -1;
  }
  return row.n;
}

static struct db *lock(const char *path, const struct db_schema *schema, struct db_tx *tx) {
  struct db *db = NULL;
  if (db_open(path, schema, &db) || db_begin(db, tx)) rig_fails(&r, "cannot lock %s", path);
  return db;
}

static void locked_for(int64_t ms) {
  struct db_tx a = {0}, b = {0};
  struct db *catalogue = lock(r.data.catalogue, &catalogue_schema, &a);
  struct db *keys = lock(r.data.keys_db, &keystore_schema, &b);
  rig_wait(rig_maker(&r, 10, 2, false));
  rig_heard(&r);
  clock_sleep_ms(ms);
  if (committed() != 0) rig_fails(&r, "something was written through the lock");
  db_tx_drop(&a);
  db_tx_drop(&b);
  db_close(catalogue);
  db_close(keys);
}

int main(int argc, char **argv) {
  rig_open(&r, "a_locked_catalogue_loses_nothing", argc, argv);
  pid_t encode = rig_encode(&r, false);
  locked_for(rig_rounds() * 1000);
  clock_sleep_ms(2500);
  if (committed() != 10) rig_fails(&r, "%" PRId64 " of 10 calls after the lock", committed());
  rig_kill(encode, SIGTERM);
  rig_check(&r, 50);
  return rig_close(&r);
}
