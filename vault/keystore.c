// SPDX-License-Identifier: Apache-2.0
#include "vault/keystore.h"

#include <sodium.h>

#include "core/clock.h"
#include "gen/keysql/recording_key.h"
#include "gen/keysql/schema.h"

struct keystore {
  struct db *db;
  struct secret_key site, wrapping;
};

enum { NONCE = 24, PAGE = 500 };

static inline void keystore_drop(struct keystore **k) { keystore_free(*k); }

static struct sv id_view(const struct id *id) {
  return (struct sv){(const char *)id->b, sizeof id->b};
}

static enum err open_with(const struct datadir *d, bool make, struct keystore **out) {
  AUTO(keystore) struct keystore *k = sodium_malloc(sizeof *k); // never in a dump, nor swapped
  AUTO(fd) fd keys = -1;
  if (!k) return fail(E_BROKEN, "no memory for the key store");
  *k = (struct keystore){0};
  TRY(datadir_folder(d, DATADIR_KEYS, &keys));
  if (make) TRY(secret_keys_make(keys));
  TRY(secret_key_read(keys, "site.key", &k->site));
  k->wrapping = secret_derive(&k->site, "keystore");
  if (make)
    TRY(db_create(d->keys_db, &keystore_schema, &k->db));
  else
    TRY(db_open(d->keys_db, &keystore_schema, &k->db));
  *out = k;
  k = NULL;
  return OK;
}

enum err keystore_make(const struct datadir *d, struct keystore **out) {
  return open_with(d, true, out);
}
enum err keystore_open(const struct datadir *d, struct keystore **out) {
  return open_with(d, false, out);
}
void keystore_patience(struct keystore *k, int ms) { db_patience(k->db, ms); }
const struct secret_key *keystore_site(const struct keystore *k) { return &k->site; }

static enum err row_replace(struct keystore *k, struct id id, struct sv sealed) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(k->db, &tx));
  TRY(keysql_key_erase(k->db, &(struct key_erase){.recording = id}));
  TRY(keysql_key_add(k->db, &(struct key_add){
                                .recording = id,
                                .nonce = bytes_of(sealed.p, NONCE),
                                .wrapped = bytes_of(sealed.p + NONCE, sealed.n - NONCE),
                                .created_ms = clock_wall_ms(),
                            }));
  return db_commit(&tx);
}

enum err keystore_put(struct keystore *k, struct id id, const struct secret_key *key) {
  AUTO(buf) struct buf sealed = {0};
  TRY(secret_seal(&k->wrapping, (struct sv){(const char *)key->b, sizeof key->b}, id_view(&id),
                  &sealed));
  return row_replace(k, id, buf_sv(&sealed));
}

static enum err unwrap(struct keystore *k, struct id id, const struct key_get_row *row,
                       struct secret_key *out) {
  AUTO(buf) struct buf sealed = {0};
  AUTO(buf) struct buf plain = {0};
  buf_add(&sealed, row->nonce.p, row->nonce.n);
  buf_add(&sealed, row->wrapped.p, row->wrapped.n);
  TRY(secret_unseal(&k->wrapping, buf_sv(&sealed), id_view(&id), &plain));
  if (plain.n != sizeof out->b) return fail(E_BAD_DATA, "a recording's key has another length");
  memcpy(out->b, plain.p, sizeof out->b);
  secret_wipe(plain.p, plain.n);
  return OK;
}

enum err keystore_get(struct keystore *k, struct id id, struct secret_key *out) {
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct key_get_row row;
  bool found;
  TRY(keysql_key_get(k->db, &a, &(struct key_get){.recording = id}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "this recording has no key");
  return unwrap(k, id, &row, out);
}

enum err keystore_destroy(struct keystore *k, struct id id) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(k->db, &tx));
  TRY(keysql_key_erase(k->db, &(struct key_erase){.recording = id}));
  bool was_there = db_changes(k->db) > 0;
  TRY(keysql_key_erasure_add(
      k->db, &(struct key_erasure_add){.recording = id, .erased_ms = clock_wall_ms()}));
  TRY(db_commit(&tx));
  TRY(db_scrub(k->db));
  return was_there ? OK : fail(E_NOT_FOUND, "this recording had no key");
}

enum err keystore_each(struct keystore *k, enum err (*each)(void *self, struct id id), void *self) {
  struct key_list q = {.limit = PAGE};
  for (size_t n = PAGE; n == PAGE;) {
    AUTO(arena) struct arena a;
    arena_init(&a, 1 << 20);
    struct key_list_row *rows;
    TRY(keysql_key_list(k->db, &a, &q, &rows, &n));
    for (size_t i = 0; i < n; i++) TRY(each(self, rows[i].recording));
    if (n) q.recording = rows[n - 1].recording;
  }
  return OK;
}

void keystore_free(struct keystore *k) {
  if (!k) return;
  db_close(k->db);
  sodium_free(k); // wipes it
}
