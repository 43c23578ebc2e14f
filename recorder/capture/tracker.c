// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/srtp.h"
#include "recorder/capture/tracker_inside.h"
#include "recorder/wire/sip_frame.h"

static const int64_t sweep_us = 50000, sweep_slow_us = 500000;
enum { HOLD_BYTES = 16 << 20, HOLD_PER_CALL = 32 << 10 };

static enum err pools_open(struct tracker *t, uint32_t calls) {
  TRY(slab_open(&t->calls, sizeof(struct call), calls));
  TRY(slab_open(&t->dialogs, sizeof(struct dialog), calls * 2));
  TRY(slab_open(&t->places, sizeof(struct place), calls * 8));
  TRY(slab_open(&t->flows, sizeof(struct flow), calls * 10));
  TRY(slab_open(&t->voices, sizeof(struct voice), calls * 12));
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
    for (int leg = 0; c && leg < CALL_LEGS; leg++) secure_free(c->leg[leg].secure);
  }
  slab_drop(&t->calls);
  slab_drop(&t->dialogs);
  slab_drop(&t->places);
  slab_drop(&t->flows);
  slab_drop(&t->voices);
  hold_drop(&t->hold);
  free(t);
}

void tracker_tick(struct tracker *t, int64_t now_us) {
  if (now_us > t->now_us) t->now_us = now_us;
  if (t->now_us - t->swept_us < sweep_us) return;
  t->swept_us = t->now_us;
  dialogs_sweep(t);
  live_calls_sweep(t);
  if (t->now_us - t->swept_slow_us < sweep_slow_us) return;
  t->swept_slow_us = t->now_us;
  flows_sweep(t, false);
  voices_sweep(t);
}

void tracker_datagram(struct tracker *t, const struct datagram *d) {
  t->counts.datagrams++;
  tracker_tick(t, d->at_us);
  if (!d->payload.n) return;
  uint64_t print = media_print(d->payload);
  if (!d->tcp && seen_before(&t->seen, d, print)) {
    t->counts.copies++;
    return;
  }
  if (d->tcp || sip_looks_like(d->payload)) {
    t->counts.sip++;
    dialog_message(t, d);
  } else if (d->payload.n >= 8 && d->payload.p[0] >> 6 == 2) { // RTP and RTCP are version 2
    if (rtcp_looks_like(d->payload))
      t->counts.rtcp++;
    else
      t->counts.rtp++;
    flow_datagram(t, d, print);
  } else
    t->counts.ignored++;
}

void tracker_finish(struct tracker *t, const char *reason) {
  flows_sweep(t, true);
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (!c) continue;
    int64_t last_us = c->last_media_us > c->last_signal_us ? c->last_media_us : c->last_signal_us;
    live_call_close(t, c, c->reason ? c->reason : reason, c->reason ? c->last_signal_us : last_us);
  }
}

void tracker_counts(const struct tracker *t, struct tracker_counts *out) {
  *out = t->counts;
  out->held_lost = t->hold.lost;
  out->open_calls = t->calls.used;
}

// ---- control -----------------------------------------------------------------------------------

static enum err live_call_by_id(struct tracker *t, struct id id, struct call **out) {
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    if (!c || !c->sink || !id_eq(c->interaction, id)) continue;
    *out = c;
    return OK;
  }
  return fail(E_NOT_FOUND, "no such call is being recorded");
}

enum err tracker_pause(struct tracker *t, struct id id, int64_t limit_us) {
  struct call *c;
  TRY(live_call_by_id(t, id, &c));
  c->pause_until_us = t->now_us + limit_us;
  if (!c->paused) live_call_mark(t, c, "pause", -1, NULL);
  c->paused = true;
  t->counts.changes++;
  return OK;
}

enum err tracker_resume(struct tracker *t, struct id id) {
  struct call *c;
  TRY(live_call_by_id(t, id, &c));
  if (c->paused) live_call_mark(t, c, "unpause", -1, NULL);
  c->paused = false;
  t->counts.changes++;
  return OK;
}

enum err tracker_erase(struct tracker *t, struct id id) {
  struct call *c;
  TRY(live_call_by_id(t, id, &c));
  live_call_mark(t, c, "erase", -1, NULL);
  for (uint32_t i = 0; i < t->dialogs.high;
       i++) { // whatever its dialogs say later starts no new call
    struct dialog *d = slab_at(&t->dialogs, i);
    if (d && slab_get(&t->calls, d->call) == c) d->ignored = true;
  }
  live_call_close(t, c, "erased",
                  t->now_us); // its flows are spent: nothing of it is recorded any more
  return OK;
}

enum err tracker_mark(struct tracker *t, struct id id, const char *detail) {
  struct call *c;
  TRY(live_call_by_id(t, id, &c));
  live_call_mark(t, c, "control", -1, detail);
  return OK;
}
