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
#include "recorder/capture/tracker_inside.h"

static const int64_t quiet_us = 500000, gone_us = 1000000, together_us = 10 * 1000000LL;

// Each address that both announced was announced by `old` first. (One way and the other: they are
// of one call, though both were written before they met.)
bool reuse_is_heir(const struct tracker *t, const struct call *c, const struct call *old) {
  bool any = false, may = c != old && c->contests && !c->ended && (c->answered || !c->turned_down);
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
      bool there = n == HEIRS_MAX || !reuse_is_heir(t, other, c);
      for (size_t k = 0; k < n; k++) there |= out[k] == other;
      if (!there) out[n++] = other;
    }
  }
  return n;
}

// ---- one call or two ---------------------------------------------------------------------------

static bool any_same(const uint32_t a[PLACE_HOSTS], uint32_t host) {
  for (int i = 0; i < PLACE_HOSTS; i++)
    if (a[i] == host) return true;
  return false;
}

static bool passed_on(const struct tracker *t, const struct call *c, const struct call *other,
                      const struct place *p) {
  int64_t apart = c->started_us - other->started_us;
  bool before_media = !c->last_media_us && !other->last_media_us;
  return before_media && apart < together_us && apart > -together_us &&
         any_same(p->told_to, host_key(&t->sip_from));
}

// c, which announces an address of the other's now, has had one of its own announced by it before.
static bool crosswise(const struct tracker *t, const struct call *c, const struct call *other) {
  for (size_t i = 0; i < other->n_places; i++) {
    const struct place *theirs = slab_get(&t->places, other->place[i]);
    const struct place *ours = theirs && !theirs->learned ? place_of(t, c, &theirs->at) : NULL;
    if (ours && !ours->learned && ours->since < theirs->since) return true;
  }
  return false;
}

static struct place *newest_other(const struct tracker *t, const struct call *c,
                                  const struct endpoint *at, uint32_t before) {
  struct place *newest = NULL;
  for (struct place *p = place_first(t, at); p; p = place_next(t, p)) {
    const struct call *other = slab_get(&t->calls, p->call);
    if (other == c || other->ended || other->orphan || p->learned || p->since >= before) continue;
    if (!newest || p->since > newest->since) newest = p;
  }
  return newest;
}

struct call *reuse_judge(struct tracker *t, struct call *c, uint8_t leg,
                         const struct endpoint *at) {
  const struct place *own = place_of(t, c, at);
  if (own && !own->learned) return c; // said before
  struct place *p = newest_other(t, c, at, UINT32_MAX);
  for (int i = 0; p && i < HEIRS_MAX; i++) {
    struct call *other = slab_get(&t->calls, p->call);
    bool one = dialog_follows(t, other) || passed_on(t, c, other, p) || crosswise(t, c, other);
    bool swap = p->leg != leg;
    uint32_t since = p->since;
    if (one && !c->sink) {
      live_calls_join(t, other, c, swap);
      return other;
    }
    if (one && !other->sink)
      live_calls_join(t, c, other, swap);
    else if (!one) { // both written: too late to be one, and no stranger either
      other->contested = true;
      c->contests = true;
    }
    p = newest_other(t, c, at, since);
  }
  return c;
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
  struct call *own = v ? slab_get(&t->calls, v->call) : NULL;
  bool goes_on = own && !own->ended && rtp && !voice_starts_anew(v, rtp, at_us);
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
