// SPDX-License-Identifier: Apache-2.0
#include "medlyss/heads.h"

#include "centre/event.h"
#include "centre/kept.h"
#include "core/log.h"
#include "gen/sql/kept.h"

void heads_path(const struct house *h, char *out, size_t room) {
  const char *set = h->settings.audit_heads;
  if (*set)
    snprintf(out, room, "%s", set);
  else
    snprintf(out, room, "%s/audit/heads", h->data.path);
}

void heads_old_public(struct house *h, uint8_t out[crypto_sign_PUBLICKEYBYTES]) {
  struct secret_key seed = secret_derive(keystore_site(h->keys), "audit.heads");
  uint8_t secret[crypto_sign_SECRETKEYBYTES];
  crypto_sign_seed_keypair(out, secret, seed.b);
  secret_wipe(secret, sizeof secret);
  secret_wipe(&seed, sizeof seed);
}

static enum err is_cut(struct house *h, int file, bool *out) {
  struct chain_place last;
  struct heads_file was = {0};
  TRY(heads_signed(h->db, &was));
  TRY(heads_last(file, &last));
  *out = last.seq < was.reaches;
  return OK;
}

enum err heads_open(struct house *h, int *out_file) {
  char path[HEADS_PATH];
  bool cut;
  AUTO(fd) fd file = -1;
  heads_path(h, path, sizeof path);
  TRY(file_open(AT_FDCWD, path, O_RDWR | O_APPEND, 0, &file));
  TRY(is_cut(h, file, &cut));
  if (cut) return fail(E_NOT_FOUND, "heads that were signed are missing from %s", path);
  *out_file = fd_take(&file);
  return OK;
}

enum err heads_key_ours(struct house *h, const uint8_t known[crypto_sign_PUBLICKEYBYTES],
                        struct heads_key *out) {
  AUTO(fd) fd keys = -1;
  uint8_t announced[crypto_sign_PUBLICKEYBYTES];
  struct heads_key k;
  TRY(datadir_folder(&h->data, DATADIR_KEYS, &keys));
  TRY(heads_key_read(keys, &k));
  enum err rc = OK;
  if (memcmp(known, k.public, sizeof announced) != 0) rc = heads_announced(h->db, announced);
  if (!rc && memcmp(known, k.public, sizeof announced) != 0 &&
      memcmp(announced, k.public, sizeof announced) != 0)
    rc = fail(E_CONFIG, "keys/heads.key is not the key the chain announces");
  if (!rc) *out = k;
  heads_key_wipe(&k);
  return rc;
}

// ---- the beginning ----------------------------------------------------------------------------
static enum err key_ready(struct house *h, struct heads_key *out) {
  AUTO(fd) fd keys = -1;
  TRY(datadir_folder(&h->data, DATADIR_KEYS, &keys));
  enum err rc = heads_key_read(keys, out);
  if (rc != E_NOT_FOUND) return rc;
  err_forget();
  TRY(heads_key_make(keys));
  return heads_key_read(keys, out);
}

static void say_key(const struct heads_key *k, bool had_one) {
  char hex[HEADS_KEY_HEX];
  sodium_bin2hex(hex, sizeof hex, k->public, sizeof k->public);
  fprintf(stderr,
          "The audit chain is signed from now on. Keep this elsewhere, to verify with:\n  %s\n",
          hex);
  if (had_one) fprintf(stderr, "The former key was lost; verify will say so.\n");
}

static enum err announce(struct house *h, const struct heads_key *k) {
  static const uint8_t none[crypto_sign_PUBLICKEYBYTES];
  uint8_t before[crypto_sign_PUBLICKEYBYTES];
  int64_t taken = 0;
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(h->db, &tx));
  TRY(heads_announced(h->db, before));
  bool had_one = memcmp(before, none, sizeof before) != 0;
  bool had_this = !memcmp(before, k->public, sizeof before);
  TRY(kept_take_in(h->db, &taken));
  if (!had_this) TRY(heads_announce(h->db, k));
  TRY(db_commit(&tx));
  if (!had_this) say_key(k, had_one);
  if (taken) fprintf(stderr, "%" PRId64 " rows from before were taken under the chain.\n", taken);
  return OK;
}

static enum err file_ready(struct house *h, int *out_file) {
  char path[HEADS_PATH];
  bool cut;
  heads_path(h, path, sizeof path);
  TRY(file_open(AT_FDCWD, path, O_RDWR | O_APPEND | O_CREAT, 0640, out_file));
  TRY(is_cut(h, *out_file, &cut));
  if (!cut) return OK;
  fprintf(stderr, "Signed heads were missing from %s; verify will say so.\n", path);
  TRY(sql_audit_signed_lost(h->db));
  return event_tell(h->db, EV_HEADS_LOST, (struct happening){0});
}

enum err heads_begin(struct house *h) {
  struct heads_key k;
  struct chain_place last = {0};
  AUTO(fd) fd file = -1;
  TRY(key_ready(h, &k));
  enum err rc = announce(h, &k);
  if (!rc) rc = file_ready(h, &file);
  if (!rc) rc = heads_write(h->db, &k, file, &last);
  heads_key_wipe(&k);
  if (rc != E_BAD_DATA) return rc;
  fprintf(stderr, "Nothing is signed: %s. medlyss verify says more.\n", err_detail());
  err_forget();
  return OK;
}

static enum err sign(struct house *h) {
  static const uint8_t none[crypto_sign_PUBLICKEYBYTES];
  struct heads_key k;
  struct chain_place last = {0};
  AUTO(fd) fd file = -1;
  TRY(heads_open(h, &file));
  TRY(heads_key_ours(h, none, &k));
  enum err rc = heads_write(h->db, &k, file, &last);
  heads_key_wipe(&k);
  return rc;
}

void heads_sign_if_ours(struct house *h) {
  enum err rc = sign(h);
  if (rc == E_BAD_DATA) log_err(rc, "signing heads");
  err_forget();
}
