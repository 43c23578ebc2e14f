// SPDX-License-Identifier: Apache-2.0
#include <pthread.h>

#include "core/log.h"
#include "gen/sql/schema.h"
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

// One that was changed while the service runs is no fault of whoever asks: it waits for a person.
static enum err open_catalogue(const struct site *s, struct db **out) {
  enum err rc = db_open(s->data.catalogue, &catalogue_schema, out);
  if (rc == E_CONFLICT) log_line(LOG_ERROR, "%s", err_detail());
  return rc == E_CONFLICT && s->hub ? E_BUSY : rc;
}

enum err worker_db(const struct site *s, struct db **out) {
  struct worker *w = NULL;
  TRY(worker_here(&w));
  assert(w);
  if (!w->db) {
    TRY(open_catalogue(s, &w->db));
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
