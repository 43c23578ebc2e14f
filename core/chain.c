// SPDX-License-Identifier: Apache-2.0
#include "core/chain.h"

#include <sodium.h>

#include "core/clock.h"
#include "gen/sql.h"

enum { HASH = 32, SALT = 16, PAGE = 500 };

struct link { // what is hashed
  int64_t seq, at_ms;
  struct opt_id actor, object;
  const char *event;
  struct bytes detail_hash, prev;
};

static bool known_event(const char *event) {
  static const char *const events[] = {
#define EVENT(name, where, says) name,
#include "schemas/events.def"
#undef EVENT
  };
  for (size_t i = 0; i < countof(events); i++)
    if (!strcmp(events[i], event)) return true;
  return false;
}

// ---- hashes -----------------------------------------------------------------------------------
static void add(crypto_generichash_state *h, const void *p, size_t n) {
  crypto_generichash_update(h, p, n);
}

static void add_number(crypto_generichash_state *h, int64_t v) {
  uint8_t le[8];
  for (int i = 0; i < 8; i++) le[i] = (uint8_t)((uint64_t)v >> (8 * i));
  add(h, le, sizeof le);
}

static void add_optional(crypto_generichash_state *h, bool there, const void *p, size_t n) {
  uint8_t flag = there;
  add(h, &flag, 1);
  if (there) add(h, p, n);
}

static void reckon_link(const struct link *l, uint8_t out[HASH]) {
  crypto_generichash_state h;
  crypto_generichash_init(&h, NULL, 0, HASH);
  add(&h, l->prev.p, l->prev.n);
  add_number(&h, l->seq);
  add_number(&h, l->at_ms);
  add_optional(&h, l->actor.set, l->actor.v.b, sizeof l->actor.v.b);
  add_number(&h, (int64_t)strlen(l->event));
  add(&h, l->event, strlen(l->event));
  add_optional(&h, l->object.set, l->object.v.b, sizeof l->object.v.b);
  add_optional(&h, l->detail_hash.p, l->detail_hash.p, l->detail_hash.n);
  crypto_generichash_final(&h, out, HASH);
}

static void reckon_detail(const char *detail, struct bytes salt, uint8_t out[HASH]) {
  crypto_generichash(out, HASH, (const uint8_t *)detail, strlen(detail), salt.p, salt.n);
}

static bool same(struct bytes a, const uint8_t *b, size_t n) {
  return a.n == n && a.p && !memcmp(a.p, b, n);
}

// ---- appending --------------------------------------------------------------------------------
static enum err add_detail(struct db *db, int64_t seq, const char *detail, uint8_t out[HASH]) {
  uint8_t salt[SALT];
  randombytes_buf(salt, sizeof salt);
  reckon_detail(detail, bytes_of(salt, SALT), out);
  struct audit_detail_add row = {.seq = seq, .salt = bytes_of(salt, SALT), .detail = detail};
  return sql_audit_detail_add(db, &row);
}

static enum err append(struct db *db, const struct chain_line *line) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  static const uint8_t nothing[HASH];
  uint8_t hash[HASH], detail_hash[HASH];
  struct audit_head_row head;
  bool found;
  TRY(sql_audit_head(db, &a, &head, &found));
  struct link l = {.seq = found ? head.seq + 1 : 1,
                   .at_ms = clock_wall_ms(),
                   .actor = opt_id_of(line->actor),
                   .object = opt_id_of(line->object),
                   .event = line->event,
                   .prev = found ? head.hash : bytes_of(nothing, HASH)};
  if (line->detail) {
    TRY(add_detail(db, l.seq, line->detail, detail_hash));
    l.detail_hash = bytes_of(detail_hash, HASH);
  }
  reckon_link(&l, hash);
  struct audit_add row = {.seq = l.seq,
                          .at_ms = l.at_ms,
                          .actor = l.actor,
                          .event = l.event,
                          .object = l.object,
                          .detail_hash = l.detail_hash,
                          .prev_hash = l.prev,
                          .hash = bytes_of(hash, HASH)};
  TRY(sql_audit_add(db, &row));
  return sql_audit_head_set(db, &(struct audit_head_set){l.seq, bytes_of(hash, HASH)});
}

