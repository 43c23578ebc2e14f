// SPDX-License-Identifier: Apache-2.0
// A call's life in the sink: opening, legs, packets, marks, end.
#include "recorder/call/life.h"

#include <sodium.h>

#include "recorder/call/lock.h"
#include "recorder/call/shadow.h"

static const int64_t second_us = 1000000, minute_us = 60 * second_us, again_us = second_us;

static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

// ---- room --------------------------------------------------------------------------------------

enum { SOURCES = 256 };

static bool gives_way(const struct call *c) {
  return !c->sink && !c->first_media_us && !c->last_media_us && !c->ended;
}

// The table is full. Of the source with most calls that never had any sound the oldest gives way:
// one sender of INVITEs crowds out nobody but itself, and nothing that is heard.
static void room_make(struct tracker *t) {
  uint32_t n[SOURCES] = {0};
  struct call *least = NULL;
  for (uint32_t i = 0; i < t->calls.high; i++) {
    const struct call *c = slab_at(&t->calls, i);
    if (c && gives_way(c)) n[c->source % SOURCES]++;
  }
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (!c || !gives_way(c)) continue;
    uint32_t its = n[c->source % SOURCES], most = least ? n[least->source % SOURCES] : 0;
    if (!least || its > most || (its == most && c->started_us < least->started_us)) least = c;
  }
  if (!least) return;
  t->counts.evicted++;
  life_forget(t, least);
}

struct call *life_new(struct tracker *t, int64_t at_us, uint32_t source) {
  if (t->calls.used == t->calls.capacity) room_make(t);
  struct call *c = slab_add(&t->calls, 0);
  if (!c) return NULL;
  c->interaction = id_at(at_us / 1000);
  c->started_us = c->last_signal_us = at_us;
  c->source = source;
  t->counts.changes++;
  return c;
}

// ---- parties and marks -------------------------------------------------------------------------

void life_party(struct tracker *t, struct call *c, uint8_t leg, const struct who *who, bool rung) {
  for (size_t i = 0; i < c->n_parties; i++)
    if (c->party[i].leg == leg && !strcmp(c->party[i].address, who->address)) {
      c->party[i].rung &= rung;
      return;
    }
  if (c->n_parties == CALL_PARTIES) return;
  struct party *p = &c->party[c->n_parties++];
  *p = (struct party){.leg = leg, .rung = rung};
  snprintf(p->address, sizeof p->address, "%s", who->address);
  snprintf(p->name, sizeof p->name, "%s", who->name);
  if (c->sink) call_mark(t, c, "party", leg, p->address);
}

// ---- what a leg sends --------------------------------------------------------------------------

static const struct payload *told(const struct leg *leg, uint8_t pt) {
  for (size_t i = 0; i < leg->n_payloads; i++)
    if (leg->payload[i].pt == pt) return &leg->payload[i];
  return NULL;
}

static bool same_payload(const struct payload *a, const struct payload *b) {
  return a->pt == b->pt && a->channels == b->channels && a->clock_hz == b->clock_hz &&
         !strcasecmp(a->name, b->name) && !strcmp(a->fmtp, b->fmtp);
}

static void payloads_add(struct leg *to, const struct payload *from, size_t n) {
  for (size_t i = 0; i < n && to->n_payloads < LEG_PAYLOADS; i++)
    if (from[i].name[0] && !told(to, from[i].pt)) to->payload[to->n_payloads++] = from[i];
}

static void leg_write(struct tracker *t, struct call *c, uint8_t leg) {
  const struct leg *own = &c->leg[leg];
  struct spool_leg out = {.leg = leg, .party = -1, .ptime_ms = own->ptime_ms};
  for (size_t i = 0; i < own->n_payloads; i++) {
    const struct payload *p = &own->payload[i];
    out.payloads[out.n_payloads++] = (struct spool_payload){p->pt, p->channels, p->clock_hz,
                                                            p->name, p->fmtp[0] ? p->fmtp : NULL};
  }
  for (size_t i = c->n_parties; i-- > 0;)
    if (c->party[i].leg == leg) out.party = (int)i;
  if (c->sink) t->sink.leg(c->sink, t->now_us, &out);
}

