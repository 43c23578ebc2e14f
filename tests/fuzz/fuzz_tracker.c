// SPDX-License-Identifier: Apache-2.0
// Datagrams through the tracker. Input: per datagram u8 from<<4|to (16 places on 4 hosts), u8 time
// since the one before (tens of ms; from 128 on seconds), u16be length, bytes. Control words and a
// restart come in between, by bytes that are no datagram.
#include "recorder/call/tracker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int calls; // each opened must end

static bool on_open(void *ctx, const struct spool_opening *o, void **out_call) {
  static int it;
  (void)ctx, (void)o;
  *out_call = &it;
  calls++;
  return true;
}
static void on_leg(void *call, int64_t at_us, const struct spool_leg *l) {
  (void)call, (void)at_us;
  if (l->leg > 1 || l->n_payloads > SPOOL_PAYLOADS) abort();
}
static void on_packet(void *call, int64_t at_us, uint8_t leg, uint8_t flags, struct sv packet) {
  (void)call, (void)at_us, (void)flags;
  if (leg > 1 || packet.n > SPOOL_PACKET_MAX || packet.n < 8) abort();
}
static void on_mark(void *call, const struct spool_mark *m) { (void)call, (void)m; }
static void on_end(void *call, const struct spool_ending *e) {
  (void)call;
  if (!e->reason) abort();
  calls--;
}

static struct endpoint place(unsigned n) {
  static const uint16_t ports[] = {5060, 4000, 4001, 5000};
  struct endpoint e = {.port = ports[n & 3]};
  addr_from_v4(e.addr, (const uint8_t[]){10, 0, 0, (uint8_t)(1 + (n >> 2))});
  return e;
}

static struct tracker *tracker_start(void) {
  static const struct sink sink = {NULL, on_open, on_leg, on_packet, on_mark, on_end, NULL};
  struct tracker_options o = {.source = "capture", .orphans = true, .max_calls = 16};
  struct tracker *t;
  if (tracker_new(&o, &sink, &t)) abort();
  return t;
}

static void restart(struct tracker **t, int64_t now_us) {
  AUTO(buf) struct buf saved = {0};
  tracker_save(*t, &saved);
  tracker_finish(*t, "restart");
  tracker_free(*t);
  *t = tracker_start();
  if (tracker_adopt(*t, (struct span){(const uint8_t *)saved.p, saved.n}, now_us)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct span s = {data, size};
  struct tracker *t = tracker_start();
  struct datagram d = {.at_us = 1000000};
  while (s.n >= 4) {
    d.src = place(s.p[0] >> 4);
    d.dst = place(s.p[0] & 15);
    d.at_us += s.p[1] < 128 ? s.p[1] * 10000 : (s.p[1] - 127) * 1000000;
    d.ip_id++;
    size_t n = be16(s.p + 2);
    s = span_from(s, 4);
    d.payload = span_first(s, n);
    if (n == 0)
      restart(&t, d.at_us);
    else
      tracker_datagram(t, &d);
    s = span_from(s, n);
  }
  tracker_finish(t, "capture_end");
  tracker_free(t);
  if (calls) abort();
  return 0;
}
