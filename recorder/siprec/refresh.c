// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "recorder/siprec/within.h"

static const int64_t second_us = 1000000, t1_us = 500000, t2_us = 4000000;

enum { LEAST_S = 90 };

static bool lists(const struct sip *m, struct sv header, struct sv word) {
  struct sv value;
  for (size_t i = 0; (value = sip_header_at(m, header, i)).n; i++)
    while (value.n)
      if (sv_ieq(sv_trim(sv_cut(&value, ',')), word)) return true;
  return false;
}

static bool knows_timer(const struct sip *m) {
  return lists(m, SV("Supported"), SV("timer")) || lists(m, SV("Require"), SV("timer"));
}

static bool wants_us(struct sv expires) { // "1800;refresher=uas", blanks and capitals as they come
  (void)sv_cut(&expires, ';');
  while (expires.n) {
    struct sv one = sv_cut(&expires, ';'), name = sv_trim(sv_cut(&one, '='));
    if (sv_ieq(name, SV("refresher"))) return sv_ieq(sv_trim(one), SV("uas"));
  }
  return false;
}

bool timer_too_short(const struct sip *m) {
  return m->session_expires_s && m->session_expires_s < LEAST_S && knows_timer(m);
}

// The client refreshes unless it wants us to, or a proxy asked for the timer and the client knows
// none: it knows how long its call lasts.
void timer_set(struct sessions *s, struct session *d, const struct sip *m) {
  d->knows_timer = knows_timer(m);
  if (sip_header(m, SV("Allow")).n) d->no_update = !lists(m, SV("Allow"), SV("UPDATE"));
  d->expires_s = m->session_expires_s;
  d->expires_us = d->expires_s ? s->now_us + d->expires_s * second_us : 0;
  d->refreshes =
      d->expires_s && (!d->knows_timer || wants_us(sip_header(m, SV("Session-Expires"))));
}

void timer_lives(struct sessions *s, struct session *d) {
  if (d->expires_s) d->expires_us = s->now_us + d->expires_s * second_us;
}

void timer_say(const struct session *d, char *more, size_t n) {
  size_t at = (size_t)snprintf(more, n, "%s%s", REPLY_ALLOW, REPLY_ABLE);
  if (d->expires_s)
    snprintf(more + at, n - at, "%sSession-Expires: %" PRId64 ";refresher=%s\r\n",
             d->knows_timer ? "Require: timer\r\n" : "", d->expires_s,
             d->refreshes ? "uas" : "uac");
}

// ---- our own refresh ---------------------------------------------------------------------------

// A request of ours, written into `out`: what is said of where we are is the same in each.
static void own_write(struct sessions *s, struct session *d, struct ask *ask, struct buf *out) {
  uint8_t drawn[8];
  char branch[20], contact[SESSION_CONTACT], via[SESSION_ADDRESS + 60];
  randombytes_buf(drawn, sizeof drawn);
  sodium_bin2hex(branch, sizeof branch, drawn, sizeof drawn);
  session_contact(s, &d->way, contact);
  unsigned port = d->way.secure ? transport_tls_port(s->transport) : transport_port(s->transport);
  snprintf(via, sizeof via, "%s %s:%u;branch=z9hG4bK%s;rport",
           d->way.secure       ? "TLS"
           : d->way.connection ? "TCP"
                               : "UDP",
           s->address, port, branch);
  ask->via = via;
  ask->tag = d->ours;
  ask->call_id = d->call_id;
  ask->contact = contact;
  buf_clear(out);
  ask_write(&d->ends, ask, out);
  if (!out->failed) transport_send(s->transport, &d->way, buf_sv(out));
}

static void refresh(struct sessions *s, struct session *d) {
  AUTO(buf) struct buf sdp = {0};
  char more[200];
  bool invite = d->no_update && session_reoffer(s, d, &sdp);
  snprintf(more, sizeof more,
           "%sSupported: siprec, timer\r\nSession-Expires: %" PRId64 ";refresher=uac\r\n",
           REPLY_ALLOW, d->expires_s);
  struct ask ask = {.method = invite ? "INVITE" : "UPDATE",
                    .more = more,
                    .sdp = buf_sv(&sdp),
                    .cseq = ++d->own_cseq};
  own_write(s, d, &ask, &d->own);
  if (d->own.failed) return;
  d->own_wait_us = t1_us;
  d->own_next_us = s->now_us + t1_us;
  d->own_until_us = s->now_us + 64 * t1_us;
}

