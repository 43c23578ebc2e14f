// SPDX-License-Identifier: Apache-2.0
// Whose packet is this? One lookup for a packet of a flow that is known; the slow way (places, the
// waiting room) for the first one and after signalling changed something. Then its voice: a copy, a
// twin of another flow's (which may join two calls), or sound for the call.
#include "recorder/call/inside.h"
#include "recorder/call/life.h"
#include "recorder/call/lock.h"
#include "recorder/call/shadow.h"

static const int64_t wait_us = 2000000, idle_us = 60 * 1000000LL, tag_us = 400000;
static const int64_t heard_us = 60000, stray_us = 500000;
enum { LATE_PACKETS = 256, VOICE_YOUNG = 64, TAGGED = 8 };

static struct call *call_of(const struct tracker *t, const struct route *r) {
  return r->state == ROUTE_MEDIA ? slab_get(&t->calls, r->call) : NULL;
}

static struct voice *voice_at(const struct tracker *t, const struct flow *f) {
  return slab_get(&t->stream.voices, f->voice);
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
  const struct voice *v = voice_at(t, f);
  struct relabel r = {.ssrc = v ? v->ssrc : 0, .leg = leg};
  if (v) hold_renote(&t->hold, &c->early, relabel_one, &r);
}

// What was sent after a call's end is not its own, though its addresses are not given away yet.
static bool is_over(const struct call *c, int64_t at_us) {
  return c->ended && at_us > c->last_signal_us;
}

static void path_give(struct route *r, const struct fit *fit) {
  const struct place *p = fit->end;
  r->path = p ? p->path : (struct slab_ref){0};
  r->depth = fit->by ? fit->by->depth : 0;
  r->other = fit->by && fit->by->other;
  bool sends = p && p->leg == fit->leg; // the place is the sender's own
  r->side = p ? (uint8_t)(sends ? p->side : !p->side) : 0;
}

static void admission(const struct tracker *t, struct route *r, const struct fit *fit) {
  r->named = fit->named;
  r->to = fit->to ? slab_ref(&t->places, fit->by) : (struct slab_ref){0};
}

static void give(struct tracker *t, struct flow *f, struct call *c, const struct media *m,
                 const struct call *old) {
  struct route *r = route_of(t, f);
  struct fit fit = place_fit(t, c, f, m->rtcp);
  if (!fit.score && old) fit.leg = reuse_leg(t, c, old, f);
  bool same = call_of(t, r) == c;
  if (same && fit.leg != r->leg) early_relabel(t, f, c, fit.leg);
  r->call = slab_ref(&t->calls, c);
  r->leg = fit.leg;
  r->state = ROUTE_MEDIA;
  path_give(r, &fit);
  admission(t, r, &fit);
  // A phone behind NAT: where it really sends from is where it will be answered.
  if (fit.to && !m->rtcp && !r->other && reuse_is_free(t, c, &f->src)) {
    place_claim(t, c,
                &(struct claim){.at = f->src,
                                .path = r->path,
                                .leg = r->leg,
                                .side = r->side,
                                .depth = r->depth,
                                .learned = true});
    r->epoch = t->epoch;
  }
}

static bool resolve(struct tracker *t, struct flow *f, const struct media *m) {
  struct route *r = route_of(t, f);
  struct call *best, *rival;
  reuse_resolve(t, f, m, &best, &rival);
  r->epoch = t->epoch;
  r->contested = rival;
  if (!best) return false;
  // Contested: it stays where it is until its voices say more. Reports wait for nobody.
  if (!r->contested || (m->rtcp && r->state != ROUTE_MEDIA))
    give(t, f, rival ? rival : best, m, rival);
  return true;
}

// ---- the waiting room --------------------------------------------------------------------------

// A voice of an orphan that spoke long before `now` rang, at an address that this one announced.
static bool is_elder(const struct call *own, const struct call *now, const struct voice *v) {
  return own->orphan && now && now->from_start && v->born_us < now->started_us - wait_us;
}

