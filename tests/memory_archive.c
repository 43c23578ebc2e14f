// SPDX-License-Identifier: Apache-2.0
#include "tests/memory_archive.h"

#include "core/scope.h"
#include "vault/archive_driver.h"

enum { MEMORY_THINGS = 16 };

struct memory {
  struct archive head;
  struct memory_thing things[MEMORY_THINGS];
};
struct memory_draft {
  struct archive_draft head;
  struct memory *in;
  struct memory_thing thing;
};
struct memory_item {
  struct archive_item head;
  const struct memory_thing *thing;
};

struct memory_thing *memory_find(struct archive *a, struct archive_name name) {
  struct memory *m = (struct memory *)a;
  for (size_t i = 0; i < MEMORY_THINGS; i++)
    if (m->things[i].there && id_eq(m->things[i].id, name.id) &&
        !strcmp(m->things[i].kind, name.kind))
      return &m->things[i];
  return NULL;
}

static void memory_clear(struct memory_thing *t) {
  free(t->bytes);
  *t = (struct memory_thing){0};
}

static void memory_fence(const struct archive *a, struct fence *f, int rights) {
  (void)a, (void)f, (void)rights;
}

static void memory_free(struct archive *a) {
  struct memory *m = (struct memory *)a;
  for (size_t i = 0; i < MEMORY_THINGS; i++) memory_clear(&m->things[i]);
  free(m);
}

static void memory_discard(struct archive_draft *d) {
  memory_clear(&((struct memory_draft *)d)->thing);
  free(d);
}

static enum err memory_write(struct archive_draft *d, uint64_t at, const void *p, size_t n) {
  struct memory_thing *t = &((struct memory_draft *)d)->thing;
  size_t end = (size_t)at + n;
  if (end > t->n) {
    uint8_t *more = realloc(t->bytes, end);
    if (!more) return fail(E_FULL, "no memory");
    memset(more + t->n, 0, end - t->n);
    t->bytes = more;
    t->n = end;
  }
  if (n) memcpy(t->bytes + at, p, n);
  return OK;
}

static enum err memory_sync(struct archive_draft *d) {
  (void)d;
  return OK;
}

static enum err memory_publish(struct archive_draft *head) {
  struct memory_draft *d = (struct memory_draft *)head;
  struct memory_thing *to =
      memory_find(&d->in->head, (struct archive_name){d->thing.id, d->thing.kind});
  for (size_t i = 0; !to && i < MEMORY_THINGS; i++)
    if (!d->in->things[i].there) to = &d->in->things[i];
  if (!to) return fail(E_FULL, "no room");
  memory_clear(to);
  *to = d->thing;
  to->there = true;
  d->thing.bytes = NULL;
  return OK;
}

static enum err memory_get(struct archive *a, struct archive_name name, struct archive_item **out) {
  const struct memory_thing *t = memory_find(a, name);
  if (!t) return fail(E_NOT_FOUND, "no such recording");
  struct memory_item *i = calloc(1, sizeof *i);
  if (!i) return fail(E_BROKEN, "no memory");
  *i = (struct memory_item){{a->driver, t->n}, t};
  *out = &i->head;
  return OK;
}

static enum err memory_read(const struct archive_item *head, uint64_t at, void *to, size_t n,
                            size_t *out_n) {
  const struct memory_thing *t = ((const struct memory_item *)head)->thing;
  size_t left = at < t->n ? t->n - (size_t)at : 0;
  *out_n = n < left ? n : left;
  if (*out_n) memcpy(to, t->bytes + at, *out_n);
  return OK;
}

static void memory_close(struct archive_item *i) { free(i); }

static enum err memory_erase(struct archive *a, struct archive_name name) {
  struct memory_thing *t = memory_find(a, name);
  if (t) memory_clear(t);
  return OK;
}

static enum err memory_each(struct archive *a, const struct archive_visit *v) {
  struct memory *m = (struct memory *)a;
  for (size_t i = 0; i < MEMORY_THINGS; i++)
    if (m->things[i].there) TRY(v->each(v->self, m->things[i].id, m->things[i].kind));
  return OK;
}

static void memory_sweep(struct archive *a) { (void)a; }

static enum err memory_room(struct archive *a, uint64_t *out_bytes) {
  (void)a;
  *out_bytes = UINT64_MAX;
  return OK;
}

static enum err memory_put(struct archive *a, struct archive_name name,
                           struct archive_draft **out) {
  struct memory_draft *d = calloc(1, sizeof *d);
  if (!d) return fail(E_BROKEN, "no memory");
  *d = (struct memory_draft){.head = {a->driver}, .in = (struct memory *)a, .thing.id = name.id};
  snprintf(d->thing.kind, sizeof d->thing.kind, "%s", name.kind);
  *out = &d->head;
  return OK;
}

static const struct archive_driver archive_memory = {
    .fence = memory_fence,
    .free = memory_free,
    .put = memory_put,
    .write = memory_write,
    .sync = memory_sync,
    .publish = memory_publish,
    .discard = memory_discard,
    .get = memory_get,
    .read = memory_read,
    .close = memory_close,
    .erase = memory_erase,
    .each = memory_each,
    .sweep = memory_sweep,
    .room = memory_room,
};

struct archive *memory_new(void) {
  struct memory *m = calloc(1, sizeof *m);
  if (!m) abort();
  m->head.driver = &archive_memory;
  return &m->head;
}