enum err chain_append(struct db *db, const struct chain_line *line) {
  if (!known_event(line->event))
    return fail(E_BROKEN, "%s is not in schemas/events.def", line->event);
  if (db_in_tx(db)) return append(db, line);
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(db, &tx));
  TRY(append(db, line));
  return db_commit(&tx);
}

// ---- verifying --------------------------------------------------------------------------------
struct walk {
  struct chain_report *r;
  uint8_t prev[HASH];
  int64_t seq;
};

static void bad(struct chain_report *r, int64_t seq, const char *says) {
  r->bad_seq = seq;
  snprintf(r->says, sizeof r->says, "%s", says);
}

static bool link_holds(struct walk *w, const struct audit_from_row *row) {
  uint8_t hash[HASH];
  struct link l = {row->seq,   row->at_ms,       row->actor,    row->object,
                   row->event, row->detail_hash, row->prev_hash};
  if (row->seq != w->seq + 1) {
    bad(w->r, w->seq + 1, "the record is missing");
    return false;
  }
  if (!same(row->prev_hash, w->prev, HASH)) {
    bad(w->r, row->seq, "it does not follow the record before it");
    return false;
  }
  reckon_link(&l, hash);
  if (!same(row->hash, hash, HASH)) {
    bad(w->r, row->seq, "it was altered");
    return false;
  }
  if (row->detail && row->salt.p) {
    reckon_detail(row->detail, row->salt, hash);
    if (!same(row->detail_hash, hash, HASH)) {
      bad(w->r, row->seq, "its detail was altered");
      return false;
    }
    w->r->details++;
  }
  return true;
}

static bool step(struct walk *w, const struct audit_from_row *row) {
  if (!link_holds(w, row)) return false;
  memcpy(w->prev, row->hash.p, HASH);
  w->seq = row->seq;
  w->r->lines++;
  return true;
}

static enum err check_head(struct db *db, struct arena *a, struct walk *w) {
  struct audit_head_row head;
  bool found;
  TRY(sql_audit_head(db, a, &head, &found));
  if (!found && !w->seq) return OK;
  if (!found)
    bad(w->r, w->seq, "the head is missing");
  else if (head.seq > w->seq)
    bad(w->r, w->seq + 1, "the tail is cut: the head is further on");
  else if (head.seq < w->seq)
    bad(w->r, head.seq + 1, "the record is not covered by the head");
  else if (!same(head.hash, w->prev, HASH))
    bad(w->r, w->seq, "the head says otherwise");
  return OK;
}

enum err chain_verify(struct db *db, struct chain_report *out) {
  AUTO(arena) struct arena a;
  struct walk w = {.r = out};
  *out = (struct chain_report){0};
  for (;;) {
    struct audit_from_row *rows;
    size_t n;
    arena_init(&a, 16 << 20);
    TRY(sql_audit_from(db, &a, &(struct audit_from){w.seq, PAGE}, &rows, &n));
    for (size_t i = 0; i < n; i++)
      if (!step(&w, &rows[i])) return OK;
    if (n < PAGE) return check_head(db, &a, &w);
    arena_drop(&a);
  }
}

// ---- heads ------------------------------------------------------------------------------------
// medlyss-head 1 SEQ AT_MS HASH SIGNATURE: the signature is of everything before it.
enum { HEX = 2 * HASH + 1, SIGNED_HEX = 2 * crypto_sign_BYTES + 1, LINE = 400 };