// A packet of a call that ended a moment ago, on addresses which another has taken over since.
static struct call *call_of_late(const struct tracker *t, const struct flow *f,
                                 const struct voice *v, uint16_t seq) {
  const struct route *r = route_of(t, f);
  struct call *c = v ? slab_get(&t->calls, owner_of(t, v)->call) : NULL;
  bool moved = r->contested || call_of(t, r) != c;
  bool goes_on = v && (uint16_t)(seq - v->top_seq + LATE_PACKETS) < 2 * LATE_PACKETS;
  if (!c || !moved || !goes_on) return NULL;
  if (is_elder(c, call_of(t, r), v)) return c;
  return c->ended && !reuse_is_heirs(t, c, v) ? c : NULL;
}

// A voice that was never in the call which is over: the next call's, ahead of its signalling.
static void stranger_waits(const struct tracker *t, struct flow *f, const struct voice *v,
                           int64_t at_us) {
  struct route *r = route_of(t, f);
  const struct call *c = call_of(t, r);
  const struct owner *o = v ? owner_of(t, v) : NULL;
  const struct call *own = o ? slab_get(&t->calls, o->call) : NULL;
  if (c && is_over(c, at_us) && (!o || !o->call.gen || (own && own != c))) r->state = ROUTE_SPENT;
  if (r->state != ROUTE_SPENT || v) return;
  hold_forget(&r->held);
  r->first_us = at_us;
}

static void wait_for_call(struct tracker *t, struct flow *f, const struct media *m) {
  struct route *r = route_of(t, f);
  const struct voice *v = voice_at(t, f);
  struct held h = {m->at_us, (uint16_t)(m->cut << 3), m->packet};
  bool spent = r->state == ROUTE_SPENT, its_own = v && owner_of(t, v)->call.gen;
  bool soon = (t->o.orphans && !spent) || m->at_us - r->first_us < wait_us;
  if (soon && !(spent && its_own))
    hold_put(&t->hold, &r->held, &h);
  else
    t->counts.after_end += spent;
}

// The same sender, from the same socket, sends elsewhere since (a phone moved, and only one of two
// proxies' sides shows it): no relay came between, so it is no shadow of what it said before.
static void nearest_look(struct tracker *t, const struct flow *f, const struct voice *v,
                         struct owner *o) {
  for (const struct voice *w = stream_voice_first(&t->stream, v->ssrc); w;
       w = stream_voice_next(&t->stream, w)) {
    const struct flow *g = w == v ? NULL : stream_flow_of(&t->stream, w);
    const struct owner *before = g ? owner_of(t, w) : NULL;
    if (!g || g->net != f->net || !endpoint_eq(&g->src, &f->src)) continue;
    if (!same_call(before->call, route_of(t, f)->call) || before->leg != route_of(t, f)->leg)
      continue;
    if (!o->as_near || before->depth < o->nearest) o->nearest = before->depth;
    o->as_near = true;
  }
}

static void take(struct tracker *t, const struct flow *f, struct call *c, struct voice *v,
                 struct media *m) {
  const struct route *r = route_of(t, f);
  m->leg = r->leg;
  m->depth = r->depth;
  m->lock = lock_of(c, m->by ? m->by : r);
  if (v) {
    struct owner *o = owner_of(t, v);
    if (!same_call(o->call, r->call)) nearest_look(t, f, v, o);
    if (o->as_near && o->nearest < m->depth) m->depth = o->nearest;
    o->call = r->call;
    o->leg = r->leg;
    o->lock = m->lock;
    o->depth = m->depth;
    if (lock_hides(c, m)) m->depth = DEPTH_UNREAD;
    int64_t until_us = stream_twin_until(v);
    if (!c->sink && until_us > c->pending_us) c->pending_us = until_us;
  }
  life_tell(t, c, f, m);
  life_take(t, c, m);
}

static void inject(struct tracker *t, struct flow *from, struct flow *to, bool copy);
static void drain(struct tracker *t, struct flow *f);

// What waited on a contested flow is c's, or the next call's when none of the two is left.
static void settle(struct tracker *t, struct flow *f, struct call *c, const struct media *m,
                   const struct call *old) {
  struct route *r = route_of(t, f);
  if (!c && old) return;
  if (c)
    give(t, f, c, m, old);
  else if (r->state == ROUTE_MEDIA)
    r->state = ROUTE_SPENT;
  r->contested = false;
  inject(t, f, f, false);
  r->contested = old;
}

