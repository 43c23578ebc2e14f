// SPDX-License-Identifier: Apache-2.0
// Reuse: two live calls announce one address. Either they are one conversation seen twice (a PBX
// between two phones that exchange media directly), or the older is over and its BYE was lost or is
// late: its port has been given to the next call. Mixed up, two callers' speech would lie in one
// recording, so one call they are only on proof (docs/adr/0014):
//   - the new INVITE says so: Replaces (RFC 3891), or it rings whom the old dialog's REFER named;
//   - who was told the address passes it on, within seconds, before either has any media;
//   - each has announced an address of the other's, the older one last: so it lives.
// Otherwise the newer is the older's *heir*. A voice that spoke before the heir's INVITE and goes
// on is the older call's; a new one (SSRC, or sequence and time that start anew) is the heir's once
// that is answered or the older is quiet. When the heir has media and the older has had none for a
// second, the older has ended: reason port_reused.
#include "recorder/call/inside.h"

static const int64_t quiet_us = 500000, gone_us = 1000000;

// Each address that both announced was announced by `old` first. (One way and the other: they are
// of one call, though both were written before they met.)
bool reuse_is_heir(const struct tracker *t, const struct call *c, const struct call *old) {
  bool any = false, may = c != old && c->contests && !c->ended && (c->answered || !c->turned_down);
  if (may && nets_apart(c, old)) return false;
  for (size_t i = 0; may && i < c->n_places; i++) {
    const struct place *own = slab_get(&t->places, c->place[i]);
    const struct place *its = own && !own->learned ? place_of(t, old, &own->at) : NULL;
    if (!its || its->learned) continue;
    if (own->since < its->since) return false;
    any = true;
  }
  return any;
}

size_t reuse_heirs(const struct tracker *t, const struct call *c, struct call *out[HEIRS_MAX]) {
  size_t n = 0;
  for (size_t i = 0; c->contested && i < c->n_places; i++) {
    const struct place *own = slab_get(&t->places, c->place[i]);
    for (struct place *p = own ? place_first(t, &own->at) : NULL; p; p = place_next(t, p)) {
      struct call *other = slab_get(&t->calls, p->call);
      bool there = !other || n == HEIRS_MAX || !reuse_is_heir(t, other, c);
      for (size_t k = 0; k < n; k++) there |= out[k] == other;
      if (!there) out[n++] = other;
    }
  }
  return n;
}

bool reuse_is_free(const struct tracker *t, const struct call *c, const struct endpoint *at) {
  for (const struct place *p = place_first(t, at); p; p = place_next(t, p)) {
    const struct call *other = slab_get(&t->calls, p->call);
    if (other != c && !other->ended && !nets_apart(c, other) && !reuse_is_heir(t, c, other))
      return false;
  }
  return true;
}

// ---- whose voice -------------------------------------------------------------------------------

// An heir that is not yet known to be at either end: its legs are as the older call's.
uint8_t reuse_leg(const struct tracker *t, const struct call *c, const struct call *old,
                  const struct flow *f) {
  struct fit fit = place_fit(t, old, f, false);
  for (size_t i = 0; i < c->n_places; i++) {
    const struct place *own = slab_get(&t->places, c->place[i]);
    const struct place *its = own && !own->learned ? place_of(t, old, &own->at) : NULL;
    if (its) return fit.leg ^ (own->leg != its->leg);
  }
  return fit.leg;
}

// Born since an heir's INVITE, whoever was given it then.
bool reuse_is_heirs(const struct tracker *t, const struct call *old, const struct voice *v) {
  struct call *heir[HEIRS_MAX];
  for (size_t n = reuse_heirs(t, old, heir); n > 0; n--)
    if (v->born_us >= heir[n - 1]->started_us) return true;
  return false;
}

struct call *reuse_owner(const struct tracker *t, const struct flow *f, struct reuse between,
                         const struct voice *v, const struct rtp *rtp, int64_t at_us) {
  struct call *heir = between.heir, *old = between.old;
  struct call *own = v ? slab_get(&t->calls, owner_of(t, v)->call) : NULL;
  bool goes_on = own && !own->ended && rtp && !stream_starts_anew(v, rtp, at_us);
  bool suits = own == heir || (goes_on && place_fit(t, own, f, false).score);
  bool taken = own && own != heir && heir->answered && reuse_is_heirs(t, own, v);
  if (goes_on && suits && !taken) return own;
  if (heir->answered || at_us - old->last_media_us >= quiet_us) return heir;
  return NULL;
}

static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

bool reuse_moved(const struct tracker *t, const struct call *c) {
  struct call *heir[HEIRS_MAX];
  int64_t last_us = later(c->last_media_us, c->last_signal_us);
  if (!c->contested || !c->answered || c->leg[0].held || c->leg[1].held) return false;
  for (size_t n = reuse_heirs(t, c, heir); n > 0; n--)
    if (heir[n - 1]->answered && heir[n - 1]->last_media_us - last_us > gone_us) return true;
  return false;
}

// ---- which call suits a flow -------------------------------------------------------------------

enum { ANNOUNCED = 10 };

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

// What came by a network of one call's signalling is not another's whose signalling was elsewhere.
static size_t at_home_alone(const struct flow *f, struct candidate *found, size_t n) {
  size_t kept = 0;
  bool any = false;
  for (size_t i = 0; i < n; i++)
    any |= found[i].score >= ANNOUNCED && net_is_home(found[i].call, f->net);
  for (size_t i = 0; i < n; i++) {
    bool elsewhere = any || found[i].call->orphan; // nothing but its addresses speaks for an orphan
    if (!elsewhere || net_is_home(found[i].call, f->net)) found[kept++] = found[i];
  }
  return kept;
}

void reuse_resolve(const struct tracker *t, const struct flow *f, const struct media *m,
                   struct call **best, struct call **rival) {
  struct candidate found[CANDIDATES] = {0}, now = {0};
  size_t n = candidates(t, f, m, found);
  n = at_home_alone(f, found, n);
  *rival = NULL;
  for (size_t i = 0; i < n; i++) {
    bool older = now.call && found[i].call->started_us < now.call->started_us;
    if (found[i].score > now.score || (found[i].score == now.score && older)) now = found[i];
  }
  for (size_t i = 0; now.call && i < n; i++) {
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
    if (heir[n - 1]->answered || net_is_home(now.call, f->net) > net_is_home(heir[n - 1], f->net))
      continue;
    *best = heir[n - 1]; // that has not said all yet: where its other side is, say
    *rival = now.call;
  }
}
