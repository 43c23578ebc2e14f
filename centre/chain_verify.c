// SPDX-License-Identifier: Apache-2.0
// The chain, walked: every line follows the one before it, every detail and every row it speaks of
// is there and is what it says. Absence is a fault like any other.
#include "centre/chain_inside.h"
#include "centre/kept.h"
#include "gen/sql/kept.h"
#include "gen/sql/trust.h"

enum { PAGE = 500, BACK_MS = 60 * 1000 };

static bool detail_holds(const struct audit_from_row *row, struct chain_report *r) {
  uint8_t hash[CHAIN_HASH];
  if (!row->detail_hash.p && !row->detail) return true;
  if (!row->detail_hash.p) return chain_bad(r, row->seq, "it never had the detail it has"), false;
  if (!row->detail || !row->salt.p) return chain_bad(r, row->seq, "its detail is missing"), false;
  chain_reckon_detail(row->detail, row->salt, hash);
  if (!chain_same(row->detail_hash, hash))
    return chain_bad(r, row->seq, "its detail was altered"), false;
  r->details++;
  return true;
}

static bool link_holds(const struct chain_place *at, const struct audit_from_row *row,
                       struct chain_report *r) {
  uint8_t hash[CHAIN_HASH];
  struct chain_link l = {.seq = row->seq,
                         .at_ms = row->at_ms,
                         .actor = row->actor,
                         .object = row->object,
                         .event = row->event,
                         .detail_hash = row->detail_hash,
                         .rows_hash = row->rows_hash,
                         .prev = row->prev_hash};
  if (row->seq != at->seq + 1) return chain_bad(r, at->seq + 1, "the record is missing"), false;
  if (!chain_same(row->prev_hash, at->hash))
    return chain_bad(r, row->seq, "it does not follow the record before it"), false;
  chain_reckon_link(&l, hash);
  if (!chain_same(row->hash, hash)) return chain_bad(r, row->seq, "it was altered"), false;
  return detail_holds(row, r);
}

static enum err step(struct db *db, struct chain_place *at, const struct audit_from_row *row,
                     struct chain_report *r) {
  if (!link_holds(at, row, r)) return OK;
  if (row->rows_hash.p) TRY(kept_line_verify(db, row->seq, row->rows_hash, r));
  if (r->says[0]) return OK;
  if (!r->backwards_seq && row->at_ms + BACK_MS < at->at_ms) r->backwards_seq = row->seq;
  *at = (struct chain_place){.seq = row->seq, .at_ms = row->at_ms};
  memcpy(at->hash, row->hash.p, CHAIN_HASH);
  r->lines++;
  return OK;
}

static enum err check_head(struct db *db, struct arena *a, const struct chain_place *at,
                           struct chain_report *r) {
  struct audit_head_row head;
  bool found;
  TRY(sql_audit_head(db, a, &head, &found));
  if (!found && !at->seq) return OK;
  if (!found)
    chain_bad(r, at->seq, "the head is missing");
  else if (head.seq > at->seq)
    chain_bad(r, at->seq + 1, "the tail is cut: the head is further on");
  else if (head.seq < at->seq)
    chain_bad(r, head.seq + 1, "the record is not covered by the head");
  else if (!chain_same(head.hash, at->hash))
    chain_bad(r, at->seq, "the head says otherwise");
  return OK;
}

enum err chain_verify_from(struct db *db, struct chain_place *at, struct chain_report *out) {
  *out = (struct chain_report){0};
  for (size_t n = PAGE; n == PAGE;) {
    AUTO(arena) struct arena a;
    struct audit_from_row *rows;
    arena_init(&a, 64 << 20);
    TRY(sql_audit_from(db, &a, &(struct audit_from){at->seq, PAGE}, &rows, &n));
    for (size_t i = 0; i < n && !out->says[0]; i++) TRY(step(db, at, &rows[i], out));
    if (out->says[0]) return OK;
    if (n < PAGE) TRY(check_head(db, &a, at, out));
  }
  return OK;
}

// Details and rows that no line speaks of.
static enum err strays(struct db *db, struct chain_report *r) {
  AUTO(arena) struct arena a;
  struct audit_detail_strays_row *details;
  struct audit_row_strays_row rows;
  size_t n;
  arena_init(&a, 4096);
  TRY(sql_audit_detail_strays(db, &a, &(struct audit_detail_strays){1}, &details, &n));
  if (n) chain_bad(r, details[0].seq, "a detail of a record that is not there");
  TRY(sql_audit_row_strays(db, NULL, &rows));
  if (rows.n) chain_bad(r, 0, "%" PRId64 " digests of rows belong to no record", rows.n);
  return OK;
}

enum err chain_verify(struct db *db, struct chain_report *out) {
  struct chain_place at = {0};
  TRY(chain_verify_from(db, &at, out));
  return out->says[0] ? OK : strays(db, out);
}
