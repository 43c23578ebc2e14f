// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/lane.h"

#include <pthread.h>

#include "core/clock.h"

struct lane_later {
  struct lane_job job;
  int64_t due_us;
};

struct lane {
  struct lane_options o;
  pthread_mutex_t lock;
  pthread_cond_t some;
  bool closing;
  size_t first, n; // ring of waiting jobs
  struct lane_job *jobs;
  size_t n_later;
  struct lane_later *later; // in no order: a few, and looked through when one is due
  size_t started;
  pthread_t threads[];
};

static struct lane_later *soonest(struct lane *l) {
  struct lane_later *first = l->n_later ? l->later : NULL;
  for (size_t i = 1; i < l->n_later; i++)
    if (l->later[i].due_us < first->due_us) first = &l->later[i];
  return first;
}

// Until there may be something to do, under the lock.
static void rest(struct lane *l) {
  const struct lane_later *next = soonest(l);
  if (!next) {
    pthread_cond_wait(&l->some, &l->lock);
    return;
  }
  struct timespec until = {.tv_sec = next->due_us / 1000000,
                           .tv_nsec = next->due_us % 1000000 * 1000};
  pthread_cond_timedwait(&l->some, &l->lock, &until);
}

static bool take_one(struct lane *l, struct lane_job *out) {
  struct lane_later *next = soonest(l);
  if (next && (l->closing || next->due_us <= clock_mono_us())) {
    *out = next->job;
    if (l->closing) out->run = out->drop;
    *next = l->later[--l->n_later];
    return true;
  }
  if (!l->n) return false;
  *out = l->jobs[l->first];
  l->first = (l->first + 1) % l->o.room;
  l->n--;
  return true;
}

static bool take(struct lane *l, struct lane_job *out) {
  bool got;
  pthread_mutex_lock(&l->lock);
  while (!(got = take_one(l, out)) && !l->closing) rest(l);
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

bool lane_put_later(struct lane *l, struct lane_job job, int64_t wait_ms) {
  pthread_mutex_lock(&l->lock);
  bool fits = l->n_later < l->o.later && !l->closing;
  if (fits) l->later[l->n_later++] = (struct lane_later){job, clock_mono_us() + wait_ms * 1000};
  pthread_cond_signal(&l->some);
  pthread_mutex_unlock(&l->lock);
  return fits;
}

enum err lane_new(struct lane_options o, struct lane **out) {
  struct lane *l = calloc(1, sizeof *l + o.threads * sizeof l->threads[0]);
  if (l) l->jobs = calloc(o.room, sizeof *l->jobs);
  if (l) l->later = calloc(o.later + 1, sizeof *l->later);
  if (!l || !l->jobs || !l->later) {
    if (l) free(l->later);
    if (l) free(l->jobs);
    free(l);
    return fail(E_BROKEN, "no memory for a lane");
  }
  l->o = o;
  pthread_mutex_init(&l->lock, NULL);
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&l->some, &monotonic);
  pthread_condattr_destroy(&monotonic);
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
  free(l->later);
  free(l);
}
