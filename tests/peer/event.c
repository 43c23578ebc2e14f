// SPDX-License-Identifier: Apache-2.0
#include "tests/peer/event.h"

void events_drop(struct events *e) {
  free(e->v);
  free(e->flows);
}

static void *more(void *p, size_t *room, size_t n, size_t each) {
  if (n < *room) return p;
  *room = *room ? *room * 2 : 1024;
  void *bigger = realloc(p, *room * each);
  if (!bigger) abort();
  return bigger;
}

uint32_t events_flow(struct events *e, struct flow flow) {
  size_t room = e->room_flows;
  e->flows = more(e->flows, &room, e->n_flows, sizeof *e->flows);
  e->room_flows = (uint32_t)room;
  e->flows[e->n_flows] = flow;
  return e->n_flows++;
}

void events_add(struct events *e, struct event one) {
  e->v = more(e->v, &e->room, e->n, sizeof *e->v);
  one.order = (uint32_t)e->n;
  e->v[e->n++] = one;
}

static int by_time(const void *a, const void *b) {
  const struct event *x = a, *y = b;
  if (x->at_us != y->at_us) return x->at_us < y->at_us ? -1 : 1;
  return x->order < y->order ? -1 : 1;
}

void events_sort(struct events *e) {
  if (e->n) qsort(e->v, e->n, sizeof *e->v, by_time);
}