// What a leg sends is coded as the other side asked for it (RFC 3264, 5.1); its own list fills up
// what the other side did not say, and what was said before stays known: packets under way still
// use it.
static void leg_learn(struct tracker *t, struct call *c, uint8_t leg) {
  struct leg *own = &c->leg[leg];
  const struct path *p = signal_path(&t->signal, own->path);
  const struct desc *asked = signal_stand(&t->signal, p, !own->side);
  const struct desc *offers = signal_stand(&t->signal, p, own->side);
  struct leg before = *own;
  if (!asked && !offers) return;
  own->n_payloads = 0;
  if (asked) payloads_add(own, asked->payload, asked->n_payloads);
  if (offers) payloads_add(own, offers->payload, offers->n_payloads);
  payloads_add(own, before.payload, before.n_payloads);
  if (asked && asked->ptime_ms) own->ptime_ms = asked->ptime_ms;
  memset(own->guessed, 0, sizeof own->guessed);
}

static bool bit_of(const uint64_t set[2], uint8_t pt) { return set[pt >> 6] >> (pt & 63) & 1; }

// A payload type nobody announced: guess it once the packets have shown enough.
static void payload_guess(struct tracker *t, struct call *c, const struct media *m,
                          const struct rtp *rtp) {
  struct leg *own = &c->leg[m->leg];
  const struct voice *v = slab_find(&t->stream.voices, (uint64_t)rtp->ssrc + 1);
  struct payload guess;
  if (bit_of(own->guessed, rtp->pt)) return;
  uint32_t step = v ? v->step : 0;
  if (guess_payload(&t->o.maps, rtp->pt, step, rtp->payload, &guess)) {
    if (own->n_payloads == LEG_PAYLOADS) return;
    own->payload[own->n_payloads++] = guess;
    leg_write(t, c, m->leg);
  } else if (step) {
    own->guessed[rtp->pt >> 6] |= 1ULL << (rtp->pt & 63);
  }
}

// The packet came by this flow: are the words for its payload type those the sink knows?
void life_tell(struct tracker *t, struct call *c, const struct flow *f, const struct media *m) {
  const struct route *r = route_of(t, f);
  struct leg *own = &c->leg[r->leg];
  uint32_t at = slab_ref(&t->stream.flows, f).at + 1;
  if (own->told_route == at && own->told_epoch == c->desc_epoch) return;
  own->told_route = at;
  own->told_epoch = c->desc_epoch;
  if (!r->path.gen) return;
  const struct path *p = signal_path(&t->signal, r->path);
  const struct desc *asked = signal_stand(&t->signal, p, !r->side);
  const struct payload *now = desc_payload(asked, m->packet.p[1] & 127);
  const struct payload *was = told(own, m->packet.p[1] & 127);
  bool moved = !same_call(own->path, r->path) || own->side != r->side;
  own->path = r->path;
  own->side = r->side;
  if (!c->sink || (moved && now && was && same_payload(now, was))) return;
  struct leg before = *own;
  leg_learn(t, c, r->leg);
  bool same = before.n_payloads == own->n_payloads && before.ptime_ms == own->ptime_ms;
  for (size_t i = 0; same && i < own->n_payloads; i++)
    same = same_payload(&before.payload[i], &own->payload[i]);
  if (!same) leg_write(t, c, r->leg);
}

// ---- packets -----------------------------------------------------------------------------------

static bool is_red(const struct payload *p) {
  return (p->name[0] | 0x20) == 'r' && !strcasecmp(p->name, "red");
}

static void life_write(struct tracker *t, struct call *c, struct media *m) {
  uint8_t room[MEDIA_MAX], plain[MEDIA_MAX];
  struct rtp rtp;
  if (c->ruling.paused) {
    t->counts.paused++;
    return;
  }
  if (c->refused_by_sink || !lock_open(t, c, m, room)) return;
  if (!m->rtcp && rtp_parse(m->packet, &rtp)) {
    c->packets++;
    const struct payload *p = told(&c->leg[m->leg], rtp.pt);
    size_t n = p && is_red(p) ? rtp_red_primary(m->packet, plain) : 0;
    if (n) m->packet = (struct span){plain, n};
    if (n && rtp_parse(m->packet, &rtp)) p = told(&c->leg[m->leg], rtp.pt);
    if (!p) payload_guess(t, c, m, &rtp);
  }
  t->counts.taken++;
  uint8_t flags = (uint8_t)((m->rtcp ? SPOOL_FLAG_RTCP : 0) | (m->cut ? SPOOL_FLAG_CUT : 0));
  t->sink.packet(c->sink, m->at_us, m->leg, flags, span_sv(m->packet));
}

