// SPDX-License-Identifier: Apache-2.0
#include "recorder/call/inside.h"
#include "recorder/call/life.h"
#include "recorder/call/lock.h"
#include "recorder/call/midway.h"
#include "recorder/wire/sip_frame.h"

static const int64_t sweep_us = 50000, sweep_slow_us = 500000;
enum { HOLD_BYTES = 16 << 20, HOLD_PER_CALL = 32 << 10, FLOWS = 10, VOICES = 12, DIALOGS = 4 };

static enum err pools_open(struct tracker *t, uint32_t calls) {
  struct signal_options signal = {
      .dialogs = calls * DIALOGS, .join_headers = t->o.join_headers, .news = said_news, .ctx = t};
  TRY(signal_open(&t->signal, &signal));
  TRY(stream_open(&t->stream, calls * FLOWS, calls * VOICES));
  TRY(slab_open(&t->calls, sizeof(struct call), calls));
  TRY(slab_open(&t->places, sizeof(struct place), calls * 12));
  t->routes = calloc(calls * FLOWS, sizeof *t->routes);
  t->owners = calloc(calls * VOICES, sizeof *t->owners);
  t->links = calloc(calls * DIALOGS, sizeof *t->links);
  if (!t->routes || !t->owners || !t->links) return fail(E_FULL, "no memory to follow calls");
  size_t room = (size_t)calls * HOLD_PER_CALL;
  return hold_open(&t->hold, room < HOLD_BYTES ? room : HOLD_BYTES);
}

enum err tracker_new(const struct tracker_options *o, const struct sink *sink,
                     struct tracker **out) {
  struct tracker *t = calloc(1, sizeof *t);
  if (!t) return fail(E_FULL, "no memory to follow calls");
  t->o = *o;
  t->sink = *sink;
  enum err rc = pools_open(t, o->max_calls ? o->max_calls : 2000);
  if (rc) {
    tracker_free(t);
    return rc;
  }
  *out = t;
  return OK;
}

void tracker_free(struct tracker *t) {
  if (!t) return;
  for (uint32_t i = 0; t->calls.items && i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (c) locks_free(c);
  }
  slab_drop(&t->calls);
  slab_drop(&t->places);
  signal_drop(&t->signal);
  stream_drop(&t->stream);
  hold_drop(&t->hold);
  free(t->routes);
  free(t->owners);
  free(t->links);
  free(t);
}

void tracker_limit(struct tracker *t, uint32_t calls) { t->limit = calls; }

static void calls_sweep(struct tracker *t) {
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (!c) continue;
    midway_sweep(t, c, false);
    life_sweep(t, c);
  }
}

void tracker_tick(struct tracker *t, int64_t now_us) {
  if (now_us > t->now_us) t->now_us = now_us;
  if (t->now_us - t->swept_us < sweep_us) return;
  t->swept_us = t->now_us;
  signal_tick(&t->signal, t->now_us);
  said_sweep(t);
  calls_sweep(t);
  if (t->now_us - t->swept_slow_us < sweep_slow_us) return;
  t->swept_slow_us = t->now_us;
  route_sweep(t, false);
  orphans_sweep(t, false);
}

// RFC 6189, 5: the cookie, then at 12 the message's preamble, length and type; RFC 7983 for DTLS,
// whose change of cipher is type 20.
static enum keying keying_of(struct span s) {
  if (s.n >= 28 && s.p[0] >> 4 == 1 && !memcmp(s.p + 4, "ZRTP", 4)) {
    struct sv type = span_sv(span_first(span_from(s, 16), 8));
    bool done = sv_starts(type, SV("Commit")) || sv_starts(type, SV("DHPart")) ||
                sv_starts(type, SV("Conf"));
    return done ? KEYING_DONE : KEYING_BEGINS;
  }
  if (s.n < 13 || s.p[0] < 20 || s.p[0] > 63 || s.p[1] != 0xfe) return KEYING_NONE;
  return s.p[0] == 22 ? KEYING_BEGINS : KEYING_DONE;
}

// What calls send beside their media: STUN (RFC 8489, 5) and a few bytes that keep a way through
// NAT open (RFC 5626, 3.5.1; RFC 6263, 4).
static bool keeps_open(struct span s) {
  return s.n <= 4 || (s.n >= 20 && s.p[0] < 4 && be32(s.p + 4) == 0x2112a442);
}

