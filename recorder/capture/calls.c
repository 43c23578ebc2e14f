// SPDX-License-Identifier: Apache-2.0
// A call's life in the sink: opening, legs, packets, marks, end.
#include <sodium.h>

#include "recorder/capture/srtp.h"
#include "recorder/capture/tracker_inside.h"

static const int64_t second_us = 1000000, minute_us = 60 * second_us, again_us = second_us;

struct call *live_call_new(struct tracker *t, int64_t at_us) {
  struct call *c = slab_add(&t->calls, 0);
  if (!c) {
    t->counts.no_room++;
    return NULL;
  }
  c->interaction = id_at(at_us / 1000);
  c->started_us = c->last_signal_us = at_us;
  t->counts.changes++;
  return c;
}

static void text_keep(char *to, size_t room, struct sv from) {
  size_t n = 0;
  for (size_t i = 0; i < from.n && n + 1 < room; i++) {
    if (from.p[i] == '\\' && i + 1 < from.n) i++; // quoted-pair
    if ((unsigned char)from.p[i] >= ' ') to[n++] = from.p[i];
  }
  to[n] = '\0';
}

void live_call_party(struct tracker *t, struct call *c, uint8_t leg, struct sv user, struct sv host,
                     struct sv display) {
  struct party p = {.leg = leg};
  size_t n = 0;
  if (!user.n && !host.n) return;
  text_keep(p.address, sizeof p.address, user);
  n = strlen(p.address);
  if (n && host.n && n + 1 < sizeof p.address) p.address[n++] = '@';
  text_keep(p.address + n, sizeof p.address - n, host);
  text_keep(p.name, sizeof p.name, display);
  for (size_t i = 0; i < c->n_parties; i++)
    if (c->party[i].leg == leg && !strcmp(c->party[i].address, p.address)) return;
  if (c->n_parties == CALL_PARTIES) return;
  c->party[c->n_parties++] = p;
  if (c->sink) live_call_mark(t, c, "party", leg, p.address);
}

void live_call_mark(struct tracker *t, struct call *c, const char *kind, int leg,
                    const char *detail) {
  if (!c->sink) return;
  struct spool_mark mark = {.kind = kind, .leg = leg, .at_us = t->now_us, .detail = detail};
  t->sink.mark(c->sink, &mark);
}

// ---- legs --------------------------------------------------------------------------------------

static void spool_leg_add(struct spool_leg *out, const struct leg *from) {
  for (size_t i = 0; i < from->n_payloads && out->n_payloads < SPOOL_PAYLOADS; i++) {
    const struct payload *p = &from->payload[i];
    bool there = false;
    for (size_t k = 0; k < out->n_payloads; k++) there |= out->payloads[k].pt == p->pt;
    if (there || !p->name[0]) continue;
    out->payloads[out->n_payloads++] = (struct spool_payload){p->pt, p->channels, p->clock_hz,
                                                              p->name, p->fmtp[0] ? p->fmtp : NULL};
  }
}

// What a leg sends is coded as the other side asked for it (RFC 3264, 5.1); its own list fills up
// what the other side did not say.
void live_call_tell_leg(struct tracker *t, struct call *c, uint8_t leg) {
  struct spool_leg out = {.leg = leg, .party = -1};
  struct leg *own = &c->leg[leg], *other = &c->leg[!leg];
  spool_leg_add(&out, other);
  spool_leg_add(&out, own);
  memset(own->told, 0, sizeof own->told);
  memset(own->guessed, 0, sizeof own->guessed);
  for (size_t i = 0; i < out.n_payloads; i++)
    own->told[out.payloads[i].pt >> 6] |= 1ULL << (out.payloads[i].pt & 63);
  out.ptime_ms = other->ptime_ms;
  for (size_t i = c->n_parties; i-- > 0;)
    if (c->party[i].leg == leg) out.party = (int)i;
  if (c->sink) t->sink.leg(c->sink, t->now_us, &out);
}

static bool bit_of(const uint64_t set[2], uint8_t pt) { return set[pt >> 6] >> (pt & 63) & 1; }

