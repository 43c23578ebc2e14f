// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/served.h"

#include <pthread.h>

#include "core/clock.h"
#include "core/db.h"
#include "core/log.h"
#include "review-web/http/lane.h"
#include "review-web/http/site.h"

enum { WRITE_EVERY_MS = 1000 };

struct served {
  struct site *site;
  served_writer *write;
  pthread_mutex_t lock;
  struct served_part *v;
  size_t n, room;
  bool asked; // the writing thread has been told
};

enum err served_new(struct site *site, served_writer *write, struct served **out) {
  struct served *s = calloc(1, sizeof *s);
  if (!s) return fail(E_BROKEN, "no memory for what is served");
  s->site = site;
  s->write = write;
  pthread_mutex_init(&s->lock, NULL);
  *out = s;
  return OK;
}

void served_free(struct served *s) {
  if (!s) return;
  pthread_mutex_destroy(&s->lock);
  free(s->v);
  free(s);
}

// ---- writing ----------------------------------------------------------------------------------

static enum err write_all(struct served *s, const struct served_part *v, size_t n) {
  struct db *db;
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(worker_db(s->site, &db));
  TRY(db_begin(db, &tx));
  for (size_t i = 0; i < n; i++) TRY(s->write(db, &v[i], clock_wall_ms()));
  return db_commit(&tx);
}

static void write_job(void *arg) {
  struct served *s = arg;
  pthread_mutex_lock(&s->lock);
  struct served_part *v = s->v;
  size_t n = s->n;
  s->v = NULL;
  s->n = s->room = 0;
  s->asked = false;
  pthread_mutex_unlock(&s->lock);
  enum err rc = n ? write_all(s, v, n) : OK;
  if (rc) log_err(rc, "what was served is not written");
  free(v);
}

static void drop_job(void *arg) { (void)arg; } // the service ends: served_write was asked before

void served_write(struct served *s) {
  if (!s || !s->site->write) return; // the site never came to serve: there is nothing
  if (!lane_put(s->site->write, (struct lane_job){write_job, s, NULL})) write_job(s);
}

// ---- adding and taking ------------------------------------------------------------------------

static struct served_part *find(struct served *s, const uint8_t token[32]) {
  for (size_t i = 0; i < s->n; i++)
    if (!memcmp(s->v[i].token, token, 32)) return &s->v[i];
  return NULL;
}

static struct served_part *make(struct served *s, const uint8_t token[32]) {
  if (s->n == s->room) {
    size_t room = s->room ? s->room * 2 : 16;
    struct served_part *more = realloc(s->v, room * sizeof *more);
    if (!more) return NULL;
    s->v = more;
    s->room = room;
  }
  struct served_part *p = &s->v[s->n++];
  *p = (struct served_part){0};
  memcpy(p->token, token, sizeof p->token);
  return p;
}

enum err served_add(struct served *s, const uint8_t token[32], struct stretch what) {
  pthread_mutex_lock(&s->lock);
  struct served_part *p = find(s, token);
  if (!p) p = make(s, token);
  if (p) {
    p->v[p->n] = what;
    p->n = stretches_fewer(p->v, stretches_join(p->v, p->n + 1), SERVED_MOST);
  }
  bool ask = p && !s->asked;
  s->asked = s->asked || ask;
  pthread_mutex_unlock(&s->lock);
  if (!p) return fail(E_BUSY, "no memory to count what is served");
  struct lane_job job = {write_job, s, drop_job};
  if (ask && !lane_put_later(s->site->write, job, WRITE_EVERY_MS)) served_write(s);
  return OK;
}

void served_take(struct served *s, const uint8_t token[32], struct served_part *out) {
  *out = (struct served_part){0};
  pthread_mutex_lock(&s->lock);
  struct served_part *p = find(s, token);
  if (p) {
    *out = *p;
    *p = s->v[--s->n];
  }
  pthread_mutex_unlock(&s->lock);
}
