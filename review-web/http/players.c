// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/players.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>

#include "centre/may.h"
#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/web_call.h"
#include "review-web/http/lane.h"
#include "review-web/http/served.h"
#include "review-web/http/session.h"
#include "review-web/http/site.h"

enum { SLOTS = 512, GOOD_US = 1000 * 1000, USED_EVERY_MS = 60 * 1000 };

struct slot {
  pthread_rwlock_t lock;
  struct player who;
  struct playable *open;
  struct stretch *sounds; // what of it is no silence
  size_t n_sounds;
  uint64_t version, asked_in; // asked_in: the epoch of the answer
  int64_t asked_us;
};

struct players {
  struct site *site;
  atomic_uint_fast64_t epoch; // grows with every change made here
  struct slot slots[SLOTS];
};

enum err players_new(struct site *site, struct players **out) {
  struct players *p = calloc(1, sizeof *p);
  if (!p) return fail(E_BROKEN, "no memory for players");
  p->site = site;
  for (size_t i = 0; i < SLOTS; i++) pthread_rwlock_init(&p->slots[i].lock, NULL);
  *out = p;
  return OK;
}

void players_free(struct players *p) {
  if (!p) return;
  for (size_t i = 0; i < SLOTS; i++) {
    playable_free(p->slots[i].open);
    free(p->slots[i].sounds);
    pthread_rwlock_destroy(&p->slots[i].lock);
  }
  free(p);
}

// "Still heard" is written at most once a minute, by the writing thread, when it gets to it.
struct used {
  struct site *site;
  struct listening_used q;
  uint8_t token[32];
};

static void write_used(void *arg) {
  struct used *u = arg;
  struct db *db;
  enum err rc = worker_db(u->site, &db);
  if (!rc) rc = sql_listening_used(db, &u->q);
  if (rc) log_err(rc, "listening not prolonged");
  free(u);
}

static void used_now(struct site *site, const uint8_t token[32], int64_t now_ms) {
  struct used *u = calloc(1, sizeof *u);
  if (!u) return;
  u->site = site;
  memcpy(u->token, token, 32);
  u->q = (struct listening_used){.token_hash = bytes_of(u->token, 32), .used_ms = now_ms};
  if (!lane_put(site->write, (struct lane_job){write_used, u, NULL})) free(u);
}

static void write_ended(void *arg) {
  struct used *u = arg;
  struct db *db;
  enum err rc = worker_db(u->site, &db);
  if (!rc) rc = sql_listening_ended(db, &(struct listening_ended){bytes_of(u->token, 32)});
  if (rc) log_err(rc, "listening not ended");
  free(u);
}

static void ended_now(struct site *site, const uint8_t token[32]) {
  struct used *u = calloc(1, sizeof *u);
  if (!u) return;
  u->site = site;
  memcpy(u->token, token, 32);
  if (!lane_put(site->write, (struct lane_job){write_ended, u, NULL})) free(u);
}

// What a listening stands on is there no more: its session, or what it was opened for.
static bool stands(const struct standing *s, const char *on) {
  return (!strcmp(on, "own") && s->own) || (!strcmp(on, "led") && s->led) ||
         (!strcmp(on, "given") && s->given) || (!strcmp(on, "rates") && s->calibrates);
}

static enum err check_life(const struct player *who, const struct listening_by_token_row *l,
                           int64_t now_ms) {
  if (!l->stands_on || l->session_hash.n != 32 || memcmp(l->session_hash.p, who->session, 32) != 0)
    return fail(E_GONE, "this listening ended with its session; open it again");
  if (now_ms - l->used_ms.v > PLAYER_IDLE_MS)
    return fail(E_GONE, "this listening has rested too long; open it again");
  return OK;
}

// Everything that let the sound start, asked again, with a memory of its own.
static enum err ask(struct request *probe, const struct player *who,
                    struct listening_by_token_row *out, struct hearing *out_hearing) {
  struct standing standing;
  bool found, alive;
  TRY(worker_db(probe->site, &probe->db));
  TRY(session_alive(probe->site, probe->db, &probe->arena, who->session, &alive));
  if (!alive) return fail(E_NO_SESSION, "the session has ended");
  TRY(sql_listening_by_token(probe->db, &probe->arena,
                             &(struct listening_by_token){bytes_of(who->token, 32)}, out, &found));
  if (!found || !id_eq(out->person, who->person) || strcmp(out->state, "sealed") != 0)
    return fail(E_NOT_FOUND, "there is nothing to hear here");
  int64_t now = clock_wall_ms();
  TRY(check_life(who, out, now));
  TRY(viewer_read(probe->db, &probe->arena, who->person, &probe->viewer));
  enum err rc = may_hear(asker(probe), out->interaction, &standing, out_hearing);
  if (!rc && !stands(&standing, out->stands_on))
    rc = fail(E_GONE, "what this was heard for has ended; open it again");
  if (rc == E_NOT_FOUND || rc == E_FORBIDDEN || rc == E_GONE) ended_now(probe->site, who->token);
  TRY(rc);
  if (now - out->used_ms.v > USED_EVERY_MS) used_now(probe->site, who->token, now);
  return OK;
}

static bool same(const struct player *a, const struct player *b) {
  return !memcmp(a->token, b->token, 32) && !memcmp(a->session, b->session, 32) &&
         id_eq(a->person, b->person) && a->kind == b->kind;
}

static void forget(struct slot *s) {
  playable_free(s->open);
  free(s->sounds);
  s->open = NULL;
  s->sounds = NULL;
  s->n_sounds = 0;
  s->who = (struct player){0};
}

