// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "core/log.h"
#include "recorder/siprec/asked.h"
#include "recorder/siprec/packed.h"
#include "recorder/siprec/within.h"

static const int64_t second_us = 1000000, t1_us = 500000, t2_us = 4000000;
enum { UNACKED_S = 32, SILENT_S = 5 };

struct turn { // one request
  const struct way *way;
  const struct sip *sip;
  uint64_t asked; // what it is known again by
  enum packed packed;
};

// ---- finding -----------------------------------------------------------------------------------

static struct session *session_find(const struct sessions *s, const struct sip *m) {
  uint64_t hash = session_hash(m->call_id);
  for (uint32_t i = 0; i < s->high; i++) {
    struct session *d = &s->session[i];
    if (!d->used || d->hash != hash || !sv_eq(m->call_id, sv_of(d->call_id))) continue;
    if (!sv_eq(m->from.tag, sv_of(d->theirs))) continue;
    if (m->to.tag.n && !sv_eq(m->to.tag, sv_of(d->ours))) continue;
    return d;
  }
  return NULL;
}

// Whose request this answers: ours is then the From.
static struct session *session_asked(const struct sessions *s, const struct sip *m) {
  uint64_t hash = session_hash(m->call_id);
  for (uint32_t i = 0; i < s->high; i++) {
    struct session *d = &s->session[i];
    if (d->used && d->hash == hash && sv_eq(m->from.tag, sv_of(d->ours))) return d;
  }
  return NULL;
}

static uint32_t held_by(const struct sessions *s, const struct endpoint *peer) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->high; i++)
    n += s->session[i].used && !memcmp(s->session[i].way.peer.addr, peer->addr, sizeof peer->addr);
  return n;
}

struct session *session_free_place(struct sessions *s) {
  uint32_t i = 0;
  while (i < s->high && s->session[i].used) i++;
  if (i == s->most) return NULL;
  if (i == s->high) s->high++;
  return &s->session[i];
}

static struct session *session_new(struct sessions *s, const struct turn *t) {
  uint8_t tag[8];
  const struct sip *m = t->sip;
  if (m->call_id.n >= SESSION_ID || m->from.tag.n >= SESSION_TAG) return NULL;
  struct session *d = session_free_place(s);
  struct taking *taking = d ? taking_new(s->now_us, m->call_id) : NULL;
  if (!taking) return NULL;
  *d = (struct session){
      .used = true, .hash = session_hash(m->call_id), .way = *t->way, .taking = taking};
  for (uint8_t line = 0; line < OFFER_LINES; line++) d->at[line] = line;
  snprintf(d->call_id, sizeof d->call_id, SV_FMT, SV_ARG(m->call_id));
  snprintf(d->theirs, sizeof d->theirs, SV_FMT, SV_ARG(m->from.tag));
  randombytes_buf(tag, sizeof tag);
  sodium_bin2hex(d->ours, sizeof d->ours, tag, sizeof tag);
  randombytes_buf(d->key, sizeof d->key);
  for (size_t line = 0; line < OFFER_LINES; line++) d->pair[line] = PORTS_NONE;
  d->origin.id = (uint64_t)s->now_us / 1000;
  s->counts.open++;
  s->counts.dialogs++;
  s->counts.changes++;
  return d;
}

void session_close(struct sessions *s, struct session *d, const char *reason) {
  for (size_t i = 0; i < OFFER_LINES; i++) ports_give(s->ports, d->pair[i]);
  session_parts_leave(s, d, reason);
  taking_leave(&s->taker, d->taking, reason, s->now_us);
  s->gone[s->n_gone++ % SESSIONS_GONE] = d->hash;
  sodium_memzero(d->key, sizeof d->key);
  buf_drop(&d->answer);
  buf_drop(&d->ok);
  buf_drop(&d->offer);
  buf_drop(&d->own);
  *d = (struct session){0};
  s->counts.open--;
  s->counts.changes++;
}

void sessions_free(struct sessions *s) {
  for (uint32_t i = 0; i < s->high; i++)
    if (s->session[i].used) session_close(s, &s->session[i], "restart");
  free(s->session);
}

// ---- answering ---------------------------------------------------------------------------------

