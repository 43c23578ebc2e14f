// SPDX-License-Identifier: Apache-2.0
// Picked up by a code: somebody rings *8 (any of her group) or *82001 (that phone), the PBX answers
// and gives her the call that rang elsewhere. No header says which; what the PBX does to the phone
// that rang says it, at that moment: its INVITE is cancelled as completed elsewhere.
#include "recorder/call/handed.h"

static const int64_t together_us = 2 * 1000000LL, second_us = 1000000;

static const struct path *first_path(const struct tracker *t, const struct dialog *d) {
  return signal_path(&t->signal, d->first_path);
}

static bool is_code(const struct tracker *t, const struct dialog *d) {
  const struct path *p = first_path(t, d);
  return p && p->rung[0] == '*';
}

// *82001 names 2001.
static bool names(const struct path *code, const struct path *rings) {
  size_t n = strcspn(code->rung, "@"), k = strcspn(rings->rung, "@");
  return k > 1 && n > k && !strncmp(code->rung + n - k, rings->rung, k);
}

// Another phone of the same caller's, rung by the same PBX, took it: it rang in a group.
static bool taken_beside(const struct tracker *t, const struct dialog *d) {
  const struct path *its = first_path(t, d);
  for (uint32_t i = 0; i < t->signal.dialogs.high; i++) {
    const struct dialog *e = slab_at(&t->signal.dialogs, i);
    const struct path *p = e && e != d ? first_path(t, e) : NULL;
    if (!p || e->state != DIALOG_ANSWERED || e->ended) continue;
    bool one = same_call(link_of(t, e)->call, link_of(t, d)->call);
    one |= e->user[0] && e->user[0] == d->user[0];
    if (one && !memcmp(p->from.addr, its->from.addr, sizeof p->from.addr)) return true;
  }
  return false;
}

// The PBX says in its answer to whom she is connected now (RFC 3325): to the one who rang there.
static bool is_connected_to(const struct call *z, uint8_t at, const struct call *c, uint8_t leg) {
  for (size_t i = 0; i < z->n_parties; i++)
    for (size_t k = 0; z->party[i].leg == at && k < c->n_parties; k++) {
      size_t n = strcspn(z->party[i].address, "@");
      const char *other = c->party[k].address;
      if (n && c->party[k].leg == leg && !strncmp(z->party[i].address, other, n) &&
          strchr("@", other[n]))
        return true;
    }
  return false;
}

static bool may_be(const struct tracker *t, const struct dialog *code, const struct dialog *d,
                   bool *out_named) {
  const struct path *own = first_path(t, code), *its = first_path(t, d);
  const struct call *c = slab_get(&t->calls, link_of(t, d)->call);
  const struct call *z = slab_get(&t->calls, link_of(t, code)->call);
  if (!c || !its || c == z || c->passed_over || !d->cancelled || d->state == DIALOG_ANSWERED ||
      d->started_us > code->started_us)
    return false;
  if (memcmp(its->from.addr, own->to.addr, sizeof own->to.addr) != 0) return false;
  int64_t apart_us = d->last_us - z->answered_us;
  if (apart_us > together_us || apart_us < -together_us) return false;
  *out_named = names(own, its);
  if (taken_beside(t, d)) return false;
  bool connected =
      d->user[SIGNAL_CALLER] && is_connected_to(z, !link_of(t, code)->swap, c, link_of(t, d)->swap);
  return d->elsewhere || connected || (*out_named && c->answered);
}

// The one that was named, or the only one that stopped ringing so.
static struct dialog *rang(const struct tracker *t, const struct dialog *code) {
  struct dialog *found = NULL;
  bool named, found_named = false, several = false;
  for (uint32_t i = 0; i < t->signal.dialogs.high; i++) {
    struct dialog *d = slab_at(&t->signal.dialogs, i);
    if (!d || d == code || !may_be(t, code, d, &named) || (found_named && !named)) continue;
    several = found && named == found_named;
    found = d;
    found_named = named;
  }
  return several ? NULL : found;
}

static bool waits(const struct tracker *t, const struct dialog *code) {
  const struct call *z = slab_get(&t->calls, link_of(t, code)->call);
  return z && !z->sink && !z->ended && z->answered && code->state == DIALOG_ANSWERED &&
         !code->comes.by && is_code(t, code);
}

static void deepen(struct tracker *t, struct call *z, const struct dialog *code, int8_t depth) {
  for (struct path *p = signal_path(&t->signal, code->first_path); p;
       p = signal_next_path(&t->signal, p))
    p->depth = depth;
  for (size_t i = 0; i < z->n_places; i++) {
    struct place *p = slab_get(&t->places, z->place[i]);
    if (p) p->depth = depth;
  }
}

static struct call *join(struct tracker *t, const struct dialog *code, const struct dialog *d,
                         struct picked *out) {
  struct call *z = slab_get(&t->calls, link_of(t, code)->call);
  struct call *c = slab_get(&t->calls, link_of(t, d)->call);
  uint8_t own = link_of(t, code)->swap;
  size_t n = 0;
  out->leg = !link_of(t, d)->swap;
  for (size_t i = 0; i < z->n_parties; i++)
    if (z->party[i].leg == own) z->party[n++] = z->party[i]; // the code is nobody
  z->n_parties = n;
  snprintf(out->who.address, sizeof out->who.address, "%s", n ? z->party[0].address : "");
  snprintf(out->who.name, sizeof out->who.name, "%s", n ? z->party[0].name : "");
  deepen(t, z, code, first_path(t, d)->depth);
  calls_join(t, c, z, own != out->leg);
  c->pending_us = 0;
  return c;
}

struct call *pickup_look(struct tracker *t, struct picked *out) {
  for (uint32_t i = 0; i < t->signal.dialogs.high; i++) {
    const struct dialog *code = slab_at(&t->signal.dialogs, i);
    if (!code || !waits(t, code)) continue;
    const struct dialog *d = rang(t, code);
    if (d) return join(t, code, d, out);
  }
  return NULL;
}

void pickup_wait(struct tracker *t, struct call *c, const struct dialog *d) {
  if (!c->sink && is_code(t, d)) c->pending_us = t->now_us + second_us;
}