// Two live calls could mean this flow. False: nobody can tell yet, and the packet waits.
static bool contested_voice(struct tracker *t, struct flow *f, const struct voice *v,
                            const struct rtp *rtp, const struct media *m) {
  struct route *r = route_of(t, f);
  struct call *heir, *old, *c;
  reuse_resolve(t, f, m, &heir, &old);
  c = old ? reuse_owner(t, f, (struct reuse){heir, old}, v, rtp, m->at_us) : heir;
  if (c && v && slab_get(&t->calls, owner_of(t, v)->call) == c)
    give(t, f, c, m, old); // what waits is not this voice's
  else
    settle(t, f, c, m, old);
  if (c || !old) return true;
  struct held h = {m->at_us, (uint16_t)(m->cut << 3), m->packet};
  if (!r->held.n) r->first_us = m->at_us;
  hold_put(&t->hold, &r->held, &h);
  return false;
}

// ---- voices ------------------------------------------------------------------------------------

// Flow f's voice v is voice w of flow g. True: f is the copy, and its packet was had already.
static bool twins(struct tracker *t, struct flow *f, struct voice *v, struct voice *w,
                  enum proof proof) {
  struct flow *g = stream_flow_of(&t->stream, w), *copy = f, *original = g;
  struct route *rf = route_of(t, f), *rg = route_of(t, g);
  struct call *cf = call_of(t, rf), *cg = call_of(t, rg);
  bool both = cf && cg, f_is_copy = !cf || cg;
  if (both && cf == cg && rf->leg != rg->leg) return false; // an echo, not a copy
  if (both && cf != cg) {
    if (cf->sink && cg->sink) return false; // both are written: too late
    if (!calls_agree(t, cf, cg, proof)) return false;
    bool swap = rf->leg != rg->leg;
    f_is_copy = !cf->sink;
    struct call *to = cf->sink ? cf : cg, *from = cf->sink ? cg : cf;
    calls_join(t, to, from, swap);
    to->pending_us = 0; // decided
  }
  if (!f_is_copy) copy = g, original = f;
  stream_alias(&t->stream, copy, original, f_is_copy ? v : w, f_is_copy ? w : v, both);
  route_of(t, copy)->state = ROUTE_WAITING;
  inject(t, copy, original, true);
  return f_is_copy;
}

// Both flows are one side's in one call already: nothing could be mixed up.
static bool in_one_call(const struct tracker *t, const struct flow *f, const struct voice *w) {
  const struct flow *g = stream_flow_of(&t->stream, w);
  const struct route *a = route_of(t, f), *b = route_of(t, g);
  return call_of(t, a) && call_of(t, a) == call_of(t, b) && a->leg == b->leg;
}

// Enters the packet into its voice. False: it is a copy, and nothing more is to be done.
static bool voice_packet(struct tracker *t, struct flow *f, const struct heard *h,
                         struct media *m) {
  struct voice *before = voice_at(t, f);
  struct voice *v = stream_voice_for(&t->stream, f, h->rtp->ssrc);
  struct call *c = call_of(t, route_of(t, f));
  if (!v) return true;
  if (before && before != v && !v->packets && c &&
      same_call(owner_of(t, before)->call, route_of(t, f)->call))
    call_mark(t, c, "ssrc", route_of(t, f)->leg, NULL);
  enum proof proof = PROOF_NONE;
  struct voice *w = m->copy ? NULL : stream_twin(&t->stream, v, h, &proof);
  if (w && (proof || in_one_call(t, f, w)) && twins(t, f, v, w, proof)) {
    t->counts.copies++;
    return false;
  }
  bool again = stream_enter(v, h, m->copy);
  t->counts.copies += again;
  return !again;
}

// ---- ciphertext --------------------------------------------------------------------------------

// Decrypted before it is compared with others: the same words under two keys are one voice.
static bool decrypt(struct tracker *t, struct call *c, const struct route *r, struct media *m,
                    uint8_t room[MEDIA_MAX]) {
  m->leg = r->leg;
  m->lock = lock_of(c, m->by ? m->by : r);
  m->clear |= m->by && !m->lock; // the plain side of what is encrypted on the other
  if (!m->lock || c->passed_over || c->lock[m->lock - 1].state != LOCK_OPEN) return true;
  return lock_open(t, c, m, room);
}

