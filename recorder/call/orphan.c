// SPDX-License-Identifier: Apache-2.0
// Orphans: media whose signalling was not seen. Two flows between the same two hosts, one each way,
// that began about then are one call; of several that could be partners only the one on the same
// ports is.
#include "recorder/call/inside.h"
#include "recorder/call/life.h"

enum { ORPHAN_IN_ORDER = 4 };
static const int64_t wait_us = 2000000, pairing_us = 5 * 1000000LL;

static bool same_host(const struct endpoint *a, const struct endpoint *b) {
  return !memcmp(a->addr, b->addr, sizeof a->addr);
}

// Five packets in a row of a payload type that audio has: DNS and its kin do not get that far.
static bool sounds_like_rtp(const struct tracker *t, const struct flow *f) {
  const struct voice *v = slab_get(&t->stream.voices, f->voice);
  return v && v->in_order >= ORPHAN_IN_ORDER && (v->last_pt < 24 || v->last_pt >= 96);
}

static bool waits(const struct tracker *t, const struct flow *f) {
  return route_of(t, f)->state == ROUTE_WAITING && !f->alias.gen && sounds_like_rtp(t, f);
}

static bool may_answer(const struct tracker *t, const struct flow *f, const struct flow *g) {
  int64_t apart = g->first_us - f->first_us;
  if (!same_host(&g->src, &f->dst) || !same_host(&g->dst, &f->src)) return false;
  if (apart < -pairing_us || apart > pairing_us) return false;
  if (waits(t, g)) return true;
  const struct route *r = route_of(t, g);
  const struct call *c = r->state == ROUTE_MEDIA ? slab_get(&t->calls, r->call) : NULL;
  return c && c->orphan && !c->two_voices;
}

// Across two networks (a tap shows each direction on its own) only where no other is as near.
static struct flow *nearer(const struct flow *f, struct flow *found, struct flow *g,
                           bool *several) {
  if (!found || (found->net != f->net && g->net == f->net)) return g;
  *several |= (found->net == f->net) == (g->net == f->net);
  return found;
}

static struct flow *partner_of(const struct tracker *t, const struct flow *f) {
  struct flow *found = NULL, *exact = NULL;
  bool several = false, many = false;
  for (uint32_t i = 0; i < t->stream.flows.high; i++) {
    struct flow *g = slab_at(&t->stream.flows, i);
    if (!g || g == f || !may_answer(t, f, g)) continue;
    if (endpoint_eq(&g->src, &f->dst) && endpoint_eq(&g->dst, &f->src))
      exact = nearer(f, exact, g, &several);
    else if (g->net == f->net)
      found = nearer(f, found, g, &many);
  }
  if (exact) return exact->net == f->net || !several ? exact : NULL;
  return many ? NULL : found;
}

static void party_of_address(struct tracker *t, struct call *c, uint8_t leg,
                             const uint8_t addr[16]) {
  struct who who = {0};
  size_t room = sizeof who.address;
  if (!memcmp(addr, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12))
    snprintf(who.address, room, "%u.%u.%u.%u", addr[12], addr[13], addr[14], addr[15]);
  else
    for (int i = 0; i < 8; i++)
      snprintf(who.address + 5 * i, room - 5 * (size_t)i, i < 7 ? "%02x%02x:" : "%02x%02x",
               addr[2 * i], addr[2 * i + 1]);
  life_party(t, c, leg, &who, false);
}

static struct call *orphan_new(struct tracker *t, const struct flow *f) {
  struct call *c = life_new(t, f->first_us, host_key(&f->src));
  if (!c) {
    t->counts.no_room += once_new(&t->lost, way_hash(&f->src, &f->dst, 2));
    return NULL;
  }
  c->orphan = true;
  party_of_address(t, c, 0, f->src.addr);
  party_of_address(t, c, 1, f->dst.addr);
  return c;
}

static void orphan_add(struct tracker *t, struct call *c, struct flow *f, uint8_t leg) {
  net_add(c, f->net);
  place_claim(t, c, &(struct claim){.at = f->src, .leg = leg, .learned = true});
  place_claim(t, c, &(struct claim){.at = f->dst, .leg = !leg, .learned = true});
  c->two_voices |= leg == 1;
  route_join(t, f, c, leg);
}

// Both sides from their first packet: they are brought together before anything is written.
static void orphan_make(struct tracker *t, struct flow *f, struct flow *partner) {
  struct call *c = orphan_new(t, f);
  if (!c) return;
  if (partner && partner->first_us < c->started_us) c->started_us = partner->first_us;
  c->gathering = true;
  orphan_add(t, c, f, 0);
  if (partner) orphan_add(t, c, partner, 1);
  c->gathering = false;
}

static void orphan_sweep(struct tracker *t, struct flow *f, bool all) {
  if (!waits(t, f)) return;
  struct flow *partner = partner_of(t, f);
  const struct route *r = partner ? route_of(t, partner) : NULL;
  struct call *its = r && r->state == ROUTE_MEDIA ? slab_get(&t->calls, r->call) : NULL;
  bool long_enough = all || t->now_us - route_of(t, f)->first_us >= wait_us;
  if (!its && !long_enough) return;
  route_resolve(t, f);
  if (!waits(t, f)) return;
  if (its)
    orphan_add(t, its, f, 1);
  else
    orphan_make(t, f, partner);
}

void orphans_sweep(struct tracker *t, bool all) {
  for (uint32_t i = 0; t->o.orphans && i < t->stream.flows.high; i++) {
    struct flow *f = slab_at(&t->stream.flows, i);
    if (f) orphan_sweep(t, f, all);
  }
}
