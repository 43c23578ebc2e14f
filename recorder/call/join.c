// SPDX-License-Identifier: Apache-2.0
// Joining: two calls turn out to be one conversation. Only ever on evidence, which is the caller's
// to have (docs/adr/0005, 0014, 0019); what was written already cannot be joined any more.
#include "recorder/call/life.h"
#include "recorder/call/lock.h"
#include "recorder/call/shadow.h"

static void places_join(struct tracker *t, struct call *to, struct call *from, bool swap) {
  for (size_t i = 0; i < from->n_places; i++) {
    struct place *p = slab_get(&t->places, from->place[i]);
    if (!p) continue;
    if (to->n_places == CALL_PLACES || place_of(t, to, &p->at)) {
      place_forget(t, p);
      continue;
    }
    p->call = slab_ref(&t->calls, to);
    p->leg = p->leg != swap;
    to->place[to->n_places++] = from->place[i];
  }
  from->n_places = 0;
}

static void dialogs_join(struct tracker *t, struct call *to, struct call *from, bool swap) {
  struct slab_ref old = slab_ref(&t->calls, from);
  for (uint32_t i = 0; i < t->signal.dialogs.high; i++) {
    struct dialog *d = slab_at(&t->signal.dialogs, i);
    struct link *l = d ? link_of(t, d) : NULL;
    if (!l || !same_call(l->call, old)) continue;
    l->call = slab_ref(&t->calls, to);
    l->swap = l->swap != swap;
  }
  to->n_dialogs += from->n_dialogs;
  to->n_leaving += from->n_leaving;
  from->n_dialogs = 0;
}

static bool user_known(const struct call *c, const char *address) {
  size_t n = strcspn(address, "@");
  for (size_t i = 0; i < c->n_parties; i++)
    if (!strncmp(c->party[i].address, address, n) && strchr("@", c->party[i].address[n]))
      return true;
  return false;
}

bool calls_share_person(const struct call *a, const struct call *b) {
  for (size_t i = 0; i < a->n_parties; i++)
    if (strcspn(a->party[i].address, "@") && user_known(b, a->party[i].address)) return true;
  return false;
}

// Where the path's INVITE went, a dialog of the other call goes on from.
static bool goes_on(const struct tracker *t, const struct path *p, const struct call *c,
                    bool by_host) {
  for (uint32_t i = 0; i < t->signal.paths.high; i++) {
    const struct path *q = slab_at(&t->signal.paths, i);
    const struct dialog *d = q ? slab_get(&t->signal.dialogs, q->dialog) : NULL;
    if (!d || slab_get(&t->calls, link_of(t, d)->call) != c) continue;
    if (by_host ? host_key(&p->to) == host_key(&q->from) : endpoint_eq(&p->to, &q->from))
      return true;
  }
  return false;
}

static bool signalled_on(const struct tracker *t, const struct call *from, const struct call *to,
                         bool by_host) {
  for (uint32_t i = 0; i < t->signal.paths.high; i++) {
    const struct path *p = slab_at(&t->signal.paths, i);
    const struct dialog *d = p ? slab_get(&t->signal.dialogs, p->dialog) : NULL;
    if (d && slab_get(&t->calls, link_of(t, d)->call) == from && goes_on(t, p, to, by_host))
      return true;
  }
  return false;
}

bool calls_agree(const struct tracker *t, const struct call *a, const struct call *b,
                 enum proof proof) {
  if (proof == PROOF_WAY || a->orphan || b->orphan) return true;
  if (proof == PROOF_APART) return nets_meet(a, b) || calls_share_person(a, b);
  bool apart = proof == PROOF_AFAR;
  if (apart && calls_share_person(a, b)) return true;
  return signalled_on(t, a, b, apart) || signalled_on(t, b, a, apart);
}

// Whom the newer dialog rang is who speaks from now on: an agent behind a queue, say.
static void parties_join(struct tracker *t, struct call *to, struct call *from, bool swap) {
  bool told = false;
  for (size_t i = 0; i < from->n_parties; i++) {
    const struct party *p = &from->party[i];
    bool rung = p->leg == SIGNAL_CALLEE && !told;
    struct who who = {0};
    told |= rung;
    if (rung && !user_known(to, p->address))
      call_mark(t, to, "transfer", p->leg != swap, p->address);
    snprintf(who.address, sizeof who.address, "%s", p->address);
    snprintf(who.name, sizeof who.name, "%s", p->name);
    life_party(t, to, p->leg != swap, &who, p->rung);
  }
}

// Their voices go on in it: none of them is of a call that is over.
static void owners_join(struct tracker *t, struct call *to, struct call *from, bool swap,
                        uint8_t locks) {
  struct slab_ref old = slab_ref(&t->calls, from);
  for (uint32_t i = 0; i < t->stream.voices.high; i++) {
    const struct voice *v = slab_at(&t->stream.voices, i);
    struct owner *o = v ? owner_of(t, v) : NULL;
    if (!o || !same_call(o->call, old)) continue;
    o->call = slab_ref(&t->calls, to);
    o->leg = o->leg != swap;
    if (o->lock) o->lock = (uint8_t)(o->lock + locks);
  }
}

static void legs_join(struct call *to, struct call *from, bool swap) {
  for (int leg = 0; leg < CALL_LEGS; leg++) {
    struct leg *own = &to->leg[leg != swap];
    if (!own->path.gen) {
      own->path = from->leg[leg].path;
      own->side = from->leg[leg].side;
    }
    own->told_route = 0;
  }
}

// The first packets of `from`, but those whose twin is in `to` already.
static void early_join(struct tracker *t, struct call *to, struct call *from, bool swap,
                       uint8_t locks) {
  struct held h;
  struct rtp rtp;
  while (hold_take(&t->hold, &from->early, &h)) {
    uint8_t copy[MEDIA_MAX];
    memcpy(copy, h.packet.p, h.packet.n);
    struct media m = media_held(&h);
    m.packet = (struct span){copy, h.packet.n};
    m.leg = m.leg != swap;
    if (m.lock) m.lock = (uint8_t)(m.lock + locks);
    bool is_rtp = !m.rtcp && rtp_parse(m.packet, &rtp);
    if (!is_rtp || !stream_on_two_flows(&t->stream, &rtp, stream_print(m.packet), m.at_us))
      life_take(t, to, &m);
  }
}

static int64_t earlier(int64_t a, int64_t b) { return a && (!b || a < b) ? a : b; }

void calls_join(struct tracker *t, struct call *to, struct call *from, bool swap) {
  uint8_t locks = (uint8_t)to->n_locks;
  dialogs_join(t, to, from, swap);
  places_join(t, to, from, swap);
  parties_join(t, to, from, swap);
  legs_join(to, from, swap);
  locks_move(to, from);
  owners_join(t, to, from, swap, locks);
  for (size_t i = 0; i < from->n_nets; i++) net_add(to, from->net[i]);
  to->at_home |= from->at_home;
  to->from_start &= from->from_start;
  to->desc_epoch += from->desc_epoch + 1;
  to->video |= from->video;
  to->answered_us = earlier(from->answered_us, to->answered_us);
  to->answered |= from->answered;
  to->contests |= from->contests;
  to->contested |= from->contested;
  to->orphan &= from->orphan;
  if (!to->sink) to->started_us = earlier(from->started_us, to->started_us);
  if (from->pending_us > to->pending_us) to->pending_us = from->pending_us;
  early_join(t, to, from, swap, locks);
  t->counts.calls_joined++;
  t->epoch++;
  t->counts.changes++;
  t->recording -= from->recording;
  from->recording = false;
  slab_remove(&t->calls, from);
}