// A payload type nobody announced: guess it once the packets have shown enough.
static void payload_know(struct tracker *t, struct call *c, const struct media *m, uint32_t step) {
  struct leg *own = &c->leg[m->leg], *other = &c->leg[!m->leg];
  struct payload guess;
  struct rtp rtp;
  if (!rtp_parse(m->packet, &rtp) || bit_of(own->told, rtp.pt) || bit_of(own->guessed, rtp.pt))
    return;
  if (guess_payload(&t->o.maps, rtp.pt, step, rtp.payload, &guess)) {
    if (other->n_payloads == LEG_PAYLOADS) return;
    other->payload[other->n_payloads++] = guess;
    live_call_tell_leg(t, c, m->leg);
  } else if (step) {
    own->guessed[rtp.pt >> 6] |= 1ULL << (rtp.pt & 63);
  }
}

// ---- packets -----------------------------------------------------------------------------------

static bool decrypt(struct tracker *t, struct call *c, const struct media *m, uint8_t *room,
                    size_t room_n, struct span *packet) {
  struct leg *leg = &c->leg[m->leg];
  if (leg->locked) {
    if (!c->encrypted++) live_call_mark(t, c, "encrypted", m->leg, NULL);
    t->counts.encrypted++;
    return false;
  }
  if (!leg->secure) return true;
  if (packet->n > room_n) return false;
  memcpy(room, packet->p, packet->n);
  size_t n = packet->n;
  if (!secure_open(leg->secure, m->rtcp, room, &n)) {
    if (!c->forged++) live_call_mark(t, c, "forged", m->leg, NULL);
    t->counts.forged++;
    return false;
  }
  *packet = (struct span){room, n};
  return true;
}

static void live_call_write(struct tracker *t, struct call *c, const struct media *m) {
  uint8_t room[MEDIA_MAX];
  struct media clear = *m;
  if (c->paused) {
    t->counts.paused++;
    return;
  }
  if (c->refused_by_sink || !decrypt(t, c, m, room, sizeof room, &clear.packet)) return;
  if (!m->rtcp) {
    c->packets++;
    struct rtp rtp;
    if (rtp_parse(clear.packet, &rtp) && !bit_of(c->leg[m->leg].told, rtp.pt)) {
      struct slab_item *v = slab_find(&t->voices, (uint64_t)rtp.ssrc + 1);
      payload_know(t, c, &clear, v ? ((struct voice *)(void *)v)->step : 0);
    }
  }
  t->counts.taken++;
  t->sink.packet(c->sink, m->at_us, m->leg, m->rtcp ? SPOOL_FLAG_RTCP : 0, span_sv(clear.packet));
}

static void write_early(struct tracker *t, struct call *c) {
  struct held h;
  while (hold_take(&t->hold, &c->early, &h)) {
    struct media m = {.at_us = h.at_us, .leg = h.note & 1, .rtcp = h.note >> 1, .packet = h.packet};
    live_call_write(t, c, &m);
  }
}

void live_call_open(struct tracker *t, struct call *c) {
  if (c->sink || (c->refused_by_sink && t->now_us < c->ask_again_us)) return;
  char hash[33];
  struct spool_opening o = {.interaction = c->interaction,
                            .started_us = c->started_us,
                            .source = t->o.source,
                            .direction = "unknown",
                            .n_parties = c->n_parties};
  sodium_bin2hex(hash, sizeof hash, c->call_id_hash, sizeof c->call_id_hash);
  if (!c->orphan) o.call_id_hash = hash;
  for (size_t i = 0; i < c->n_parties; i++)
    o.parties[i] = (struct spool_party){c->party[i].leg, c->party[i].address,
                                        c->party[i].name[0] ? c->party[i].name : NULL,
                                        c->party[i].leg == 0 ? "caller" : "callee"};
  if (!t->sink.open(t->sink.ctx, &o, &c->sink)) {
    if (!c->refused_by_sink) t->counts.no_room++;
    c->refused_by_sink = true;
    c->ask_again_us = t->now_us + again_us;
    hold_forget(&c->early);
    return;
  }
  bool late = c->refused_by_sink;
  c->refused_by_sink = false;
  t->counts.calls_opened++;
  for (uint8_t leg = 0; leg < CALL_LEGS; leg++) live_call_tell_leg(t, c, leg);
  if (c->answered && !c->adopted_us) live_call_mark(t, c, "answered", -1, NULL);
  if (c->adopted_us) live_call_mark(t, c, "restart", -1, NULL);
  if (late) live_call_mark(t, c, "no_room", -1, NULL);
  if (c->paused) live_call_mark(t, c, "pause", -1, NULL);
  for (uint8_t leg = 0; leg < CALL_LEGS; leg++)
    if (c->leg[leg].held) live_call_mark(t, c, "hold", leg, NULL);
  write_early(t, c);
}

