// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/sample.h"

#include <math.h>
#include <sodium.h>

#include "scoring/pure/dist.h"

__extension__ typedef unsigned __int128 u128;

const char *sample_excludes(const struct sample_plan *plan, const struct sample_call *c) {
  if (c->excluded) return c->excluded;
  if (plan->per_agent && !*c->agent) return "no_agent";
  if (c->duration_ms < plan->min_ms) return "too_short";
  if (c->duration_ms > plan->max_ms) return "too_long";
  return NULL;
}

static size_t class_of(int64_t x, const int64_t *bounds, size_t n) {
  size_t i = 0;
  while (i < n && x >= bounds[i]) i++;
  return i;
}

static void hash_two(struct sv seed, const char *prefix, const char *text,
                     uint8_t out[SAMPLE_HASH]) {
  crypto_hash_sha256_state h;
  crypto_hash_sha256_init(&h);
  crypto_hash_sha256_update(&h, (const uint8_t *)seed.p, seed.n);
  crypto_hash_sha256_update(&h, (const uint8_t *)"\n", 1);
  crypto_hash_sha256_update(&h, (const uint8_t *)prefix, strlen(prefix));
  crypto_hash_sha256_update(&h, (const uint8_t *)text, strlen(text));
  crypto_hash_sha256_final(&h, out);
}

// The first 128 bits as a number; against any N below 2^40 the remainder's bias is below 2^-88.
static size_t hash_below(const uint8_t hash[SAMPLE_HASH], size_t n) {
  u128 x = 0;
  for (size_t i = 0; i < 16; i++) x = x << 8 | hash[i];
  return (size_t)(x % n);
}

// ---- order: stratum, then ticket ---------------------------------------------------------------
struct key { // what a call is sorted by; made once per call
  struct sample_call *call;
  size_t length, part;
};

static int stratum_order(const struct key *x, const struct key *y) {
  int c = strcmp(x->call->agent, y->call->agent);
  if (!c) c = strcmp(x->call->queue, y->call->queue);
  if (!c) c = (x->length > y->length) - (x->length < y->length);
  return c ? c : (x->part > y->part) - (x->part < y->part);
}

static int draw_order(const void *x, const void *y) {
  const struct key *a = x, *b = y;
  int c = stratum_order(a, b);
  if (!c) c = memcmp(a->call->ticket, b->call->ticket, SAMPLE_HASH);
  return c ? c : strcmp(a->call->id, b->call->id);
}

static struct key *keys_make(struct arena *a, const struct sample_plan *plan,
                             struct sample_call *calls, size_t n, struct sv seed, size_t *out_n) {
  struct key *keys = arena_array(a, n + 1, struct key);
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    calls[i].drawn = calls[i].stands_in = false;
    if (sample_excludes(plan, &calls[i])) continue;
    hash_two(seed, "", calls[i].id, calls[i].ticket);
    keys[kept++] = (struct key){
        &calls[i], class_of(calls[i].duration_ms, plan->lengths_ms, plan->length_count),
        class_of(calls[i].minute, plan->parts_min, plan->part_count)};
  }
  qsort(keys, kept, sizeof *keys, draw_order);
  *out_n = kept;
  return keys;
}

// ---- groups and strata -------------------------------------------------------------------------
static void strata_make(struct arena *a, const struct sample_plan *plan, const struct key *keys,
                        struct sample *s) {
  s->order = arena_array(a, s->eligible + 1, struct sample_call *);
  s->strata = arena_array(a, s->eligible + 1, struct sample_stratum);
  s->groups = arena_array(a, s->eligible + 1, struct sample_group);
  for (size_t i = 0; i < s->eligible; i++) {
    struct sample_call *c = keys[i].call;
    bool new_group = i == 0 || (plan->per_agent && strcmp(c->agent, keys[i - 1].call->agent) != 0);
    if (new_group) s->groups[s->group_count++].name = plan->per_agent ? c->agent : "";
    if (i == 0 || stratum_order(&keys[i - 1], &keys[i]) != 0)
      s->strata[s->stratum_count++] =
          (struct sample_stratum){c->agent, c->queue, keys[i].length, keys[i].part, 0, 0};
    c->group = s->group_count - 1;
    c->stratum = s->stratum_count - 1;
    s->groups[c->group].eligible++;
    s->strata[c->stratum].calls++;
    s->order[i] = c;
  }
}

static void take(struct sample *s, struct sample_call *c) {
  c->drawn = true;
  s->groups[c->group].drawn++;
  s->strata[c->stratum].drawn++;
}

