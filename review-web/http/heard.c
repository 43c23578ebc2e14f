// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/heard.h"

#include "centre/event.h"
#include "core/clock.h"
#include "gen/sql/web_call.h"
#include "review-web/http/body.h"
#include "review-web/http/request.h"
#include "review-web/http/site.h"

enum {
  FASTEST = 3,  // of the speeds a player has (review-web/ui/player/deck.ts)
  HEARD_MS = 1, // from then on she has heard of it, as the pages say: a word is something heard
  STRETCHES_MOST = 4000,
  LISTENINGS_MOST = 500,
  WORK_MAX = 1 << 20
};

// ---- lists of stretches -----------------------------------------------------------------------

enum err heard_read(struct arena *a, const char *json, struct heard *out) {
  int64_t(*pairs)[2];
  size_t n;
  *out = (struct heard){0};
  if (!json) return OK;
  TRY(body_pairs(a, sv_of(json), STRETCHES_MOST, &pairs, &n));
  out->v = arena_array(a, n + 1, struct stretch);
  for (size_t i = 0; i < n; i++) out->v[i] = (struct stretch){pairs[i][0], pairs[i][1]};
  out->n = stretches_join(out->v, n);
  return OK;
}

void heard_add(struct arena *a, struct heard *to, const struct heard *more) {
  struct stretch *all = arena_array(a, to->n + more->n + 1, struct stretch);
  if (to->n) memcpy(all, to->v, to->n * sizeof *all);
  if (more->n) memcpy(all + to->n, more->v, more->n * sizeof *all);
  to->v = all;
  to->n = stretches_join(all, to->n + more->n);
}

void heard_write(struct buf *b, const struct heard *h) {
  buf_add_char(b, '[');
  for (size_t i = 0; i < h->n; i++)
    buf_printf(b, "%s[%" PRId64 ",%" PRId64 "]", i ? "," : "", h->v[i].from_ms, h->v[i].to_ms);
  buf_add_char(b, ']');
}

static enum err text_of(struct arena *a, const struct heard *h, const char **out) {
  AUTO(buf) struct buf b = {0};
  heard_write(&b, h);
  TRY(buf_check(&b));
  *out = arena_printf(a, "%.*s", (int)b.n, b.p);
  return OK;
}

// ---- one listening ----------------------------------------------------------------------------

struct life { // a listening's row, read and added to
  struct id id, interaction, person;
  int64_t at_ms, heard_ms; // as it was before
  struct heard served, told;
  bool tells;
};

// The rule.
static enum err keep(struct db *db, struct arena *a, struct life *l, int64_t now_ms) {
  struct heard h = l->served;
  if (l->tells) {
    h.v = arena_array(a, l->served.n + l->told.n + 1, struct stretch);
    h.n = stretches_cross(l->served.v, l->served.n, l->told.v, l->told.n, h.v);
    h.n = stretches_cut(h.v, h.n, FASTEST * (now_ms - l->at_ms));
  }
  struct listening_heard q = {.heard_ms = stretches_ms(h.v, h.n), .id = l->id};
  TRY(text_of(a, &l->served, &q.served));
  TRY(text_of(a, &h, &q.heard));
  if (l->tells) TRY(text_of(a, &l->told, &q.told));
  TRY(sql_listening_heard(db, &q));
  if (l->heard_ms >= HEARD_MS || q.heard_ms < HEARD_MS) return OK;
  return event_tell(
      db, EV_RECORDING_HEARD,
      (struct happening){.actor = l->person, .object = l->id, .interaction = l->interaction});
}

static enum err add_served(struct arena *a, struct life *l, const char *before,
                           const struct served_part *part) {
  struct heard more = {.v = arena_array(a, SERVED_MOST + 1, struct stretch), .n = part->n};
  memcpy(more.v, part->v, part->n * sizeof *more.v);
  TRY(heard_read(a, before, &l->served));
  heard_add(a, &l->served, &more);
  l->served.n = stretches_fewer(l->served.v, l->served.n, STRETCHES_MOST / 2);
  return OK;
}

enum err heard_served(struct db *db, const struct served_part *part, int64_t now_ms) {
  AUTO(arena) struct arena a;
  struct listening_served_row r;
  bool found;
  arena_init(&a, WORK_MAX);
  TRY(sql_listening_served(db, &a, &(struct listening_served){bytes_of(part->token, 32)}, &r,
                           &found));
  if (!found) return OK; // erased meanwhile
  struct life l = {r.id, r.interaction, r.person, r.at_ms, r.heard_ms, .tells = r.told};
  TRY(add_served(&a, &l, r.served, part));
  TRY(heard_read(&a, r.told, &l.told));
  return keep(db, &a, &l, now_ms);
}

enum err heard_told(struct request *req, struct id id, const char *told, struct id *out_call) {
  struct listening_mine_row r;
  struct served_part part;
  struct heard now;
  bool found;
  TRY(sql_listening_mine(req->db, &req->arena, &(struct listening_mine){id, req->viewer.person}, &r,
                         &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such listening");
  if (r.closed_ms.set) return fail(E_GONE, "this listening is over, and what it heard is settled");
  struct life l = {r.id, r.interaction, r.person, r.at_ms, r.heard_ms, .tells = true};
  TRY(heard_read(&req->arena, told, &now));
  TRY(heard_read(&req->arena, r.told, &l.told));
  heard_add(&req->arena, &l.told, &now);
  if (l.told.n > STRETCHES_MOST / 2) return fail(E_BAD_DATA, "too many stretches of one call");
  served_take(req->site->served, (const uint8_t *)r.token_hash.p, &part);
  TRY(add_served(&req->arena, &l, r.served, &part));
  *out_call = r.interaction;
  return keep(req->db, &req->arena, &l, clock_wall_ms());
}

enum err heard_of(struct db *db, struct arena *a, struct id call, struct id person,
                  struct heard *out) {
  struct heard_by_row *r;
  size_t n;
  *out = (struct heard){0};
  TRY(sql_heard_by(
      db, a, &(struct heard_by){.interaction = call, .person = person, .limit = LISTENINGS_MOST},
      &r, &n));
  for (size_t i = 0; i < n; i++) {
    struct heard one;
    TRY(heard_read(a, r[i].heard, &one));
    heard_add(a, out, &one);
  }
  return OK;
}
