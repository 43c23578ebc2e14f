// SPDX-License-Identifier: Apache-2.0
// What signalling means for calls: a dialog begins one, or goes on with one it is kin to; what is
// offered opens addresses, what is agreed tells codecs, keys and holds; who answered; how it ended.
#include "recorder/call/handed.h"
#include "recorder/call/inside.h"
#include "recorder/call/life.h"
#include "recorder/call/lock.h"
#include "recorder/call/midway.h"
#include "recorder/call/wish.h"

static const int64_t silent_us = 5000000, denied_us = 1700000, still_us = 400000;

static struct call *call_of(const struct tracker *t, const struct dialog *d) {
  return slab_get(&t->calls, link_of(t, d)->call);
}

static uint8_t leg_of(const struct tracker *t, const struct dialog *d, int side) {
  return side != (int)link_of(t, d)->swap;
}

// ---- one call or two ---------------------------------------------------------------------------

static bool any_same(const uint32_t a[PLACE_HOSTS], uint32_t host) {
  for (int i = 0; i < PLACE_HOSTS; i++)
    if (a[i] == host) return true;
  return false;
}

static bool passed_on(const struct tracker *t, const struct call *c, const struct call *other,
                      const struct place *p) {
  static const int64_t together_us = 10 * 1000000LL;
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

static bool follows(const struct tracker *t, const struct dialog *d, const struct call *other) {
  struct slab_ref its = slab_ref(&t->calls, other);
  for (uint32_t i = 0; i < t->signal.dialogs.high; i++) {
    const struct dialog *older = slab_at(&t->signal.dialogs, i);
    if (older && same_call(link_of(t, older)->call, its) && signal_follows(&t->signal, d, older))
      return true;
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

// Call c newly announces an address: is it one with another call that announced it, or a new one on
// the port of an old one (reuse.c)? Returns the call that c is part of from now on.
static struct call *judge(struct tracker *t, const struct dialog *d, struct call *c, uint8_t leg,
                          const struct endpoint *at) {
  const struct place *own = place_of(t, c, at);
  if (own && !own->learned) return c; // said before
  struct place *p = newest_other(t, c, at, UINT32_MAX);
  for (int i = 0; p && i < HEIRS_MAX; i++) {
    struct call *other = slab_get(&t->calls, p->call);
    bool one = !c->passed_over && !other->passed_over &&
               (nets_meet(c, other) || calls_share_person(c, other)) &&
               (follows(t, d, other) || passed_on(t, c, other, p) || crosswise(t, c, other));
    bool swap = p->leg != leg;
    uint32_t since = p->since;
    if (one && !c->sink) {
      calls_join(t, other, c, swap);
      return other;
    }
    if (one && !other->sink)
      calls_join(t, c, other, swap);
    else if (!one) { // both written: too late to be one, and no stranger either
      other->contested = true;
      c->contests = true;
    }
    p = newest_other(t, c, at, since);
  }
  return c;
}

// ---- addresses ---------------------------------------------------------------------------------

static void claim_desc(struct tracker *t, struct dialog *d, struct path *path, int side,
                       const struct desc *desc) {
  struct claim claim = {
      .path = slab_ref(&t->signal.paths, path), .side = (uint8_t)side, .depth = path->depth};
  for (size_t i = 0; i < desc->n_places; i++) {
    const struct desc_place *p = &desc->place[i];
    struct call *c = call_of(t, d);
    claim.leg = leg_of(t, d, side);
    claim.at = p->at;
    claim.rtcp = p->rtcp;
    claim.other = p->other;
    if (!p->rtcp && !p->other) c = judge(t, d, c, claim.leg, &p->at);
    claim.leg = leg_of(t, d, side); // joining may have turned it
    place_claim(t, c, &claim);
  }
  call_of(t, d)->video |= desc->video;
  // Behind NAT the description holds an inner address, or a name; what the mirror sees is who sent
  // it.
  struct call *c = call_of(t, d);
  claim.leg = leg_of(t, d, side);
  claim.at.port = desc->port;
  memcpy(claim.at.addr, t->sip_from.addr, 16);
  claim.rtcp = claim.other = false;
  claim.learned = true;
  if (desc->port && reuse_is_free(t, c, &claim.at)) place_claim(t, c, &claim);
}

static void claim_offer(struct tracker *t, struct dialog *d, struct path *path, int side) {
  const struct stand *s = &path->exchange.offered[side];
  for (size_t i = 0; i < s->n; i++) {
    const struct desc *desc = slab_get(&t->signal.descs, s->desc[i]);
    if (desc) claim_desc(t, d, path, side, desc);
  }
}

static bool says(const struct desc *d, const struct endpoint *at) {
  for (size_t i = 0; d && i < d->n_places; i++)
    if (endpoint_eq(&d->place[i].at, at)) return true;
  return false;
}

// Another path of the dialog on which that side says it listens there: a fork, a proxy's far side.
static struct path *also_said(const struct tracker *t, const struct dialog *d,
                              const struct path *but, const struct place *p) {
  for (struct path *q = signal_path(&t->signal, d->first_path); q;
       q = signal_next_path(&t->signal, q))
    if (q != but && q->state != PATH_GONE && says(signal_stand(&t->signal, q, p->side), &p->at))
      return q;
  return NULL;
}

static void on_deeper(struct tracker *t, const struct call *c, const struct dialog *d) {
  for (size_t i = 0; i < c->n_places; i++) {
    struct place *p = slab_get(&t->places, c->place[i]);
    const struct path *path = p ? signal_path(&t->signal, p->path) : NULL;
    if (!path || slab_get(&t->signal.dialogs, path->dialog) != d) continue;
    const struct path *other = also_said(t, d, path, p);
    p->depth = other && other->depth < path->depth ? other->depth : path->depth;
  }
  t->epoch++;
}

// An offer was refused: where it alone said its side listens, it does not.
static void unclaim(struct tracker *t, struct call *c, const struct dialog *d, struct path *path,
                    int side, bool refused) {
  const struct desc *agreed = slab_get(&t->signal.descs, path->exchange.agreed[side]);
  if (path->state == PATH_GONE) agreed = NULL;
  struct slab_ref ref = slab_ref(&t->signal.paths, path);
  for (size_t i = 0; i < c->n_places; i++) {
    struct place *p = slab_get(&t->places, c->place[i]);
    if (!p || !same_call(p->path, ref) || p->side != side || says(agreed, &p->at)) continue;
    if (p->learned && (agreed || !refused)) continue;
    struct path *other = also_said(t, d, path, p);
    if (other) {
      p->path = slab_ref(&t->signal.paths, other);
      p->depth = other->depth;
      t->epoch++;
    } else
      place_forget(t, p);
  }
}

// ---- descriptions ------------------------------------------------------------------------------

static void hold_set(struct tracker *t, struct call *c, const struct path *path, int side,
                     uint8_t leg) {
  static const char *const how[] = {NULL, "0.0.0.0", "sendonly", "inactive"};
  bool holds = path->exchange.held[side];
  for (const struct path *q = NULL; holds && (q = signal_rival(&t->signal, path, q));)
    holds &= q->exchange.held[side]; // who puts one branch on hold talks to the other
  if (c->leg[leg].held == holds) return;
  const struct desc *d = signal_stand(&t->signal, path, side);
  c->leg[leg].held = holds;
  call_mark(t, c, holds ? "hold" : "resume", leg, holds && d ? how[d->hold] : NULL);
}

static void hold_note(struct tracker *t, struct call *c, const struct path *path, int side,
                      uint8_t leg) {
  if (path->exchange.was_held[side] != path->exchange.held[side]) hold_set(t, c, path, side, leg);
}

static void wish_hear(struct tracker *t, const struct dialog *d, const struct desc *said) {
  struct call *c = call_of(t, d);
  if (c && said) wish_apply(t, c, said->wish, t->o.wishes);
}

static void path_for_legs(struct tracker *t, struct call *c, const struct dialog *d,
                          const struct path *path) {
  for (int side = 0; side < 2; side++) {
    struct leg *leg = &c->leg[leg_of(t, d, side)];
    const struct path *now = signal_path(&t->signal, leg->path);
    if (now && now->exchange.rounds && (leg->told_route || path->depth >= now->depth)) continue;
    leg->path = slab_ref(&t->signal.paths, path);
    leg->side = (uint8_t)side;
  }
}

static void on_offer(struct tracker *t, const struct signal_news *n) {
  const struct stand *s = &n->path->exchange.offered[n->side];
  claim_offer(t, n->dialog, n->path, n->side);
  struct call *c = call_of(t, n->dialog);
  c->desc_epoch++;
  lock_learn(t, c, n->path, false);
  path_for_legs(t, c, n->dialog, n->path);
  wish_hear(t, n->dialog, slab_get(&t->signal.descs, s->desc[0])); // last: it may end the call
}

static void on_agreement(struct tracker *t, const struct signal_news *n) {
  for (int side = 0; side < 2; side++) {
    const struct desc *d = signal_stand(&t->signal, n->path, side);
    if (d) claim_desc(t, n->dialog, n->path, side, d);
  }
  struct call *c = call_of(t, n->dialog);
  unclaim(t, c, n->dialog, n->path, !n->side, false); // lines that were offered and not taken
  const struct desc *theirs = signal_stand(&t->signal, n->path, n->side);
  c->desc_epoch++;
  lock_learn(t, c, n->path, false);
  path_for_legs(t, c, n->dialog, n->path);
  for (int side = 0; side < 2; side++) hold_note(t, c, n->path, side, leg_of(t, n->dialog, side));
  if (theirs && theirs->image) call_mark(t, c, "media", leg_of(t, n->dialog, n->side), "image");
  if (theirs && theirs->video) call_mark(t, c, "media", leg_of(t, n->dialog, n->side), "video");
}

static void on_withdrawn(struct tracker *t, struct call *c, const struct signal_news *n) {
  c->desc_epoch++;
  unclaim(t, c, n->dialog, n->path, n->side, true);
  lock_learn(t, c, n->path, true);
}

// ---- the life of a dialog ----------------------------------------------------------------------

// Within a dialog whose beginning was not seen the request URI is a machine's Contact, and either
// may have rung the other.
static void parties_first(struct tracker *t, struct call *c, const struct sip *m) {
  struct who_list list;
  who_calls(m, &list);
  for (size_t i = 0; i < list.n; i++) life_party(t, c, 0, &list.who[i], false);
  if (c->began_unseen)
    who_has_rung(m, &list);
  else
    who_is_rung(m, &list);
  for (size_t i = 0; i < list.n; i++) life_party(t, c, 1, &list.who[i], !c->began_unseen);
}

static struct call *kin_of(struct tracker *t, const struct dialog *d) {
  const struct dialog *kin = slab_get(&t->signal.dialogs, d->kin);
  struct call *c = kin ? call_of(t, kin) : NULL;
  if (!c || c->ended || c->passed_over) return NULL;
  link_of(t, d)->swap = link_of(t, kin)->swap;
  t->counts.dialogs_kin++;
  return c;
}

static void on_begins(struct tracker *t, const struct signal_news *n) {
  struct dialog *d = n->dialog;
  struct link *l = link_of(t, d);
  bool unwanted = !d->recording && n->message->request && t->o.wanted &&
                  !t->o.wanted(t->o.wanted_ctx, n->message, n->at_us);
  struct call *c = unwanted || d->recording ? NULL : kin_of(t, d);
  if (!c && !unwanted && !d->recording) c = handed_call(t, d);
  if (!c && !unwanted && !d->recording) c = midway_call(t, n);
  d->ignored = unwanted || d->recording;
  t->counts.invites_unwanted += unwanted;
  t->counts.recordings += d->recording;
  // What is not to be recorded is followed as a call of its own only where its media could
  // otherwise be taken for some without signalling.
  if (d->ignored && !t->o.orphans) return;
  bool new = !c;
  if (new) c = life_new(t, n->at_us, host_key(&n->heard_by));
  if (!c) {
    uint64_t key;
    memcpy(&key, d->id, sizeof key);
    t->counts.no_room += once_new(&t->lost, key);
    d->ignored = true;
    return;
  }
  c->n_dialogs++;
  l->call = slab_ref(&t->calls, c);
  if (!new) return;
  c->passed_over = d->ignored;
  c->from_start = n->message->request && !n->message->to.tag.n;
  c->began_unseen = n->message->request && n->message->to.tag.n;
  memcpy(c->call_id_hash, d->id, sizeof c->call_id_hash);
  parties_first(t, c, n->message);
}

static bool is_user(const char *address, const char *other) {
  size_t n = strcspn(address, "@");
  return !strncmp(address, other, n) && strchr("@", other[n]);
}

static bool knows(const struct call *c, uint8_t leg, const char *address) {
  for (size_t i = 0; i < c->n_parties; i++)
    if (c->party[i].leg == leg && is_user(address, c->party[i].address)) return true;
  return false;
}

static bool is_first(const struct call *c, uint8_t leg, const char *address) {
  for (size_t i = 0; i < c->n_parties; i++)
    if (c->party[i].leg == leg) return is_user(address, c->party[i].address);
  return false;
}

// Who was rung and did not answer gives way to who did.
static void parties_answered(struct tracker *t, struct call *c, uint8_t leg,
                             const struct who_list *list) {
  struct party old[CALL_PARTIES];
  size_t n = c->n_parties;
  memcpy(old, c->party, sizeof old);
  c->n_parties = 0;
  for (size_t i = 0; i < n; i++)
    if (old[i].leg != leg) c->party[c->n_parties++] = old[i];
  for (size_t i = 0; i < list->n_asserted; i++) life_party(t, c, leg, &list->who[i], false);
  for (size_t i = 0; i < n; i++) {
    struct who was = {0};
    if (old[i].leg != leg || old[i].rung) continue;
    snprintf(was.address, sizeof was.address, "%s", old[i].address);
    snprintf(was.name, sizeof was.name, "%s", old[i].name);
    life_party(t, c, leg, &was, false);
  }
  for (size_t i = list->n_asserted; i < list->n; i++) life_party(t, c, leg, &list->who[i], false);
}

static bool answers_first(const struct tracker *t, const struct dialog *d) {
  int n = 0;
  for (const struct path *p = signal_path(&t->signal, d->first_path); p;
       p = signal_next_path(&t->signal, p))
    n += p->state == PATH_ANSWERED;
  return n == 1;
}

static void named_anew(struct tracker *t, struct call *c, uint8_t leg,
                       const struct who_list *list) {
  if (c->sink) {
    call_mark(t, c, c->answered ? "transfer" : "who", leg, list->who[0].address);
    return;
  }
  for (size_t i = 0; i < c->n_parties; i++) c->party[i].rung |= c->party[i].leg == leg;
  parties_answered(t, c, leg, list);
}

static void picked_up(struct tracker *t) {
  struct picked p;
  struct who_list list = {.n = 1, .n_asserted = 1};
  struct call *c = pickup_look(t, &p);
  if (!c) return;
  list.who[0] = p.who;
  named_anew(t, c, p.leg, &list);
}

// Who sits from now on at the end that a dialog which goes on with another one has anew.
static void newcomer(struct tracker *t, struct call *c, const struct signal_news *n) {
  struct who_list list;
  bool caller = n->dialog->comes.as == SIGNAL_CALLEE;
  uint8_t leg = leg_of(t, n->dialog, !n->dialog->comes.as);
  if (caller)
    who_calls(n->message, &list);
  else
    who_answers(n->message, n->path->rung, &list);
  if (!list.n || !answers_first(t, n->dialog)) return;
  named_anew(t, c, leg, &list);
  handed_over(t, c, n->dialog, n->at_us);
}

// Two phones of a fork answered, and the caller keeps the other one: who has it sits there.
static void on_left(struct tracker *t, struct call *c, const struct signal_news *n) {
  uint8_t leg = leg_of(t, n->dialog, SIGNAL_CALLEE);
  const struct path *kept = signal_rival(&t->signal, n->path, NULL);
  bool named = n->path->rung[0] && is_first(c, leg, n->path->rung);
  for (int side = 0; side < 2; side++) unclaim(t, c, n->dialog, n->path, side, true);
  for (int side = 0; kept && side < 2; side++)
    hold_set(t, c, kept, side, leg_of(t, n->dialog, side));
  if (!named || !kept || !kept->rung[0] || is_first(c, leg, kept->rung)) return;
  struct who_list list = {.n = 1, .n_asserted = 1};
  snprintf(list.who[0].address, sizeof list.who[0].address, "%s", kept->rung);
  if (c->sink)
    call_mark(t, c, "who", leg, kept->rung);
  else
    named_anew(t, c, leg, &list);
}

// Who was rung has answered, and sits there from now on.
static void was_rung(struct call *c, uint8_t leg, const char *address) {
  for (size_t i = 0; i < c->n_parties; i++)
    if (c->party[i].leg == leg && is_user(address, c->party[i].address)) c->party[i].rung = false;
}

static void who_answered(struct tracker *t, struct call *c, const struct signal_news *n) {
  struct who_list list;
  uint8_t leg = leg_of(t, n->dialog, SIGNAL_CALLEE);
  if (signal_rival(&t->signal, n->path, NULL))
    return; // the first one is who it is, until it is left
  who_answers(n->message, n->path->rung, &list);
  if (!c->sink)
    parties_answered(t, c, leg, &list);
  else if (list.n && is_first(c, leg, list.who[0].address))
    was_rung(c, leg, list.who[0].address); // it was heard before it was answered
  else if (list.n) {
    if (!c->answered) call_mark(t, c, "who", leg, list.who[0].address); // named too early
    if (c->answered && !knows(c, leg, list.who[0].address))             // behind a queue
      call_mark(t, c, "transfer", leg, list.who[0].address);
  }
}

static void on_answered(struct tracker *t, struct call *c, const struct signal_news *n) {
  if (n->dialog->comes.by)
    newcomer(t, c, n);
  else
    who_answered(t, c, n);
  if (!c->answered) call_mark(t, c, "answered", -1, NULL);
  if (!c->answered) c->answered_us = n->at_us;
  c->answered = true;
  c->turned_down = false;
  pickup_wait(t, c, n->dialog);
  picked_up(t);
}

static void on_ending(struct tracker *t, struct call *c, const struct signal_news *n) {
  if (!c->answered && c->from_start) // by a 2xx that was not seen
    call_mark_at(t, c, "answered", c->started_us);
  if (++c->n_leaving < c->n_dialogs || c->ends_at_us) return;
  c->leaving = c->ended = true;
  c->reason = n->why;
  c->left_us = t->now_us;
  c->last_signal_us = n->at_us;
}

static void on_goes_on(struct tracker *t, struct call *c) {
  if (c->n_leaving) c->n_leaving--;
  if (!c->leaving) return;
  c->leaving = c->ended = false;
  c->reason = NULL;
  t->epoch++; // what waited meanwhile is its own
}

static void on_ends(struct tracker *t, struct call *c, const struct signal_news *n) {
  struct link *l = link_of(t, n->dialog);
  bool talked = c->answered && (!strcmp(n->why, "refused") || !strcmp(n->why, "cancelled"));
  l->was = l->call;
  l->call = (struct slab_ref){0};
  if (c->n_leaving && !strcmp(n->why, "bye")) c->n_leaving--;
  if (!c->n_dialogs || --c->n_dialogs) return;
  life_ending(t, c, talked ? "bye" : n->why, n->at_us); // put through to nobody: it was a call
  handed_wait(t, c, n->dialog);
}

void said_news(void *ctx, const struct signal_news *n) {
  struct tracker *t = ctx;
  t->sip_from = n->heard_by;
  t->sip_to = n->told_to;
  t->counts.changes += n->what != SIGNAL_HEARD;
  if (n->what == SIGNAL_MIDWAY) {
    midway_heard(t, n);
    return;
  }
  if (n->what == SIGNAL_BEGINS) on_begins(t, n);
  struct call *c = call_of(t, n->dialog);
  if (!c) return;
  if (n->message) net_add(c, n->net);
  if (n->message && !c->ended) c->last_signal_us = n->at_us;
  switch (n->what) {
  case SIGNAL_HEARD:
  case SIGNAL_MIDWAY:
  case SIGNAL_BEGINS: break;
  case SIGNAL_OFFER: on_offer(t, n); break;
  case SIGNAL_AGREEMENT: on_agreement(t, n); break;
  case SIGNAL_WITHDRAWN: on_withdrawn(t, c, n); break;
  case SIGNAL_ANSWERED: on_answered(t, c, n); break;
  case SIGNAL_LEFT: on_left(t, c, n); break;
  case SIGNAL_DEEPER: on_deeper(t, c, n->dialog); break;
  case SIGNAL_SITS:
    call_mark(t, c, "transfer", leg_of(t, n->dialog, n->side), n->who->address);
    break;
  case SIGNAL_TURNED:
    c->turned_down = n->why && !c->answered;
    if (n->why) picked_up(t);
    break;
  case SIGNAL_ENDING: on_ending(t, c, n); break;
  case SIGNAL_GOES_ON: on_goes_on(t, c); break;
  case SIGNAL_ENDS: on_ends(t, c, n); break;
  }
}

// RFC 4028: a session nobody refreshed is over, once nothing is heard of it either.
static void session_sweep(struct tracker *t, struct dialog *d) {
  const struct call *c = call_of(t, d);
  if (!d->session_until_us || d->ended || t->now_us <= d->session_until_us) return;
  if (c && t->now_us - c->last_media_us <= silent_us) return;
  signal_end(&t->signal, d, "timeout", d->session_until_us);
}

static bool leg_heard_since(const struct call *c, int leg, int64_t at_us) {
  for (int rank = 0; rank < CALL_RANKS; rank++)
    if (c->leg[leg].heard_us[rank] > at_us) return true;
  return false;
}

// A BYE that the other end does not know may be a stranger's. Who hangs up falls silent; where both
// are still heard a good while later nobody did.
static void denied_sweep(struct tracker *t, struct dialog *d) {
  const struct call *c = call_of(t, d);
  if (!d->bye_denied || !d->bye_us || t->now_us - d->bye_us < denied_us || !c) return;
  int64_t since_us = d->bye_us + denied_us - still_us;
  if (leg_heard_since(c, 0, since_us) && leg_heard_since(c, 1, since_us))
    signal_goes_on(&t->signal, d);
}

void said_sweep(struct tracker *t) {
  for (uint32_t i = 0; i < t->signal.dialogs.high; i++) {
    struct dialog *d = slab_at(&t->signal.dialogs, i);
    if (d) denied_sweep(t, d);
    if (d) session_sweep(t, d);
  }
}
