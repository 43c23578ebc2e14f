// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "recorder/siprec/session.h"

static const int64_t second_us = 1000000, t1_us = 500000, t2_us = 4000000;

enum { LEAST_S = 90 };

static bool knows_timer(const struct sip *m) {
  static const struct sv names[] = {{"Supported", 9}, {"Require", 7}};
  for (size_t n = 0; n < countof(names); n++) {
    struct sv value;
    for (size_t i = 0; (value = sip_header_at(m, names[n], i)).n; i++)
      while (value.n)
        if (sv_ieq(sv_trim(sv_cut(&value, ',')), SV("timer"))) return true;
  }
  return false;
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

static void refresh(struct sessions *s, struct session *d) {
  uint8_t drawn[8];
  char branch[20], contact[SESSION_CONTACT], via[SESSION_ADDRESS + 60], more[120];
  randombytes_buf(drawn, sizeof drawn);
  sodium_bin2hex(branch, sizeof branch, drawn, sizeof drawn);
  session_contact(s, &d->way, contact);
  unsigned port = d->way.secure ? transport_tls_port(s->transport) : transport_port(s->transport);
  snprintf(via, sizeof via, "%s %s:%u;branch=z9hG4bK%s;rport",
           d->way.secure       ? "TLS"
           : d->way.connection ? "TCP"
                               : "UDP",
           s->address, port, branch);
  snprintf(more, sizeof more, "Supported: timer\r\nSession-Expires: %" PRId64 ";refresher=uac\r\n",
           d->expires_s);
  struct ask ask = {.method = "UPDATE",
                    .via = via,
                    .tag = d->ours,
                    .call_id = d->call_id,
                    .contact = contact,
                    .more = more,
                    .cseq = ++d->own_cseq};
  buf_clear(&d->own);
  ask_write(&d->ends, &ask, &d->own);
  if (d->own.failed) return;
  transport_send(s->transport, &d->way, buf_sv(&d->own));
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

// Any answer but that it knows of no such call: it is there.
void timer_heard(struct sessions *s, struct session *d, const struct sip *m) {
  if (m->status < 200 || m->cseq != d->own_cseq) return;
  d->own_next_us = 0;
  if (m->status != 481 && m->status != 408) timer_lives(s, d);
  s->counts.changes++;
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
