// SPDX-License-Identifier: Apache-2.0
#include "recorder/stream/stream.h"

enum { GOES_ON = 256, STEP_MAX = 48000 };
static const int64_t quiet_us = 1000000;
static const int32_t mirror_ms = 2500;

enum err stream_open(struct stream *s, uint32_t flows, uint32_t voices) {
  TRY(slab_open(&s->flows, sizeof(struct flow), flows));
  return slab_open(&s->voices, sizeof(struct voice), voices);
}

void stream_drop(struct stream *s) {
  slab_drop(&s->flows);
  slab_drop(&s->voices);
}

uint64_t stream_print(struct span packet) { return span_print(span_from(packet, 2)); }

// ---- flows -------------------------------------------------------------------------------------

static uint64_t flow_key(const struct endpoint *src, const struct endpoint *dst) {
  return way_hash(src, dst, 1) | 1;
}

static bool is_at(const struct flow *f, const struct seen_way *way) {
  return endpoint_eq(&f->src, way->src) && endpoint_eq(&f->dst, way->dst);
}

struct flow *stream_find(const struct stream *s, const struct seen_way *way) {
  for (struct flow *f = slab_find(&s->flows, flow_key(way->src, way->dst)); f;
       f = slab_find_next(&s->flows, f))
    if (f->net == way->net && is_at(f, way)) return f;
  return NULL;
}

struct flow *stream_flow(struct stream *s, const struct seen_way *way, int64_t at_us) {
  struct flow *f = stream_find(s, way);
  if (f) return f;
  f = slab_add(&s->flows, flow_key(way->src, way->dst));
  if (!f) return NULL;
  f->net = way->net;
  f->src = *way->src;
  f->dst = *way->dst;
  f->first_us = f->last_us = at_us;
  return f;
}

struct flow *stream_original(const struct stream *s, const struct flow *f) {
  return slab_get(&s->flows, f->alias);
}

struct flow *stream_flow_of(const struct stream *s, const struct voice *v) {
  return slab_get(&s->flows, v->flow);
}

void stream_forget(struct stream *s, struct flow *f) {
  struct voice *v = slab_get(&s->voices, f->voice);
  if (v) slab_remove(&s->voices, v);
  slab_remove(&s->flows, f);
}

// ---- voices ------------------------------------------------------------------------------------

static uint64_t voice_key(uint32_t ssrc) { return (uint64_t)ssrc + 1; }

struct voice *stream_voice_first(const struct stream *s, uint32_t ssrc) {
  return slab_find(&s->voices, voice_key(ssrc));
}

struct voice *stream_voice_next(const struct stream *s, const struct voice *v) {
  return slab_find_next(&s->voices, v);
}

struct voice *stream_voice(const struct stream *s, const struct flow *f, uint32_t ssrc) {
  struct voice *v = slab_get(&s->voices, f->voice);
  if (v && v->ssrc == ssrc) return v;
  struct slab_ref here = slab_ref(&s->flows, f);
  for (v = stream_voice_first(s, ssrc); v; v = stream_voice_next(s, v))
    if (v->flow.at == here.at && v->flow.gen == here.gen) return v;
  return NULL;
}

struct voice *stream_voice_for(struct stream *s, struct flow *f, uint32_t ssrc) {
  struct voice *v = stream_voice(s, f, ssrc);
  if (!v) v = slab_add(&s->voices, voice_key(ssrc));
  if (!v) return NULL;
  if (!v->flow.gen) {
    v->ssrc = ssrc;
    v->flow = slab_ref(&s->flows, f);
  }
  f->voice = slab_ref(&s->voices, v);
  return v;
}

bool stream_starts_anew(const struct voice *v, const struct rtp *rtp, int64_t at_us) {
  int ahead = (int16_t)(uint16_t)(rtp->seq - v->top_seq);
  bool back = (int32_t)(rtp->timestamp - v->last_timestamp) < 0;
  return at_us - v->last_us > quiet_us || ahead > GOES_ON || ahead < -GOES_ON ||
         (ahead > 0 && back);
}

static uint32_t ms_of(int64_t at_us) { return (uint32_t)(at_us / 1000); }

// The packet of that number, if the ring still has it.
static const struct entry *entry_of(const struct voice *v, uint16_t seq) {
  const struct entry *e = &v->heard[seq % VOICE_RING];
  return e->print && e->seq == seq ? e : NULL;
}

// Only what comes within the time that two probes may lie apart can be the same packet again.
static const struct entry *entry_near(const struct voice *v, uint16_t seq, int64_t at_us) {
  const struct entry *e = entry_of(v, seq);
  return e && abs((int32_t)(ms_of(at_us) - e->at_ms)) < mirror_ms ? e : NULL;
}

