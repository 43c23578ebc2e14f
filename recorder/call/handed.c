// SPDX-License-Identifier: Apache-2.0
// Handed on: a dialog that takes another's place (Replaces), or goes where a REFER sent it, is part
// of that one's call: who stays keeps the side, who comes sits on the other and is named from the
// answer on. Calls at which a replaced dialog was the last one are over with it.
#include "recorder/call/handed.h"

#include "recorder/call/life.h"

static const int64_t referred_us = 4 * 1000000LL;

static struct call *call_of(const struct tracker *t, const struct link *l) {
  struct call *c = slab_get(&t->calls, l->call);
  return c ? c : slab_get(&t->calls, l->was);
}

// Who was referred says BYE before it rings, sometimes.
static void revive(struct tracker *t, struct call *c) {
  if (!c->ended) return;
  c->ended = c->leaving = false;
  c->ends_at_us = 0;
  c->reason = NULL;
  t->epoch++;
}

struct call *handed_call(struct tracker *t, const struct dialog *d) {
  const struct dialog *u = d->comes.by ? slab_get(&t->signal.dialogs, d->comes.of) : NULL;
  struct call *c = u ? call_of(t, link_of(t, u)) : NULL;
  if (!c || c->passed_over) return NULL;
  bool kept_leg = d->comes.kept != link_of(t, u)->swap;
  link_of(t, d)->swap = d->comes.as != kept_leg;
  revive(t, c);
  t->counts.dialogs_kin++;
  return c;
}

// The other end of what is replaced speaks on in this call: its voice is of no call that is over.
static void voices_pass(struct tracker *t, const struct call *from, const struct call *to) {
  struct slab_ref old = slab_ref(&t->calls, from);
  for (uint32_t i = 0; i < t->stream.voices.high; i++) {
    const struct voice *v = slab_at(&t->stream.voices, i);
    struct owner *o = v ? owner_of(t, v) : NULL;
    if (o && same_call(o->call, old))
      *o = (struct owner){.gen = o->gen, .call = slab_ref(&t->calls, to)};
  }
}

void handed_over(struct tracker *t, struct call *c, const struct dialog *d, int64_t at_us) {
  struct dialog *old = signal_replaced(&t->signal, d);
  struct call *its = old ? slab_get(&t->calls, link_of(t, old)->call) : NULL;
  if (!old) return;
  if (its && its != c && its->n_dialogs == 1) voices_pass(t, its, c);
  signal_end(&t->signal, old, "bye", at_us);
}

void handed_wait(struct tracker *t, struct call *c, const struct dialog *d) {
  bool asked = d->referred && t->now_us - d->referred_us < referred_us;
  if (asked && c->ends_at_us && c->ends_at_us < t->now_us + referred_us)
    c->ends_at_us = t->now_us + referred_us;
}
