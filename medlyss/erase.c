// SPDX-License-Identifier: Apache-2.0
#include "medlyss/erase.h"

#include "core/blob.h"
#include "core/chain.h"
#include "core/clock.h"

static enum err tell(struct house *h, const struct erasure *e) {
  TRY(house_audit(h, "recording.erased", e->recording, e->why));
  struct outbox_add news = {.at_ms = clock_wall_ms(),
                            .event = "recording.erased",
                            .object = e->recording,
                            .interaction = some_id(e->interaction)};
  return sql_outbox_add(h->db, &news);
}

static enum err mark_erased(struct house *h, const struct erasure *e) {
  AUTO(db_tx) struct db_tx tx = {0};
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct interaction_get_row call;
  struct recording_erase_row row;
  bool found;
  TRY(db_begin(h->db, &tx));
  TRY(sql_interaction_get(h->db, &a, &(struct interaction_get){e->interaction}, &call, &found));
  if (found && call.hold) return fail(E_CONFLICT, "a legal hold lies on this call");
  struct recording_erase q = {.erased_ms = clock_wall_ms(), .id = e->recording};
  TRY(sql_recording_erase(h->db, &a, &q, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "no such recording is there to erase");
  TRY(sql_interaction_erased(h->db, &(struct interaction_erased){e->interaction}));
  TRY(sql_contact_erased(
      h->db, &(struct contact_erased){.erased_ms = q.erased_ms, .interaction = e->interaction}));
  TRY(tell(h, e));
  return db_commit(&tx);
}

// Absent is fine: this also finishes what a crash left.
static enum err destroy(struct house *h, struct id recording) {
  enum err rc = keystore_destroy(h->keys, recording);
  if (rc && rc != E_NOT_FOUND) return rc;
  err_forget();
  TRY(blob_remove(h->audio, (struct sealed_name){recording, "opus"}));
  TRY(blob_remove(h->audio, (struct sealed_name){recording, "peaks"}));
  return db_scrub(h->db);
}

enum err erase_recording(struct house *h, const struct erasure *e) {
  TRY(mark_erased(h, e));
  return destroy(h, e->recording);
}

// ---- after a crash ----------------------------------------------------------------------------
struct unfinished {
  struct house *h;
  struct id ids[64];
  size_t n;
};

static enum err collect(void *self, struct id id) {
  struct unfinished *u = self;
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct recording_get_row row;
  bool found;
  TRY(sql_recording_get(u->h->db, &a, &(struct recording_get){id}, &row, &found));
  if (found && !strcmp(row.state, "erased") && u->n < countof(u->ids)) u->ids[u->n++] = id;
  return OK;
}

enum err erase_unfinished(struct house *h, int64_t *out_n) {
  struct unfinished u = {.h = h};
  TRY(keystore_each(h->keys, collect, &u));
  for (size_t i = 0; i < u.n; i++) TRY(destroy(h, u.ids[i]));
  *out_n = (int64_t)u.n;
  return OK;
}
