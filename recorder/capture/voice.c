// SPDX-License-Identifier: Apache-2.0
// Voices: an SSRC on a flow, the sequence numbers seen of it, and fingerprints of its last packets.
// A proxy or PBX that passes media through shows the same voice on two flows: the fingerprints find
// it, the second flow becomes an alias of the first, and two calls around the proxy become one.
#include "recorder/capture/tracker_inside.h"

enum { LOOK_FOR_COPIES = 64 }; // packets of a new voice that are compared with others
enum { GOES_ON = 256 };        // sequence numbers
static const int64_t quiet_us = 1000000;

static uint64_t voice_key(uint32_t ssrc) { return (uint64_t)ssrc + 1; }

struct voice *voice_find(const struct tracker *t, const struct flow *f, uint32_t ssrc) {
  struct voice *v = slab_get(&t->voices, f->voice);
  if (v && v->ssrc == ssrc) return v;
  struct slab_ref here = slab_ref(&t->flows, f);
  for (v = slab_find(&t->voices, voice_key(ssrc)); v; v = slab_find_next(&t->voices, v))
    if (v->flow.at == here.at && v->flow.gen == here.gen) return v;
  return NULL;
}

static struct voice *voice_for(struct tracker *t, struct flow *f, uint32_t ssrc) {
  struct voice *v = voice_find(t, f, ssrc);
  if (!v) {
    v = slab_add(&t->voices, voice_key(ssrc));
    if (!v) return NULL;
    v->ssrc = ssrc;
    v->flow = slab_ref(&t->flows, f);
    const struct voice *before = slab_get(&t->voices, f->voice);
    struct call *c = f->state == FLOW_MEDIA ? slab_get(&t->calls, f->call) : NULL;
    if (before && c && slab_get(&t->calls, before->call) == c)
      live_call_mark(t, c, "ssrc", f->leg, NULL);
  }
  f->voice = slab_ref(&t->voices, v);
  return v;
}

// Shifts the window so that bit 0 is `by` sequence numbers later.
static void seen_shift(uint64_t seen[4], unsigned by) {
  if (by >= 256) memset(seen, 0, 4 * sizeof *seen);
  for (; by >= 64 && by < 256; by -= 64) {
    memmove(seen + 1, seen, 3 * sizeof *seen);
    seen[0] = 0;
  }
  if (by == 0 || by >= 64) return;
  for (int i = 3; i > 0; i--) seen[i] = seen[i] << by | seen[i - 1] >> (64 - by);
  seen[0] <<= by;
}

// True: this sequence number came before, within the last 256.
static bool seen_enter(struct voice *v, uint16_t seq) {
  if (!v->packets) v->top_seq = seq;
  int ahead = (int16_t)(uint16_t)(seq - v->top_seq);
  if (ahead > 0) {
    seen_shift(v->seen, (unsigned)ahead);
    v->top_seq = seq;
    ahead = 0;
  }
  unsigned back = (unsigned)-ahead;
  if (back >= 256) return false;
  uint64_t bit = 1ULL << (back & 63), was = v->seen[back >> 6] & bit;
  v->seen[back >> 6] |= bit;
  return was != 0;
}

bool voice_starts_anew(const struct voice *v, const struct rtp *rtp, int64_t at_us) {
  int ahead = (int16_t)(uint16_t)(rtp->seq - v->top_seq);
  bool back = (int32_t)(rtp->timestamp - v->last_timestamp) < 0;
  return at_us - v->last_us > quiet_us || ahead > GOES_ON || ahead < -GOES_ON ||
         (ahead > 0 && back);
}

static void remember(struct voice *v, const struct rtp *rtp, uint64_t print) {
  uint16_t ahead = (uint16_t)(rtp->seq - v->top_seq);
  if (v->packets && ahead == 1) v->step = rtp->timestamp - v->last_timestamp;
  if (v->packets && ahead > 0 && ahead < 20 && rtp->ssrc) v->in_order++;
  v->print_seq[rtp->seq % VOICE_PRINTS] = rtp->seq;
  v->print[rtp->seq % VOICE_PRINTS] = (uint32_t)print | 1;
  v->last_pt = rtp->pt;
  v->last_timestamp = rtp->timestamp;
}