static void write_early(struct tracker *t, struct call *c) {
  struct held h;
  shadow_review(t, c);
  hold_sort(&t->hold, &c->early);
  while (hold_take(&t->hold, &c->early, &h)) {
    struct media m = media_held(&h);
    if (shadow_ever(c, &m))
      t->counts.shadows++;
    else
      life_write(t, c, &m);
  }
}

static void write_doubted(struct tracker *t, struct call *c, uint8_t leg) {
  struct held h;
  while (hold_take(&t->hold, &c->leg[leg].doubt, &h)) {
    struct media m = media_held(&h);
    life_write(t, c, &m);
  }
}

// ---- opening -----------------------------------------------------------------------------------

// A capture file may be replayed again: what comes of it has the name it had then, made of when the
// call began and its media, of its Call-ID, of who was in it and of where its voices were. Live, no
// two are the same.
static void name_by_content(struct tracker *t, struct call *c) {
  crypto_generichash_state st;
  uint8_t sum[16];
  crypto_generichash_init(&st, NULL, 0, sizeof sum);
  int64_t times[2] = {c->started_us, c->first_media_us};
  crypto_generichash_update(&st, (const uint8_t *)times, sizeof times);
  crypto_generichash_update(&st, c->call_id_hash, sizeof c->call_id_hash);
  for (size_t i = 0; i < c->n_parties; i++) {
    const struct party *p = &c->party[i];
    crypto_generichash_update(&st, (const uint8_t *)p->address, strlen(p->address) + 1);
    crypto_generichash_update(&st, (const uint8_t *)p->name, strlen(p->name) + 1);
  }
  for (size_t i = 0; i < c->n_places; i++) {
    const struct place *p = slab_get(&t->places, c->place[i]);
    if (p) crypto_generichash_update(&st, p->at.addr, sizeof p->at.addr);
    if (p) crypto_generichash_update(&st, (const uint8_t *)&p->at.port, sizeof p->at.port);
  }
  crypto_generichash_final(&st, sum, sizeof sum);
  // The milliseconds, version and variant of a UUIDv7 stay (RFC 9562, 5.7).
  for (size_t i = 6; i < sizeof c->interaction.b; i++) {
    uint8_t kept = i == 6 ? 0xf0 : i == 8 ? 0xc0 : 0;
    c->interaction.b[i] = (uint8_t)((c->interaction.b[i] & kept) | (sum[i] & ~kept));
  }
}

static bool sink_open(struct tracker *t, struct call *c) {
  char hash[33];
  if (!t->o.live && !c->adopted_us) name_by_content(t, c);
  struct spool_opening o = {.interaction = c->interaction,
                            .started_us = c->started_us,
                            .source = t->o.source,
                            .direction = "unknown",
                            .n_parties = c->n_parties};
  sodium_bin2hex(hash, sizeof hash, c->call_id_hash, sizeof c->call_id_hash);
  if (!c->orphan) o.call_id_hash = hash;
  for (size_t i = 0; i < c->n_parties; i++)
    o.parties[i] = (struct spool_party){.leg = c->party[i].leg,
                                        .address = c->party[i].address,
                                        .name = c->party[i].name[0] ? c->party[i].name : NULL,
                                        .role = c->orphan || c->began_unseen ? "unknown"
                                                : c->party[i].leg == 0       ? "caller"
                                                                             : "callee"};
  bool full = c->first_media_us && t->limit && t->recording >= t->limit;
  t->counts.over_limit += full && !c->refused_by_sink;
  if (!full && t->sink.open(t->sink.ctx, &o, &c->sink)) return true;
  if (!c->refused_by_sink) t->counts.no_room++;
  c->refused_by_sink = true;
  c->ask_again_us = t->now_us + again_us;
  hold_forget(&c->early);
  return false;
}

// What sounds before anybody answers is an announcement or a tone, and nobody's speech.
static void answer_tell(struct tracker *t, struct call *c) {
  if (c->adopted_us) return; // its first part says so
  bool late_answer = c->answered_us > c->first_media_us;
  bool early = c->from_start && c->first_media_us && (!c->answered || late_answer);
  if (early) call_mark_at(t, c, "early", c->started_us);
  if (c->answered) call_mark_at(t, c, "answered", c->answered_us ? c->answered_us : c->started_us);
}

