// SPDX-License-Identifier: Apache-2.0
// Slab: a fixed number of equal things in one block, found by a 64-bit key, without malloc after
// the start. Each thing begins with a `struct slab_item`. Pages are touched only once they are
// used. A `struct slab_ref` outlives what it names: slab_get answers NULL once the thing was
// dropped. One thread.
#pragma once
#include "core/base.h"

struct slab_item {
  uint64_t key; // 0: cannot be found by key
  uint32_t next, gen;
  uint32_t at; // its place in the slab
  bool used;
};

struct slab_ref {
  uint32_t at, gen; // gen 0: none
};

struct slab {
  uint8_t *items;
  uint32_t *bucket;
  size_t item_size;
  uint32_t capacity, mask, free, used, high; // high: items ever used, for walking
};

MUST_CHECK enum err slab_open(struct slab *p, size_t item_size, uint32_t capacity);
void slab_drop(struct slab *p);

void *slab_add(struct slab *p, uint64_t key); // zeroed but for the item; NULL: full
void slab_remove(struct slab *p, void *item);
void *slab_find(const struct slab *p, uint64_t key);          // first of that key, NULL: none
void *slab_find_next(const struct slab *p, const void *item); // the next of the same key
void *slab_get(const struct slab *p, struct slab_ref ref);

static inline struct slab_item *slab_item(const struct slab *p, uint32_t at) {
  return (struct slab_item *)(void *)(p->items + at * p->item_size);
}
static inline void *slab_at(const struct slab *p, uint32_t at) { // NULL: not in use; at < p->high
  struct slab_item *i = slab_item(p, at);
  return i->used ? i : NULL;
}
static inline struct slab_ref slab_ref(const struct slab *p, const void *item) {
  const struct slab_item *i = item;
  (void)p; // says to the reader whose it is
  return (struct slab_ref){i->at, i->gen};
}
