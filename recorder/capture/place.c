// SPDX-License-Identifier: Apache-2.0
// Places: at which addresses calls listen, and which call suits a flow. Two live calls may hold the
// same address; an ended one gives it up as soon as another claims it.
#include "recorder/capture/tracker_inside.h"

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

bool place_is_free(const struct tracker *t, const struct call *c, const struct endpoint *at) {
  for (const struct place *p = place_first(t, at); p; p = place_next(t, p)) {
    const struct call *other = slab_get(&t->calls, p->call);
    if (other != c && !other->ended && !reuse_is_heir(t, c, other)) return false;
  }
  return true;
}

// ---- claiming ----------------------------------------------------------------------------------

static void forget_oldest_place(struct tracker *t, struct call *c) {
  struct place *oldest = slab_get(&t->places, c->place[0]);
  if (oldest) slab_remove(&t->places, oldest);
  memmove(&c->place[0], &c->place[1], (CALL_PLACES - 1) * sizeof c->place[0]);
  c->n_places--;
}

static void forget_ended(struct tracker *t, const struct call *c, const struct endpoint *at) {
  for (struct place *p = place_first(t, at), *next; p; p = next) {
    const struct call *other = slab_get(&t->calls, p->call);
    next = place_next(t, p);
    if (other != c && other->ended) slab_remove(&t->places, p);
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

void place_claim(struct tracker *t, struct call *c, uint8_t leg, const struct endpoint *at,
                 bool rtcp, bool learned) {
  struct place *p = place_of(t, c, at);
  bool known = p && p->leg == leg && (learned || !p->learned);
  if (!known) {
    forget_ended(t, c, at);
    if (p) slab_remove(&t->places, p);
    forget_crowd(t, at);
    p = slab_add(&t->places, place_key(at));
    if (!p) return;
    *p = (struct place){.item = p->item, .at = *at, .call = slab_ref(&t->calls, c)};
    p->leg = leg;
    p->rtcp = rtcp;
    p->learned = learned;
    p->since = ++t->claims;
    if (c->n_places == CALL_PLACES) forget_oldest_place(t, c);
    c->place[c->n_places++] = slab_ref(&t->places, p);
    t->epoch++;
    t->counts.changes++;
  }
  if (learned) return;
  host_add(p->told_by, &t->sip_from);
  host_add(p->told_to, &t->sip_to);
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
  if (to)
    fit.leg = !to->leg;
  else if (from)
    fit.leg = from->leg;
  return fit;
}

// What was sent after a call's end is not its own, though its addresses are not given away yet.
static bool is_over(const struct call *c, int64_t at_us) {
  return c->ended && at_us > c->last_signal_us;
}

enum { CANDIDATES = 8 };

struct candidate {
  struct call *call;
  int score;
};

static size_t candidates_at(const struct tracker *t, const struct flow *f, const struct media *m,
                            const struct endpoint *at, struct candidate *found, size_t n) {
  for (const struct place *p = place_first(t, at); p && n < CANDIDATES; p = place_next(t, p)) {
    struct call *c = slab_get(&t->calls, p->call);
    bool there = is_over(c, m->at_us);
    for (size_t i = 0; i < n; i++) there |= found[i].call == c;
    if (!there) found[n++] = (struct candidate){c, place_fit(t, c, f, m->rtcp).score};
  }
  return n;
}

static size_t candidates(const struct tracker *t, const struct flow *f, const struct media *m,
                         struct candidate found[CANDIDATES]) {
  const struct endpoint *ends[] = {&f->dst, &f->src};
  size_t n = 0;
  for (int i = 0; i < 2; i++) {
    struct endpoint at = *ends[i];
    n = candidates_at(t, f, m, &at, found, n);
    if (!m->rtcp || !(at.port & 1)) continue;
    at.port--;
    n = candidates_at(t, f, m, &at, found, n);
  }
  return n;
}

void place_resolve(const struct tracker *t, const struct flow *f, const struct media *m,
                   struct call **best, struct call **rival) {
  struct candidate found[CANDIDATES] = {0}, now = {0};
  size_t n = candidates(t, f, m, found);
  *rival = NULL;
  for (size_t i = 0; i < n; i++) {
    bool older = now.call && found[i].call->started_us < now.call->started_us;
    if (found[i].score > now.score || (found[i].score == now.score && older)) now = found[i];
  }
  for (size_t i = 0; i < n; i++) {
    struct call *c = found[i].call;
    if (c == now.call || found[i].score / ANNOUNCED != now.score / ANNOUNCED) continue;
    if (reuse_is_heir(t, c, now.call)) {
      *rival = now.call;
      now.call = c;
    } else if (reuse_is_heir(t, now.call, c) && (!*rival || reuse_is_heir(t, c, *rival)))
      *rival = c;
  }
  *best = now.call;
  struct call *heir[HEIRS_MAX];
  for (n = now.call && !*rival ? reuse_heirs(t, now.call, heir) : 0; n > 0; n--) {
    if (heir[n - 1]->answered) continue;
    *best = heir[n - 1]; // that has not said all yet: where its other side is, say
    *rival = now.call;
  }
}
