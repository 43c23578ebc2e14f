// SPDX-License-Identifier: Apache-2.0
#include "tests/peer/rtp.h"

#include <math.h>

#include "tests/peer/chance.h"
#include "tests/peer/sip.h"

enum { EVENT_PT = 101, COMFORT_PT = 13, DIGIT_US = 160000, DIGIT_GAP_US = 80000 };
enum { REPORT_EVERY_US = 5000000 };

struct sender {
  const struct call_plan *c;
  const struct leg_plan *leg;
  struct events *out;
  const struct track *track; // of the coding now in use
  int side;
  uint32_t leg_no, flow, report_flow, source;
  uint64_t chance;
  uint32_t ssrc, seq, ts_base, packets, octets;
  bool marker;      // the next packet starts a talk spurt
  bool in_comfort;  // the CN packet of this silence is out
  int64_t digit_at; // of the digit being pressed, on the leg's clock
  int64_t report_us;
};

static void put16(uint8_t *p, uint32_t v) {
  p[0] = (uint8_t)(v >> 8);
  p[1] = (uint8_t)v;
}

static void put32(uint8_t *p, uint32_t v) {
  put16(p, v >> 16);
  put16(p + 2, v);
}

// When the capture sees what the sender's clock calls at_us.
static int64_t wall_of(const struct sender *s, int64_t at_us) {
  double on_leg = (double)(at_us - s->leg->start_us) * (1 + s->leg->ppm * 1e-6);
  return s->c->invite_us + s->c->ring_us + s->leg->start_us + llround(on_leg);
}

static bool in_stretch(const struct sender *s, int64_t at_us, enum stretch_how how) {
  for (size_t i = 0; i < s->leg->n_stretches; i++) {
    const struct stretch *x = &s->leg->stretches[i];
    if (x->how == how && at_us >= x->from_us && at_us < x->to_us) return true;
  }
  return false;
}

// A held side stops sending; the holder too unless it plays music.
static bool on_hold(const struct sender *s, int64_t at_us) {
  bool held = false;
  for (size_t i = 0; i < s->c->n_changes && s->c->changes[i].at_us <= at_us; i++) {
    const struct change *ch = &s->c->changes[i];
    if (ch->kind == CHANGE_RESUME) held = false;
    if (ch->kind == CHANGE_HOLD) held = ch->by != s->side || strcmp(ch->how, "sendonly");
  }
  return held;
}

static void impair_and_add(struct sender *s, struct event e, int64_t at_us) {
  bool lost = in_stretch(s, at_us, STRETCH_LOST) || chance_unit(&s->chance) < s->leg->loss;
  bool twice = chance_unit(&s->chance) < s->leg->duplicate;
  bool late = chance_unit(&s->chance) < s->leg->reorder;
  double jitter = chance_unit(&s->chance) * (double)s->leg->jitter_us;
  if (lost) return;
  int64_t packet_us = s->track->ptime_ms * 1000;
  e.at_us += llround(jitter) + (late ? packet_us + packet_us * 3 / 4 : 0);
  events_add(s->out, e);
  if (!twice) return;
  e.at_us += 700;
  e.again = true;
  events_add(s->out, e);
}

static uint32_t ts_of(const struct sender *s, int64_t at_us) {
  int64_t on_leg = at_us - s->leg->start_us;
  return s->ts_base + (uint32_t)(on_leg * s->track->codec->clock_hz / 1000000);
}

struct payload {
  int pt;
  const uint8_t *p;
  uint32_t n;
  int64_t stamp_us; // the instant its timestamp names
  bool marker;
};

static void send_packet(struct sender *s, int64_t at_us, struct payload load) {
  struct event e = {.flow = s->flow,
                    .p = load.p,
                    .n = load.n,
                    .leg = s->leg_no,
                    .source = s->source,
                    .head_n = 12};
  e.at_us = wall_of(s, at_us + s->track->ptime_ms * 1000); // sent when its last sample is spoken
  e.spoken_us = wall_of(s, at_us);
  e.lasts_us = e.at_us - e.spoken_us;
  e.ext_seq = s->seq++;
  e.head[0] = 0x80;
  e.head[1] = (uint8_t)(load.pt | (load.marker ? 0x80 : 0));
  put16(e.head + 2, e.ext_seq);
  put32(e.head + 4, ts_of(s, load.stamp_us));
  put32(e.head + 8, s->ssrc);
  if (load.pt == EVENT_PT || load.pt == COMFORT_PT) { // small ones travel in the event itself
    memcpy(e.head + 12, load.p, load.n);
    e.head_n = (uint8_t)(12 + load.n);
    e.p = NULL;
    e.n = 0;
  }
  s->packets++;
  s->octets += load.n;
  impair_and_add(s, e, at_us);
}

static int digit_code(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c == '*' ? 10 : 11;
}

