// SPDX-License-Identifier: Apache-2.0
// What every file of the judge stands on: what it knows of a flow, a voice, a dialog, and a call's
// marks.
#include "recorder/call/inside.h"

struct route *route_of(const struct tracker *t, const struct flow *f) {
  struct route *r = &t->routes[slab_ref(&t->stream.flows, f).at];
  if (r->gen != f->item.gen)
    *r = (struct route){.gen = f->item.gen, .epoch = t->epoch - 1, .first_us = f->first_us};
  return r;
}

struct owner *owner_of(const struct tracker *t, const struct voice *v) {
  struct owner *o = &t->owners[slab_ref(&t->stream.voices, v).at];
  if (o->gen != v->item.gen) *o = (struct owner){.gen = v->item.gen};
  return o;
}

struct link *link_of(const struct tracker *t, const struct dialog *d) {
  struct link *l = &t->links[slab_ref(&t->signal.dialogs, d).at];
  if (l->gen != d->item.gen) *l = (struct link){.gen = d->item.gen};
  return l;
}

// Who sits there now is asked for while the call goes on (tracker_at_lines).
static void sits_learn(struct call *c, const char *kind, int leg, const char *address) {
  if (leg < 0 || leg >= CALL_LEGS || !address) return;
  if (!strcmp(kind, "transfer") || !strcmp(kind, "who"))
    snprintf(c->sits[leg], sizeof c->sits[leg], "%s", address);
}

void call_mark(struct tracker *t, struct call *c, const char *kind, int leg, const char *detail) {
  if (!c->sink) return;
  sits_learn(c, kind, leg, detail);
  struct spool_mark mark = {.kind = kind, .leg = leg, .at_us = t->now_us, .detail = detail};
  t->sink.mark(c->sink, &mark);
}

void call_mark_by(struct tracker *t, struct call *c, const char *kind, const char *detail,
                  const char *by) {
  struct spool_mark mark = {
      .kind = kind, .leg = -1, .at_us = t->now_us, .detail = detail, .name = by};
  if (c->sink) t->sink.mark(c->sink, &mark);
}

void call_mark_at(struct tracker *t, struct call *c, const char *kind, int64_t at_us) {
  struct spool_mark mark = {.kind = kind, .leg = -1, .at_us = at_us};
  if (c->sink) t->sink.mark(c->sink, &mark);
}

enum { RANK_OUTERMOST = 3 }; // depth -3

uint16_t media_note(const struct media *m) {
  return (uint16_t)(m->leg | m->rtcp << 1 | m->clear << 2 | m->cut << 3 |
                    (m->depth + RANK_OUTERMOST) << 4 | m->lock << 8);
}

struct media media_held(const struct held *h) {
  return (struct media){.at_us = h->at_us,
                        .leg = h->note & 1,
                        .rtcp = h->note >> 1 & 1,
                        .clear = h->note >> 2 & 1,
                        .cut = h->note >> 3 & 1,
                        .depth = (int8_t)((h->note >> 4 & 7) - RANK_OUTERMOST),
                        .lock = (uint8_t)(h->note >> 8),
                        .packet = h->packet};
}
