// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/players.h"

#include <pthread.h>

#include "core/clock.h"
#include "gen/sql.h"
#include "review-web/http/policy.h"
#include "review-web/http/session.h"
#include "review-web/http/site.h"

enum { SLOTS = 512, GOOD_US = 1000 * 1000 };

struct slot {
  pthread_mutex_t lock;
  struct player who;
  struct playable *open;
  int64_t asked_us;
};

struct players {
  struct site *site;
  struct slot slots[SLOTS];
};

enum err players_new(struct site *site, struct players **out) {
  struct players *p = calloc(1, sizeof *p);
  if (!p) return fail(E_BROKEN, "no memory for players");
  p->site = site;
  for (size_t i = 0; i < SLOTS; i++) pthread_mutex_init(&p->slots[i].lock, NULL);
  *out = p;
  return OK;
}

void players_free(struct players *p) {
  if (!p) return;
  for (size_t i = 0; i < SLOTS; i++) {
    playable_free(p->slots[i].open);
    pthread_mutex_destroy(&p->slots[i].lock);
  }
  free(p);
}

// Everything that let the sound start, asked again, with a memory of its own.
static enum err ask(struct request *probe, const struct player *who,
                    struct listening_by_token_row *out) {
  bool found, alive;
  struct standing standing;
  TRY(worker_db(probe->site, &probe->db));
  TRY(session_alive(probe->site, probe->db, &probe->arena, who->session, &alive));
  if (!alive) return fail(E_NO_SESSION, "the session has ended");
  TRY(sql_listening_by_token(probe->db, &probe->arena,
                             &(struct listening_by_token){bytes_of(who->token, 32)}, out, &found));
  if (!found || !id_eq(out->person, who->person) || strcmp(out->state, "sealed") != 0)
    return fail(E_NOT_FOUND, "there is nothing to hear here");
  TRY(session_viewer(probe->db, &probe->arena, who->person, &probe->viewer));
  TRY(policy_call(probe, out->interaction, R_LISTEN, &standing));
  return policy_agreement(probe, &standing);
}

static bool same(const struct player *a, const struct player *b) {
  return !memcmp(a->token, b->token, 32) && !memcmp(a->session, b->session, 32) &&
         id_eq(a->person, b->person) && a->kind == b->kind;
}

static void forget(struct slot *s) {
  playable_free(s->open);
  s->open = NULL;
  s->who = (struct player){0};
}

static enum err ask_and_open(struct players *p, struct slot *s, const struct player *who,
                             struct arena *a) {
  struct request probe = {.site = p->site, .arena = *a};
  struct listening_by_token_row row;
  enum err rc = ask(&probe, who, &row);
  *a = probe.arena;
  TRY(rc);
  s->asked_us = clock_mono_us();
  if (s->open) return OK;
  struct keystore *keys;
  TRY(worker_keys(p->site, &keys));
  TRY(playable_open(p->site->audio_dir, keys, row.recording, who->kind, row.swapped, &s->open));
  s->who = *who;
  return OK;
}

static enum err ready(struct players *p, struct slot *s, const struct player *who) {
  if (!same(&s->who, who)) forget(s);
  if (s->open && clock_mono_us() - s->asked_us < GOOD_US) return OK;
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

enum err players_size(struct players *p, const struct player *who, uint64_t *out) {
  struct slot *s = slot_of(p, who);
  pthread_mutex_lock(&s->lock);
  enum err rc = ready(p, s, who);
  if (!rc) *out = playable_size(s->open);
  pthread_mutex_unlock(&s->lock);
  return rc;
}

enum err players_read(struct players *p, const struct player *who, uint64_t at, void *to, size_t n,
                      size_t *out_n) {
  struct slot *s = slot_of(p, who);
  pthread_mutex_lock(&s->lock);
  enum err rc = ready(p, s, who);
  if (!rc) rc = playable_read(s->open, at, to, n, out_n);
  pthread_mutex_unlock(&s->lock);
  return rc;
}