// T.38 over UDPTL has no mark of its own: it is what goes where an image was agreed on.
static bool goes_to_a_fax(const struct tracker *t, const struct endpoint *at) {
  for (const struct place *p = place_first(t, at); p; p = place_next(t, p)) {
    const struct path *path = p->path.gen ? signal_path(&t->signal, p->path) : NULL;
    for (int side = 0; path && side < 2; side++) {
      const struct desc *d = slab_get(&t->signal.descs, path->exchange.agreed[side]);
      if (d && d->image) return true;
    }
  }
  return false;
}

static void foreign(struct tracker *t, const struct datagram *d) {
  t->counts.foreign++;
  strange_add(&t->counts.strange, d);
}

static void media_datagram(struct tracker *t, const struct datagram *d) {
  enum keying keying;
  if (d->payload.n >= 8 && d->payload.p[0] >> 6 == 2) { // RTP and RTCP are version 2
    if (rtcp_looks_like(d->payload))
      t->counts.rtcp++;
    else
      t->counts.rtp++;
    route_datagram(t, d);
  } else if ((keying = keying_of(d->payload)) != KEYING_NONE) {
    t->counts.keyings++;
    route_keying(t, d, keying);
  } else if (!keeps_open(d->payload)) {
    bool fax = goes_to_a_fax(t, &d->dst) || goes_to_a_fax(t, &d->src);
    t->counts.fax += fax;
    if (!fax) foreign(t, d);
  }
}

void tracker_datagram(struct tracker *t, const struct datagram *d) {
  t->counts.datagrams++;
  tracker_tick(t, d->at_us);
  if (!d->payload.n) return;
  if (d->tcp || sip_is_datagram(d->payload)) {
    t->counts.sip++;
    signal_message(&t->signal, d);
  } else
    media_datagram(t, d);
}

void tracker_clock(struct tracker *t, int64_t now_us, int64_t by_us) {
  char by[32];
  snprintf(by, sizeof by, "%" PRId64, by_us);
  tracker_tick(t, now_us);
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (c && !c->ended) call_mark(t, c, "clock", -1, by);
  }
}

void tracker_finish(struct tracker *t, const char *reason) {
  route_sweep(t, true);
  orphans_sweep(t, true);
  signal_finish(&t->signal);
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (!c) continue;
    midway_sweep(t, c, true);
    int64_t last_us = c->last_media_us > c->last_signal_us ? c->last_media_us : c->last_signal_us;
    life_close(t, c, c->reason ? c->reason : reason, c->reason ? c->last_signal_us : last_us);
  }
}

void tracker_counts(const struct tracker *t, struct tracker_counts *out) {
  *out = t->counts;
  out->held_lost = t->hold.lost;
  out->open_calls = t->calls.used;
  out->recording = t->recording;
  out->branches_lost = t->signal.counts.branches_lost;
  out->descriptions_lost = t->signal.counts.descriptions_lost;
  out->dialogs_evicted = t->signal.counts.evicted;
}

// ---- control -----------------------------------------------------------------------------------

static enum err call_by_id(struct tracker *t, struct id id, struct call **out) {
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (!c || !c->sink || !id_eq(c->interaction, id)) continue;
    *out = c;
    return OK;
  }
  return fail(E_NOT_FOUND, "no such call is being recorded");
}

enum err tracker_obey(struct tracker *t, struct id id, const struct act *what) {
  struct call *c;
  TRY(call_by_id(t, id, &c));
  return life_obey(t, c, what);
}

static bool sits_there(const struct call *c, struct sv lines) {
  for (size_t leg = 0; leg < CALL_LEGS; leg++)
    if (ruling_is_line(lines, sv_of(c->sits[leg]))) return true;
  for (size_t i = 0; i < c->n_parties; i++) {
    const struct party *p = &c->party[i];
    if (!p->rung && !c->sits[p->leg][0] && ruling_is_line(lines, sv_of(p->address))) return true;
  }
  return false;
}

void tracker_at_lines(const struct tracker *t, struct sv lines, struct buf *out) {
  for (uint32_t i = 0; i < t->calls.high; i++) {
    const struct call *c = slab_at(&t->calls, i);
    if (c && c->sink && !c->ended && sits_there(c, lines))
      ruling_tell(&c->ruling, c->interaction, c->started_us, out);
  }
}
