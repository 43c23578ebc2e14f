// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/taking.h"

#include <sodium.h>

#include "core/log.h"
#include "recorder/call/srtp.h"
#include "recorder/siprec/offer.h"
#include "recorder/siprec/said.h"
#include "recorder/wire/rtp.h"

void taking_begin(struct taking *k, int64_t now_us, struct sv call_id) {
  uint8_t sum[16];
  *k = (struct taking){.users = 1, .interaction = id_at(now_us / 1000), .started_us = now_us};
  for (size_t i = 0; i < VOICES_MAX; i++) k->line[i].leg = TAKING_NO_LEG;
  crypto_generichash(sum, sizeof sum, (const uint8_t *)call_id.p, call_id.n, NULL, 0);
  sodium_bin2hex(k->hash, sizeof k->hash, sum, sizeof sum);
}

struct taking *taking_new(int64_t now_us, struct sv call_id) {
  struct taking *k = malloc(sizeof *k);
  if (k) taking_begin(k, now_us, call_id);
  return k;
}

void taking_mark(struct taker *t, struct taking *k, const char *kind, int leg, const char *detail,
                 int64_t now_us) {
  struct spool_mark mark = {.kind = kind, .leg = leg, .at_us = now_us, .detail = detail};
  if (k->call) t->house->sink.mark(k->call, &mark);
}

static void act_mark(struct taker *t, struct taking *k, const char *kind, const char *text,
                     const char *by, int64_t now_us) {
  struct spool_mark mark = {.kind = kind, .leg = -1, .at_us = now_us, .detail = text, .name = by};
  if (k->call) t->house->sink.mark(k->call, &mark);
}

// ---- who speaks, and what ----------------------------------------------------------------------

static void payloads_learn(struct taking_line *l, const struct sdp_media *m) {
  for (size_t i = 0; i < m->n_pts && l->n_payloads < TAKING_PAYLOADS; i++) {
    const struct sdp_pt *pt = &m->pt[i];
    struct taking_payload *p = NULL;
    if (!pt->name.n) continue;
    for (size_t j = 0; j < l->n_payloads && !p; j++)
      if (l->payload[j].pt == pt->pt) p = &l->payload[j];
    if (!p) p = &l->payload[l->n_payloads++];
    *p = (struct taking_payload){.pt = pt->pt, .channels = pt->channels, .clock_hz = pt->clock_hz};
    snprintf(p->name, sizeof p->name, SV_FMT, SV_ARG(pt->name));
    snprintf(p->fmtp, sizeof p->fmtp, SV_FMT, SV_ARG(pt->fmtp));
  }
  if (m->ptime_ms) l->ptime_ms = m->ptime_ms;
}

// The first line with sound, and the first of the other side: where there is none, the next one.
static size_t ends_find(const struct taking *k, size_t ends[2]) {
  size_t n = 0;
  for (size_t i = 0; i < k->n_lines; i++) {
    bool better = n == 2 && k->line[i].agent != k->line[ends[0]].agent &&
                  k->line[ends[1]].agent == k->line[ends[0]].agent;
    if (!k->line[i].n_payloads || (n == 2 && !better)) continue;
    n = n < 2 ? n + 1 : n;
    ends[n - 1] = i;
  }
  return n;
}

// The two ends are the first two legs: who rang is leg 0, or else the customer.
static void legs_give(struct taking *k) {
  size_t ends[2] = {0};
  if (k->placed) return;
  size_t n = ends_find(k, ends);
  k->placed = n > 0;
  if (!n) return;
  const struct taking_line *a = &k->line[ends[0]], *b = n > 1 ? &k->line[ends[1]] : NULL;
  bool swap = b && a->caller == b->caller ? a->agent && !b->agent : b && b->caller;
  k->line[ends[0]].leg = swap;
  if (b) k->line[ends[1]].leg = !swap;
}

// A line that came after the first sound: the end that is free, or one more voice.
static void leg_give(const struct taking *k, struct taking_line *l) {
  bool taken[VOICES_MAX + 1] = {0};
  if (l->leg != TAKING_NO_LEG) return;
  for (size_t i = 0; i < VOICES_MAX; i++)
    if (k->line[i].leg < VOICES_MAX) taken[k->line[i].leg] = true;
  for (l->leg = 0; taken[l->leg];) l->leg++;
}

