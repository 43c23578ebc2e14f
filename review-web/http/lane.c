// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/lane.h"

#include <pthread.h>

struct lane {
  struct lane_options o;
  pthread_mutex_t lock;
  pthread_cond_t some;
  bool closing;
  size_t first, n; // ring of waiting jobs
  struct lane_job *jobs;
  size_t started;
  pthread_t threads[];
};

static bool take(struct lane *l, struct lane_job *out) {
  pthread_mutex_lock(&l->lock);
  while (!l->n && !l->closing) pthread_cond_wait(&l->some, &l->lock);
  bool got = l->n > 0;
  if (got) {
    *out = l->jobs[l->first];
    l->first = (l->first + 1) % l->o.room;
    l->n--;
  }
  pthread_mutex_unlock(&l->lock);
  return got;
}

static void *work(void *arg) {
  struct lane *l = arg;
  struct lane_job job;
  while (take(l, &job)) job.run(job.arg);
  if (l->o.leave) l->o.leave();
  return NULL;
}

bool lane_put(struct lane *l, struct lane_job job) {
  pthread_mutex_lock(&l->lock);
  bool fits = l->n < l->o.room && !l->closing;
  if (fits) l->jobs[(l->first + l->n++) % l->o.room] = job;
  pthread_cond_signal(&l->some);
  pthread_mutex_unlock(&l->lock);
  return fits;
}

enum err lane_new(struct lane_options o, struct lane **out) {
  struct lane *l = calloc(1, sizeof *l + o.threads * sizeof l->threads[0]);
  if (l) l->jobs = calloc(o.room, sizeof *l->jobs);
  if (!l || !l->jobs) {
    free(l);
    return fail(E_BROKEN, "no memory for a lane");
  }
  l->o = o;
  pthread_mutex_init(&l->lock, NULL);
  pthread_cond_init(&l->some, NULL);
  for (; l->started < o.threads; l->started++)
    if (pthread_create(&l->threads[l->started], NULL, work, l)) {
      lane_free(l);
      return fail(E_BROKEN, "no thread for a lane");
    }
  *out = l;
  return OK;
}

void lane_close(struct lane *l) {
  if (!l) return;
  pthread_mutex_lock(&l->lock);
  l->closing = true;
  pthread_cond_broadcast(&l->some);
  pthread_mutex_unlock(&l->lock);
  for (size_t i = 0; i < l->started; i++) pthread_join(l->threads[i], NULL);
  l->started = 0;
}

void lane_free(struct lane *l) {
  if (!l) return;
  lane_close(l);
  pthread_cond_destroy(&l->some);
  pthread_mutex_destroy(&l->lock);
  free(l->jobs);
  free(l);
}
