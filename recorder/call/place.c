// SPDX-License-Identifier: Apache-2.0
// Places: at which addresses calls listen, and which call suits a flow. Two live calls may hold the
// same address; an ended one gives it up as soon as another claims it.
#include "recorder/call/inside.h"

enum { DST_ANNOUNCED = 40, SRC_ANNOUNCED = 30, DST_LEARNED = 2, SRC_LEARNED = 1, ANNOUNCED = 10 };

static uint64_t place_key(const struct endpoint *at) {
  return span_hash((struct span){at->addr, sizeof *at}, 7) | 1;
}

static struct place *place_from(const struct tracker *t, struct place *p,
                                const struct endpoint *at) {
  while (p && !(endpoint_eq(&p->at, at) && slab_get(&t->calls, p->call)))
    p = slab_find_next(&t->places, p);
  return p;
}

struct place *place_first(const struct tracker *t, const struct endpoint *at) {
  return place_from(t, slab_find(&t->places, place_key(at)), at);
}

struct place *place_next(const struct tracker *t, const struct place *p) {
  return place_from(t, slab_find_next(&t->places, p), &p->at);
}

struct place *place_of(const struct tracker *t, const struct call *c, const struct endpoint *at) {
  struct place *p = place_first(t, at);
  while (p && slab_get(&t->calls, p->call) != c) p = place_next(t, p);
  return p;
}

// ---- claiming ----------------------------------------------------------------------------------

static void forget_oldest_place(struct tracker *t, struct call *c) {
  size_t n = 0;
  for (size_t i = 0; i < c->n_places; i++) // those that went to others first
    if (slab_get(&t->places, c->place[i])) c->place[n++] = c->place[i];
  c->n_places = n;
  if (n < CALL_PLACES) return;
  struct place *oldest = slab_get(&t->places, c->place[0]);
  if (oldest) slab_remove(&t->places, oldest);
  memmove(&c->place[0], &c->place[1], (CALL_PLACES - 1) * sizeof c->place[0]);
  c->n_places--;
}

static void forget_ended(struct tracker *t, const struct call *c, const struct endpoint *at) {
  for (struct place *p = place_first(t, at), *next; p; p = next) {
    const struct call *other = slab_get(&t->calls, p->call);
    next = place_next(t, p);
    if (other != c && other->ended && nets_meet(c, other)) slab_remove(&t->places, p);
  }
}

enum { HOLDERS_MAX = 16 };

// An address that so many live calls announce says little of whose media it is. The oldest that was
// not answered gives it up, else the oldest: a storm of offers for one port costs no call in
// progress its place, and no offer a look through all the others.
static void forget_crowd(struct tracker *t, const struct endpoint *at) {
  struct place *least = NULL;
  bool least_answered = false;
  size_t n = 0;
  for (struct place *p = place_first(t, at); p; p = place_next(t, p), n++) {
    const struct call *c = slab_get(&t->calls, p->call);
    if (least && (c->answered > least_answered ||
                  (c->answered == least_answered && p->since > least->since)))
      continue;
    least = p;
    least_answered = c->answered;
  }
  if (n >= HOLDERS_MAX) slab_remove(&t->places, least);
}

static void host_add(uint32_t hosts[PLACE_HOSTS], const struct endpoint *at) {
  uint32_t host = host_key(at);
  for (int i = 0; i < PLACE_HOSTS; i++) {
    if (hosts[i] == host) return;
    if (hosts[i]) continue;
    hosts[i] = host;
    return;
  }
}

void place_claim(struct tracker *t, struct call *c, const struct claim *what) {
  struct place *p = place_of(t, c, &what->at);
  bool known = p && p->leg == what->leg && (what->learned || !p->learned);
  if (!known) {
    forget_ended(t, c, &what->at);
    if (p) slab_remove(&t->places, p);
    forget_crowd(t, &what->at);
    p = slab_add(&t->places, place_key(&what->at));
    if (!p) {
      t->counts.places_lost += once_new(&t->lost, way_hash(&what->at, &what->at, c->item.at));
      return;
    }
    *p = (struct place){.item = p->item,
                        .at = what->at,
                        .call = slab_ref(&t->calls, c),
                        .path = what->path,
                        .leg = what->leg,
                        .side = what->side,
                        .depth = what->depth,
                        .rtcp = what->rtcp,
                        .learned = what->learned,
                        .other = what->other,
                        .since = ++t->claims};
    if (c->n_places == CALL_PLACES) forget_oldest_place(t, c);
    c->place[c->n_places++] = slab_ref(&t->places, p);
    t->epoch++;
    t->counts.changes++;
  } else if (what->depth < p->depth) { // a proxy passes it on: it is the outer side's too
    p->depth = what->depth;
    t->epoch++;
  }
  if (what->learned) return;
  host_add(p->told_by, &t->sip_from);
  host_add(p->told_to, &t->sip_to);
}

void place_forget(struct tracker *t, struct place *p) {
  slab_remove(&t->places, p);
  t->epoch++;
  t->counts.changes++;
}

// ---- which call suits a flow -------------------------------------------------------------------

static const struct place *place_of_media(const struct tracker *t, const struct call *c,
                                          struct endpoint at, bool rtcp) {
  const struct place *p = place_of(t, c, &at);
  if (p || !rtcp || !(at.port & 1)) return p;
  at.port--; // RTCP's default port is one above (RFC 3550, 11)
  return place_of(t, c, &at);
}

struct fit place_fit(const struct tracker *t, const struct call *c, const struct flow *f,
                     bool rtcp) {
  const struct place *to = place_of_media(t, c, f->dst, rtcp);
  const struct place *from = place_of_media(t, c, f->src, rtcp);
  struct fit fit = {0};
  if (to) fit.score += to->learned ? DST_LEARNED : DST_ANNOUNCED;
  if (from) fit.score += from->learned ? SRC_LEARNED : SRC_ANNOUNCED;
  fit.to = to;
  fit.named = from && !from->learned;
  fit.by = to ? to : from;
  if (!fit.by) return fit;
  fit.leg = to ? !to->leg : from->leg;
  // A fork's own side says more of what is sent than the caller's, which all forks share.
  bool callee = from && from->side == SIGNAL_CALLEE && !from->learned;
  fit.end = to && to->side == SIGNAL_CALLEE ? to : callee ? from : fit.by;
  return fit;
}

// A relay stands between two of its paths: each voice is seen on both.
bool places_differ(const struct tracker *t, const struct call *c) {
  const struct place *first = NULL;
  for (size_t i = 0; i < c->n_places; i++) {
    const struct place *p = slab_get(&t->places, c->place[i]);
    if (!p || p->learned || p->other) continue;
    if (first && first->depth != p->depth) return true;
    first = p;
  }
  return false;
}