// The same packet, but for what a proxy changes.
static const struct entry *entry_same(const struct voice *v, const struct rtp *rtp, uint64_t print,
                                      int64_t at_us) {
  const struct entry *e = entry_near(v, rtp->seq, at_us);
  return e && e->print == ((uint32_t)print | 1) ? e : NULL;
}

static void ring_put(struct voice *v, const struct heard *h) {
  v->heard[h->rtp->seq % VOICE_RING] =
      (struct entry){.print = (uint32_t)h->print | 1, .at_ms = ms_of(h->at_us), .seq = h->rtp->seq};
}

static void ring_clear(struct voice *v) { memset(v->heard, 0, sizeof v->heard); }

static bool is_next(const struct voice *v, const struct rtp *rtp, uint64_t print, int64_t at_us) {
  enum { NEXT = 8, NEXT_TICKS = 16000 };
  int ahead = (int16_t)(uint16_t)(rtp->seq - v->top_seq);
  int64_t ticks = (int32_t)(rtp->timestamp - v->last_timestamp), apart_us = at_us - v->last_us;
  bool near = ahead <= NEXT && ahead >= -NEXT && ticks <= NEXT_TICKS && ticks >= -NEXT_TICKS &&
              apart_us < quiet_us && apart_us > -quiet_us;
  return v->packets && near &&
         (!entry_near(v, rtp->seq, at_us) || entry_same(v, rtp, print, at_us));
}

struct flow *stream_goes_on(const struct stream *s, const struct seen_way *way,
                            const struct rtp *rtp, uint64_t print, int64_t at_us) {
  if (rtp->ssrc <= UINT16_MAX) return NULL; // a number that many begin with
  for (struct flow *f = slab_find(&s->flows, flow_key(way->src, way->dst)); f;
       f = slab_find_next(&s->flows, f)) {
    const struct voice *v =
        f->net != way->net && is_at(f, way) ? stream_voice(s, f, rtp->ssrc) : NULL;
    if (v && is_next(v, rtp, print, at_us)) return f;
  }
  return NULL;
}

bool stream_enter(struct voice *v, const struct heard *h, bool copy) {
  const struct rtp *rtp = h->rtp;
  bool anew = stream_starts_anew(v, rtp, h->at_us), again;
  int ahead = (int16_t)(uint16_t)(rtp->seq - v->top_seq);
  v->mirrored |= copy;
  if (v->packets && (ahead > GOES_ON || ahead < -GOES_ON)) ring_clear(v);
  if (v->packets && ahead == 1) v->step = rtp->timestamp - v->last_timestamp;
  if (v->packets && ahead > 0 && ahead < 20 && rtp->ssrc) v->in_order++;
  bool tag =
      v->step && v->step < STEP_MAX && rtp->payload.n > v->step && rtp->payload.n <= v->step + 20;
  v->longer = tag ? v->longer + 1 : 0;
  again = entry_near(v, rtp->seq, h->at_us);
  ring_put(v, h);
  if (!v->packets || ahead > 0 || anew) v->top_seq = rtp->seq;
  v->last_pt = rtp->pt;
  v->last_timestamp = rtp->timestamp;
  if (!v->packets++ || anew) v->born_us = h->at_us;
  v->last_us = h->at_us;
  return again && v->mirrored;
}

void stream_alias(struct stream *s, struct flow *copy, struct flow *original, struct voice *v,
                  struct voice *kept, bool merge) {
  for (int i = 0; merge && i < VOICE_RING; i++) {
    const struct entry *e = &v->heard[i];
    if (!e->print || entry_of(kept, e->seq)) continue;
    kept->heard[i] = *e;
    if ((int16_t)(uint16_t)(e->seq - kept->top_seq) > 0) kept->top_seq = e->seq;
  }
  kept->mirrored = true;
  copy->alias = slab_ref(&s->flows, original);
  copy->voice = (struct slab_ref){0};
  slab_remove(&s->voices, v);
}

bool stream_on_two_flows(const struct stream *s, const struct rtp *rtp, uint64_t print,
                         int64_t at_us) {
  int n = 0;
  for (struct voice *w = stream_voice_first(s, rtp->ssrc); w; w = stream_voice_next(s, w))
    n += w->ssrc == rtp->ssrc && entry_same(w, rtp, print, at_us);
  return n > 1;
}

// ---- twins -------------------------------------------------------------------------------------

enum {
  LOOK = 512,
  MISMATCHES = 3,
  RELAY_ENOUGH = 24,
  AFAR_ENOUGH = 200,
  POINTS_TONE = 1,
  POINTS_NEW = 8
};
static const int64_t pending_us = 1500000;

static bool same_host(const struct endpoint *a, const struct endpoint *b) {
  return !memcmp(a->addr, b->addr, sizeof a->addr);
}

enum way { WAY_NONE, WAY_FANNED, WAY_RELAY, WAY_AFAR, WAY_ONE_HOST };