void life_open(struct tracker *t, struct call *c) {
  if (c->sink || c->passed_over || (c->refused_by_sink && t->now_us < c->ask_again_us)) return;
  bool late = c->refused_by_sink;
  if (!sink_open(t, c)) return;
  c->refused_by_sink = false;
  c->recording = c->first_media_us != 0;
  t->recording += c->recording;
  t->counts.calls_opened++;
  for (uint8_t leg = 0; leg < CALL_LEGS; leg++) {
    leg_learn(t, c, leg);
    leg_write(t, c, leg);
  }
  answer_tell(t, c);
  if (c->adopted_us) call_mark(t, c, "restart", -1, NULL);
  if (late) call_mark(t, c, "no_room", -1, NULL);
  if (c->ruling.paused) call_mark_by(t, c, "pause", NULL, RULING_GOES_ON);
  for (uint8_t leg = 0; leg < CALL_LEGS; leg++)
    if (c->leg[leg].held) call_mark(t, c, "hold", leg, NULL);
  for (uint8_t leg = 0; leg < CALL_LEGS; leg++)
    if (c->leg[leg].locked) call_mark(t, c, "encrypted", leg, NULL);
  write_early(t, c);
}

// Two dialogs of one call, and two voices that are one, are brought together before either is
// written; and where an answer will bring the keys it is waited for.
static int64_t joining_us(const struct tracker *t, const struct call *c) {
  if (c->contests) return second_us;
  for (size_t i = 0; i < c->n_locks; i++)
    if (c->lock[i].state == LOCK_WAITS) return 2 * second_us;
  return places_differ(t, c) ? 300000 : 60000;
}

static bool may_open(const struct tracker *t, const struct call *c, int64_t at_us) {
  return !c->gathering && at_us - c->first_media_us >= joining_us(t, c) && at_us >= c->pending_us;
}

void life_take(struct tracker *t, struct call *c, const struct media *m) {
  struct media own = *m;
  if (c->passed_over) {
    t->counts.passed_over++;
    return;
  }
  c->adopted_us = c->sink ? 0 : c->adopted_us; // it goes on
  if (c->sink && !c->recording) {
    c->recording = true;
    t->recording++;
  }
  if (!m->rtcp) {
    shadow_heard(c, m);
    c->last_media_us = later(c->last_media_us, m->at_us);
    if (!c->first_media_us) c->first_media_us = m->at_us;
  }
  if (m->rtcp && !c->first_media_us) c->first_media_us = m->at_us;
  if (!c->sink && may_open(t, c, m->at_us)) life_open(t, c);
  if (!c->sink && !c->refused_by_sink) {
    shadow_hold(t, &c->early, m);
    return;
  }
  switch (c->ruling.paused ? SHADOW_NONE : shadow_judge(t, c, m)) {
  case SHADOW_CAST: t->counts.shadows++; break;
  case SHADOW_DOUBTED: shadow_hold(t, &c->leg[m->leg].doubt, m); break;
  case SHADOW_NONE:
    write_doubted(t, c, m->leg);
    life_write(t, c, &own);
    break;
  }
}

// ---- the end -----------------------------------------------------------------------------------

void life_ending(struct tracker *t, struct call *c, const char *reason, int64_t at_us) {
  int64_t linger_us = t->o.live ? 400000 : 2 * second_us;
  if (c->ends_at_us && !c->leaving) return;
  if (!c->leaving) {
    c->left_us = t->now_us;
    c->last_signal_us = at_us;
  }
  c->ended = true;
  c->leaving = false;
  c->reason = reason;
  c->ends_at_us = later(t->now_us, c->left_us + linger_us);
}

static void dialogs_forget(struct tracker *t, struct call *c) {
  struct slab_ref self = slab_ref(&t->calls, c);
  for (uint32_t i = 0; c->n_dialogs && i < t->signal.dialogs.high; i++) {
    struct dialog *d = slab_at(&t->signal.dialogs, i);
    if (d && !d->ended && !d->ignored && same_call(link_of(t, d)->call, self))
      signal_forget(&t->signal, d);
  }
}

void life_forget(struct tracker *t, struct call *c) {
  for (size_t i = 0; i < c->n_places; i++) {
    struct place *p = slab_get(&t->places, c->place[i]);
    if (p) place_forget(t, p);
  }
  locks_free(c);
  hold_forget(&c->early);
  for (int leg = 0; leg < CALL_LEGS; leg++) hold_forget(&c->leg[leg].doubt);
  dialogs_forget(t, c);
  t->recording -= c->recording;
  slab_remove(&t->calls, c);
}