static void refresh_again(struct sessions *s, struct session *d) {
  if (!d->own_next_us || s->now_us < d->own_next_us) return;
  if (s->now_us >= d->own_until_us) {
    d->own_next_us = 0;
    return;
  }
  if (!d->way.connection) transport_send(s->transport, &d->way, buf_sv(&d->own));
  d->own_wait_us = 2 * d->own_wait_us < t2_us ? 2 * d->own_wait_us : t2_us;
  d->own_next_us = s->now_us + d->own_wait_us;
}

// Each final answer to an INVITE of ours is confirmed, each time it comes: a 2xx by a transaction
// of its own (RFC 3261, 13.2.2.4), another one by that of the INVITE (17.1.1.3).
static void confirm(struct sessions *s, struct session *d, const struct sip *m) {
  AUTO(buf) struct buf out = {0};
  struct sv asked = buf_sv(&d->own), line;
  if (m->status < 300) {
    struct ask ask = {.method = "ACK", .cseq = m->cseq};
    own_write(s, d, &ask, &out);
    return;
  }
  for (bool first = true; (line = sv_trim(sv_cut(&asked, '\n'))).n; first = false) {
    struct sv rest = line, name = sv_cut(&rest, first ? ' ' : ':');
    if (first)
      buf_printf(&out, "ACK " SV_FMT "\r\n", SV_ARG(rest));
    else if (sv_ieq(name, SV("CSeq")))
      buf_printf(&out, "CSeq: %u ACK\r\n", m->cseq);
    else if (sv_ieq(name, SV("To")))
      buf_printf(&out, "To: " SV_FMT "\r\n", SV_ARG(sv_trim(sip_header(m, SV("To")))));
    else if (sv_ieq(name, SV("Via")) || sv_ieq(name, SV("From")) || sv_ieq(name, SV("Call-ID")) ||
             sv_ieq(name, SV("Route")) || sv_ieq(name, SV("Max-Forwards")))
      buf_printf(&out, SV_FMT "\r\n", SV_ARG(line));
  }
  buf_add_str(&out, "Content-Length: 0\r\n\r\n");
  if (!out.failed) transport_send(s->transport, &d->way, buf_sv(&out));
}

// True: the client would be asked otherwise; it is, at the next tick or when both have waited.
static bool asks_otherwise(struct sessions *s, struct session *d, const struct sip *m) {
  enum { AFTER_GLARE_US = 3000000 };
  uint64_t least;
  if (m->status == 405 || m->status == 501) {
    bool first = !d->no_update;
    d->no_update = true;
    d->own_until_us = 0;
    return first;
  }
  if (m->status == 422 && sv_is_u64(sv_trim(sip_header(m, SV("Min-SE"))), 86400, &least) &&
      (int64_t)least > d->expires_s) {
    d->expires_s = (int64_t)least;
    d->own_until_us = 0;
    return true;
  }
  if (m->status != 491) return false;
  d->own_until_us = s->now_us + AFTER_GLARE_US;
  return true;
}

// Any answer but that it knows of no such call: it is there.
void timer_heard(struct sessions *s, struct session *d, const struct sip *m) {
  if (m->status < 200 || m->cseq != d->own_cseq) return;
  bool first = d->own_next_us != 0;
  if (m->method == SIP_INVITE) confirm(s, d, m);
  if (!first) return;
  d->own_next_us = 0;
  s->counts.changes++;
  if (asks_otherwise(s, d, m)) return;
  if (m->method == SIP_INVITE && m->status < 300) session_answered(s, d, m);
  if (m->status != 481 && m->status != 408) timer_lives(s, d);
}

bool timer_over(struct sessions *s, struct session *d) {
  int64_t half_us = d->expires_s * second_us / 2;
  if (!d->expires_us) return false;
  refresh_again(s, d);
  bool due = d->refreshes && d->expires_us - s->now_us <= half_us;
  if (due && !d->own_next_us && s->now_us < d->expires_us && s->now_us >= d->own_until_us)
    refresh(s, d);
  return s->now_us >= d->expires_us;
}