// The digit being pressed at at_us, or 0; *from is when its press began.
static char digit_at(const struct sender *s, int64_t at_us, int64_t *from) {
  for (size_t i = 0; i < s->leg->n_digits; i++) {
    const struct digits *d = &s->leg->digits[i];
    int64_t since = at_us - d->at_us, one = DIGIT_US + DIGIT_GAP_US;
    if (since < 0 || since >= one * (int64_t)strlen(d->text)) continue;
    *from = d->at_us + since / one * one;
    return at_us - *from < DIGIT_US ? d->text[since / one] : '\0';
  }
  return '\0';
}

static bool send_digit(struct sender *s, int64_t at_us) {
  int64_t from = 0, per = s->track->ptime_ms * 1000;
  char c = digit_at(s, at_us, &from);
  if (!c) return false;
  bool first = at_us - from < per, last = at_us + per - from >= DIGIT_US;
  if (first) s->digit_at = at_us;
  uint32_t lasts = ts_of(s, at_us + per) - ts_of(s, s->digit_at);
  uint8_t p[4] = {(uint8_t)digit_code(c), (uint8_t)(10 | (last ? 0x80 : 0))};
  put16(p + 2, lasts);
  for (int i = 0; i < (last ? 3 : 1); i++)
    send_packet(s, at_us, (struct payload){EVENT_PT, p, 4, s->digit_at, first && !i});
  s->marker = true;
  return true;
}

static void send_voice(struct sender *s, int64_t at_us, const struct frame *f) {
  if (f->n) {
    send_packet(
        s, at_us,
        (struct payload){s->track->codec->pt, s->track->bytes + f->at, f->n, at_us, s->marker});
    s->marker = s->in_comfort = false;
    return;
  }
  const uint8_t level = 60; // -60 dBov
  if (s->leg->comfort_noise && !s->in_comfort)
    send_packet(s, at_us, (struct payload){COMFORT_PT, &level, 1, at_us, false});
  s->in_comfort = s->marker = true;
}

// Sender report (RFC 3550, 6.4.1): no reception blocks.
static void send_report(struct sender *s, int64_t at_us) {
  if (!s->leg->reports || at_us < s->report_us) return;
  s->report_us = at_us + REPORT_EVERY_US;
  int64_t wall = wall_of(s, at_us);
  struct event e = {.at_us = wall + 1, .flow = s->report_flow, .leg = NO_LEG, .head_n = 28};
  e.head[0] = 0x80;
  e.head[1] = 200;
  put16(e.head + 2, 6);
  put32(e.head + 4, s->ssrc);
  put32(e.head + 8, (uint32_t)(wall / 1000000 + 2208988800));
  put32(e.head + 12, (uint32_t)((uint64_t)(wall % 1000000) * 4294967296u / 1000000));
  put32(e.head + 16, ts_of(s, at_us));
  put32(e.head + 20, s->packets);
  put32(e.head + 24, s->octets);
  events_add(s->out, e);
}

static void send_slot(struct sender *s, int64_t at_us, const struct frame *f) {
  if (in_stretch(s, at_us, STRETCH_STOPPED) || on_hold(s, at_us)) {
    s->marker = true;
    return;
  }
  send_report(s, at_us);
  if (!send_digit(s, at_us)) send_voice(s, at_us, f);
}

static void new_source(struct sender *s) {
  s->ssrc = (uint32_t)chance_next(&s->chance);
  s->seq = (uint32_t)chance_next(&s->chance) & 0xffff;
  s->ts_base = (uint32_t)chance_next(&s->chance);
  s->marker = true;
  s->source = s->out->n_sources++;
}

static struct sender sender_of(const struct call_plan *c, int side, uint32_t leg_no,
                               struct events *out) {
  struct sender s = {.c = c,
                     .leg = &c->leg[side],
                     .out = out,
                     .side = side,
                     .leg_no = leg_no,
                     .chance = c->seed * 2 + (uint64_t)side,
                     .report_us = INT64_MIN};
  struct flow f = {sip_host(c->party[side].host), sip_host(c->party[!side].host), c->leg[side].port,
                   c->leg[!side].port};
  s.flow = events_flow(out, f);
  f.from_port++;
  f.to_port++;
  s.report_flow = events_flow(out, f);
  new_source(&s);
  return s;
}

enum err rtp_add(struct tracks *tracks, const struct call_plan *c, int side, uint32_t leg_no,
                 struct events *out) {
  struct sender s = sender_of(c, side, leg_no, out);
  int64_t end = s.leg->end_us ? s.leg->end_us : c->length_us;
  double slow = 1 + s.leg->ppm * 1e-6;
  int64_t length = llround((double)(end - s.leg->start_us) / slow);
  for (size_t i = 0; i < s.leg->n_coding; i++) {
    const struct coding *coding = &s.leg->coding[i];
    TRY(tracks_get(tracks, s.leg, coding, length, &s.track));
    if (i && coding->new_ssrc) new_source(&s);
    int64_t to = i + 1 < s.leg->n_coding ? coding[1].from_us : end;
    for (size_t k = 0; k < s.track->n_frames; k++) {
      int64_t at = s.leg->start_us + (int64_t)k * s.track->ptime_ms * 1000;
      if (at >= coding->from_us && at < to) send_slot(&s, at, &s.track->frames[k]);
    }
  }
  return OK;
}
