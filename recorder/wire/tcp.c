// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/tcp.h"

#include "recorder/wire/ranges.h"
#include "recorder/wire/sip_frame.h"

static const int64_t hole_patience_us = 3 * 1000000LL, early_us = 1000000;
enum { EARLY = 32, EARLY_BYTES = 2048 };

struct direction {
  bool used;
  struct endpoint src, dst;
  uint32_t net;
  uint32_t base; // sequence number of bytes[0]
  int64_t last_us;
  int64_t hole_since_us; // 0: no hole
  struct ranges have;
  uint8_t bytes[TCP_WINDOW];
};

struct early { // of a direction that is not followed, or not yet
  struct tcp_segment s;
  int64_t at_us;
  uint8_t bytes[EARLY_BYTES];
};

struct tcp {
  uint64_t holes;
  size_t n_early; // ever: the oldest gives way
  struct early early[EARLY];
  struct direction d[TCP_STREAMS];
};

struct tcp *tcp_new(void) {
  return calloc(1, sizeof(struct tcp));
}
void tcp_free(struct tcp *t) { free(t); }

void tcp_clear(struct tcp *t) {
  for (size_t i = 0; i < TCP_STREAMS; i++) t->d[i].used = false;
  t->n_early = 0;
}

uint64_t tcp_holes(const struct tcp *t) { return t->holes; }

bool tcp_parse(struct span s, struct tcp_segment *out) {
  if (s.n < 20) return false;
  size_t header = (size_t)(s.p[12] >> 4) * 4;
  if (header < 20 || header > s.n) return false;
  out->src.port = be16(s.p);
  out->dst.port = be16(s.p + 2);
  out->seq = be32(s.p + 4);
  out->syn = s.p[13] & 2;
  out->end = s.p[13] & 5;
  out->data = span_from(s, header);
  return true;
}

static void direction_start(struct direction *d, const struct tcp_segment *s) {
  d->used = true;
  d->src = s->src;
  d->dst = s->dst;
  d->net = s->net;
  d->base = s->seq + s->syn;
  d->hole_since_us = 0;
  d->have.n = 0;
}

// A SYN of the connection that is followed already: sent again, or overtaken by what came after it.
static bool syn_again(const struct direction *d, const struct tcp_segment *s) {
  return d->base - (s->seq + 1) <= TCP_WINDOW;
}

static struct direction *direction_find(struct tcp *t, const struct tcp_segment *s) {
  for (size_t i = 0; i < TCP_STREAMS; i++) {
    struct direction *d = &t->d[i];
    bool here = d->used && d->net == s->net;
    if (here && endpoint_eq(&d->src, &s->src) && endpoint_eq(&d->dst, &s->dst)) return d;
  }
  return NULL;
}

static struct direction *direction_room(struct tcp *t) {
  struct direction *idle = &t->d[0];
  for (size_t i = 1; i < TCP_STREAMS; i++) {
    struct direction *d = &t->d[i];
    if (!d->used ? idle->used : idle->used && d->last_us < idle->last_us) idle = d;
  }
  return idle;
}

static void consume(struct direction *d, uint32_t n) {
  uint32_t end = d->have.n ? d->have.r[d->have.n - 1].to : 0;
  if (end > n) memmove(d->bytes, d->bytes + n, end - n);
  ranges_shift(&d->have, n);
  d->base += n;
}

static void deliver(struct direction *d, tcp_message_fn *fn, void *ctx) {
  struct tcp_segment of = {.src = d->src, .dst = d->dst, .net = d->net};
  uint32_t ready;
  while ((ready = ranges_prefix(&d->have)) > 0) {
    size_t n = 0;
    enum sip_frame is = sip_frame((struct span){d->bytes, ready}, &n);
    if (is == SIP_FRAME_MORE) {
      if (ready < TCP_WINDOW / 2 + SIP_FRAME_MAX / 2) return;
      n = ready; // no message is as long as this
    }
    if (is == SIP_FRAME_WHOLE) fn(ctx, &of, (struct span){d->bytes, n});
    consume(d, (uint32_t)n);
  }
}

// Gives the hole at the front up, and with it the torn message before it.
static void skip_hole(struct direction *d) {
  uint32_t ready = ranges_prefix(&d->have);
  if (ready) consume(d, ready);
  if (d->have.n) consume(d, d->have.r[0].from);
  d->hole_since_us = 0;
}

static bool has_hole(const struct direction *d) {
  return d->have.n > 1 || (d->have.n == 1 && d->have.r[0].from > 0);
}

static void store(struct tcp *t, struct direction *d, const struct tcp_segment *s) {
  struct span data = s->data;
  int32_t at = (int32_t)(s->seq + s->syn - d->base);
  if (at < 0) { // sent again: what is new of it
    data = span_from(data, (size_t) - (int64_t)at);
    at = 0;
  }
  if (!data.n) return;
  if ((size_t)at + data.n > TCP_WINDOW) { // far ahead: nothing before it will come any more
    t->holes++;
    direction_start(d, s);
    at = 0;
    data = span_first(s->data, TCP_WINDOW);
  }
  if (ranges_cover(&d->have, (uint32_t)at, (uint32_t)at + (uint32_t)data.n))
    memcpy(d->bytes + at, data.p, data.n);
}

// A stream that is met in its middle may be met at the end of a message: what came just before its
// beginning waits here, until it is known to be SIP.
static void early_keep(struct tcp *t, const struct tcp_segment *s, int64_t at_us) {
  if (!s->data.n || s->data.n > EARLY_BYTES) return;
  struct early *e = &t->early[t->n_early++ % EARLY];
  e->s = *s;
  e->at_us = at_us;
  memcpy(e->bytes, s->data.p, s->data.n);
}

static void early_take(struct tcp *t, struct direction *d, int64_t at_us) {
  for (size_t i = 0; i < EARLY && i < t->n_early; i++) {
    struct early *e = &t->early[i];
    bool same = endpoint_eq(&e->s.src, &d->src) && endpoint_eq(&e->s.dst, &d->dst);
    if (!same || e->s.net != d->net || at_us - e->at_us > early_us ||
        e->s.seq - d->base >= TCP_WINDOW)
      continue;
    e->s.data.p = e->bytes;
    store(t, d, &e->s);
  }
}

static struct direction *direction_for(struct tcp *t, const struct tcp_segment *s, bool sip_port,
                                       int64_t at_us) {
  struct direction *d = direction_find(t, s);
  if (d && !(s->syn && !syn_again(d, s))) return d;
  if (!d && !(s->syn && sip_port) && !sip_looks_like(s->data)) {
    early_keep(t, s, at_us);
    return NULL;
  }
  if (!d) d = direction_room(t);
  direction_start(d, s); // perhaps the ports are used anew
  early_take(t, d, at_us);
  return d;
}

void tcp_add(struct tcp *t, const struct tcp_segment *s, bool sip_port, int64_t at_us,
             tcp_message_fn *fn, void *ctx) {
  if (!s->data.n && !s->syn && !s->end) return;
  struct direction *d = direction_for(t, s, sip_port, at_us);
  if (!d) return;
  d->last_us = at_us;
  store(t, d, s);
  deliver(d, fn, ctx);
  if (!has_hole(d))
    d->hole_since_us = 0;
  else if (!d->hole_since_us)
    d->hole_since_us = at_us;
  else if (at_us - d->hole_since_us > hole_patience_us || d->have.n == RANGES_MAX) {
    skip_hole(d);
    t->holes++;
    deliver(d, fn, ctx);
  }
  if (s->end && !has_hole(d)) d->used = false;
}
