// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/sent.h"

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/upload.h"

enum { AT_ONCE = 64, NAME = 64 };

struct sent_name {
  char sound[NAME], told[NAME];
};

static void names_of(const struct upload_next_row *row, struct sent_name *out) {
  char id[ID_TEXT];
  id_text(row->id, id);
  snprintf(out->sound, NAME, ".upload-%s.%s", id, row->kind);
  snprintf(out->told, NAME, ".upload-%s.told", id);
}

// What is to be said of one that was taken; NULL: nothing.
static const char *says(struct arena *a, const struct brought *got) {
  const char *text = got->was_there ? "this call was here before: nothing was added" : "";
  if (got->unheard[0])
    text = arena_printf(a, "%s%snot understood of what is told of it: %s", text, *text ? "; " : "",
                        got->unheard);
  if (got->says) text = arena_printf(a, "%s%s%s", text, *text ? "; " : "", got->says);
  if (got->untold) text = arena_printf(a, "%s%s%s", text, *text ? "; " : "", got->untold);
  return *text ? text : NULL;
}

static MUST_CHECK enum err ended(const struct bringer *b, struct arena *a, struct id upload,
                                 const struct brought *got, const char *why) {
  struct db *db = desk_catalogue(b->desk);
  if (!db) return fail(E_BUSY, "the catalogue does not answer");
  struct upload_ended row = {.state = got ? "in" : "refused",
                             .why = got ? says(a, got) : why,
                             .already = got && got->was_there,
                             .changed_ms = clock_wall_ms(),
                             .id = upload};
  if (got) row.interaction = some_id(got->interaction);
  return sql_upload_ended(db, &row);
}

// The file's fault: whoever sent it is told, and has it still. Ours: it waits.
static bool is_its_fault(enum err rc) {
  return rc == E_BAD_DATA || rc == E_TOO_BIG || rc == E_NOT_FOUND;
}

static MUST_CHECK enum err take_one(const struct bringer *b, struct arena *a,
                                    const struct upload_next_row *row) {
  struct sent_name n;
  struct brought got;
  char why[500], id[ID_TEXT];
  names_of(row, &n);
  struct parcel p = {
      .sound = {n.sound}, .sidecar = row->beside ? n.told : NULL, .called = row->name};
  enum err rc = bring(b, &p, &got);
  if (rc && !is_its_fault(rc)) return rc;
  snprintf(why, sizeof why, "%s", rc ? err_detail() : "");
  err_forget();
  TRY(ended(b, a, row->id, rc ? NULL : &got, why));
  unlinkat(b->dir, n.told, 0);
  unlinkat(b->dir, n.sound, 0);
  if (rc) {
    log_line(LOG_WARN, "an upload was refused: %s", why);
  } else {
    id_text(got.interaction, id);
    log_line(LOG_INFO, "upload %s id=%s", got.was_there ? "was there already" : "imported", id);
  }
  return OK;
}

enum err sent_take(const struct bringer *b, const volatile sig_atomic_t *stop, bool *out_waits) {
  AUTO(arena) struct arena a = {0};
  struct upload_next_row *rows;
  struct db *db = desk_catalogue(b->desk);
  size_t n;
  arena_init(&a, 4 << 20);
  if (!db) return OK; // it is asked again in a second
  TRY(sql_upload_next(db, &a, &(struct upload_next){AT_ONCE}, &rows, &n));
  for (size_t i = 0; i < n && !*stop; i++) {
    enum err rc = take_one(b, &a, &rows[i]);
    if (!rc) continue;
    log_err(rc, "an upload waits");
    *out_waits = true;
  }
  return OK;
}
