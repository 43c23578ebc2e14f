// SPDX-License-Identifier: Apache-2.0
// Every recording, key and row against each other.
#include "gen/sql/aside.h"
#include "gen/sql/interaction.h"
#include "medlyss/verify.h"
#include "vault/playable.h"

enum { PAGE = 200 };

// ---- rows → keys and files --------------------------------------------------------------------
static enum err fault_or_fail(enum err rc, struct verdict *v, const char *what, const char *id) {
  if (rc != E_NOT_FOUND && rc != E_BAD_DATA) return rc;
  verdict_fault(v, what, id, "%s", err_detail());
  err_forget();
  return OK;
}

static enum err check_sound(struct house *h, struct id id, enum playable_kind kind,
                            uint64_t *out_samples) {
  struct playable *p = NULL;
  TRY(playable_open(h->archive, h->keys, id, kind, false, &p));
  enum err rc = playable_verify(p, out_samples);
  playable_free(p);
  return rc;
}

static enum err check_sealed(struct house *h, const struct recording_all_row *row, const char *id,
                             struct verdict *v) {
  uint64_t samples = 0, none;
  enum err rc = check_sound(h, row->id, PLAYABLE_OPUS, &samples);
  if (rc) return fault_or_fail(rc, v, "recording", id);
  if (samples != (uint64_t)row->samples)
    verdict_fault(v, "recording", id, "its file has %" PRIu64 " samples, its row says %" PRId64,
                  samples, row->samples);
  return fault_or_fail(check_sound(h, row->id, PLAYABLE_PEAKS, &none), v, "peaks", id);
}

static enum err check_erased(struct house *h, const struct recording_all_row *row, const char *id,
                             struct verdict *v) {
  struct secret_key key;
  enum err rc = keystore_get(h->keys, row->id, &key);
  if (!rc) {
    secret_wipe(&key, sizeof key);
    verdict_fault(v, "recording", id, "it was erased, but its key is still there");
  }
  if (rc && rc != E_NOT_FOUND) return rc;
  err_forget();
  return OK;
}

static enum err check_row(struct house *h, const struct recording_all_row *row, struct verdict *v) {
  char id[ID_TEXT];
  id_text(row->id, id);
  v->recordings++;
  return strcmp(row->state, "sealed") ? check_erased(h, row, id, v) : check_sealed(h, row, id, v);
}

enum err verify_recordings(struct house *h, struct verdict *v) {
  struct id after = {0};
  for (size_t n = PAGE; n == PAGE;) {
    AUTO(arena) struct arena a;
    struct recording_all_row *rows;
    arena_init(&a, 4 << 20);
    TRY(sql_recording_all(h->db, &a, &(struct recording_all){after, PAGE}, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      TRY(check_row(h, &rows[i], v));
      after = rows[i].id;
    }
  }
  return OK;
}

// ---- keys and files → rows --------------------------------------------------------------------
struct leftovers {
  struct house *h;
  struct verdict *v;
};

static enum err known(struct house *h, struct id id, bool *out_known, bool *out_erased) {
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct recording_get_row row;
  TRY(sql_recording_get(h->db, &a, &(struct recording_get){id}, &row, out_known));
  *out_erased = *out_known && strcmp(row.state, "erased") == 0;
  return OK;
}

// A key or file whose row is not there yet belongs to a call that is being sealed, or will be
// sealed again from its spool: nothing is lost.
static enum err each_key(void *self, struct id id) {
  struct leftovers *l = self;
  char text[ID_TEXT];
  bool found, erased;
  id_text(id, text);
  TRY(known(l->h, id, &found, &erased));
  if (!found) verdict_note(l->v, "key", text, "no recording has it (yet)");
  return OK;
}

static enum err each_file(void *self, struct id id, const char *kind) {
  struct leftovers *l = self;
  char text[ID_TEXT];
  bool found, erased;
  id_text(id, text);
  TRY(known(l->h, id, &found, &erased));
  if (!found) verdict_note(l->v, "file", text, "no recording has this %s (yet)", kind);
  if (erased)
    verdict_note(l->v, "file", text, "erased, but this %s still lies here, unreadable", kind);
  return OK;
}

// Set aside: kept, and not to be heard. That is for a person to know, not for a log.
enum err verify_asides(struct house *h, struct verdict *v) {
  AUTO(arena) struct arena a;
  struct aside_list_row *rows;
  size_t n;
  arena_init(&a, 4 << 20);
  TRY(sql_aside_list(h->db, &a, &(struct aside_list){PAGE}, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    char id[ID_TEXT];
    id_text(rows[i].id, id);
    verdict_fault(v, "call", id,
                  "it could not be finished (%s, %" PRId64 " tries) and was set aside in the spool",
                  rows[i].reason, rows[i].tries);
  }
  return OK;
}

static enum err each_odd(void *self, const char *name) {
  struct leftovers *l = self;
  verdict_fault(l->v, "file", name,
                "audio/%s is no recording of this house: it does not belong there", name);
  return OK;
}

enum err verify_leftovers(struct house *h, struct verdict *v) {
  struct leftovers l = {h, v};
  TRY(keystore_each(h->keys, each_key, &l));
  return archive_each(h->archive, &(struct archive_visit){each_file, each_odd, &l});
}