// Two dialogs of one call are joined before either is written.
static int64_t joining_us(const struct call *c) { return c->contests ? second_us : 60000; }

void live_call_take(struct tracker *t, struct call *c, const struct media *m) {
  if (!c->first_media_us) c->first_media_us = m->at_us;
  if (!m->rtcp) c->last_media_us = m->at_us;
  if (!c->sink && m->at_us - c->first_media_us >= joining_us(c)) live_call_open(t, c);
  if (c->sink || c->refused_by_sink) {
    live_call_write(t, c, m);
    return;
  }
  struct held h = {m->at_us, (uint16_t)(m->leg | m->rtcp << 1), m->packet};
  hold_put(&t->hold, &c->early, &h);
}

// ---- the end -----------------------------------------------------------------------------------

void live_call_ending(struct tracker *t, struct call *c, const char *reason, int64_t at_us) {
  if (c->ends_at_us) return;
  c->ended = true;
  c->reason = reason;
  c->last_signal_us = at_us;
  c->ends_at_us = t->now_us + (t->o.live ? 400000 : 2 * second_us);
}

static void live_call_forget(struct tracker *t, struct call *c) {
  for (size_t i = 0; i < c->n_places; i++) {
    struct place *p = slab_get(&t->places, c->place[i]);
    if (p) slab_remove(&t->places, p);
  }
  for (int leg = 0; leg < CALL_LEGS; leg++) secure_free(c->leg[leg].secure);
  hold_forget(&c->early);
  slab_remove(&t->calls, c);
}

void live_call_close(struct tracker *t, struct call *c, const char *reason, int64_t at_us) {
  t->counts.changes++;
  c->ask_again_us = 0;
  if (c->answered || c->first_media_us || !t->o.answered_only) live_call_open(t, c);
  struct spool_ending end = {.reason = reason, .at_us = at_us};
  if (c->sink) t->sink.end(c->sink, &end);
  live_call_forget(t, c);
}

static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

// It is over, and there was never room for it: it waits, so that at least a row tells of it.
static bool waits_for_room(struct tracker *t, struct call *c) {
  if (!t->o.live || !c->refused_by_sink || t->now_us - c->last_signal_us > 60 * minute_us)
    return false;
  live_call_open(t, c);
  if (!c->sink) c->ends_at_us = t->now_us + again_us;
  return !c->sink;
}

static void live_call_sweep(struct tracker *t, struct call *c) {
  int64_t answered_us = t->o.media_timeout_us ? t->o.media_timeout_us : 30 * minute_us;
  int64_t quiet_us = t->now_us - later(c->last_media_us, c->last_signal_us);
  if (!c->sink && c->first_media_us && t->now_us - c->first_media_us >= joining_us(c))
    live_call_open(t, c);
  if (c->paused && t->now_us >= c->pause_until_us) {
    c->paused = false;
    live_call_mark(t, c, "unpause", -1, "limit");
  }
  if (!c->ends_at_us && reuse_moved(t, c))
    live_call_ending(t, c, "port_reused", later(c->last_media_us, c->last_signal_us));
  // Adopted, and nothing was heard since: it ended while nobody looked. Its first part says so.
  bool gone =
      c->adopted_us && !c->sink && !c->first_media_us && t->now_us - c->adopted_us > 30 * second_us;
  if (gone)
    live_call_forget(t, c);
  else if (c->ends_at_us && t->now_us >= c->ends_at_us) {
    if (!waits_for_room(t, c)) live_call_close(t, c, c->reason, c->last_signal_us);
  } else if (c->orphan && quiet_us > 2 * minute_us)
    live_call_close(t, c, "media_timeout", later(c->last_media_us, c->started_us));
  else if (quiet_us > (c->answered ? answered_us : 3 * minute_us))
    live_call_close(t, c, c->answered ? "media_timeout" : "timeout",
                    later(c->last_media_us, c->last_signal_us));
}

void live_calls_sweep(struct tracker *t) {
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (c) live_call_sweep(t, c);
  }
}
