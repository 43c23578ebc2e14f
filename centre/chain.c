// SPDX-License-Identifier: Apache-2.0
#include "centre/chain.h"

#include "centre/chain_inside.h"
#include "core/clock.h"
#include "gen/sql/trust.h"

// ---- hashes -----------------------------------------------------------------------------------
static void add(crypto_generichash_state *h, const void *p, size_t n) {
  crypto_generichash_update(h, p, n);
}

void chain_hash_number(crypto_generichash_state *h, int64_t v) {
  uint8_t le[8];
  for (int i = 0; i < 8; i++) le[i] = (uint8_t)((uint64_t)v >> (8 * i));
  add(h, le, sizeof le);
}

void chain_hash_optional(crypto_generichash_state *h, bool there, const void *p, size_t n) {
  uint8_t flag = there;
  add(h, &flag, 1);
  if (there) add(h, p, n);
}

void chain_reckon_link(const struct chain_link *l, uint8_t out[CHAIN_HASH]) {
  crypto_generichash_state h;
  crypto_generichash_init(&h, NULL, 0, CHAIN_HASH);
  add(&h, l->prev.p, l->prev.n);
  chain_hash_number(&h, l->seq);
  chain_hash_number(&h, l->at_ms);
  chain_hash_optional(&h, l->actor.set, l->actor.v.b, sizeof l->actor.v.b);
  chain_hash_number(&h, (int64_t)strlen(l->event));
  add(&h, l->event, strlen(l->event));
  chain_hash_optional(&h, l->object.set, l->object.v.b, sizeof l->object.v.b);
  chain_hash_optional(&h, l->detail_hash.p, l->detail_hash.p, l->detail_hash.n);
  if (l->rows_hash.p) chain_hash_optional(&h, true, l->rows_hash.p, l->rows_hash.n);
  crypto_generichash_final(&h, out, CHAIN_HASH);
}

void chain_reckon_detail(const char *detail, struct bytes salt, uint8_t out[CHAIN_HASH]) {
  crypto_generichash(out, CHAIN_HASH, (const uint8_t *)detail, strlen(detail), salt.p, salt.n);
}

bool chain_same(struct bytes a, const uint8_t *b) {
  return a.n == CHAIN_HASH && a.p && !memcmp(a.p, b, CHAIN_HASH);
}

// ---- appending --------------------------------------------------------------------------------
static enum err add_detail(struct db *db, int64_t seq, const char *detail,
                           uint8_t out[CHAIN_HASH]) {
  uint8_t salt[CHAIN_SALT];
  randombytes_buf(salt, sizeof salt);
  chain_reckon_detail(detail, bytes_of(salt, CHAIN_SALT), out);
  struct audit_detail_add row = {.seq = seq, .salt = bytes_of(salt, CHAIN_SALT), .detail = detail};
  return sql_audit_detail_add(db, &row);
}

static enum err append(struct db *db, const struct chain_line *line, struct bytes rows_hash) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  static const uint8_t nothing[CHAIN_HASH];
  uint8_t hash[CHAIN_HASH], detail_hash[CHAIN_HASH];
  struct audit_head_row head;
  bool found;
  const char *event = event_name(line->event);
  if (!event) return fail(E_BROKEN, "what happened has no name");
  TRY(sql_audit_head(db, &a, &head, &found));
  struct chain_link l = {.seq = found ? head.seq + 1 : 1,
                         .at_ms = clock_wall_ms(),
                         .actor = opt_id_of(line->actor),
                         .object = opt_id_of(line->object),
                         .event = event,
                         .rows_hash = rows_hash,
                         .prev = found ? head.hash : bytes_of(nothing, CHAIN_HASH)};
  if (line->detail) {
    TRY(add_detail(db, l.seq, line->detail, detail_hash));
    l.detail_hash = bytes_of(detail_hash, CHAIN_HASH);
  }
  chain_reckon_link(&l, hash);
  struct audit_add row = {.seq = l.seq,
                          .at_ms = l.at_ms,
                          .actor = l.actor,
                          .event = l.event,
                          .object = l.object,
                          .detail_hash = l.detail_hash,
                          .rows_hash = l.rows_hash,
                          .prev_hash = l.prev,
                          .hash = bytes_of(hash, CHAIN_HASH)};
  TRY(sql_audit_add(db, &row));
  return sql_audit_head_set(db, &(struct audit_head_set){l.seq, bytes_of(hash, CHAIN_HASH)});
}

enum err chain_append(struct db *db, const struct chain_line *line) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_join(db, &tx));
  TRY(append(db, line, (struct bytes){0}));
  return db_commit(&tx);
}

enum err chain_append_rows(struct db *db, const struct chain_line *line,
                           const uint8_t rows_hash[CHAIN_HASH]) {
  return append(db, line, bytes_of(rows_hash, CHAIN_HASH));
}

enum err chain_next(struct db *db, int64_t *out_seq) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  struct audit_head_row head;
  bool found;
  TRY(sql_audit_head(db, &a, &head, &found));
  *out_seq = found ? head.seq + 1 : 1;
  return OK;
}

void chain_bad(struct chain_report *r, int64_t seq, const char *fmt, ...) {
  va_list ap;
  if (r->says[0]) return;
  va_start(ap, fmt);
  vsnprintf(r->says, sizeof r->says, fmt, ap);
  va_end(ap);
  r->bad_seq = seq;
}