// Could one packet have been seen on both? Through a host, or to one socket; or by a way on which
// no host is seen twice. Of one socket to two: only where both are known to be one call's, for a
// player's music goes so to all who wait. Never where one host sends to two, or two to one: that is
// a PBX with two calls. On one host everything could be passed on to everything.
static enum way way_between(const struct flow *f, const struct flow *g) {
  if (endpoint_eq(&f->dst, &g->dst)) return WAY_RELAY;
  if (endpoint_eq(&f->src, &g->src)) return WAY_FANNED;
  if (endpoint_eq(&f->dst, &g->src) || endpoint_eq(&g->dst, &f->src)) return WAY_RELAY;
  bool inside = same_host(&f->src, &f->dst) && same_host(&g->src, &g->dst);
  if (inside && same_host(&f->src, &g->src)) return WAY_ONE_HOST;
  if (same_host(&f->dst, &g->src) || same_host(&g->dst, &f->src)) return WAY_RELAY;
  return same_host(&f->src, &g->src) || same_host(&f->dst, &g->dst) ? WAY_NONE : WAY_AFAR;
}

static bool is_silence(struct span s) { // of G.711, and of linear sound
  static const uint8_t quiet[] = {0xff, 0x7f, 0xfe, 0x7e, 0xd5, 0x55, 0xd4, 0x54, 0};
  for (size_t i = 0; i < s.n; i++)
    if (!memchr(quiet, s.p[i], sizeof quiet)) return false;
  return true;
}

// What the packet's content is worth as evidence: nothing where it is silence, little where it
// comes again (a tone), much where it is new, as speech always is.
static uint32_t points_of(struct voice *v, const struct rtp *rtp) {
  uint64_t content = span_hash(rtp->payload, rtp->pt) | 1;
  if (is_silence(rtp->payload)) return 0;
  for (size_t i = 0; i < countof(v->twin.content); i++)
    if (v->twin.content[i] == content) return v->ssrc > UINT16_MAX ? POINTS_TONE : 0;
  bool first = !v->twin.content[0];
  memmove(v->twin.content + 1, v->twin.content, sizeof v->twin.content - sizeof content);
  v->twin.content[0] = content;
  return first ? 0 : POINTS_NEW;
}

static struct voice *candidate(const struct stream *s, const struct voice *v, const struct heard *h,
                               enum way *out_way) {
  const struct flow *f = stream_flow_of(s, v);
  for (struct voice *w = stream_voice_first(s, v->ssrc); w; w = stream_voice_next(s, w)) {
    const struct flow *g = w == v ? NULL : stream_flow_of(s, w);
    if (!f || !g || g == f || !entry_same(w, h->rtp, h->print, h->at_us)) continue;
    *out_way = way_between(f, g);
    if (*out_way != WAY_NONE) return w;
  }
  return NULL;
}

static void mismatch(const struct stream *s, struct voice *v, const struct heard *h) {
  const struct voice *w = slab_get(&s->voices, v->twin.voice);
  if (!w || !entry_near(w, h->rtp->seq, h->at_us)) return; // lost on one of the two ways
  v->twin.points = 0;
  if (++v->twin.mismatches >= MISMATCHES) v->twin.since_us = 0;
}

struct voice *stream_twin(struct stream *s, struct voice *v, const struct heard *h,
                          enum proof *out_proof) {
  static const enum proof proves[] = {[WAY_FANNED] = PROOF_NONE,
                                      [WAY_RELAY] = PROOF_WAY,
                                      [WAY_AFAR] = PROOF_AFAR,
                                      [WAY_ONE_HOST] = PROOF_ONE_HOST};
  enum way way;
  *out_proof = PROOF_NONE;
  if (v->packets >= LOOK || v->twin.mismatches >= MISMATCHES) return NULL;
  struct voice *w = candidate(s, v, h, &way);
  if (!w) {
    mismatch(s, v, h);
    return NULL;
  }
  struct slab_ref ref = slab_ref(&s->voices, w);
  if (v->twin.voice.at != ref.at || v->twin.voice.gen != ref.gen) {
    memset(&v->twin, 0, sizeof v->twin);
    v->twin.voice = ref;
    v->twin.since_us = h->at_us;
    if (!w->twin.since_us) w->twin.since_us = h->at_us; // both wait for the verdict
    v->twin.points = v->ssrc > UINT16_MAX ? POINTS_NEW : 0;
  }
  v->twin.points += points_of(v, h->rtp);
  bool apart = stream_flow_of(s, v)->net != stream_flow_of(s, w)->net,
       near = way == WAY_RELAY && !apart;
  if (v->twin.points >= (near ? RELAY_ENOUGH : AFAR_ENOUGH))
    *out_proof = apart && way == WAY_RELAY ? PROOF_APART : proves[way];
  return w;
}

int64_t stream_twin_until(const struct voice *v) {
  bool any = v->twin.since_us && v->twin.mismatches < MISMATCHES;
  return any ? v->twin.since_us + pending_us : 0;
}