static void answer(struct sessions *s, struct session *d, const struct turn *t,
                   const struct reply *r) {
  AUTO(buf) struct buf text = {0};
  struct reply full = *r;
  char tag[20], contact[SESSION_CONTACT];
  full.from = t->way->peer;
  session_contact(s, t->way, contact);
  if (full.contact) full.contact = contact;
  // Without a session: the same tag for the same request, so that nothing need be remembered.
  snprintf(tag, sizeof tag, "%016" PRIx64, t->asked);
  if (!full.tag) full.tag = d ? d->ours : tag;
  reply_write(t->sip, &full, &text);
  if (text.failed) return;
  transport_send(s->transport, t->way, buf_sv(&text));
  if (!d || r->status < 200) return;
  buf_clear(&d->answer);
  buf_add_sv(&d->answer, buf_sv(&text));
  d->asked = t->asked;
  d->way = *t->way;
}

static void refuse(struct sessions *s, struct session *d, const struct turn *t, int status,
                   const char *reason, const char *more) {
  s->counts.refused += t->sip->method == SIP_INVITE && !(d && d->answered);
  answer(s, d, t, &(struct reply){.status = status, .reason = reason, .more = more});
}

static void say_ok(struct sessions *s, struct session *d, const struct turn *t,
                   const struct buf *sdp) {
  char more[512];
  timer_say(d, more, sizeof more);
  answer(
      s, d, t,
      &(struct reply){
          .status = 200, .reason = "OK", .contact = s->contact, .more = more, .sdp = buf_sv(sdp)});
}

// ---- requests ----------------------------------------------------------------------------------

// 100rel binds whoever answers 1xx (RFC 3262): here the 200 comes at once. The others ask nothing
// of whoever only records.
static bool is_known(struct sv extension) {
  static const char *const names[] = {"siprec",   "timer",    "100rel", "record-aware",
                                      "replaces", "histinfo", "gruu",   "from-change",
                                      "tdialog",  "199"};
  for (size_t i = 0; i < countof(names); i++)
    if (sv_ieq(extension, sv_of(names[i]))) return true;
  return false;
}

// True: something is required that is not known here; it has been refused, by all its names.
static bool requires_more(struct sessions *s, struct session *d, const struct turn *t) {
  char more[400];
  size_t n = 0;
  struct sv value;
  for (size_t i = 0; (value = sip_header_at(t->sip, SV("Require"), i)).n; i++)
    while (value.n) {
      struct sv one = sv_first(sv_trim(sv_cut(&value, ',')), 100);
      if (!one.n || is_known(one) || n + one.n + 20 > sizeof more) continue;
      n += (size_t)snprintf(more + n, sizeof more - n, "%s" SV_FMT,
                            n ? ", " : "Unsupported: ", SV_ARG(one));
    }
  if (!n) return false;
  snprintf(more + n, sizeof more - n, "\r\n");
  refuse(s, d, t, 420, "Bad Extension", more);
  return true;
}

// True: its body is packed in a way that is not known here, or to more than is opened; refused so
// that it comes again as it is (RFC 3261, 8.2.3).
static bool is_shut(struct sessions *s, struct session *d, const struct turn *t) {
  if (t->packed == PACKED_PLAIN || t->packed == PACKED_OPENED) return false;
  refuse(s, d, t, 415, "Unsupported Media Type", "Accept-Encoding: gzip, deflate, identity\r\n");
  return true;
}

// True: its timer is too short, and it knows what that is (RFC 4028, 9).
static bool is_too_short(struct sessions *s, struct session *d, const struct turn *t) {
  if (!timer_too_short(t->sip)) return false;
  refuse(s, d, t, 422, "Session Interval Too Small", "Min-SE: 90\r\n");
  return true;
}

static void invite_ok(struct sessions *s, struct session *d, const struct turn *t,
                      const struct buf *sdp) {
  timer_set(s, d, t->sip);
  say_ok(s, d, t, sdp);
  buf_clear(&d->ok);
  buf_add_sv(&d->ok, buf_sv(&d->answer));
  d->invite_cseq = t->sip->cseq;
  d->acked = false;
  d->sent_us = s->now_us;
  d->wait_us = t1_us;
  d->again_us = s->now_us + t1_us;
  if (!d->taking->answered_us) d->taking->answered_us = s->now_us;
  d->answered = true;
}

