// SPDX-License-Identifier: Apache-2.0
#include "centre/heads.h"

#include <jansson.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "centre/heads_line.h"
#include "core/clock.h"
#include "core/file.h"
#include "gen/sql/kept.h"

enum { TAIL = 4096 };

// ---- the key ----------------------------------------------------------------------------------
enum err heads_key_make(int keys_dir) {
  struct secret_key seed;
  uint8_t public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  secret_random(seed.b, sizeof seed.b);
  crypto_sign_seed_keypair(public, secret, seed.b);
  struct sv key = {(const char *)seed.b, sizeof seed.b};
  enum err rc = file_write_atomic(keys_dir, "heads.key", key, 0600);
  secret_wipe(&seed, sizeof seed);
  secret_wipe(secret, sizeof secret);
  TRY(rc);
  return file_write_atomic(keys_dir, "heads.pub", (struct sv){(const char *)public, sizeof public},
                           0644);
}

enum err heads_key_read(int keys_dir, struct heads_key *out) {
  struct secret_key seed;
  TRY(secret_own_key_read(keys_dir, "heads.key", &seed));
  crypto_sign_seed_keypair(out->public, out->secret, seed.b);
  secret_wipe(&seed, sizeof seed);
  return OK;
}

void heads_key_wipe(struct heads_key *k) { secret_wipe(k, sizeof *k); }

typedef json_t *json;
static void json_drop(json *j) { json_decref(*j); }

bool heads_key_of(const char *detail, uint8_t out[crypto_sign_PUBLICKEYBYTES]) {
  AUTO(json) json root = detail ? json_loads(detail, JSON_REJECT_DUPLICATES, NULL) : NULL;
  const char *hex = json_string_value(json_object_get(root, "key"));
  size_t n = 0;
  return hex &&
         !sodium_hex2bin(out, crypto_sign_PUBLICKEYBYTES, hex, strlen(hex), NULL, &n, NULL) &&
         n == crypto_sign_PUBLICKEYBYTES;
}

enum err heads_announced(struct db *db, uint8_t out[crypto_sign_PUBLICKEYBYTES]) {
  AUTO(arena) struct arena a;
  struct audit_keys_row *rows;
  size_t n;
  arena_init(&a, 1 << 20);
  memset(out, 0, crypto_sign_PUBLICKEYBYTES);
  TRY(sql_audit_keys(db, &a, &rows, &n));
  if (n && !heads_key_of(rows[n - 1].detail, out))
    return fail(E_BAD_DATA, "record %" PRId64 " announces no key", rows[n - 1].seq);
  return OK;
}

enum err heads_announce(struct db *db, const struct heads_key *k) {
  char hex[HEADS_KEY_HEX], detail[HEADS_KEY_HEX + 16];
  sodium_bin2hex(hex, sizeof hex, k->public, sizeof k->public);
  snprintf(detail, sizeof detail, "{\"key\":\"%s\"}", hex);
  return event_tell(db, EV_HEADS_KEY_MADE, (struct happening){.detail = detail});
}

enum err heads_signed(struct db *db, struct heads_file *out) {
  struct audit_signed_row row;
  bool found;
  TRY(sql_audit_signed(db, NULL, &row, &found));
  out->reaches = found ? row.seq : 0;
  out->counted = found ? row.counted : 0;
  out->counted_from = found ? row.counted_from : 0;
  return OK;
}

// ---- signing ----------------------------------------------------------------------------------
enum err heads_last(int file, struct chain_place *out) {
  struct stat st;
  char tail[TAIL];
  *out = (struct chain_place){0};
  if (fstat(file, &st)) return fail_os("look at the audit heads");
  off_t from = st.st_size > TAIL ? st.st_size - TAIL : 0;
  ssize_t n = pread(file, tail, sizeof tail, from);
  if (n < 0) return fail_os("read the audit heads");
  struct sv text = {tail, (size_t)n}, line = {0};
  while (text.n) {
    struct sv next = sv_trim(sv_cut(&text, '\n'));
    if (next.n) line = next;
  }
  struct head h;
  if (!line.n) return OK;
  if (!head_parse(line, &h)) return fail(E_BAD_DATA, "the last line of the heads is none");
  *out = (struct chain_place){.seq = h.seq, .at_ms = h.at_ms};
  memcpy(out->hash, h.hash, sizeof out->hash);
  return OK;
}

static enum err still_there(struct db *db, struct chain_place *last) {
  AUTO(arena) struct arena a;
  struct audit_at_row row;
  bool found;
  arena_init(&a, 4096);
  if (!last->seq) return OK;
  TRY(sql_audit_at(db, &a, &(struct audit_at){last->seq}, &row, &found));
  if (!found) return fail(E_BAD_DATA, "record %" PRId64 " was signed and is gone", last->seq);
  if (row.hash.n != sizeof last->hash || memcmp(row.hash.p, last->hash, sizeof last->hash))
    return fail(E_BAD_DATA, "record %" PRId64 " was signed and is another now", last->seq);
  last->at_ms = row.at_ms;
  return OK;
}

static enum err new_lines(struct db *db, struct chain_place *at) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct chain_report r;
  TRY(db_snapshot(db, &tx));
  TRY(still_there(db, at));
  TRY(chain_verify_from(db, at, &r));
  if (r.says[0]) return fail(E_BAD_DATA, "record %" PRId64 ": %s", r.bad_seq, r.says);
  return db_commit(&tx);
}

static enum err write_locked(struct db *db, const struct heads_key *k, int file,
                             struct chain_place *last) {
  struct chain_place at, before;
  char line[HEAD_LINE];
  TRY(heads_last(file, &before));
  if (before.seq < last->seq)
    return fail(E_BAD_DATA, "the heads end with record %" PRId64 ": they were cut", before.seq);
  at = before;
  TRY(new_lines(db, &at));
  *last = at;
  if (at.seq == before.seq) return OK;
  head_print(&at, clock_wall_ms(), k, line);
  TRY(file_write_all(file, line, strlen(line)));
  if (fsync(file)) return fail_os("sync the audit heads");
  return sql_audit_signed_set(db, &(struct audit_signed_set){at.seq});
}

// Whoever holds it writes a line; one that is stopped meanwhile stops nobody else.
static enum err lock_take(int file) {
  enum { PATIENCE_US = 30000000, ASK_MS = 20 };
  int64_t until_us = clock_mono_us() + PATIENCE_US;
  while (flock(file, LOCK_EX | LOCK_NB)) {
    if (errno != EWOULDBLOCK && errno != EINTR) return fail_os("lock the audit heads");
    if (clock_mono_us() > until_us) return fail(E_BUSY, "another program holds the audit heads");
    clock_sleep_ms(ASK_MS);
  }
  return OK;
}

enum err heads_write(struct db *db, const struct heads_key *k, int file, struct chain_place *last) {
  TRY(lock_take(file));
  enum err rc = write_locked(db, k, file, last);
  flock(file, LOCK_UN);
  return rc;
}