// G.711 and G.722 send a byte per tick; a few more, packet after packet, are an authentication tag:
// SRTP whose keys were never seen.
static void tag_look(struct tracker *t, const struct flow *f, const struct rtp *rtp,
                     const struct media *m) {
  const struct voice *v = voice_at(t, f);
  const struct route *r = route_of(t, f);
  struct call *c = call_of(t, r);
  bool one_a_tick = rtp->pt == 0 || rtp->pt == 8 || rtp->pt == 9;
  if (!v || !c || !v->longer || !one_a_tick || m->clear || m->lock) return;
  if (!c->sink) c->pending_us = m->at_us + tag_us;
  if (v->longer >= TAGGED) lock_shut(t, c, r);
}

// ---- packets -----------------------------------------------------------------------------------

static void late_take(struct tracker *t, struct call *late, const struct owner *o,
                      struct media *m) {
  m->leg = o->leg;
  m->lock = o->lock;
  m->depth = o->depth;
  life_take(t, late, m);
}

static bool other_media(struct tracker *t, const struct route *r, const struct call *c,
                        uint8_t pt) {
  if (!c || (!r->other && !c->video)) return false;
  const struct path *p = r->path.gen ? signal_path(&t->signal, r->path) : NULL;
  bool video = r->other || desc_is_video(signal_stand(&t->signal, p, !r->side), pt);
  if (!video) return false;
  t->counts.video++;
  return true;
}

static void rtcp_packet(struct tracker *t, struct flow *f, struct media *m) {
  const struct route *r = route_of(t, f);
  struct call *c = call_of(t, r);
  m->leg = r->leg;
  m->depth = r->depth;
  if (c) m->lock = lock_of(c, r);
  if (c && !m->copy && !r->other)
    life_take(t, c, m);
  else
    t->counts.ignored += r->state == ROUTE_SPENT;
}

// Not admitted: it waits for as long as whoever is heard there may have fallen silent.
static void stray_waits(struct tracker *t, struct flow *f, const struct media *m) {
  struct route *r = route_of(t, f);
  const struct place *p = slab_get(&t->places, r->to);
  struct held h = {m->at_us, (uint16_t)(m->cut << 3), m->packet};
  bool in_vain = p && r->held.n && p->fed_us > r->first_us && m->at_us - p->fed_us < heard_us &&
                 m->at_us - r->first_us > stray_us;
  if (in_vain) {
    t->counts.strays += r->held.n;
    hold_forget(&r->held);
  }
  if (!r->held.n) r->first_us = m->at_us;
  hold_put(&t->hold, &r->held, &h);
}

static bool passed(struct tracker *t, struct voice *v, const struct call *c, const struct heard *h,
                   const struct media *m) {
  if (!is_past(t, v, c, h->rtp, m->at_us)) return false;
  (void)stream_enter(v, h, m->copy);
  *(owner_of(t, v)->call.gen ? &t->counts.after_end : &t->counts.strays) += 1;
  return true;
}

static void media_packet(struct tracker *t, struct flow *f, struct media *m) {
  uint8_t room[MEDIA_MAX];
  struct rtp rtp;
  struct route *r = route_of(t, f);
  if (m->rtcp) {
    rtcp_packet(t, f, m);
    return;
  }
  if (!rtp_parse(m->packet, &rtp)) {
    t->counts.foreign++;
    return;
  }
  struct voice *v = stream_voice(&t->stream, f, rtp.ssrc);
  struct call *late = call_of_late(t, f, v, rtp.seq);
  struct owner was = late ? *owner_of(t, v) : (struct owner){0};
  if (!late && r->contested && !contested_voice(t, f, v, &rtp, m)) return;
  if (!late) stranger_waits(t, f, v, m->at_us);
  struct call *c = late ? NULL : call_of(t, r);
  if (c && other_media(t, r, c, rtp.pt)) return;
  if (c && !decrypt(t, c, r, m, room)) return;
  if (m->clear && !rtp_parse(m->packet, &rtp)) return;
  struct heard h = {&rtp, m->at_us, stream_print(m->packet)};
  if (!late && passed(t, v, c, &h, m)) return;
  if (!voice_packet(t, f, &h, m)) return;
  c = call_of(t, r); // the packet may have joined two calls
  late = slab_get(&t->calls, was.call);
  if (late)
    late_take(t, late, &was, m);
  else if (c && !admit(t, f, c, &rtp, m->at_us))
    stray_waits(t, f, m);
  else if (c) {
    if (r->held.n && !r->contested) drain(t, f); // a stray no more
    tag_look(t, f, &rtp, m);
    take(t, f, c, voice_at(t, f), m);
  } else
    wait_for_call(t, f, m);
}