static bool told_wrong(struct sessions *s, struct session *d, const struct turn *t,
                       enum told told) {
  if (told == TOLD_NONSENSE) refuse(s, d, t, 488, "Not Acceptable Here", NULL);
  if (told == TOLD_NO_PORTS) refuse(s, d, t, 503, "Service Unavailable", "Retry-After: 10\r\n");
  return told == TOLD_NONSENSE || told == TOLD_NO_PORTS;
}

// True: its client has not said who it is, or wrongly; it has been asked.
static bool is_unproven(struct sessions *s, const struct turn *t) {
  if (!s->digest) return false;
  char more[DIGEST_CHALLENGE];
  int64_t now_s = s->now_us / second_us;
  enum digest_says says = digest_check(s->digest, t->sip, t->way->peer.addr, now_s);
  if (says == DIGEST_TRUE) return false;
  if (says == DIGEST_FALSE) {
    s->counts.unproven += s->unproven_asked != t->asked; // the same once more is no other
    s->unproven_asked = t->asked;
    s->unproven_us = s->now_us;
  }
  digest_challenge(s->digest, t->way->peer.addr, now_s, says == DIGEST_STALE, more);
  answer(s, NULL, t, &(struct reply){.status = 401, .reason = "Unauthorized", .more = more});
  return true;
}

static void invite_first(struct sessions *s, const struct turn *t) {
  AUTO(buf) struct buf sdp = {0};
  if (is_unproven(s, t)) return;
  if (is_too_short(s, NULL, t)) return;
  if (held_by(s, &t->way->peer) >= s->share) {
    refuse(s, NULL, t, 503, "Service Unavailable", "Retry-After: 10\r\n");
    return;
  }
  answer(s, NULL, t, &(struct reply){.status = 100, .reason = "Trying"});
  struct session *d = session_new(s, t);
  if (!d) {
    refuse(s, NULL, t, 503, "Service Unavailable", "Retry-After: 10\r\n");
    return;
  }
  d->cseq = t->sip->cseq;
  ends_take(&d->ends, t->sip);
  stitch_ends(s, d, t->sip);
  if (told_wrong(s, d, t, session_told(s, d, t->sip, &sdp)))
    session_close(s, d, "refused");
  else
    invite_ok(s, d, t, &sdp);
}

static void invite_again(struct sessions *s, struct session *d, const struct turn *t) {
  AUTO(buf) struct buf sdp = {0};
  if (!d->acked && d->offered) {
    refuse(s, d, t, 491, "Request Pending", NULL);
    return;
  }
  if (is_too_short(s, d, t)) return;
  if (!told_wrong(s, d, t, session_told(s, d, t->sip, &sdp))) invite_ok(s, d, t, &sdp);
}

static void update(struct sessions *s, struct session *d, const struct turn *t) {
  AUTO(buf) struct buf sdp = {0};
  if (d->offered && !d->acked) {
    refuse(s, d, t, 491, "Request Pending", NULL);
    return;
  }
  if (is_too_short(s, d, t)) return;
  if (told_wrong(s, d, t, session_told(s, d, t->sip, &sdp))) return;
  if (t->sip->session_expires_s) timer_set(s, d, t->sip);
  say_ok(s, d, t, &sdp);
}

static void bye(struct sessions *s, struct session *d, const struct turn *t) {
  session_learned(s, d, t->sip); // some say who it was when it is over
  answer(s, d, t, &(struct reply){.status = 200, .reason = "OK"});
  session_close(s, d, "bye");
}

static void info(struct sessions *s, struct session *d, const struct turn *t) {
  session_learned(s, d, t->sip);
  session_obey(s, d, asked_read(t->sip));
  answer(s, d, t, &(struct reply){.status = 200, .reason = "OK"});
}

static void options(struct sessions *s, struct session *d, const struct turn *t) {
  answer(s, d, t,
         &(struct reply){
             .status = 200, .reason = "OK", .contact = s->contact, .more = REPLY_ALLOW REPLY_ABLE});
}

static void ack(struct sessions *s, struct session *d, const struct sip *m) {
  if (!d || m->cseq != d->invite_cseq || d->acked) return;
  d->acked = true;
  d->again_us = 0;
  if (d->offered) session_answered(s, d, m);
  s->counts.changes++;
}

