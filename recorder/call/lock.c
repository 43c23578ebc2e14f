// SPDX-License-Identifier: Apache-2.0
// Locks: which side of which path encrypts, with which keys, as offer and answer have it. A side
// whose keys nobody told us is closed: what it sends is ciphertext, and never sound.
#include "recorder/call/lock.h"

#include "recorder/call/inside.h"
#include "recorder/call/srtp.h"

enum { WRONG_KEYS = 25 }; // packets in a row that none opens: it is not somebody's forgery
static const int64_t under_way_us = 2000000; // packets of before the last agreement

static struct lock *lock_find(struct call *c, struct slab_ref path, uint8_t side) {
  for (size_t i = 0; i < c->n_locks; i++)
    if (same_call(c->lock[i].path, path) && c->lock[i].side == side) return &c->lock[i];
  return NULL;
}

static struct lock *lock_make(struct tracker *t, struct call *c, struct slab_ref path,
                              uint8_t side) {
  struct lock *l = lock_find(c, path, side);
  if (l) return l;
  for (size_t i = 0; i < c->n_locks && !l; i++)
    if (!signal_path(&t->signal, c->lock[i].path)) l = &c->lock[i];
  if (!l && c->n_locks < CALL_LOCKS) l = &c->lock[c->n_locks++];
  if (!l) { // the oldest gives way
    t->counts.locks_lost++;
    l = &c->lock[0];
  }
  secure_free(l->secure);
  *l = (struct lock){.path = path, .side = side};
  return l;
}

static const struct desc *offered(const struct tracker *t, const struct path *p, int side,
                                  size_t i) {
  const struct stand *s = &p->exchange.offered[side];
  return i < s->n ? slab_get(&t->signal.descs, s->desc[i]) : NULL;
}

// Before anything is agreed: the other side's offer tells whether what this side sends is in clear.
static void learn_early(struct tracker *t, struct call *c, struct path *p, uint8_t side) {
  struct slab_ref ref = slab_ref(&t->signal.paths, p);
  const struct desc *own = offered(t, p, side, 0), *other = offered(t, p, !side, 0);
  const struct desc *any = own ? own : other;
  if (!any || !(any->secure || any->n_keys)) return;
  struct lock *l = lock_make(t, c, ref, side);
  for (size_t i = 0; own && i < EXCHANGE_LINES; i++)
    (void)secure_add(&l->secure, offered(t, p, side, i));
  l->state = own && own->secure ? (l->secure ? LOCK_OPEN : LOCK_CLOSED) : LOCK_WAITS;
  l->plain = false;
}

static void learn_agreed(struct tracker *t, struct call *c, struct path *p, uint8_t side,
                         const struct desc *agreed) {
  struct slab_ref ref = slab_ref(&t->signal.paths, p);
  bool plain = !agreed->n_keys && !agreed->secure;
  struct lock *l = plain ? lock_find(c, ref, side) : lock_make(t, c, ref, side);
  if (!l) return;
  if (plain && !l->plain) l->plain_from_us = t->now_us;
  l->plain = plain;
  l->state = LOCK_OPEN;
  if (plain) return;
  bool usable = secure_add(&l->secure, agreed);
  for (size_t i = 0; i < EXCHANGE_LINES; i++) (void)secure_add(&l->secure, offered(t, p, side, i));
  if (!usable) l->state = LOCK_CLOSED;
}

void lock_learn(struct tracker *t, struct call *c, struct path *p, bool withdrawn) {
  for (uint8_t side = 0; side < EXCHANGE_SIDES; side++) {
    const struct desc *agreed = slab_get(&t->signal.descs, p->exchange.agreed[side]);
    struct lock *l = lock_find(c, slab_ref(&t->signal.paths, p), side);
    if (withdrawn && l && agreed && agreed->n_keys) secure_keep(l->secure, agreed, NULL);
    if (agreed)
      learn_agreed(t, c, p, side, agreed);
    else
      learn_early(t, c, p, side);
  }
}

struct shut {
  int8_t depth;
  uint8_t of_leg[CALL_LEGS];
};

static uint16_t shut_one(void *ctx, const struct held *one) {
  const struct shut *s = ctx;
  struct media m = media_held(one);
  if (m.depth == s->depth && !m.lock) m.lock = s->of_leg[m.leg];
  return media_note(&m);
}

