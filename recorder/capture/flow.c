// SPDX-License-Identifier: Apache-2.0
// Whose packet is this? One lookup for a packet of a flow that is known; the slow way (places, the
// waiting room, orphans) for the first one and after signalling changed something.
#include "recorder/capture/tracker_inside.h"

static const int64_t wait_us = 2000000, idle_us = 60 * 1000000LL, pairing_us = 5 * 1000000LL;
enum { ORPHAN_IN_ORDER = 4, LATE_PACKETS = 256 };

static uint64_t flow_key(const struct endpoint *src, const struct endpoint *dst) {
  uint64_t h = span_hash((struct span){src->addr, sizeof *src}, 1);
  return span_hash((struct span){dst->addr, sizeof *dst}, h) | 1;
}

static struct flow *flow_find(const struct tracker *t, const struct endpoint *src,
                              const struct endpoint *dst) {
  for (struct flow *f = slab_find(&t->flows, flow_key(src, dst)); f;
       f = slab_find_next(&t->flows, f))
    if (endpoint_eq(&f->src, src) && endpoint_eq(&f->dst, dst)) return f;
  return NULL;
}

static struct flow *flow_of(struct tracker *t, const struct datagram *d) {
  struct flow *f = flow_find(t, &d->src, &d->dst);
  if (f) return f;
  f = slab_add(&t->flows, flow_key(&d->src, &d->dst));
  if (!f) return NULL;
  f->src = d->src;
  f->dst = d->dst;
  f->first_us = d->at_us;
  f->epoch = t->epoch - 1; // not resolved yet
  return f;
}

// ---- resolving ---------------------------------------------------------------------------------

struct relabel {
  uint32_t ssrc;
  uint8_t leg;
};

static uint16_t relabel_one(void *ctx, const struct held *one) {
  const struct relabel *r = ctx;
  struct rtp rtp;
  bool its = rtp_parse(one->packet, &rtp) && rtp.ssrc == r->ssrc;
  return its ? (uint16_t)((one->note & ~1) | r->leg) : one->note;
}

// The other direction showed that the sender was taken for the wrong side.
static void early_relabel(struct tracker *t, const struct flow *f, const struct call *c,
                          uint8_t leg) {
  const struct voice *v = slab_get(&t->voices, f->voice);
  struct relabel r = {.ssrc = v ? v->ssrc : 0, .leg = leg};
  if (v) hold_renote(&t->hold, &c->early, relabel_one, &r);
}

// What was sent after a call's end is not its own, though its addresses are not given away yet.
static bool is_over(const struct call *c, int64_t at_us) {
  return c->ended && at_us > c->last_signal_us;
}

static void flow_give(struct tracker *t, struct flow *f, struct call *c, const struct media *m,
                      const struct call *old) {
  struct fit fit = place_fit(t, c, f, m->rtcp);
  if (!fit.score && old) fit.leg = reuse_leg(t, c, old, f);
  bool same = f->state == FLOW_MEDIA && slab_get(&t->calls, f->call) == c;
  if (same && fit.leg != f->leg) early_relabel(t, f, c, fit.leg);
  f->call = slab_ref(&t->calls, c);
  f->leg = fit.leg;
  f->state = FLOW_MEDIA;
  // A phone behind NAT: where it really sends from is where it will be answered.
  if (fit.to && !m->rtcp && place_is_free(t, c, &f->src)) {
    place_claim(t, c, f->leg, &f->src, false, true);
    f->epoch = t->epoch;
  }
}

static bool resolve(struct tracker *t, struct flow *f, const struct media *m) {
  struct call *best, *rival;
  place_resolve(t, f, m, &best, &rival);
  f->epoch = t->epoch;
  f->contested = rival;
  if (!best) return false;
  // Contested: it stays where it is until its voices say more. Reports wait for nobody.
  if (!f->contested || (m->rtcp && f->state != FLOW_MEDIA))
    flow_give(t, f, rival ? rival : best, m, rival);
  return true;
}

// ---- the waiting room --------------------------------------------------------------------------