static void within(struct sessions *s, struct session *d, const struct turn *t) {
  const struct sip *m = t->sip;
  bool ends = m->method == SIP_BYE; // whatever its number: clients are seen that count each method
  if (m->cseq < d->cseq && !ends) {
    refuse(s, d, t, 500, "Server Internal Error", "Retry-After: 3\r\n"); // out of order
    return;
  }
  d->cseq = m->cseq;
  timer_lives(s, d);
  s->counts.changes++;
  if (ends) {
    bye(s, d, t);
    return;
  }
  if (requires_more(s, d, t) || is_shut(s, d, t)) return;
  if (m->method == SIP_INVITE || m->method == SIP_UPDATE) ends_refresh(&d->ends, m);
  if (m->method == SIP_INVITE)
    invite_again(s, d, t);
  else if (m->method == SIP_UPDATE)
    update(s, d, t);
  else if (m->method == SIP_INFO)
    info(s, d, t);
  else if (sv_ieq(m->method_name, SV("OPTIONS")))
    options(s, d, t);
  else if (m->method == SIP_PRACK) // of an answer that was never given
    refuse(s, d, t, 481, "Call/Transaction Does Not Exist", NULL);
  else
    refuse(s, d, t, 405, "Method Not Allowed", REPLY_ALLOW);
}

// Its 200 did not arrive, or the call ended here first: the client must be able to let go.
static bool is_gone(const struct sessions *s, const struct sip *m) {
  uint64_t hash = session_hash(m->call_id);
  for (size_t i = 0; i < SESSIONS_GONE; i++)
    if (s->gone[i] == hash) return true;
  return false;
}

static void without(struct sessions *s, const struct turn *t) {
  const struct sip *m = t->sip;
  s->counts.unknown += m->method != SIP_INVITE && !sv_ieq(m->method_name, SV("OPTIONS"));
  if (m->method == SIP_INVITE && !m->to.tag.n) {
    if (!requires_more(s, NULL, t) && !is_shut(s, NULL, t)) invite_first(s, t);
  } else if (sv_ieq(m->method_name, SV("OPTIONS")))
    options(s, NULL, t);
  else if (m->method == SIP_BYE && is_gone(s, m))
    answer(s, NULL, t, &(struct reply){.status = 200, .reason = "OK"});
  else if (m->method == SIP_INVITE || m->method == SIP_UPDATE || m->method == SIP_INFO ||
           m->method == SIP_BYE || m->method == SIP_CANCEL)
    refuse(s, NULL, t, 481, "Call/Transaction Does Not Exist", NULL);
  else
    refuse(s, NULL, t, 405, "Method Not Allowed", REPLY_ALLOW);
}

static uint64_t asked_of(const struct sip *m) {
  char cseq[16];
  struct sv branch = sip_branch(m), method = m->method_name;
  snprintf(cseq, sizeof cseq, "%u", m->cseq);
  return session_hash(branch) * 31 + session_hash(method) * 7 + session_hash(sv_of(cseq)) +
         session_hash(m->call_id);
}

// Answers to a datagram go to where its Via says they are waited for.
static struct way way_back(const struct way *way, const struct sip *m) {
  struct way back = *way;
  if (!way->connection) way_port(&back, reply_port(m, &way->peer));
  return back;
}

void sessions_message(struct sessions *s, const struct way *way, struct sv message) {
  struct sip m;
  if (!sip_parse(message, &m)) {
    s->counts.broken++;
    return;
  }
  struct session *d = m.request ? session_find(s, &m) : session_asked(s, &m);
  if (!m.request) {
    if (d) timer_heard(s, d, &m);
    return;
  }
  AUTO(buf) struct buf plain = {0};
  struct way back = way_back(way, &m);
  struct turn t = {.way = &back, .sip = &m, .asked = asked_of(&m)};
  t.packed = packed_open(sip_header(&m, SV("Content-Encoding")), m.body, &plain);
  if (t.packed == PACKED_OPENED) m.body = buf_sv(&plain);
  if (m.method == SIP_ACK)
    ack(s, d, &m);
  else if (d && d->asked == t.asked && d->answer.n)
    transport_send(s->transport, &back, buf_sv(&d->answer)); // it did not arrive
  else if (d && m.method == SIP_CANCEL)                      // its INVITE is answered already
    answer(s, NULL, &t, &(struct reply){.status = 200, .reason = "OK", .tag = d->ours});
  else if (d)
    within(s, d, &t);
  else
    without(s, &t);
}