static struct media held_media(const struct held *h, uint8_t bytes[MEDIA_MAX], bool copy) {
  memcpy(bytes, h->packet.p, h->packet.n);
  return (struct media){
      .at_us = h->at_us, .copy = copy, .cut = h->note >> 3 & 1, .packet = {bytes, h->packet.n}};
}

// A waiting flow found its call: its packets were counted by their voice already.
static void drain(struct tracker *t, struct flow *f) {
  struct route *r = route_of(t, f);
  struct held h;
  while (hold_take(&t->hold, &r->held, &h)) {
    uint8_t bytes[MEDIA_MAX], room[MEDIA_MAX]; // the call may put it back into the same room
    struct media m = held_media(&h, bytes, false);
    struct call *c = call_of(t, r);
    struct rtp rtp;
    if (!c || !rtp_parse(m.packet, &rtp) || other_media(t, r, c, rtp.pt)) continue;
    if (!admit(t, f, c, &rtp, m.at_us) || m.at_us < r->own_us) {
      t->counts.strays++;
      continue;
    }
    if (decrypt(t, c, r, &m, room)) take(t, f, c, stream_voice(&t->stream, f, rtp.ssrc), &m);
  }
}

static void inject(struct tracker *t, struct flow *from, struct flow *to, bool copy) {
  struct route *r = route_of(t, from);
  struct hold_chain held = r->held;
  struct held h;
  hold_forget(&r->held);
  while (hold_take(&t->hold, &held, &h)) {
    uint8_t bytes[MEDIA_MAX];
    struct media m = held_media(&h, bytes, copy);
    media_packet(t, to, &m);
  }
}

// ---- entry -------------------------------------------------------------------------------------

static void refresh(struct tracker *t, struct flow *f, const struct media *m) {
  struct route *r = route_of(t, f);
  bool known = call_of(t, r);
  if (r->epoch == t->epoch && (known || r->state != ROUTE_MEDIA)) return;
  if (resolve(t, f, m)) {
    if (!r->contested) drain(t, f);
    return;
  }
  // Still the same call's, though its place has gone to another or is known from the other side
  // only.
  if (!known && r->state == ROUTE_MEDIA) r->state = ROUTE_SPENT;
}

// Two flows that carried the same voices may carry two calls' later, when their ports are reused.
static bool still_copies(const struct tracker *t, const struct flow *f, const struct flow *original,
                         const struct media *m) {
  struct rtp rtp;
  if (m->rtcp || !rtp_parse(m->packet, &rtp)) return true;
  const struct voice *v = stream_voice(&t->stream, original, rtp.ssrc);
  if (v && stream_starts_anew(v, &rtp, m->at_us)) v = NULL;
  if (v && v->packets > VOICE_YOUNG) return true;
  const struct call *its =
      slab_get(&t->calls, v ? owner_of(t, v)->call : route_of(t, original)->call);
  struct call *best, *rival;
  reuse_resolve(t, f, m, &best, &rival);
  if (!best || !its || its == best || its->ended) return !rival || v;
  return v && its == rival;
}

static struct flow *original_of(struct tracker *t, struct flow *f, struct media *m) {
  struct flow *original = stream_original(&t->stream, f);
  if (!f->alias.gen) return f;
  if (original && route_of(t, original)->state != ROUTE_SPENT && still_copies(t, f, original, m)) {
    m->copy = true;
    m->by = route_of(t, f);
    original->last_us = m->at_us;
    return original;
  }
  f->alias = (struct slab_ref){0};
  route_of(t, f)->state = ROUTE_WAITING;
  route_of(t, f)->epoch = t->epoch - 1;
  return f;
}

// Of its own network, or of another where its voice proves to be heard.
static struct flow *flow_of(struct tracker *t, const struct datagram *d, bool no_voice) {
  const struct seen_way way = {d->net, &d->src, &d->dst};
  struct flow *f = stream_find(&t->stream, &way), *g = NULL;
  struct rtp rtp;
  bool voice = !no_voice && rtp_parse(d->payload, &rtp);
  if (voice && !(f && stream_voice(&t->stream, f, rtp.ssrc)))
    g = stream_goes_on(&t->stream, &way, &rtp, stream_print(d->payload), d->at_us);
  if (g) return g;
  return f ? f : stream_flow(&t->stream, &way, d->at_us);
}