static void leg_tell(struct taker *t, struct taking *k, struct taking_line *l, int64_t now_us) {
  struct spool_leg out = {.ptime_ms = l->ptime_ms,
                          .label = l->label[0] ? l->label : NULL,
                          .side = l->ours ? "agent" : NULL};
  for (size_t i = 0; i < l->n_payloads; i++) {
    const struct taking_payload *p = &l->payload[i];
    out.payloads[out.n_payloads++] =
        (struct spool_payload){p->pt, p->channels, p->clock_hz, p->name, *p->fmtp ? p->fmtp : NULL};
  }
  if (!k->call || !l->n_payloads) return;
  leg_give(k, l);
  out.leg = l->leg;
  out.party = l->leg;
  l->told = true;
  t->house->sink.leg(k->call, now_us, &out);
}

static void who_mark(struct taker *t, struct taking *k, const struct taking_line *l,
                     const char *kind, int64_t now_us) {
  struct spool_mark mark = {.kind = kind,
                            .leg = l->leg,
                            .at_us = now_us,
                            .detail = l->address,
                            .name = l->name[0] ? l->name : NULL};
  if (k->call) t->house->sink.mark(k->call, &mark);
}

static void voice_learn(struct taker *t, struct taking *k, struct taking_line *l,
                        const struct voice *v, int64_t now_us) {
  bool other = v->address[0] && strcmp(v->address, l->address) != 0;
  l->caller = v->caller;
  l->agent = v->side == VOICE_AGENT;
  l->ours = v->ours;
  l->both = v->side == VOICE_BOTH && v->proof != VOICE_BY_ORDER;
  if (v->with[0]) {
    memcpy(l->with, v->with, sizeof l->with);
    memcpy(l->with_name, v->with_name, sizeof l->with_name);
    l->with_rang = v->with_rang;
  }
  if (v->name[0] || other) snprintf(l->name, sizeof l->name, "%s", v->name);
  if (!other) return;
  const char *kind = l->address[0] && !l->guessed ? "transfer" : "who";
  snprintf(l->address, sizeof l->address, "%s", v->address);
  l->guessed = v->guessed;
  if (l->told) who_mark(t, k, l, kind, now_us);
}

static void keys_learn(struct taking_line *l, const struct sdp *sdp, size_t line) {
  struct desc said;
  l->secured = sdp->media[line].secure;
  if (!sdp->media[line].n_crypto) return;
  memset(&said, 0, sizeof said);
  desc_fill(&said, sdp, line);
  (void)secure_add(&l->secure, &said);
  desc_wipe(&said);
}

// Who joins is told before the line: it decides the side his first sample goes to.
static void line_tell(struct taker *t, struct taking *k, struct taking_line *l, int64_t now_us) {
  if (!l->told) leg_give(k, l);
  if (!l->told && l->address[0]) who_mark(t, k, l, "who", now_us);
  leg_tell(t, k, l, now_us);
}

void taking_describe(struct taker *t, struct taking *k, const struct sdp *sdp,
                     const struct voices *voices, const uint8_t at[VOICES_MAX], int64_t now_us) {
  bool fresh[OFFER_LINES] = {0};
  for (size_t i = 0; sdp && i < sdp->n_media; i++) {
    struct taking_line *l = &k->line[at[i]], before = *l;
    if (!offer_speaks(&sdp->media[i])) continue;
    payloads_learn(l, &sdp->media[i]);
    struct sv label = sv_first(sdp->media[i].label, sizeof l->label - 1);
    snprintf(l->label, sizeof l->label, SV_FMT, SV_ARG(label));
    keys_learn(l, sdp, i);
    bool same = before.n_payloads == l->n_payloads &&
                !memcmp(before.payload, l->payload, sizeof l->payload) &&
                before.ptime_ms == l->ptime_ms;
    if (at[i] >= k->n_lines) k->n_lines = at[i] + 1u;
    fresh[i] = k->call && !same;
  }
  for (size_t i = 0; i < voices->n && sdp && i < sdp->n_media; i++)
    if (sdp->media[i].kind == SDP_AUDIO) // else another call's, or nobody's
      voice_learn(t, k, &k->line[at[i]], &voices->voice[i], now_us);
  for (size_t i = 0; i < OFFER_LINES; i++)
    if (fresh[i]) line_tell(t, k, &k->line[at[i]], now_us);
}

// ---- opening -----------------------------------------------------------------------------------

static struct sv user_of(const char *address) {
  struct sv rest = sv_of(address);
  return sv_cut(&rest, '@');
}

static bool is_wanted(const struct taker *t, const struct taking *k) {
  struct source_asks asks = {.at_us = k->started_us};
  for (size_t i = 0; i < k->n_lines && asks.n_numbers < SOURCE_NUMBERS; i++)
    if (k->line[i].address[0]) asks.number[asks.n_numbers++] = user_of(k->line[i].address);
  return t->house->wanted(t->house->ctx, &asks);
}