// Who may send to a line without having been named in its description: whoever may ring here.
static bool may_speak(const struct sessions *s, const struct session *d,
                      const struct endpoint *from) {
  return !memcmp(d->way.peer.addr, from->addr, sizeof from->addr) ||
         transport_lets_in(s->transport, from);
}

void sessions_packet(struct sessions *s, uint32_t owner, const struct endpoint *from,
                     struct span packet) {
  struct session *d = &s->session[owner / OFFER_LINES];
  if (!d->used || !d->answered) return;
  struct partner *p = &d->partner[owner % OFFER_LINES];
  bool known = endpoint_eq(from, &p->heard);
  if (partner_takes(p, from, !known && may_speak(s, d, from), s->now_us)) {
    struct taking *k = session_call(d, owner % OFFER_LINES);
    if (!k->call && k == d->taking) stitch_sound(s, d);
    k = session_call(d, owner % OFFER_LINES);
    taking_packet(&s->taker, k, d->at[owner % OFFER_LINES], owner / OFFER_LINES, packet, s->now_us);
    return;
  }
  s->counts.strange++;
  s->strange_us = s->now_us;
}

static bool lately(const struct sessions *s, int64_t at_us) {
  enum { LATELY_S = 60 };
  return at_us && s->now_us - at_us < LATELY_S * second_us;
}

bool sessions_heard_strangers(const struct sessions *s) { return lately(s, s->strange_us); }
bool sessions_met_unproven(const struct sessions *s) { return lately(s, s->unproven_us); }

// ---- time --------------------------------------------------------------------------------------

static void ok_again(struct sessions *s, struct session *d) {
  if (d->acked || !d->again_us || s->now_us < d->again_us) return;
  if (s->now_us - d->sent_us >= UNACKED_S * second_us) {
    log_line(LOG_WARN, "a recording client never confirmed its call: it is recorded all the same");
    s->counts.unacked++;
    d->again_us = 0;
    return;
  }
  transport_send(s->transport, &d->way, buf_sv(&d->ok));
  d->wait_us = d->wait_us * 2 < t2_us ? d->wait_us * 2 : t2_us;
  d->again_us = s->now_us + d->wait_us;
}

static bool is_silent(const struct sessions *s, const struct session *d, int64_t for_s) {
  int64_t heard_us = 0;
  for (size_t i = 0; i < OFFER_LINES; i++)
    if (session_call(d, i)->heard_us > heard_us) heard_us = session_call(d, i)->heard_us;
  return s->now_us - (heard_us ? heard_us : d->sent_us) >= for_s * second_us;
}

static bool is_on_hold(const struct session *d) {
  for (size_t i = 0; i < OFFER_LINES; i++)
    if (session_call(d, i)->line[d->at[i]].held) return true;
  return false;
}

// A client that lets its timer run out while it still sends sound has a call yet.
static const char *over_why(struct sessions *s, struct session *d) {
  if (timer_over(s, d) && is_silent(s, d, SILENT_S)) return "timeout";
  int64_t most_s = s->house->settings->media_timeout_s * (is_on_hold(d) ? RULING_HOLD_TIMES : 1);
  if (!d->expires_us && is_silent(s, d, most_s)) return "media_timeout";
  return NULL;
}

void sessions_tick(struct sessions *s, int64_t now_us) {
  s->now_us = now_us;
  transport_tick(s->transport, now_us);
  for (uint32_t i = 0; i < s->high; i++) {
    struct session *d = &s->session[i];
    if (!d->used) continue;
    transport_used(s->transport, &d->way);
    ok_again(s, d);
    for (size_t line = 0; line < OFFER_LINES; line++)
      taking_tick(&s->taker, session_call(d, line), now_us);
    const char *why = over_why(s, d);
    if (!why) continue;
    s->counts.expired++;
    session_close(s, d, why);
  }
}