// A packet of a call that ended a moment ago, on addresses which another has taken over since.
static struct call *call_of_late(const struct tracker *t, const struct flow *f,
                                 const struct voice *v, uint16_t seq) {
  struct call *c = v ? slab_get(&t->calls, v->call) : NULL;
  bool moved = f->state != FLOW_MEDIA || f->contested || slab_get(&t->calls, f->call) != c;
  bool goes_on = v && (uint16_t)(seq - v->top_seq + LATE_PACKETS) < 2 * LATE_PACKETS;
  return c && c->ended && moved && goes_on && !reuse_is_heirs(t, c, v) ? c : NULL;
}

// A voice that was never in the call which is over: the next call's, ahead of its signalling.
static void stranger_waits(const struct tracker *t, struct flow *f, const struct voice *v,
                           int64_t at_us) {
  const struct call *c = f->state == FLOW_MEDIA ? slab_get(&t->calls, f->call) : NULL;
  const struct call *own = v ? slab_get(&t->calls, v->call) : NULL;
  if (c && is_over(c, at_us) && (!v || !v->call.gen || (own && own != c))) f->state = FLOW_SPENT;
  if (f->state != FLOW_SPENT || v) return;
  hold_forget(&f->held);
  f->first_us = at_us;
}

static void wait_for_call(struct tracker *t, struct flow *f, const struct media *m) {
  const struct voice *v = slab_get(&t->voices, f->voice);
  struct held h = {m->at_us, 0, m->packet};
  bool spent = f->state == FLOW_SPENT, its_own = v && v->call.gen;
  bool soon = (t->o.orphans && !spent) || m->at_us - f->first_us < wait_us;
  if (soon && !(spent && its_own))
    hold_put(&t->hold, &f->held, &h);
  else
    t->counts.ignored += spent;
}

static void take(struct tracker *t, const struct flow *f, struct call *c, struct media *m) {
  struct voice *v = slab_get(&t->voices, f->voice);
  m->leg = f->leg;
  if (v) v->call = f->call, v->leg = f->leg;
  live_call_take(t, c, m);
}

static void inject(struct tracker *t, struct flow *from, struct flow *to, bool copy);

// What waited on a contested flow is c's, or the next call's when none of the two is left.
static void settle(struct tracker *t, struct flow *f, struct call *c, const struct media *m,
                   const struct call *old) {
  if (!c && old) return;
  if (c)
    flow_give(t, f, c, m, old);
  else if (f->state == FLOW_MEDIA)
    f->state = FLOW_SPENT;
  f->contested = false;
  inject(t, f, f, false);
  f->contested = old;
}

// Two live calls could mean this flow. False: nobody can tell yet, and the packet waits.
static bool contested_voice(struct tracker *t, struct flow *f, const struct voice *v,
                            const struct rtp *rtp, const struct media *m) {
  struct call *heir, *old, *c;
  place_resolve(t, f, m, &heir, &old);
  c = old ? reuse_owner(t, f, (struct reuse){heir, old}, v, rtp, m->at_us) : heir;
  if (c && v && slab_get(&t->calls, v->call) == c)
    flow_give(t, f, c, m, old); // what waits is not this voice's
  else
    settle(t, f, c, m, old);
  if (c || !old) return true;
  struct held h = {m->at_us, 0, m->packet};
  if (!f->held.n) f->first_us = m->at_us;
  hold_put(&t->hold, &f->held, &h);
  return false;
}

static void media_packet(struct tracker *t, struct flow *f, struct media *m) {
  struct rtp rtp;
  struct call *c = slab_get(&t->calls, f->call);
  m->leg = f->leg;
  if (f->state == FLOW_MEDIA && m->rtcp) {
    if (c && !m->copy) live_call_take(t, c, m);
    return;
  }
  if (m->rtcp || !rtp_parse(m->packet, &rtp)) {
    t->counts.ignored += !m->rtcp || f->state == FLOW_SPENT;
    return;
  }
  const struct voice *v = voice_find(t, f, rtp.ssrc);
  struct call *late = call_of_late(t, f, v, rtp.seq);
  struct slab_ref old = late ? v->call : (struct slab_ref){0};
  if (late) m->leg = v->leg;
  if (!late && f->contested && !contested_voice(t, f, v, &rtp, m)) return;
  if (!late) stranger_waits(t, f, v, m->at_us);
  if (!voice_packet(t, f, &rtp, m)) return;
  c = slab_get(&t->calls, f->call); // the packet may have joined two calls
  late = slab_get(&t->calls, old);
  if (late)
    live_call_take(t, late, m);
  else if (f->state == FLOW_MEDIA && c)
    take(t, f, c, m);
  else
    wait_for_call(t, f, m);
}