static const struct taking_line *line_of_leg(const struct taking *k, uint8_t leg) {
  for (size_t i = 0; i < k->n_lines; i++)
    if (k->line[i].n_payloads && k->line[i].leg == leg) return &k->line[i];
  return NULL;
}

// One stream of everybody, and no other: it has no sides.
static bool is_mixed(const struct taking *k) {
  size_t lines = 0, both = 0;
  for (size_t i = 0; i < k->n_lines; i++) {
    lines += k->line[i].n_payloads > 0;
    both += k->line[i].n_payloads && k->line[i].both;
  }
  return lines == 1 && both == 1;
}

// By whose the caller is, never by the order of the lines; "unknown" where nobody says who rang.
static const char *direction_of(const struct taking *k, bool *out_said) {
  bool said = false, ours = true, outwards = false;
  size_t n = 0;
  for (size_t i = 0; i < k->n_lines; i++) {
    const struct taking_line *l = &k->line[i];
    if (!l->n_payloads) continue;
    n++;
    ours &= l->ours;
    said |= l->caller;
    outwards |= l->caller && l->agent;
  }
  *out_said = said;
  return n > 1 && ours ? "internal" : !said ? "unknown" : outwards ? "out" : "in";
}

static void parties_tell(const struct taking *k, struct spool_opening *o) {
  bool said;
  o->direction = direction_of(k, &said);
  for (uint8_t leg = 0; leg < k->n_lines && leg < SPOOL_PARTIES; leg++) {
    const struct taking_line *l = line_of_leg(k, leg);
    if (!l) break; // a leg's party has its number
    o->parties[o->n_parties++] =
        (struct spool_party){.leg = leg,
                             .address = l->address[0] ? l->address : "unknown",
                             .name = l->name[0] ? l->name : NULL,
                             .role = !said       ? "unknown"
                                     : l->caller ? "caller"
                                                 : "callee",
                             .side = l->ours ? "agent" : NULL};
    if (leg || !is_mixed(k) || !l->with[0]) continue;
    o->parties[o->n_parties++] = (struct spool_party){.leg = 1,
                                                      .address = l->with,
                                                      .name = l->with_name[0] ? l->with_name : NULL,
                                                      .role = l->with_rang ? "caller" : "callee"};
    o->direction = l->with_rang ? "out" : "in";
    o->parties[0].role = l->with_rang ? "callee" : "caller";
    o->parties[0].leg = l->with_rang; // the first leg is whose rang
    o->parties[1].leg = !l->with_rang;
  }
}

static void all_told(struct taker *t, struct taking *k, int64_t now_us) {
  if (k->n_lines && is_mixed(k)) taking_mark(t, k, "mixed", -1, NULL, now_us);
  for (size_t i = 0; i < k->n_lines; i++) leg_tell(t, k, &k->line[i], now_us);
  taking_mark(t, k, k->adopted ? "restart" : "answered", -1, NULL,
              k->adopted ? now_us : k->answered_us);
  if (k->refused) taking_mark(t, k, "no_room", -1, NULL, now_us);
  if (k->ruling.paused) act_mark(t, k, "pause", NULL, RULING_GOES_ON, now_us);
  for (size_t i = 0; i < k->n_lines; i++)
    if (k->line[i].held && k->line[i].told) taking_mark(t, k, "hold", k->line[i].leg, NULL, now_us);
  said_tell(t, k);
  k->refused = k->adopted = false;
}

static bool room_is(struct taker *t, const struct spool_opening *o, struct taking *k) {
  bool full = t->counts.limit && t->counts.recording >= t->counts.limit;
  t->counts.over_limit += full && !k->refused;
  return !full && t->house->sink.open(t->house->sink.ctx, o, &k->call);
}

static void opened(struct taker *t, struct taking *k, int64_t now_us) {
  enum { AGAIN_US = 1000000 };
  if (k->call || k->unwanted || k->erased || now_us < k->ask_again_us) return;
  if (!is_wanted(t, k)) {
    k->unwanted = true;
    t->counts.unwanted++;
    return;
  }
  legs_give(k);
  for (size_t i = 0; i < k->n_lines; i++) // every voice that is known is a party from the start
    if (k->line[i].n_payloads) leg_give(k, &k->line[i]);
  struct spool_opening o = {.interaction = k->interaction,
                            .started_us = k->started_us,
                            .source = "siprec",
                            .call_id_hash = k->hash,
                            .direction = "unknown"};
  parties_tell(k, &o);
  if (!room_is(t, &o, k)) {
    t->counts.refused += !k->refused;
    k->refused = true;
    k->ask_again_us = now_us + AGAIN_US;
    return;
  }
  t->counts.recording++;
  t->counts.opened++;
  all_told(t, k, now_us);
}

