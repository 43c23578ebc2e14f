// SPDX-License-Identifier: Apache-2.0
// Every recording, key and row against each other.
#include "core/blob.h"
#include "core/playable.h"
#include "medlyss/verify.h"

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
  TRY(playable_open(h->audio, h->keys, id, kind, false, &p));
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

enum err verify_leftovers(struct house *h, struct verdict *v) {
  struct leftovers l = {h, v};
  TRY(keystore_each(h->keys, each_key, &l));
  return blob_each(h->audio, each_file, &l);
}