// A waiting flow found its call: its packets were counted by their voice already.
static void drain(struct tracker *t, struct flow *f) {
  struct voice *v = f->held.n ? slab_get(&t->voices, f->voice) : NULL;
  struct held h;
  if (v && !v->call.gen) v->call = f->call, v->leg = f->leg;
  while (hold_take(&t->hold, &f->held, &h)) {
    uint8_t copy[MEDIA_MAX]; // the call may put it back into the same room
    struct call *c = slab_get(&t->calls, f->call);
    if (!c) continue;
    memcpy(copy, h.packet.p, h.packet.n);
    struct media m = {.at_us = h.at_us, .leg = f->leg, .packet = {copy, h.packet.n}};
    live_call_take(t, c, &m);
  }
}

static void inject(struct tracker *t, struct flow *from, struct flow *to, bool copy) {
  struct hold_chain held = from->held;
  struct held h;
  hold_forget(&from->held);
  while (hold_take(&t->hold, &held, &h)) {
    uint8_t bytes[MEDIA_MAX];
    memcpy(bytes, h.packet.p, h.packet.n);
    struct media m = {.at_us = h.at_us, .copy = copy, .packet = {bytes, h.packet.n}};
    m.print = media_print(m.packet);
    media_packet(t, to, &m);
  }
}

void flow_drain_into(struct tracker *t, struct flow *from, struct flow *to) {
  inject(t, from, to, true);
}

// ---- entry -------------------------------------------------------------------------------------

static void refresh(struct tracker *t, struct flow *f, const struct media *m) {
  bool known = f->state == FLOW_MEDIA && slab_get(&t->calls, f->call);
  if (f->epoch == t->epoch && (known || f->state != FLOW_MEDIA)) return;
  if (resolve(t, f, m)) {
    if (!f->contested) drain(t, f);
    return;
  }
  // Still the same call's, though its place has gone to another or is known from the other side
  // only.
  if (!known && f->state == FLOW_MEDIA) f->state = FLOW_SPENT;
}

enum { VOICE_YOUNG = 64 };

// Two flows that carried the same voices may carry two calls' later, when their ports are reused.
static bool still_copies(const struct tracker *t, const struct flow *f, const struct flow *original,
                         const struct media *m) {
  struct rtp rtp;
  if (m->rtcp || !rtp_parse(m->packet, &rtp)) return true;
  const struct voice *v = voice_find(t, original, rtp.ssrc);
  if (v && voice_starts_anew(v, &rtp, m->at_us)) v = NULL;
  if (v && v->packets > VOICE_YOUNG) return true;
  const struct call *its = slab_get(&t->calls, v ? v->call : original->call);
  struct call *best, *rival;
  place_resolve(t, f, m, &best, &rival);
  if (!best || !its || its == best || its->ended) return !rival || v;
  return v && its == rival;
}

void flow_datagram(struct tracker *t, const struct datagram *d, uint64_t print) {
  struct media m = {.at_us = d->at_us, .print = print, .packet = d->payload};
  m.rtcp = rtcp_looks_like(d->payload);
  struct flow *f = d->payload.n <= MEDIA_MAX ? flow_of(t, d) : NULL;
  if (!f) {
    t->counts.no_room++;
    return;
  }
  f->last_us = d->at_us;
  if (f->alias.gen) {
    struct flow *original = slab_get(&t->flows, f->alias);
    if (original && original->state != FLOW_SPENT && still_copies(t, f, original, &m)) {
      m.copy = true;
      original->last_us = d->at_us;
      f = original;
    } else {
      f->alias = (struct slab_ref){0};
      f->state = FLOW_WAITING;
      f->epoch = t->epoch - 1;
    }
  }
  refresh(t, f, &m);
  media_packet(t, f, &m);
}

// ---- orphans -----------------------------------------------------------------------------------

