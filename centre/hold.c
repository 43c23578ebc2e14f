// SPDX-License-Identifier: Apache-2.0
#include "centre/hold.h"

#include "gen/sql/hold.h"

static const char *const rules[] = {[HOLD_THREAT] = "threat", [HOLD_DECISION] = "decision"};

static enum err act(struct db *db, const struct hold *h, bool held, bool *out_changed) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_join(db, &tx));
  TRY(sql_hold_set(db, &(struct hold_set){.hold = held, .id = h->interaction}));
  *out_changed = db_changes(db) > 0;
  if (*out_changed)
    TRY(sql_hold_act_add(db, &(struct hold_act_add){.id = id_new(),
                                                    .interaction = h->interaction,
                                                    .held = held,
                                                    .rule = rules[h->rule],
                                                    .person = h->person,
                                                    .reason = h->reason,
                                                    .at_ms = h->at_ms}));
  return db_commit(&tx);
}

enum err hold_place(struct db *db, const struct hold *h, bool *out_new) {
  return act(db, h, true, out_new);
}

enum err hold_release(struct db *db, const struct hold *h) {
  bool was;
  TRY(act(db, h, false, &was));
  return was ? OK : fail(E_CONFLICT, "no hold lies on this call");
}
