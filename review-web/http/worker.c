// SPDX-License-Identifier: Apache-2.0
#include <pthread.h>

#include "gen/sql.h"
#include "review-web/http/site.h"

enum { PATIENCE_MS = 2000 };

struct worker {
  struct db *db;
  struct keystore *keys;
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void close_worker(void *arg) {
  struct worker *w = arg;
  if (!w) return;
  db_close(w->db);
  keystore_free(w->keys);
  free(w);
}

static void make_key(void) {
  if (pthread_key_create(&key, close_worker)) abort();
}

static enum err worker_here(struct worker **out) {
  pthread_once(&once, make_key);
  struct worker *w = pthread_getspecific(key);
  if (!w) w = calloc(1, sizeof *w);
  if (!w || pthread_setspecific(key, w)) {
    free(w);
    return fail(E_BROKEN, "no memory for a worker");
  }
  *out = w;
  return OK;
}

enum err worker_db(const struct site *s, struct db **out) {
  struct worker *w = NULL;
  TRY(worker_here(&w));
  assert(w);
  if (!w->db) {
    TRY(db_open(s->data.catalogue, &catalogue_schema, &w->db));
    db_patience(w->db, PATIENCE_MS);
  }
  *out = w->db;
  return OK;
}

enum err worker_keys(const struct site *s, struct keystore **out) {
  struct worker *w = NULL;
  TRY(worker_here(&w));
  assert(w);
  if (!w->keys) TRY(keystore_open(&s->data, &w->keys));
  *out = w->keys;
  return OK;
}

void worker_leave(void) {
  pthread_once(&once, make_key);
  close_worker(pthread_getspecific(key));
  pthread_setspecific(key, NULL);
}
