// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/limiter.h"

#include <pthread.h>
#include <sodium.h>

enum { SLOTS = 4096, WAYS = 4, TRIES = 10, REFILL_MS = 90 * 1000 };

// `spent_ms` is the debt: each try adds REFILL_MS, time pays it back.
struct slot {
  uint64_t key;
  int64_t at_ms, spent_ms;
};

struct limiter {
  pthread_mutex_t lock;
  uint8_t secret[crypto_shorthash_KEYBYTES];
  struct slot slots[SLOTS];
};

enum err limiter_new(struct limiter **out) {
  struct limiter *l = calloc(1, sizeof *l);
  if (!l) return fail(E_BROKEN, "no memory for the limiter");
  pthread_mutex_init(&l->lock, NULL);
  randombytes_buf(l->secret, sizeof l->secret);
  *out = l;
  return OK;
}

void limiter_free(struct limiter *l) {
  if (!l) return;
  pthread_mutex_destroy(&l->lock);
  sodium_memzero(l, sizeof *l);
  free(l);
}

static uint64_t hash_of(const struct limiter *l, struct sv key) {
  uint64_t h;
  crypto_shorthash((unsigned char *)&h, (const unsigned char *)key.p, key.n, l->secret);
  return h | 1; // 0 marks an empty slot
}

static int64_t debt(const struct slot *s, int64_t now_ms) {
  int64_t left = s->spent_ms - (now_ms - s->at_ms);
  return left > 0 ? left : 0;
}

// The key's slot, or the least indebted of its four: a flood of names forgets the idle ones first.
static struct slot *slot_of(struct limiter *l, uint64_t key, int64_t now_ms) {
  struct slot *set = &l->slots[(key >> 8) % (SLOTS / WAYS) * WAYS], *least = set;
  for (size_t i = 0; i < WAYS; i++) {
    if (set[i].key == key) return &set[i];
    if (debt(&set[i], now_ms) < debt(least, now_ms)) least = &set[i];
  }
  *least = (struct slot){.key = key, .at_ms = now_ms};
  return least;
}

enum err limiter_take(struct limiter *l, struct sv key, int64_t now_ms) {
  pthread_mutex_lock(&l->lock);
  struct slot *s = slot_of(l, hash_of(l, key), now_ms);
  int64_t owed = debt(s, now_ms);
  bool fits = owed + REFILL_MS <= (int64_t)TRIES * REFILL_MS;
  if (fits) {
    s->spent_ms = owed + REFILL_MS;
    s->at_ms = now_ms;
  }
  pthread_mutex_unlock(&l->lock);
  return fits ? OK
              : fail(E_TOO_MANY, "too many tries; wait a minute, or ask your team lead for a code");
}

void limiter_forgive(struct limiter *l, struct sv key) {
  pthread_mutex_lock(&l->lock);
  uint64_t h = hash_of(l, key);
  struct slot *set = &l->slots[(h >> 8) % (SLOTS / WAYS) * WAYS];
  for (size_t i = 0; i < WAYS; i++)
    if (set[i].key == h) set[i] = (struct slot){0};
  pthread_mutex_unlock(&l->lock);
}
