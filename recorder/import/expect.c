// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/expect.h"

#include <fcntl.h>

#include "core/clock.h"
#include "gen/sql/health.h"
#include "gen/sql/place.h"
#include "recorder/import/facts.h"

enum { CDR_MAX = 256 << 20 };

struct reading {
  struct desk *desk;
  struct db *db;
  struct arena arena; // the lines
  struct line_list_row *line;
  size_t n_lines;
  struct expected *out;
};

static void reading_drop(struct reading *r) { arena_drop(&r->arena); }

static bool is_line(const struct reading *r, const char *number) {
  for (size_t i = 0; number && i < r->n_lines; i++) {
    struct sv address = sv_of(r->line[i].address);
    if (sv_eq(sv_cut(&address, '@'), sv_of(number))) return true;
  }
  return false;
}

// As the recording policy has it: the house's lines, while an agreement is in force.
static enum err is_ours(struct reading *r, const struct facts *f, bool *out) {
  AUTO(arena) struct arena a = {0};
  struct agreement_at_row row;
  *out = false;
  if (!r->desk->settings.record_every_call && !is_line(r, f->agent) && !is_line(r, f->caller))
    return OK;
  arena_init(&a, 1 << 20);
  return sql_agreement_at(r->db, &a, &(struct agreement_at){f->started_ms}, &row, out);
}

static enum err put(struct reading *r, const struct facts *f) {
  AUTO(arena) struct arena a = {0};
  uint8_t hash[SECRET_HASH];
  struct expected_call_add row = {.external_id = f->external_id,
                                  .started_ms = f->started_ms,
                                  .local_day = clock_local_day(f->started_ms)};
  struct expected_call_add_row made;
  bool fresh;
  if (f->caller) {
    secret_caller_hash(keystore_site(r->desk->keystore), sv_of(f->caller), hash);
    row.caller_hash = bytes_of(hash, sizeof hash);
  }
  arena_init(&a, 64 * 1024);
  TRY(sql_expected_call_add(r->db, &a, &row, &made, &fresh));
  ++*(fresh ? &r->out->fresh : &r->out->known);
  return OK;
}

static enum err each(void *ctx, const struct facts_row *row) {
  struct reading *r = ctx;
  bool ours = false;
  r->out->rows++;
  if (!row->read) return r->out->unread++, OK;
  if (!row->answered) return r->out->unanswered++, OK;
  TRY(is_ours(r, &row->facts, &ours));
  if (!ours) return r->out->others++, OK;
  return put(r, &row->facts);
}

enum err expect_file(struct desk *d, const char *path, struct expected *out) {
  AUTO(buf) struct buf text = {0};
  AUTO(db_tx) struct db_tx tx = {0};
  AUTO(reading) struct reading r = {.desk = d, .db = desk_catalogue(d), .out = out};
  *out = (struct expected){0};
  if (!r.db || !desk_keystore(d)) return fail(E_BUSY, "the catalogue does not answer");
  arena_init(&r.arena, 16 << 20);
  TRY(file_read(AT_FDCWD, path, CDR_MAX, &text));
  TRY(db_begin(r.db, &tx));
  TRY(sql_line_list(r.db, &r.arena, &r.line, &r.n_lines));
  TRY(facts_cdr_each(buf_sv(&text), each, &r));
  if (!out->rows || out->unread == out->rows)
    return fail(E_BAD_DATA, "%s: this is no CDR of Asterisk with a uniqueid in each row", path);
  return db_commit(&tx);
}
