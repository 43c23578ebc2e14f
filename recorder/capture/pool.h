// SPDX-License-Identifier: Apache-2.0
// Pool: a fixed number of equal things in one block, found by a 64-bit key, without malloc after
// the start. Each thing begins with a `struct pool_item`. Pages are touched only once they are
// used. A `struct pool_ref` outlives what it names: pool_get answers NULL once the thing was
// dropped. One thread.
#pragma once
#include "core/base.h"

struct pool_item {
  uint64_t key; // 0: cannot be found by key
  uint32_t next, gen;
  bool used;
};

struct pool_ref {
  uint32_t at, gen; // gen 0: none
};

struct pool {
  uint8_t *items;
  uint32_t *bucket;
  size_t item_size;
  uint32_t capacity, mask, free, used, high; // high: items ever used, for walking
};

MUST_CHECK enum err pool_open(struct pool *p, size_t item_size, uint32_t capacity);
void pool_drop(struct pool *p);

void *pool_add(struct pool *p, uint64_t key); // zeroed but for the item; NULL: full
void pool_remove(struct pool *p, void *item);
void *pool_find(const struct pool *p, uint64_t key);          // first of that key, NULL: none
void *pool_find_next(const struct pool *p, const void *item); // the next of the same key
void *pool_at(const struct pool *p, uint32_t at);             // NULL: not in use; for at < p->high
void *pool_get(const struct pool *p, struct pool_ref ref);
struct pool_ref pool_ref(const struct pool *p, const void *item);