// ---- joining -----------------------------------------------------------------------------------

static struct flow *flow_of_voice(struct tracker *t, const struct voice *v) {
  return slab_get(&t->flows, v->flow);
}

// The same packet under the same SSRC on another flow.
static struct voice *twin_of(struct tracker *t, const struct voice *v, uint16_t seq,
                             uint64_t print) {
  for (struct voice *w = slab_find(&t->voices, voice_key(v->ssrc)); w;
       w = slab_find_next(&t->voices, w))
    if (w != v && w->ssrc == v->ssrc && w->print_seq[seq % VOICE_PRINTS] == seq &&
        w->print[seq % VOICE_PRINTS] == ((uint32_t)print | 1) && flow_of_voice(t, w))
      return w;
  return NULL;
}

static bool seen_on_two_flows(struct tracker *t, const struct rtp *rtp, uint64_t print) {
  int n = 0;
  for (struct voice *w = slab_find(&t->voices, voice_key(rtp->ssrc)); w;
       w = slab_find_next(&t->voices, w))
    n += w->print_seq[rtp->seq % VOICE_PRINTS] == rtp->seq &&
         w->print[rtp->seq % VOICE_PRINTS] == ((uint32_t)print | 1);
  return n > 1;
}

static void payloads_join(struct leg *to, const struct leg *from) {
  for (size_t i = 0; i < from->n_payloads; i++) {
    bool there = false;
    for (size_t k = 0; k < to->n_payloads; k++) there |= to->payload[k].pt == from->payload[i].pt;
    if (!there && to->n_payloads < LEG_PAYLOADS) to->payload[to->n_payloads++] = from->payload[i];
  }
  if (!to->ptime_ms) to->ptime_ms = from->ptime_ms;
}

static void places_join(struct tracker *t, struct call *to, struct call *from, bool swap) {
  for (size_t i = 0; i < from->n_places; i++) {
    struct place *p = slab_get(&t->places, from->place[i]);
    if (!p) continue;
    if (to->n_places == CALL_PLACES || place_of(t, to, &p->at)) {
      slab_remove(&t->places, p);
      continue;
    }
    p->call = slab_ref(&t->calls, to);
    p->leg = p->leg != swap;
    to->place[to->n_places++] = from->place[i];
  }
  from->n_places = 0;
}

static void dialogs_join(struct tracker *t, struct call *to, const struct call *from, bool swap) {
  for (uint32_t i = 0; i < t->dialogs.high; i++) {
    struct dialog *d = slab_at(&t->dialogs, i);
    if (!d || slab_get(&t->calls, d->call) != from) continue;
    d->call = slab_ref(&t->calls, to);
    d->swap = d->swap != swap;
    to->n_dialogs++;
  }
}

static bool user_known(const struct call *c, const char *address) {
  size_t n = strcspn(address, "@");
  for (size_t i = 0; i < c->n_parties; i++)
    if (!strncmp(c->party[i].address, address, n) && strchr("@", c->party[i].address[n]))
      return true;
  return false;
}

// Whom the newer dialog rang is who speaks from now on: an agent behind a queue, say.
static void parties_join(struct tracker *t, struct call *to, struct call *from, bool swap) {
  bool told = false;
  for (size_t i = 0; i < from->n_parties; i++) {
    struct party *p = &from->party[i];
    bool rung = p->leg == PARTY_CALLEE && !told;
    told |= rung;
    if (rung && !user_known(to, p->address))
      live_call_mark(t, to, "transfer", p->leg != swap, p->address);
    live_call_party(t, to, p->leg != swap, sv_of(p->address), (struct sv){0}, sv_of(p->name));
  }
}

// The first packets of `from`, but those whose twin is in `to` already.
static void early_join(struct tracker *t, struct call *to, struct call *from, bool swap) {
  struct held h;
  struct rtp rtp;
  while (hold_take(&t->hold, &from->early, &h)) {
    uint8_t copy[MEDIA_MAX];
    memcpy(copy, h.packet.p, h.packet.n);
    struct media m = {.at_us = h.at_us,
                      .leg = (h.note & 1) != swap,
                      .rtcp = h.note >> 1,
                      .packet = {copy, h.packet.n}};
    bool is_rtp = !m.rtcp && rtp_parse(m.packet, &rtp);
    if (!is_rtp || !seen_on_two_flows(t, &rtp, media_print(m.packet))) live_call_take(t, to, &m);
  }
}

