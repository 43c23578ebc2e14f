// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/pool.h"

static const uint32_t NONE = UINT32_MAX;

enum err pool_open(struct pool *p, size_t item_size, uint32_t capacity) {
  uint32_t buckets = 64;
  while (buckets < capacity) buckets *= 2;
  *p = (struct pool){.item_size = (item_size + 15) & ~(size_t)15, .capacity = capacity};
  p->items = calloc(capacity, p->item_size);
  p->bucket = malloc(buckets * sizeof *p->bucket);
  if (!p->items || !p->bucket) return fail(E_FULL, "no memory for %u entries", capacity);
  memset(p->bucket, 0xff, buckets * sizeof *p->bucket);
  p->mask = buckets - 1;
  p->free = NONE;
  return OK;
}

void pool_drop(struct pool *p) {
  free(p->items);
  free(p->bucket);
  *p = (struct pool){0};
}

static struct pool_item *item_at(const struct pool *p, uint32_t at) {
  return (struct pool_item *)(void *)(p->items + at * p->item_size);
}

static uint32_t index_of(const struct pool *p, const void *item) {
  return (uint32_t)((size_t)((const uint8_t *)item - p->items) / p->item_size);
}

static uint32_t *bucket_of(const struct pool *p, uint64_t key) {
  return &p->bucket[(uint32_t)(key ^ key >> 32) & p->mask];
}

void *pool_add(struct pool *p, uint64_t key) {
  uint32_t at = p->free;
  if (at != NONE)
    p->free = item_at(p, at)->next;
  else if (p->high < p->capacity)
    at = p->high++;
  else
    return NULL;
  struct pool_item *i = item_at(p, at);
  uint32_t gen = i->gen + 1;
  memset(i, 0, p->item_size);
  i->gen = gen ? gen : 1;
  i->used = true;
  i->key = key;
  if (key) {
    i->next = *bucket_of(p, key);
    *bucket_of(p, key) = at;
  }
  p->used++;
  return i;
}

void pool_remove(struct pool *p, void *item) {
  struct pool_item *i = item;
  uint32_t at = index_of(p, item);
  if (i->key) {
    uint32_t *link = bucket_of(p, i->key);
    while (*link != at) link = &item_at(p, *link)->next;
    *link = i->next;
  }
  i->used = false;
  i->gen++;
  i->next = p->free;
  p->free = at;
  p->used--;
}

static void *with_key(const struct pool *p, uint32_t at, uint64_t key) {
  for (; at != NONE; at = item_at(p, at)->next)
    if (item_at(p, at)->key == key) return item_at(p, at);
  return NULL;
}

void *pool_find(const struct pool *p, uint64_t key) { return with_key(p, *bucket_of(p, key), key); }

void *pool_find_next(const struct pool *p, const void *item) {
  const struct pool_item *i = item;
  return with_key(p, i->next, i->key);
}

void *pool_at(const struct pool *p, uint32_t at) {
  struct pool_item *i = item_at(p, at);
  return i->used ? i : NULL;
}

void *pool_get(const struct pool *p, struct pool_ref ref) {
  if (!ref.gen) return NULL;
  struct pool_item *i = item_at(p, ref.at);
  return i->used && i->gen == ref.gen ? i : NULL;
}

struct pool_ref pool_ref(const struct pool *p, const void *item) {
  const struct pool_item *i = item;
  return (struct pool_ref){index_of(p, item), i->gen};
}