void route_datagram(struct tracker *t, const struct datagram *d) {
  struct media m = {
      .at_us = d->at_us, .cut = d->cut, .packet = d->payload, .rtcp = rtcp_looks_like(d->payload)};
  struct flow *f = d->payload.n <= MEDIA_MAX ? flow_of(t, d, m.rtcp) : NULL;
  if (!f) {
    t->counts.no_room += once_new(&t->lost, way_hash(&d->src, &d->dst, 1));
    return;
  }
  f->last_us = d->at_us;
  f = original_of(t, f, &m);
  refresh(t, f, &m);
  media_packet(t, f, &m);
}

// ZRTP (RFC 6189) and DTLS (RFC 5764) agree on keys beside the media: from then on it is
// ciphertext, whatever was announced. While they are at it the call is not opened: whoever agrees
// on keys does not mean to be heard meanwhile.
void route_keying(struct tracker *t, const struct datagram *d, enum keying how) {
  struct media m = {.at_us = d->at_us};
  struct flow *f = flow_of(t, d, true);
  if (!f) return;
  refresh(t, f, &m);
  const struct route *r = route_of(t, f);
  struct call *c = call_of(t, r);
  if (!c || how == KEYING_NONE) return;
  if (!c->sink && how == KEYING_BEGINS) c->pending_us = d->at_us + wait_us;
  if (how != KEYING_DONE) return;
  lock_shut(t, c, r);
  c->desc_epoch++;
}

// ---- time --------------------------------------------------------------------------------------

// Nobody said more: who still speaks keeps it.
static void contested_sweep(struct tracker *t, struct flow *f, bool all) {
  struct media m = {.at_us = f->last_us};
  struct call *heir, *old;
  reuse_resolve(t, f, &m, &heir, &old);
  bool long_enough = all || t->now_us - route_of(t, f)->first_us >= wait_us;
  struct call *c = old ? reuse_owner(t, f, (struct reuse){heir, old}, NULL, NULL, m.at_us) : heir;
  if (!c && long_enough) c = old;
  settle(t, f, c, &m, old);
}

void route_resolve(struct tracker *t, struct flow *f) {
  if (route_of(t, f)->epoch != t->epoch) refresh(t, f, &(struct media){.at_us = f->last_us});
}

void route_join(struct tracker *t, struct flow *f, struct call *c, uint8_t leg) {
  struct route *r = route_of(t, f);
  r->call = slab_ref(&t->calls, c);
  r->path = (struct slab_ref){0};
  r->leg = leg;
  r->state = ROUTE_MEDIA;
  r->epoch = t->epoch;
  struct fit fit = place_fit(t, c, f, false);
  admission(t, r, &fit);
  drain(t, f);
}

static void flow_sweep(struct tracker *t, struct flow *f, bool all) {
  struct route *r = route_of(t, f);
  if (r->contested && r->held.n) contested_sweep(t, f, all);
  bool waits = r->state == ROUTE_SPENT || (r->state == ROUTE_WAITING && !f->alias.gen);
  if (waits && (all || t->now_us - r->first_us >= wait_us)) {
    route_resolve(t, f);
    if (r->state == ROUTE_SPENT || (r->state == ROUTE_WAITING && !t->o.orphans))
      hold_forget(&r->held);
  }
  if (t->now_us - f->last_us <= idle_us && !all) return;
  if (r->state == ROUTE_MEDIA && !r->contested) t->counts.strays += r->held.n;
  if (all && r->state != ROUTE_WAITING) // those that wait may be an orphan's, looked at next
    hold_forget(&r->held);
  if (!all) stream_forget(&t->stream, f);
}

void route_sweep(struct tracker *t, bool all) {
  for (uint32_t i = 0; i < t->stream.flows.high; i++) {
    struct flow *f = slab_at(&t->stream.flows, i);
    if (f) flow_sweep(t, f, all);
  }
  for (uint32_t i = 0; i < t->stream.voices.high; i++) {
    struct voice *v = slab_at(&t->stream.voices, i);
    if (v && !stream_flow_of(&t->stream, v)) slab_remove(&t->stream.voices, v);
  }
}