// What was held of that path is ciphertext as well; what came by another one is not.
void lock_shut(struct tracker *t, struct call *c, const struct route *r) {
  struct shut shut = {.depth = r->depth};
  for (uint8_t side = 0; side < EXCHANGE_SIDES; side++) {
    struct lock *l = lock_make(t, c, r->path, side);
    l->state = LOCK_CLOSED;
    l->plain = false;
    shut.of_leg[side == r->side ? r->leg : !r->leg] = (uint8_t)(l - c->lock + 1);
  }
  hold_renote(&t->hold, &c->early, shut_one, &shut);
}

uint8_t lock_of(const struct call *c, const struct route *r) {
  for (size_t i = 0; i < c->n_locks; i++)
    if (c->lock[i].path.at == r->path.at && c->lock[i].path.gen == r->path.gen &&
        c->lock[i].side == r->side)
      return (uint8_t)(i + 1);
  return 0;
}

static void said_locked(struct tracker *t, struct call *c, uint8_t leg, bool locked) {
  if (c->leg[leg].locked == locked) return;
  c->leg[leg].locked = locked;
  call_mark(t, c, locked ? "encrypted" : "clear", leg, NULL);
}

static bool keep_out(struct tracker *t, struct call *c, const struct media *m) {
  if (!m->rtcp) said_locked(t, c, m->leg, true);
  c->encrypted++;
  t->counts.encrypted++;
  return false;
}

// Of a packet the snap length cut there is no tag to check it by: its header alone, which is in
// clear, says when it was.
static bool header_alone(struct media *m, uint8_t room[MEDIA_MAX]) {
  enum { RTP_HEADER = 12 };
  if (m->rtcp || m->packet.n < RTP_HEADER) return false;
  memcpy(room, m->packet.p, RTP_HEADER);
  room[0] &= 0xc0; // no padding, no extension, no contributors: what says so is not all there
  m->packet = (struct span){room, RTP_HEADER};
  m->clear = true;
  return true;
}

bool lock_hides(const struct call *c, const struct media *m) {
  const struct lock *l = m->lock && m->lock <= c->n_locks ? &c->lock[m->lock - 1] : NULL;
  return l && !m->clear && !l->plain && (l->state == LOCK_CLOSED || !l->secure) &&
         l->state != LOCK_WAITS;
}

bool lock_open(struct tracker *t, struct call *c, struct media *m, uint8_t room[MEDIA_MAX]) {
  struct lock *l = m->lock && m->lock <= c->n_locks ? &c->lock[m->lock - 1] : NULL;
  bool open = !l || m->clear || (l->plain && m->at_us - l->plain_from_us > under_way_us);
  if (open) {
    if (!m->rtcp && c->leg[m->leg].locked) said_locked(t, c, m->leg, false);
    return true;
  }
  if (l->state != LOCK_OPEN || !l->secure) return l->plain ? true : keep_out(t, c, m);
  size_t n = m->packet.n;
  if (m->cut) return header_alone(m, room);
  memcpy(room, m->packet.p, n);
  if (secure_open(l->secure, m->rtcp, room, &n)) {
    m->packet = (struct span){room, n};
    m->clear = true;
    l->failed = 0;
    if (!m->rtcp && c->leg[m->leg].locked) said_locked(t, c, m->leg, false);
    return true;
  }
  if (l->plain) return true; // agreed to be plain a moment ago, and it is
  if (!c->forged++) call_mark(t, c, "forged", m->leg, NULL);
  t->counts.forged++;
  if (!m->rtcp && ++l->failed == WRONG_KEYS) said_locked(t, c, m->leg, true);
  return false;
}

void locks_move(struct call *to, struct call *from) {
  for (size_t i = 0; i < from->n_locks; i++) {
    if (to->n_locks < CALL_LOCKS)
      to->lock[to->n_locks++] = from->lock[i];
    else
      secure_free(from->lock[i].secure);
    from->lock[i].secure = NULL;
  }
  from->n_locks = 0;
}

void locks_free(struct call *c) {
  for (size_t i = 0; i < c->n_locks; i++) secure_free(c->lock[i].secure);
  c->n_locks = 0;
}