// ---- packets -----------------------------------------------------------------------------------

// Ciphertext is never handed on as sound.
static bool unlocked(struct taker *t, struct taking *k, struct taking_line *l, uint8_t *packet,
                     size_t *n, int64_t now_us) {
  if (!l->secure && !l->secured) return true;
  if (l->secure && secure_open(l->secure, false, packet, n)) {
    if (l->locked) taking_mark(t, k, "clear", l->leg, NULL, now_us);
    l->locked = false;
    return true;
  }
  t->counts.forged++;
  return false;
}

// One voice by two ways is heard once: while one of them speaks, the other is a copy.
static bool has_floor(struct taking_line *l, uint32_t speaker, int64_t now_us) {
  enum { SILENT_US = 100000 };
  if (l->floor && l->speaker != speaker && now_us - l->spoke_us < SILENT_US) return false;
  l->speaker = speaker;
  l->spoke_us = now_us;
  return true;
}

void taking_packet(struct taker *t, struct taking *k, size_t line, uint32_t speaker,
                   struct span packet, int64_t now_us) {
  uint8_t room[4096];
  struct rtp rtp;
  struct taking_line *l = &k->line[line];
  if (rtcp_looks_like(packet)) return;
  if (packet.n > sizeof room || !rtp_parse(packet, &rtp)) {
    t->counts.foreign++;
    return;
  }
  k->heard_us = now_us;
  opened(t, k, now_us);
  if (!k->call || !has_floor(l, speaker, now_us)) return;
  leg_give(k, l); // of a line that nobody described
  size_t n = packet.n;
  memcpy(room, packet.p, n);
  if (!unlocked(t, k, l, room, &n, now_us)) return;
  if (k->ruling.paused || l->muted) {
    t->counts.paused++;
    return;
  }
  k->packets++;
  t->counts.packets++;
  t->house->sink.packet(k->call, now_us, l->leg, 0, (struct sv){(const char *)room, n});
}

// ---- control -----------------------------------------------------------------------------------

void taking_hold(struct taker *t, struct taking *k, size_t line, enum taking_flow flow,
                 int64_t now_us) {
  struct taking_line *l = &k->line[line];
  bool held = flow != TAKING_FLOWS;
  l->muted = flow == TAKING_MUTED;
  if (l->held != held && l->told) taking_mark(t, k, held ? "hold" : "resume", l->leg, NULL, now_us);
  l->held = held;
}

static void closed(struct taker *t, struct taking *k, const char *reason, int64_t at_us) {
  struct spool_ending end = {.reason = reason, .at_us = at_us};
  if (!k->call) return;
  t->house->sink.end(k->call, &end);
  k->call = NULL;
  t->counts.recording--;
}

static void erase(struct taker *t, struct taking *k, int64_t now_us) {
  closed(t, k, "erased", now_us);
  k->erased = true;
}

enum err taking_obey(struct taker *t, struct taking *k, const struct act *what, int64_t now_us) {
  const char *mark;
  TRY(ruling_take(&k->ruling, what, now_us, &mark));
  if (mark) act_mark(t, k, mark, what->text, what->by, now_us);
  if (what->kind == ACT_ERASE) erase(t, k, now_us);
  return OK;
}

void taking_tick(struct taker *t, struct taking *k, int64_t now_us) {
  if (!ruling_runs_out(&k->ruling, now_us)) return;
  act_mark(t, k, "unpause", NULL, RULING_BY_LIMIT, now_us);
  t->counts.ran_out_us = now_us;
  log_line(LOG_WARN, "a pause has reached its limit: the call is recorded again");
}

bool taking_sits(const struct taking *k, struct sv lines) {
  for (size_t i = 0; i < k->n_lines; i++)
    if (ruling_is_line(lines, sv_of(k->line[i].address)) ||
        ruling_is_line(lines, sv_of(k->line[i].with)))
      return true;
  return false;
}

void taking_end(struct taker *t, struct taking *k, const char *reason, int64_t now_us) {
  closed(t, k, reason, now_us);
  for (size_t i = 0; i < VOICES_MAX; i++) {
    secure_free(k->line[i].secure);
    k->line[i].secure = NULL;
  }
  k->ended = true;
}

void taking_leave(struct taker *t, struct taking *k, const char *reason, int64_t now_us) {
  if (!k || --k->users) return;
  taking_end(t, k, reason, now_us);
  buf_drop(&k->said);
  sodium_memzero(k, sizeof *k);
  free(k);
}