static void sign(const uint8_t seed[CHAIN_SEED], const char *text, char out[SIGNED_HEX]) {
  uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES], sig[crypto_sign_BYTES];
  crypto_sign_seed_keypair(pk, sk, seed);
  crypto_sign_detached(sig, NULL, (const uint8_t *)text, strlen(text), sk);
  sodium_bin2hex(out, SIGNED_HEX, sig, sizeof sig);
  sodium_memzero(sk, sizeof sk);
}

enum err chain_head_write(struct db *db, const uint8_t seed[CHAIN_SEED], int file,
                          int64_t *last_seq) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  struct audit_head_row head;
  bool found;
  char hash[HEX], line[LINE], signature[SIGNED_HEX];
  TRY(sql_audit_head(db, &a, &head, &found));
  if (!found || head.seq == *last_seq) return OK;
  if (head.hash.n != HASH) return fail(E_BAD_DATA, "the audit head has no hash");
  sodium_bin2hex(hash, sizeof hash, head.hash.p, HASH);
  int n = snprintf(line, sizeof line, "medlyss-head 1 %" PRId64 " %" PRId64 " %s", head.seq,
                   clock_wall_ms(), hash);
  sign(seed, line, signature);
  snprintf(line + n, sizeof line - (size_t)n, " %s\n", signature);
  for (size_t at = 0, all = strlen(line); at < all;) {
    ssize_t k = write(file, line + at, all - at);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return fail_os("append to the audit heads");
    at += (size_t)k;
  }
  if (fsync(file)) return fail_os("sync the audit heads");
  *last_seq = head.seq;
  return OK;
}

struct head {
  int64_t seq;
  uint8_t hash[HASH];
};

static bool read_head(struct sv line, const uint8_t seed[CHAIN_SEED], struct head *out) {
  struct sv rest = line;
  uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES], sig[crypto_sign_BYTES];
  size_t n = 0;
  int64_t at_ms;
  if (!sv_eq(sv_cut(&rest, ' '), SV("medlyss-head")) || !sv_eq(sv_cut(&rest, ' '), SV("1")))
    return false;
  if (sv_i64(sv_cut(&rest, ' '), 1, INT64_MAX, &out->seq) ||
      sv_i64(sv_cut(&rest, ' '), 0, INT64_MAX, &at_ms))
    return false;
  struct sv hash = sv_cut(&rest, ' ');
  if (sodium_hex2bin(out->hash, HASH, hash.p, hash.n, NULL, &n, NULL) || n != HASH) return false;
  if (sodium_hex2bin(sig, sizeof sig, rest.p, rest.n, NULL, &n, NULL) || n != sizeof sig)
    return false;
  crypto_sign_seed_keypair(pk, sk, seed);
  sodium_memzero(sk, sizeof sk);
  return !crypto_sign_verify_detached(sig, (const uint8_t *)line.p,
                                      (size_t)(hash.p + hash.n - line.p), pk);
}

static enum err check_against(struct db *db, const struct head *h, struct chain_report *out) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  struct audit_hash_at_row row;
  bool found;
  TRY(sql_audit_hash_at(db, &a, &(struct audit_hash_at){h->seq}, &row, &found));
  if (!found)
    bad(out, h->seq, "a signed head knows this record, the database does not");
  else if (!same(row.hash, h->hash, HASH))
    bad(out, h->seq, "a signed head says otherwise");
  else
    out->lines++;
  return OK;
}

enum err chain_heads_verify(struct db *db, const uint8_t seed[CHAIN_SEED], struct sv text,
                            struct chain_report *out) {
  *out = (struct chain_report){0};
  while (text.n && !out->says[0]) {
    struct sv line = sv_trim(sv_cut(&text, '\n'));
    struct head h;
    if (!line.n) continue;
    if (!read_head(line, seed, &h)) {
      err_forget();
      bad(out, out->lines + 1, "a line of the heads file is not signed by this site");
    } else {
      TRY(check_against(db, &h, out));
    }
  }
  return OK;
}
