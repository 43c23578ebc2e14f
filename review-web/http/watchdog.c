// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/watchdog.h"

#include <pthread.h>
#include <sys/socket.h>

#include "core/clock.h"

enum { LOOK_MS = 250 };

struct entry {
  struct entry *prev, *next;
  int64_t due_us; // 0: none
  int fd;
};

struct watchdog {
  pthread_mutex_t lock;
  pthread_cond_t stop_now;
  bool stopping;
  pthread_t thread;
  struct entry list; // circular
};

static int64_t due_in(int seconds) {
  return seconds ? clock_mono_us() + seconds * INT64_C(1000000) : 0;
}

static void look(struct watchdog *w) {
  int64_t now = clock_mono_us();
  for (struct entry *e = w->list.next; e != &w->list; e = e->next)
    if (e->due_us && e->due_us < now) {
      shutdown(e->fd, SHUT_RDWR);
      e->due_us = 0;
    }
}

static void *watch(void *arg) {
  struct watchdog *w = arg;
  pthread_mutex_lock(&w->lock);
  while (!w->stopping) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
      until.tv_nsec -= 1000000000L;
      until.tv_sec++;
    }
    pthread_cond_timedwait(&w->stop_now, &w->lock, &until);
    look(w);
  }
  pthread_mutex_unlock(&w->lock);
  return NULL;
}

enum err watchdog_new(struct watchdog **out) {
  struct watchdog *w = calloc(1, sizeof *w);
  if (!w) return fail(E_BROKEN, "no memory for the watchdog");
  w->list.prev = w->list.next = &w->list;
  pthread_mutex_init(&w->lock, NULL);
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&w->stop_now, &monotonic);
  pthread_condattr_destroy(&monotonic);
  if (pthread_create(&w->thread, NULL, watch, w)) {
    free(w);
    return fail(E_BROKEN, "no thread for the watchdog");
  }
  *out = w;
  return OK;
}

void watchdog_free(struct watchdog *w) {
  if (!w) return;
  pthread_mutex_lock(&w->lock);
  w->stopping = true;
  pthread_cond_signal(&w->stop_now);
  pthread_mutex_unlock(&w->lock);
  pthread_join(w->thread, NULL);
  pthread_cond_destroy(&w->stop_now);
  pthread_mutex_destroy(&w->lock);
  free(w);
}

void *watchdog_add(struct watchdog *w, int fd, int seconds) {
  struct entry *e = calloc(1, sizeof *e);
  if (!e) {
    shutdown(fd, SHUT_RDWR);
    return NULL;
  }
  e->fd = fd;
  e->due_us = due_in(seconds);
  pthread_mutex_lock(&w->lock);
  e->next = w->list.next;
  e->prev = &w->list;
  e->next->prev = e->prev->next = e;
  pthread_mutex_unlock(&w->lock);
  return e;
}

void watchdog_due(struct watchdog *w, void *entry, int seconds) {
  struct entry *e = entry;
  if (!e) return;
  pthread_mutex_lock(&w->lock);
  e->due_us = due_in(seconds);
  pthread_mutex_unlock(&w->lock);
}

void watchdog_remove(struct watchdog *w, void *entry) {
  struct entry *e = entry;
  if (!e) return;
  pthread_mutex_lock(&w->lock);
  e->prev->next = e->next;
  e->next->prev = e->prev;
  pthread_mutex_unlock(&w->lock);
  free(e);
}