void life_close(struct tracker *t, struct call *c, const char *reason, int64_t at_us) {
  t->counts.changes++;
  c->ask_again_us = 0;
  c->gathering = false;
  if (c->answered || c->first_media_us || !t->o.answered_only) life_open(t, c);
  for (uint8_t leg = 0; leg < CALL_LEGS; leg++) write_doubted(t, c, leg);
  struct spool_ending end = {.reason = reason, .at_us = at_us};
  if (c->sink) t->sink.end(c->sink, &end);
  life_forget(t, c);
}

static void erased(struct tracker *t, struct call *c) {
  struct slab_ref self = slab_ref(&t->calls, c);
  for (uint32_t i = 0; i < t->signal.dialogs.high; i++) { // what they say later starts no new call
    struct dialog *d = slab_at(&t->signal.dialogs, i);
    if (d && same_call(link_of(t, d)->call, self)) d->ignored = true;
  }
  life_close(t, c, "erased", t->now_us);
}

enum err life_obey(struct tracker *t, struct call *c, const struct act *what) {
  const char *mark;
  if (what->kind == ACT_PAUSE) // what waits came before
    for (uint8_t leg = 0; leg < CALL_LEGS; leg++) write_doubted(t, c, leg);
  TRY(ruling_take(&c->ruling, what, t->now_us, &mark));
  if (mark) call_mark_by(t, c, mark, what->text, what->by);
  if (what->kind == ACT_ERASE) erased(t, c);
  t->counts.changes++;
  return OK;
}

static void pause_look(struct tracker *t, struct call *c) {
  if (!ruling_runs_out(&c->ruling, t->now_us)) return;
  call_mark_by(t, c, "unpause", NULL, RULING_BY_LIMIT);
  t->counts.ran_out_us = t->now_us;
  t->counts.changes++;
}

// It is over, and there was never room for it: it waits, so that at least a row tells of it.
static bool waits_for_room(struct tracker *t, struct call *c) {
  if (!t->o.live || !c->refused_by_sink || t->now_us - c->last_signal_us > 60 * minute_us)
    return false;
  life_open(t, c);
  if (!c->sink) c->ends_at_us = t->now_us + again_us;
  return !c->sink;
}

static bool is_on_hold(const struct call *c) {
  return c->n_dialogs && (c->leg[0].held || c->leg[1].held);
}

static bool is_silent_for_long(const struct tracker *t, const struct call *c) {
  int64_t quiet_us = t->now_us - later(c->last_media_us, c->last_signal_us);
  int64_t most_us = t->o.media_timeout_us ? t->o.media_timeout_us : 30 * minute_us;
  if (c->orphan) return quiet_us > 2 * minute_us;
  if (c->answered) return quiet_us > most_us * (is_on_hold(c) ? RULING_HOLD_TIMES : 1);
  return !c->n_dialogs && quiet_us > 3 * minute_us; // else signalling knows how long it may ring
}

// Taken over, and nothing was heard since: it ended while nobody looked. What is on hold may be
// silent for longer.
static bool is_gone(const struct tracker *t, const struct call *c) {
  return c->adopted_us && !c->first_media_us && !is_on_hold(c) &&
         t->now_us - c->adopted_us > 30 * second_us;
}

// The encoder waits for whoever goes on with a call that its recorder left: it is told at once.
static void take_over(struct tracker *t, struct call *c) {
  if (c->adopted_us && !c->sink && !c->ended && (c->answered || c->orphan)) life_open(t, c);
}

void life_sweep(struct tracker *t, struct call *c) {
  take_over(t, c);
  if (!c->sink && c->first_media_us && may_open(t, c, t->now_us)) life_open(t, c);
  for (uint8_t leg = 0; leg < CALL_LEGS; leg++)
    if (shadow_settled(t, c, leg)) write_doubted(t, c, leg);
  pause_look(t, c);
  if (!c->ends_at_us && !c->leaving && reuse_moved(t, c))
    life_ending(t, c, "port_reused", later(c->last_media_us, c->last_signal_us));
  if (is_gone(t, c) && !c->sink)
    life_forget(t, c); // its first part says so
  else if (is_gone(t, c))
    life_close(t, c, "restart", c->adopted_us);
  else if (c->ends_at_us && t->now_us >= c->ends_at_us) {
    if (!waits_for_room(t, c)) life_close(t, c, c->reason, c->last_signal_us);
  } else if (is_silent_for_long(t, c))
    life_close(t, c, c->answered || c->orphan ? "media_timeout" : "timeout",
               later(c->last_media_us, c->orphan ? c->started_us : c->last_signal_us));
}
