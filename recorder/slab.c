// SPDX-License-Identifier: Apache-2.0
#include "recorder/slab.h"

static const uint32_t NONE = UINT32_MAX;

enum err slab_open(struct slab *p, size_t item_size, uint32_t capacity) {
  uint32_t buckets = 64;
  while (buckets < capacity) buckets *= 2;
  *p = (struct slab){.item_size = (item_size + 15) & ~(size_t)15, .capacity = capacity};
  p->items = calloc(capacity, p->item_size);
  p->bucket = malloc(buckets * sizeof *p->bucket);
  if (!p->items || !p->bucket) return fail(E_FULL, "no memory for %u entries", capacity);
  memset(p->bucket, 0xff, buckets * sizeof *p->bucket);
  p->mask = buckets - 1;
  p->free = NONE;
  return OK;
}

void slab_drop(struct slab *p) {
  free(p->items);
  free(p->bucket);
  *p = (struct slab){0};
}

static uint32_t *bucket_of(const struct slab *p, uint64_t key) {
  return &p->bucket[(uint32_t)(key ^ key >> 32) & p->mask];
}

void *slab_add(struct slab *p, uint64_t key) {
  uint32_t at = p->free;
  if (at != NONE)
    p->free = slab_item(p, at)->next;
  else if (p->high < p->capacity)
    at = p->high++;
  else
    return NULL;
  struct slab_item *i = slab_item(p, at);
  uint32_t gen = i->gen + 1;
  memset(i, 0, p->item_size);
  i->gen = gen ? gen : 1;
  i->at = at;
  i->used = true;
  i->key = key;
  if (key) {
    i->next = *bucket_of(p, key);
    *bucket_of(p, key) = at;
  }
  p->used++;
  return i;
}

void slab_remove(struct slab *p, void *item) {
  struct slab_item *i = item;
  uint32_t at = i->at;
  if (i->key) {
    uint32_t *link = bucket_of(p, i->key);
    while (*link != at) link = &slab_item(p, *link)->next;
    *link = i->next;
  }
  i->used = false;
  i->gen++;
  i->next = p->free;
  p->free = at;
  p->used--;
}

static void *with_key(const struct slab *p, uint32_t at, uint64_t key) {
  for (; at != NONE; at = slab_item(p, at)->next)
    if (slab_item(p, at)->key == key) return slab_item(p, at);
  return NULL;
}

void *slab_find(const struct slab *p, uint64_t key) { return with_key(p, *bucket_of(p, key), key); }

void *slab_find_next(const struct slab *p, const void *item) {
  const struct slab_item *i = item;
  return with_key(p, i->next, i->key);
}

void *slab_get(const struct slab *p, struct slab_ref ref) {
  if (!ref.gen) return NULL;
  struct slab_item *i = slab_item(p, ref.at);
  return i->used && i->gen == ref.gen ? i : NULL;
}