// What the bytes follow from, in few: the same recording, sides and stretches are the same bytes.
static uint64_t version_of(const struct listening_by_token_row *row, const struct hearing *h) {
  uint64_t out;
  crypto_generichash_state state;
  crypto_generichash_init(&state, NULL, 0, crypto_generichash_BYTES_MIN);
  crypto_generichash_update(&state, row->recording.b, sizeof row->recording.b);
  crypto_generichash_update(&state, &(uint8_t){row->swapped}, 1);
  crypto_generichash_update(&state, (const uint8_t *)h->v, h->n * sizeof *h->v);
  uint8_t hash[crypto_generichash_BYTES_MIN];
  crypto_generichash_final(&state, hash, sizeof hash);
  memcpy(&out, hash, sizeof out);
  return out;
}

static enum err open_slot(struct players *p, struct slot *s, const struct player *who,
                          const struct listening_by_token_row *row, const struct hearing *h) {
  struct keystore *keys;
  TRY(worker_keys(p->site, &keys));
  TRY(playable_open(p->site->archive, keys, row->recording, who->kind, row->swapped, &s->open));
  TRY(playable_mask(s->open, h->v, h->n));
  s->sounds = calloc(h->n + 1, sizeof *s->sounds);
  if (!s->sounds) return fail(E_BUSY, "no memory to count what is served");
  memcpy(s->sounds, h->v, h->n * sizeof *h->v);
  s->n_sounds = h->n;
  s->who = *who;
  s->version = version_of(row, h);
  return OK;
}

static enum err ask_and_open(struct players *p, struct slot *s, const struct player *who,
                             struct arena *a) {
  struct request probe = {.site = p->site, .arena = *a};
  struct listening_by_token_row row;
  struct hearing hearing;
  enum err rc = ask(&probe, who, &row, &hearing);
  *a = probe.arena;
  TRY(rc);
  if (s->open && s->version != version_of(&row, &hearing)) forget(s);
  if (!s->open) TRY(open_slot(p, s, who, &row, &hearing));
  s->asked_us = clock_mono_us();
  return OK;
}

static bool fresh(const struct players *p, const struct slot *s) {
  return s->open && s->asked_in == atomic_load(&p->epoch) &&
         clock_mono_us() - s->asked_us < GOOD_US;
}

static enum err ready(struct players *p, struct slot *s, const struct player *who) {
  if (!same(&s->who, who)) forget(s);
  if (fresh(p, s)) return OK;
  s->asked_in = atomic_load(&p->epoch); // before asking: a change meanwhile asks again
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  enum err rc = ask_and_open(p, s, who, &a);
  if (rc) forget(s);
  return rc;
}

static struct slot *slot_of(struct players *p, const struct player *who) {
  size_t n = (size_t)who->token[0] << 8 | who->token[1];
  return &p->slots[(n + (who->kind == PLAYABLE_PEAKS ? SLOTS / 2 : 0)) % SLOTS];
}

// The slot, locked and good for `who`: for reading beside others, or, where it had to be asked, for
// oneself. After a failure it is not locked.
static enum err enter(struct players *p, const struct player *who, struct slot **out) {
  struct slot *s = slot_of(p, who);
  *out = s;
  pthread_rwlock_rdlock(&s->lock);
  if (same(&s->who, who) && fresh(p, s)) return OK;
  pthread_rwlock_unlock(&s->lock);
  pthread_rwlock_wrlock(&s->lock);
  enum err rc = ready(p, s, who);
  if (rc) pthread_rwlock_unlock(&s->lock);
  return rc;
}

static void leave(struct slot *s) { pthread_rwlock_unlock(&s->lock); }

bool players_know(struct players *p, struct player *who) {
  struct slot *s = slot_of(p, who);
  pthread_rwlock_rdlock(&s->lock);
  who->person = s->who.person;
  bool known = same(&s->who, who) && fresh(p, s);
  pthread_rwlock_unlock(&s->lock);
  return known;
}

void players_recheck(struct players *p) { atomic_fetch_add(&p->epoch, 1); }

enum err players_size(struct players *p, struct player *who, uint64_t *out) {
  struct slot *s;
  TRY(enter(p, who, &s));
  *out = playable_size(s->open);
  who->version = s->version;
  leave(s);
  return OK;
}

// Before it leaves: sound that cannot be counted is not handed out. Silence in place of what is not
// hers to hear is no sound.
static enum err count(struct players *p, const struct slot *s, const struct player *who,
                      uint64_t at, size_t n) {
  struct stretch left, sound;
  if (who->kind != PLAYABLE_OPUS || !n) return OK;
  TRY(playable_ms_before(s->open, at, &left.from_ms));
  TRY(playable_ms_before(s->open, at + n, &left.to_ms));
  for (size_t i = 0; i < s->n_sounds; i++)
    if (stretches_cross(&left, 1, &s->sounds[i], 1, &sound))
      TRY(served_add(p->site->served, who->token, sound));
  return OK;
}

enum err players_read(struct players *p, const struct player *who, uint64_t at, void *to, size_t n,
                      size_t *out_n) {
  struct slot *s;
  TRY(enter(p, who, &s));
  enum err rc = s->version == who->version ? playable_read(s->open, at, to, n, out_n)
                                           : fail(E_CONFLICT, "what may be heard has changed");
  if (!rc) rc = count(p, s, who, at, *out_n);
  leave(s);
  return rc;
}