static bool same_host(const struct endpoint *a, const struct endpoint *b) {
  return !memcmp(a->addr, b->addr, sizeof a->addr);
}

// A one-sided orphan between the same two hosts that began about then, whose answer this could be.
static struct call *orphan_partner(struct tracker *t, const struct flow *f) {
  for (uint32_t i = 0; i < t->flows.high; i++) {
    const struct flow *g = slab_at(&t->flows, i);
    if (!g || g->state != FLOW_MEDIA || !same_host(&g->src, &f->dst) ||
        !same_host(&g->dst, &f->src))
      continue;
    struct call *c = slab_get(&t->calls, g->call);
    int64_t apart = g->first_us - f->first_us;
    if (c && c->orphan && !c->two_voices && apart > -pairing_us && apart < pairing_us) return c;
  }
  return NULL;
}

static void party_of_address(struct tracker *t, struct call *c, uint8_t leg,
                             const uint8_t addr[16]) {
  char text[40];
  if (!memcmp(addr, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12))
    snprintf(text, sizeof text, "%u.%u.%u.%u", addr[12], addr[13], addr[14], addr[15]);
  else
    for (int i = 0; i < 8; i++)
      snprintf(text + 5 * i, sizeof text - 5 * (size_t)i, "%02x%02x:", addr[2 * i],
               addr[2 * i + 1]);
  if (text[0] && text[strlen(text) - 1] == ':') text[strlen(text) - 1] = '\0';
  live_call_party(t, c, leg, (struct sv){0}, sv_of(text), (struct sv){0});
}

static void orphan_make(struct tracker *t, struct flow *f) {
  struct call *c = orphan_partner(t, f);
  uint8_t leg = c ? 1 : 0;
  if (!c) {
    c = live_call_new(t, f->first_us);
    if (!c) return;
    c->orphan = true;
    c->started_us = f->first_us;
    party_of_address(t, c, 0, f->src.addr);
    party_of_address(t, c, 1, f->dst.addr);
  }
  c->two_voices = leg == 1;
  place_claim(t, c, leg, &f->src, false, true);
  place_claim(t, c, !leg, &f->dst, false, true);
  f->call = slab_ref(&t->calls, c);
  f->leg = leg;
  f->state = FLOW_MEDIA;
  f->epoch = t->epoch;
  drain(t, f);
}

// Five packets in a row of a payload type that audio has: DNS and its kin do not get that far.
static bool sounds_like_rtp(const struct tracker *t, const struct flow *f) {
  const struct voice *v = slab_get(&t->voices, f->voice);
  return v && v->in_order >= ORPHAN_IN_ORDER && (v->last_pt < 24 || v->last_pt >= 96);
}

// Nobody said more: who still speaks keeps it.
static void contested_sweep(struct tracker *t, struct flow *f, bool all) {
  struct media m = {.at_us = f->last_us};
  struct call *heir, *old;
  place_resolve(t, f, &m, &heir, &old);
  bool long_enough = all || t->now_us - f->first_us >= wait_us;
  struct call *c = old ? reuse_owner(t, f, (struct reuse){heir, old}, NULL, NULL, m.at_us) : heir;
  if (!c && long_enough) c = old;
  settle(t, f, c, &m, old);
}

static void flow_sweep(struct tracker *t, struct flow *f, bool all) {
  if (f->contested && f->held.n) contested_sweep(t, f, all);
  bool waits = f->state == FLOW_SPENT || (f->state == FLOW_WAITING && !f->alias.gen);
  if (waits && (all || t->now_us - f->first_us >= wait_us)) {
    if (f->epoch != t->epoch) refresh(t, f, &(struct media){.at_us = f->last_us});
    if (f->state == FLOW_WAITING && t->o.orphans && sounds_like_rtp(t, f))
      orphan_make(t, f);
    else if (f->state == FLOW_SPENT || (f->state == FLOW_WAITING && !t->o.orphans))
      hold_forget(&f->held);
  }
  if (t->now_us - f->last_us > idle_us) slab_remove(&t->flows, f);
}

void flows_sweep(struct tracker *t, bool all) {
  for (uint32_t i = 0; i < t->flows.high; i++) {
    struct flow *f = slab_at(&t->flows, i);
    if (f) flow_sweep(t, f, all);
  }
}