void live_calls_join(struct tracker *t, struct call *to, struct call *from, bool swap) {
  dialogs_join(t, to, from, swap);
  places_join(t, to, from, swap);
  parties_join(t, to, from, swap);
  for (int leg = 0; leg < CALL_LEGS; leg++) {
    payloads_join(&to->leg[leg != swap], &from->leg[leg]);
    if (to->leg[leg != swap].secure) continue;
    to->leg[leg != swap].secure = from->leg[leg].secure;
    from->leg[leg].secure = NULL;
  }
  for (uint8_t leg = 0; leg < CALL_LEGS; leg++)
    if (to->sink) live_call_tell_leg(t, to, leg);
  to->answered |= from->answered;
  to->contests |= from->contests;
  to->contested |= from->contested;
  to->orphan &= from->orphan;
  if (from->started_us < to->started_us && !to->sink) to->started_us = from->started_us;
  early_join(t, to, from, swap);
  t->counts.calls_joined++;
  t->epoch++;
  t->counts.changes++;
  slab_remove(&t->calls, from);
}

// taken: what `copied` has seen is in a call already, rather than waiting with its flow.
static void alias_to(struct tracker *t, struct flow *copy, struct flow *original,
                     struct voice *copied, struct voice *kept, bool taken) {
  for (int i = 255; taken && i >= 0; i--)
    if (copied->seen[i >> 6] >> (i & 63) & 1) seen_enter(kept, (uint16_t)(copied->top_seq - i));
  copy->alias = slab_ref(&t->flows, original);
  copy->state = FLOW_WAITING;
  copy->voice = (struct slab_ref){0};
  slab_remove(&t->voices, copied);
  flow_drain_into(t, copy, original);
}

// Flow f's voice v is voice w of flow g. True: f is the copy, and its packet was handed on to g.
static bool joined(struct tracker *t, struct flow *f, struct voice *v, struct flow *g,
                   struct voice *w) {
  struct call *cf = f->state == FLOW_MEDIA ? slab_get(&t->calls, f->call) : NULL;
  struct call *cg = g->state == FLOW_MEDIA ? slab_get(&t->calls, g->call) : NULL;
  bool f_is_copy = !cf || cg, both = cf && cg;
  if (cf && cg && cf == cg && f->leg != g->leg) return false; // an echo, not a copy
  if (cf && cg && cf != cg) {
    bool swap = f->leg != g->leg;
    if (cf->sink && cg->sink) return false; // both are written: too late
    if (cf->sink) {
      live_calls_join(t, cf, cg, swap);
      f_is_copy = false;
    } else
      live_calls_join(t, cg, cf, swap);
  }
  v->mirrored = w->mirrored = true;
  if (!f_is_copy) {
    alias_to(t, g, f, w, v, both);
    return false;
  }
  alias_to(t, f, g, v, w, both);
  return true;
}

bool voice_packet(struct tracker *t, struct flow *f, const struct rtp *rtp, struct media *m) {
  struct voice *v = voice_for(t, f, rtp->ssrc);
  if (!v) return true;
  if (v->packets < LOOK_FOR_COPIES && !m->copy) {
    struct voice *w = twin_of(t, v, rtp->seq, m->print);
    struct flow *g = w ? flow_of_voice(t, w) : NULL;
    if (g && g != f && joined(t, f, v, g, w)) {
      t->counts.copies++;
      return false; // its twin was taken when it came
    }
  }
  bool anew = voice_starts_anew(v, rtp, m->at_us);
  v->mirrored |= m->copy;
  remember(v, rtp, m->print);
  bool again = seen_enter(v, rtp->seq);
  if (!v->packets++ || anew) v->born_us = m->at_us;
  v->last_us = m->at_us;
  if (!again || !v->mirrored) return true;
  t->counts.copies++;
  return false;
}

void voices_sweep(struct tracker *t) {
  for (uint32_t i = 0; i < t->voices.high; i++) {
    struct voice *v = slab_at(&t->voices, i);
    if (v && !flow_of_voice(t, v)) slab_remove(&t->voices, v);
  }
}
