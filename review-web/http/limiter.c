// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/limiter.h"

#include <pthread.h>
#include <sodium.h>

enum { SLOTS = 16384, WAYS = 4, DOORS = 4096, FORGET_MS = 90 * 1000 };

struct rule {
  char kind;
  int64_t free, first_ms, longest_ms;
};
static const struct rule by_name = {'n', 20, 1000, 15 * 1000};
static const struct rule by_name_here = {'h', 4, 1000, 90 * 1000};
static const struct rule by_address = {'a', 40, 250, 4 * 1000};
static const struct rule by_device = {'d', 8, 1000, 90 * 1000};

// `tried` falls by one each FORGET_MS from `at_ms` on; `next_ms` is the turn of the last in line.
struct slot {
  uint64_t key;
  int64_t at_ms, next_ms, tried;
};

struct limiter {
  pthread_mutex_t lock;
  uint8_t secret[crypto_shorthash_KEYBYTES];
  struct slot slots[SLOTS];
  uint8_t inside[DOORS]; // how many of the shares whose hashes meet here
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

// ---- keys -------------------------------------------------------------------------------------

static uint64_t hash_of(const struct limiter *l, const void *p, size_t n) {
  uint64_t h;
  crypto_shorthash((unsigned char *)&h, p, n, l->secret);
  return h | 1; // 0 marks an empty slot
}

static uint64_t key_of(const struct limiter *l, const struct rule *r, const struct limiter_try *t) {
  uint64_t parts[4] = {(uint64_t)r->kind};
  if (r != &by_address) parts[1] = hash_of(l, t->name.p, t->name.n);
  if (r == &by_device) parts[2] = hash_of(l, t->device.p, t->device.n);
  if (r == &by_address || r == &by_name_here) parts[3] = hash_of(l, t->from.b, sizeof t->from.b);
  return hash_of(l, parts, sizeof parts);
}

static void forget(struct slot *s, int64_t now_ms) {
  int64_t forgotten = (now_ms - s->at_ms) / FORGET_MS;
  if (forgotten <= 0) return;
  s->tried = s->tried > forgotten ? s->tried - forgotten : 0;
  s->at_ms += forgotten * FORGET_MS;
}

// The key's slot, or the least tried of its four: a flood of names forgets the idle ones first.
static struct slot *slot_of(struct limiter *l, uint64_t key, int64_t now_ms) {
  struct slot *set = &l->slots[(key >> 8) % (SLOTS / WAYS) * WAYS], *least = set;
  for (size_t i = 0; i < WAYS; i++) {
    if (!set[i].tried || now_ms < set[i].at_ms) set[i].at_ms = now_ms; // also a clock set back
    forget(&set[i], now_ms);
    if (set[i].key == key) return &set[i];
    if (set[i].tried < least->tried) least = &set[i];
  }
  *least = (struct slot){.key = key, .at_ms = now_ms};
  return least;
}

// ---- taking -----------------------------------------------------------------------------------

static int64_t turn(const struct slot *s, const struct rule *r, int64_t now_ms) {
  int64_t over = s->tried - r->free, wait = r->first_ms;
  if (over < 0) return now_ms;
  while (over-- > 0 && wait < r->longest_ms) wait *= 2;
  if (wait > r->longest_ms) wait = r->longest_ms;
  int64_t from =
      s->next_ms > now_ms && s->next_ms < now_ms + LIMITER_HORIZON_MS ? s->next_ms : now_ms;
  return from + wait;
}

static size_t rules_of(const struct limiter_try *t, const struct rule *out[3]) {
  if (t->device.n) {
    out[0] = &by_device;
    return 1;
  }
  out[0] = &by_name_here;
  out[1] = &by_name;
  out[2] = &by_address;
  return 3;
}

enum err limiter_take(struct limiter *l, const struct limiter_try *t, int64_t now_ms,
                      int64_t *out_wait_ms) {
  const struct rule *rule[3];
  uint64_t key[3];
  int64_t at = now_ms;
  size_t n = rules_of(t, rule);
  pthread_mutex_lock(&l->lock);
  for (size_t i = 0; i < n; i++) {
    key[i] = key_of(l, rule[i], t);
    int64_t one = turn(slot_of(l, key[i], now_ms), rule[i], now_ms);
    if (one > at) at = one;
  }
  bool fits = at - now_ms <= LIMITER_HORIZON_MS;
  for (size_t i = 0; fits && i < n; i++) {
    struct slot *s = slot_of(l, key[i], now_ms);
    s->tried++;
    s->next_ms = at;
  }
  pthread_mutex_unlock(&l->lock);
  *out_wait_ms = at - now_ms;
  return fits ? OK
              : fail(E_TOO_MANY, "too many tries; wait a minute, or ask your team lead for a code");
}

// Her own keys begin anew; of what all share, this one try did no harm.
void limiter_forgive(struct limiter *l, const struct limiter_try *t) {
  const struct rule *rule[3];
  size_t n = rules_of(t, rule);
  pthread_mutex_lock(&l->lock);
  for (size_t i = 0; i < n; i++) {
    uint64_t key = key_of(l, rule[i], t);
    struct slot *set = &l->slots[(key >> 8) % (SLOTS / WAYS) * WAYS];
    for (size_t k = 0; k < WAYS; k++) {
      if (set[k].key != key) continue;
      if (rule[i] == &by_device || rule[i] == &by_name_here)
        set[k] = (struct slot){0};
      else if (set[k].tried)
        set[k].tried--;
    }
  }
  pthread_mutex_unlock(&l->lock);
}

// ---- inside -----------------------------------------------------------------------------------

static uint8_t *door_of(struct limiter *l, const struct peer *share) {
  return &l->inside[hash_of(l, share->b, sizeof share->b) / 2 % DOORS];
}

bool limiter_enter(struct limiter *l, const struct peer *share) {
  pthread_mutex_lock(&l->lock);
  uint8_t *inside = door_of(l, share);
  bool fits = *inside < LIMITER_AT_ONCE;
  *inside = (uint8_t)(*inside + fits);
  pthread_mutex_unlock(&l->lock);
  return fits;
}

void limiter_leave(struct limiter *l, const struct peer *share) {
  pthread_mutex_lock(&l->lock);
  uint8_t *inside = door_of(l, share);
  if (*inside) --*inside;
  pthread_mutex_unlock(&l->lock);
}