// Every N/n-th from a random start: index floor((start + k N) / n) for k below n.
static void group_draw(struct sample *s, const struct sample_plan *plan, size_t group, size_t first,
                       struct sv seed) {
  struct sample_group *g = &s->groups[group];
  uint8_t hash[SAMPLE_HASH];
  size_t n = plan->take < g->eligible ? plan->take : g->eligible;
  g->short_of = plan->take - n;
  hash_two(seed, "start:", g->name, hash);
  size_t start = hash_below(hash, g->eligible);
  for (size_t k = 0; k < n; k++)
    take(s, s->order[first + (size_t)(((u128)k * g->eligible + start) / n)]);
}

// ---- replacement -------------------------------------------------------------------------------
static bool is_withdrawn(const struct sample_call *c, const char *const *ids, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!strcmp(c->id, ids[i])) return true;
  return false;
}

// The next of the same stratum, else of the same group; NULL: nobody is left.
static struct sample_call *stand_in(const struct sample *s, const struct sample_call *gone,
                                    const char *const *ids, size_t n) {
  struct sample_call *best = NULL;
  for (size_t i = 0; i < s->eligible; i++) {
    struct sample_call *c = s->order[i];
    if (c->group != gone->group || c->drawn || is_withdrawn(c, ids, n)) continue;
    if (c->stratum == gone->stratum) return c; // they stand in the order of their tickets
    if (!best || memcmp(c->ticket, best->ticket, SAMPLE_HASH) < 0) best = c;
  }
  return best;
}

static void replace(struct sample *s, const char *const *ids, size_t n) {
  for (size_t i = 0; n && i < s->eligible; i++) {
    struct sample_call *gone = s->order[i];
    if (!gone->drawn || !is_withdrawn(gone, ids, n)) continue;
    struct sample_call *next = stand_in(s, gone, ids, n);
    struct sample_group *g = &s->groups[gone->group];
    gone->drawn = false;
    g->drawn--;
    g->replaced++;
    s->strata[gone->stratum].drawn--;
    if (!next) {
      g->short_of++;
      continue;
    }
    next->stands_in = true;
    take(s, next);
  }
}

struct sample sample_draw(struct arena *a, const struct sample_plan *plan,
                          struct sample_call *calls, size_t n, struct sv seed,
                          const char *const *withdrawn, size_t withdrawn_count) {
  struct sample s = {.eligible = 0};
  const struct key *keys = keys_make(a, plan, calls, n, seed, &s.eligible);
  strata_make(a, plan, keys, &s);
  for (size_t g = 0, first = 0; g < s.group_count; first += s.groups[g++].eligible)
    group_draw(&s, plan, g, first, seed);
  replace(&s, withdrawn, withdrawn_count);
  return s;
}

// ---- frame and precision ----------------------------------------------------------------------
static int id_order(const void *x, const void *y) {
  const struct sample_call *const *a = x, *const *b = y;
  return strcmp((*a)->id, (*b)->id);
}

void sample_frame_hash(struct arena *a, const struct sample_call *calls, size_t n,
                       uint8_t out[SAMPLE_HASH]) {
  const struct sample_call **sorted = arena_array(a, n + 1, const struct sample_call *);
  crypto_hash_sha256_state h;
  for (size_t i = 0; i < n; i++) sorted[i] = &calls[i];
  qsort(sorted, n, sizeof(struct sample_call *), id_order);
  crypto_hash_sha256_init(&h);
  for (size_t i = 0; i < n; i++) {
    const struct sample_call *c = sorted[i];
    char numbers[64];
    snprintf(numbers, sizeof numbers, "%" PRId64 "\t%" PRId64 "\t", c->duration_ms, c->minute);
    const char *parts[] = {
        c->id, "\t", c->agent, "\t", c->queue, "\t", numbers, c->excluded ? c->excluded : "", "\n"};
    for (size_t k = 0; k < countof(parts); k++)
      crypto_hash_sha256_update(&h, (const uint8_t *)parts[k], strlen(parts[k]));
  }
  crypto_hash_sha256_final(&h, out);
}

static double finite_population(size_t drawn, size_t eligible) {
  if (eligible < 2) return 0;
  return sqrt((double)(eligible - drawn) / (double)(eligible - 1));
}

double sample_margin_mean(double sd, size_t drawn, size_t eligible, double level) {
  if (!drawn) return (double)NAN;
  return dist_normal_inv(0.5 + level / 2) * sd / sqrt((double)drawn) *
         finite_population(drawn, eligible);
}

double sample_margin_share(size_t drawn, size_t eligible, double level) {
  return sample_margin_mean(0.5, drawn, eligible, level);
}
