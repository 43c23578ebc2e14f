// SPDX-License-Identifier: Apache-2.0
// Heads against the chain. The keys that count are those the chain announced: a file keys/heads.pub
// that says otherwise is a fault of its own (medlyss/verify_audit.c).
#include "centre/heads_line.h"
#include "core/jsonw.h"
#include "gen/sql/kept.h"

// ---- all of them ------------------------------------------------------------------------------
enum { KEYS = 64 };
struct check {
  struct db *db;
  const struct heads_file *file;
  int64_t from[KEYS]; // each announced key, and the record that announced it
  uint8_t keys[KEYS][crypto_sign_PUBLICKEYBYTES];
  size_t n_keys;
  int64_t before; // seq of the head above
  struct heads_report *r;
};

PRINTF(3, 4) static void bad(struct check *c, int64_t seq, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(c->r->says, sizeof c->r->says, fmt, ap);
  va_end(ap);
  c->r->bad_seq = seq;
}

static enum err read_keys(struct check *c) {
  AUTO(arena) struct arena a;
  struct audit_keys_row *rows;
  size_t n;
  arena_init(&a, 1 << 20);
  TRY(sql_audit_keys(c->db, &a, &rows, &n));
  if (n > KEYS) bad(c, rows[KEYS].seq, "too many keys were announced");
  for (size_t i = 0; i < n && i < KEYS; i++) {
    if (!heads_key_of(rows[i].detail, c->keys[i])) bad(c, rows[i].seq, "it announces no key");
    c->from[c->n_keys++] = rows[i].seq;
  }
  c->r->keys = (int64_t)c->n_keys;
  return OK;
}

static const uint8_t *key_for(const struct check *c, const struct head *h) {
  const uint8_t *found = NULL;
  for (size_t i = 0; i < c->n_keys; i++)
    if (c->from[i] <= h->seq) found = c->keys[i];
  if (!found) return h->version == 1 ? c->file->old : NULL;
  return h->version == 2 && !memcmp(found, h->key, sizeof h->key) ? found : NULL;
}

static bool is_genuine(struct check *c, const struct head *h) {
  bool is_old = h->version == 1 && (!c->n_keys || h->seq < c->from[0]);
  if (is_old && !c->file->old)
    return true; // nothing at hand to check it with; the hash is compared
  const uint8_t *key = key_for(c, h);
  return key && !crypto_sign_verify_detached(h->signature, (const uint8_t *)h->covered.p,
                                             h->covered.n, key);
}

static enum err check_hash(struct check *c, const struct head *h) {
  AUTO(arena) struct arena a;
  struct audit_at_row row;
  bool found;
  arena_init(&a, 4096);
  TRY(sql_audit_at(c->db, &a, &(struct audit_at){h->seq}, &row, &found));
  if (!found)
    bad(c, h->seq, "a signed head knows this record, the database does not");
  else if (row.hash.n != sizeof h->hash || memcmp(row.hash.p, h->hash, sizeof h->hash))
    bad(c, h->seq, "a signed head says otherwise");
  return OK;
}

static void count(const struct check *c, const struct head *h) {
  struct heads_report *r = c->r;
  r->heads++;
  if (h->version == 1) {
    r->old++;
    return;
  }
  r->later += h->seq > c->file->counted_from && h->seq > r->last;
  if (!r->first) {
    r->first = h->seq;
    r->first_ms = h->at_ms;
  }
  r->last = h->seq;
  r->last_ms = h->at_ms;
}

static enum err check_line(struct check *c, struct sv line, int64_t number) {
  struct head h;
  if (!head_parse(line, &h)) {
    bad(c, 0, "line %" PRId64 " of the heads is none", number);
    return OK;
  }
  if (h.seq < c->before) bad(c, h.seq, "the heads are not in order");
  c->before = h.seq;
  if (!c->r->says[0] && !is_genuine(c, &h)) bad(c, h.seq, "its head is not signed by this site");
  if (c->r->says[0]) return OK;
  TRY(check_hash(c, &h));
  if (!c->r->says[0]) count(c, &h);
  return OK;
}

// What must be there: a head by each house that has a key, up to what the database remembers.
static void check_present(struct check *c) {
  if (c->r->says[0]) return;
  if (!c->n_keys)
    bad(c, 0, "no key for heads was ever made: medlyss init makes it");
  else if (!c->r->last)
    bad(c, c->from[0], "no signed head is there");
  else if (c->file->reaches > c->r->last)
    bad(c, c->r->last + 1, "heads were signed up to record %" PRId64 " and are missing",
        c->file->reaches);
  else if (c->r->later < c->file->counted)
    bad(c, c->file->counted_from + 1,
        "%" PRId64 " heads were signed since, and %" PRId64 " are there: some were cut out",
        c->file->counted, c->r->later);
}

enum err heads_verify(struct db *db, const struct heads_file *f, struct heads_report *out) {
  struct check c = {.db = db, .file = f, .r = out};
  struct sv text = f->text;
  *out = (struct heads_report){0};
  TRY(read_keys(&c));
  for (int64_t n = 1; text.n && !out->says[0]; n++) {
    struct sv line = sv_trim(sv_cut(&text, '\n'));
    if (line.n) TRY(check_line(&c, line, n));
  }
  check_present(&c);
  return OK;
}
