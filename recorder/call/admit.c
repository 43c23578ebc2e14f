// SPDX-License-Identifier: Apache-2.0
// Admission: an address is no proof. A stream that nobody named (of a host no description has, in a
// network that is not the call's) is taken for a side's where it is all that is heard there: behind
// NAT it is the side itself. While somebody named is heard there, or whoever was first, it is a
// stray: another customer's, a call's that was misdirected. It waits meanwhile, for where the other
// falls silent it was not (a phone that moved).
#include "recorder/call/inside.h"

static const int64_t silent_us = 1000000, settle_us = 200000, after_us = 300000,
                     before_us = 2000000;
enum { GOES_ON = 256 };

static bool numbers_go_on(const struct voice *v, const struct rtp *rtp) {
  int ahead = (int16_t)(uint16_t)(rtp->seq - v->top_seq);
  return v->packets && ahead <= GOES_ON && ahead >= -GOES_ON;
}

// The same voice, from where it was not heard before: its way through NAT has changed.
static bool moved(const struct tracker *t, const struct flow *f, const struct flow *from,
                  const struct rtp *rtp) {
  const struct voice *v = f->net == from->net ? stream_voice(&t->stream, from, rtp->ssrc) : NULL;
  return v && rtp->ssrc > UINT16_MAX && numbers_go_on(v, rtp);
}

static bool may(const struct tracker *t, const struct flow *f, const struct place *p,
                const struct call *c, const struct rtp *rtp, int64_t at_us) {
  const struct flow *g = slab_get(&t->stream.flows, p->feeder);
  const struct route *its = g ? route_of(t, g) : NULL;
  bool named = route_of(t, f)->named, home = net_is_home(c, f->net);
  if (g == f || (named && home)) return true;
  if (!its || its->state != ROUTE_MEDIA || slab_get(&t->calls, its->call) != c)
    return home || at_us - f->first_us >= settle_us; // in case its own is heard soon
  return (named && f->net == g->net) || at_us - p->fed_us >= silent_us || moved(t, f, g, rtp);
}

bool admit(struct tracker *t, struct flow *f, struct call *c, const struct rtp *rtp,
           int64_t at_us) {
  struct route *r = route_of(t, f);
  struct place *p = slab_get(&t->places, r->to);
  if (!p || slab_get(&t->calls, p->call) != c) return true;
  if (!may(t, f, p, c, rtp, at_us)) return false;
  struct slab_ref own = slab_ref(&t->stream.flows, f);
  if (p->feeder.at != own.at || p->feeder.gen != own.gen) r->own_us = p->fed_us;
  p->feeder = own;
  if (at_us > p->fed_us) p->fed_us = at_us;
  c->at_home |= c->n_nets && net_is_home(c, f->net);
  return true;
}

// Of the voice's call: NULL once it is closed, though it had one.
bool is_past(struct tracker *t, const struct voice *v, const struct call *c, const struct rtp *rtp,
             int64_t at_us) {
  if (!v || !v->packets) return false;
  struct owner *o = owner_of(t, v);
  const struct call *own = slab_get(&t->calls, o->call);
  bool pause = at_us - v->last_us > silent_us;
  if (!numbers_go_on(v, rtp) || (own && !own->ended)) o->over = false;
  if (!numbers_go_on(v, rtp)) return false;
  if (!o->call.gen) // of a call whose signalling was not seen
    return c && c->from_start && !pause && v->born_us < c->started_us - before_us;
  if (own && own->ended && at_us - own->last_signal_us > after_us) o->over = true;
  if (!own && !pause) o->over = true;
  return !own && o->over;
}
