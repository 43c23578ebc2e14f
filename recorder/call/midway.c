// SPDX-License-Identifier: Apache-2.0
#include "recorder/call/midway.h"

#include "recorder/call/life.h"

static const int64_t still_us = 300000; // packets under way when somebody hangs up

static bool same_host(const struct endpoint *a, const struct endpoint *b) {
  return !memcmp(a->addr, b->addr, sizeof a->addr);
}

// The leg whose own address that host is; -1: none, or both.
static int leg_of_host(const struct tracker *t, const struct call *c, const struct endpoint *at) {
  int found = -1;
  for (size_t i = 0; i < c->n_places; i++) {
    const struct place *p = slab_get(&t->places, c->place[i]);
    if (!p || !same_host(&p->at, at)) continue;
    if (found >= 0 && found != p->leg) return -1;
    found = p->leg;
  }
  return found;
}

// A network is part of an address (docs/adr/0038): what another one's signalling says is not of it.
static bool may_be_of(const struct call *c, const struct signal_news *n) {
  return c && c->orphan && net_is_home(c, n->net);
}

// The only orphan between the two hosts of the message.
static struct call *orphan_between(struct tracker *t, const struct signal_news *n,
                                   int *out_sender) {
  struct call *found = NULL;
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (!may_be_of(c, n)) continue;
    int from = leg_of_host(t, c, &n->heard_by), to = leg_of_host(t, c, &n->told_to);
    if (from < 0 || to != !from) continue;
    if (found) return NULL;
    found = c;
    *out_sender = from;
  }
  return found;
}

// Whose address the message's description announces, one of its two hosts being heard in it too: a
// stranger can announce anybody's. Of several lines one is enough.
static struct call *orphan_announced(struct tracker *t, const struct signal_news *n,
                                     int *out_sender) {
  struct sdp *sdp = &t->signal.sdp; // parsed again by whoever takes the message further
  if (!sdp_parse(sip_sdp(n->message), sdp)) return NULL;
  for (size_t i = 0; i < sdp->n_media; i++) {
    struct endpoint at = {.port = sdp->media[i].port};
    if (!sdp->media[i].has_addr || !at.port) continue;
    memcpy(at.addr, sdp->media[i].addr, sizeof at.addr);
    for (const struct place *p = place_first(t, &at); p; p = place_next(t, p)) {
      struct call *c = slab_get(&t->calls, p->call);
      if (!may_be_of(c, n) || c->ended) continue;
      if (leg_of_host(t, c, &n->heard_by) < 0 && leg_of_host(t, c, &n->told_to) < 0) continue;
      *out_sender = p->leg;
      return c;
    }
  }
  return NULL;
}

static void keep(struct call *c, int leg, const struct sip_name *of) {
  c->midway.who[leg][0] = '\0';
  if (of->user.n) who_address(of, c->midway.who[leg]);
}

static void name(struct tracker *t, struct call *c) {
  for (int leg = 0; leg < CALL_LEGS; leg++)
    if (c->midway.who[leg][0]) call_mark(t, c, "who", leg, c->midway.who[leg]);
}

void midway_heard(struct tracker *t, const struct signal_news *n) {
  const struct sip *m = n->message;
  int sender;
  if (!m->to.tag.n || !m->from.tag.n || m->method != SIP_BYE || !m->request) return;
  struct call *c = orphan_between(t, n, &sender);
  if (!c || !c->sink || c->ended || c->midway.bye_us) return;
  keep(c, sender, &m->from);
  keep(c, !sender, &m->to);
  c->midway.bye_us = n->at_us;
}

void midway_sweep(struct tracker *t, struct call *c, bool over) {
  if (!c->midway.bye_us || !c->orphan || c->ended) return;
  bool goes_on = c->last_media_us > c->midway.bye_us + still_us;
  if (!goes_on && !over && t->now_us < c->midway.bye_us + 2 * still_us) return;
  int64_t bye_us = c->midway.bye_us;
  c->midway.bye_us = 0;
  if (goes_on) return; // another call's, of the same two
  name(t, c);
  life_ending(t, c, "bye", bye_us);
}

struct call *midway_call(struct tracker *t, const struct signal_news *n) {
  const struct sip *m = n->message;
  int sender;
  if (!m->request || !m->to.tag.n) return NULL;
  struct call *c = orphan_announced(t, n, &sender);
  if (!c || !c->sink) return NULL;
  keep(c, sender, &m->from);
  keep(c, !sender, &m->to);
  name(t, c);
  link_of(t, n->dialog)->swap = sender == 1;
  c->orphan = false;
  c->answered = true;
  return c;
}
