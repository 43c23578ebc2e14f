// SPDX-License-Identifier: Apache-2.0
#include "medlyss/erase.h"

#include "centre/event.h"
#include "core/clock.h"
#include "gen/sql/begun.h"
#include "gen/sql/care.h"
#include "gen/sql/interaction.h"
#include "gen/sql/programme.h"
#include "gen/sql/said.h"

static enum err tell(struct house *h, const struct erasure *e) {
  return event_tell(
      h->db, EV_RECORDING_ERASED,
      (struct happening){.object = e->recording, .interaction = e->interaction, .detail = e->why});
}

// What was said over it until then: why a score was withdrawn, disputed or decided, what the agent
// thought of it; and what was pressed in it. What was agreed on about a question and what two
// people said when they met is about the question and about them: it outlives the sound.
static enum err talk_erased(struct db *db, struct id call, int64_t at) {
  TRY(sql_evaluation_words_erased(
      db, &(struct evaluation_words_erased){.interaction = call, .erased_ms = at}));
  TRY(sql_dispute_words_erased(
      db, &(struct dispute_words_erased){.interaction = call, .erased_ms = at}));
  TRY(sql_reflections_of_call_erased(
      db, &(struct reflections_of_call_erased){.interaction = call, .erased_ms = at}));
  return sql_spans_erased(db, &(struct spans_erased){call});
}

// What a programme says of it, and what was answered and asked there.
static enum err lessons_erased(struct db *db, struct id call) {
  TRY(sql_programme_items_erased(db, &(struct programme_items_erased){call}));
  TRY(sql_programme_stops_erased(db, &(struct programme_stops_erased){call}));
  TRY(sql_programme_answers_erased(db, &(struct programme_answers_erased){call}));
  return sql_programme_asks_erased(db, &(struct programme_asks_erased){call});
}

// What people wrote about it: notes, the words they are found by, why it stands on a list.
static enum err words_erased(struct db *db, struct id call, int64_t now) {
  TRY(sql_notes_erased(db, &(struct notes_erased){.erased_ms = now, .interaction = call}));
  TRY(sql_call_words_erased(db, &(struct call_words_erased){call}));
  TRY(sql_call_said_erased(db, &(struct call_said_erased){call}));
  TRY(sql_call_named_erased(db, &(struct call_named_erased){call}));
  TRY(sql_marks_erased(db, &(struct marks_erased){call}));
  TRY(sql_answers_erased(db, &(struct answers_erased){call}));
  TRY(sql_listenings_erased(db, &(struct listenings_erased){call}));
  TRY(sql_list_items_erased(db, &(struct list_items_erased){call}));
  TRY(sql_care_words_erased(db, &(struct care_words_erased){call}));
  TRY(sql_note_drafts_erased(db, &(struct note_drafts_erased){call}));
  TRY(sql_promises_handed_erased(db, &(struct promises_handed_erased){call}));
  TRY(sql_coaching_calls_erased(db, &(struct coaching_calls_erased){call}));
  TRY(lessons_erased(db, call));
  return talk_erased(db, call, now);
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
  TRY(words_erased(h->db, e->interaction, q.erased_ms));
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
  TRY(archive_erase(h->archive, (struct archive_name){recording, "opus"}));
  TRY(archive_erase(h->archive, (struct archive_name){recording, "peaks"}));
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

// Some calls at a time, each batch in one transaction.
static enum err words_unfinished(struct house *h, size_t *out_n) {
  enum { BATCH = 100 };
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct erased_with_words_row *rows;
  arena_init(&a, 64 * 1024);
  TRY(db_begin(h->db, &tx));
  TRY(sql_erased_with_words(h->db, &a, &(struct erased_with_words){BATCH}, &rows, out_n));
  for (size_t i = 0; i < *out_n; i++)
    TRY(talk_erased(h->db, rows[i].interaction, rows[i].erased_ms.v));
  return db_commit(&tx);
}

enum err erase_unfinished(struct house *h, int64_t *out_n) {
  struct unfinished u = {.h = h};
  TRY(keystore_each(h->keys, collect, &u));
  for (size_t i = 0; i < u.n; i++) TRY(destroy(h, u.ids[i]));
  size_t n = 0, done = 0;
  do {
    TRY(words_unfinished(h, &n));
    done += n;
  } while (n);
  if (done) TRY(db_scrub(h->db));
  *out_n = (int64_t)u.n;
  return OK;
}
