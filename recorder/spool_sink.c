// SPDX-License-Identifier: Apache-2.0
#include "recorder/spool_sink.h"

struct spool_sink_call {
  struct spool_sink *of;
  struct spool *spool;
  struct spool_sink_call *next, **link;
};

// The spool keeps a record it could not write: only one that is lost for good counts.
static void note(struct spool_sink *s, enum err rc) {
  if (!rc) return;
  if (rc != E_FULL) s->errors++;
  err_forget();
}

static void put(struct spool_sink_call *c, enum spool_kind kind, int64_t at_us, enum err packed) {
  struct spool_sink *s = c->of;
  note(s, packed ? packed : spool_put(c->spool, kind, at_us, buf_sv(&s->body)));
}

static bool sink_open(void *ctx, const struct spool_opening *what, void **out_call) {
  struct spool_sink *s = ctx;
  struct spool_health health;
  struct spool *spool = NULL;
  spool_run_health(s->run, &health);
  enum err rc = health.full ? E_FULL : spool_open(s->run, what->interaction, &spool);
  struct spool_sink_call *c = rc ? NULL : calloc(1, sizeof *c);
  if (!c) {
    spool_close(spool);
    s->refused++;
    err_forget();
    return false;
  }
  *c = (struct spool_sink_call){.of = s, .spool = spool, .next = s->calls, .link = &s->calls};
  if (c->next) c->next->link = &c->next;
  s->calls = c;
  buf_clear(&s->body);
  put(c, SPOOL_OPEN, what->started_us, spool_opening_pack(what, &s->body));
  *out_call = c;
  return true;
}

static void sink_leg(void *call, int64_t at_us, const struct spool_leg *what) {
  struct spool_sink_call *c = call;
  buf_clear(&c->of->body);
  put(c, SPOOL_LEG, at_us, spool_leg_pack(what, &c->of->body));
}

static void sink_packet(void *call, int64_t at_us, uint8_t leg, uint8_t flags, struct sv packet) {
  struct spool_sink_call *c = call;
  note(c->of, spool_rtp(c->spool, at_us, leg, flags, packet));
}

static void sink_mark(void *call, const struct spool_mark *what) {
  struct spool_sink_call *c = call;
  buf_clear(&c->of->body);
  put(c, SPOOL_MARK, what->at_us, spool_mark_pack(what, &c->of->body));
}

static void sink_said(void *call, int64_t at_us, const struct spool_said *what) {
  struct spool_sink_call *c = call;
  buf_clear(&c->of->body);
  put(c, SPOOL_SAID, at_us, spool_said_pack(what, &c->of->body));
}

static void sink_end(void *call, const struct spool_ending *what) {
  struct spool_sink_call *c = call;
  buf_clear(&c->of->body);
  put(c, SPOOL_END, what->at_us, spool_ending_pack(what, &c->of->body));
  spool_close(c->spool);
  *c->link = c->next;
  if (c->next) c->next->link = c->link;
  free(c);
}

struct sink spool_sink_init(struct spool_sink *s, struct spool_run *run) {
  *s = (struct spool_sink){.run = run};
  return (struct sink){s, sink_open, sink_leg, sink_packet, sink_mark, sink_end, sink_said};
}

void spool_sink_drop(struct spool_sink *s) {
  while (s->calls) { // without an end: the reader sees that the writer died
    struct spool_sink_call *c = s->calls;
    s->calls = c->next;
    spool_close(c->spool);
    free(c);
  }
  buf_drop(&s->body);
}

void spool_sink_mark_all(struct spool_sink *s, const struct spool_mark *mark) {
  for (struct spool_sink_call *c = s->calls; c; c = c->next) sink_mark(c, mark);
}
