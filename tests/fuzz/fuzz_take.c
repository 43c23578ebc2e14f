// SPDX-License-Identifier: Apache-2.0
// Records of a call as bytes: settings, then (kind, leg, time step, length, bytes) until the end.
#include "recorder/encode/take.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reader {
  const uint8_t *p;
  size_t n;
};

static unsigned take_byte(struct reader *r) {
  if (r->n == 0) return 0;
  r->n--;
  return *r->p++;
}

static size_t heard, drawn;
static enum err packet(void *user, const uint8_t *p, size_t n, uint32_t samples) {
  (void)user;
  if (n < 2 || samples != 960 || p == NULL) abort();
  heard++;
  return OK;
}
static enum err peaks(void *user, const uint8_t *p, size_t n) {
  (void)user, (void)p;
  drawn += n;
  return OK;
}

static const struct take_codec codecs[] = {
    {.pt = 96, .channels = 2, .clock_hz = 48000, .name = "opus"},
    {.pt = 97, .channels = 1, .clock_hz = 8000, .name = "telephone-event"},
    {.pt = 98, .channels = 1, .clock_hz = 16000, .name = "L16"},
    {.pt = 99, .channels = 1, .clock_hz = 4000, .name = "nobody-knows"},
};

static enum err record(struct take *t, struct reader *r, int64_t *now) {
  unsigned kind = take_byte(r), leg = kind >> 4, step = take_byte(r), more = take_byte(r);
  *now += (int64_t)step * (more & 1 ? 20000 : 300) - (more & 2 ? 30000 : 0);
  size_t n = take_byte(r);
  if (more & 4) n *= 4;
  if (n > r->n) n = r->n;
  struct take_mark m = {
      .kind = (enum take_mark_kind)(step % 5), .at_us = *now, .len_us = 1000 * (int64_t)more};
  struct take_leg l = {(uint8_t)leg, (enum take_side)(step & 1), countof(codecs), codecs};
  enum err rc = OK;
  if ((kind & 15) == 1)
    rc = take_rtcp(t, (uint8_t)leg, *now, r->p, n);
  else if ((kind & 15) == 2)
    rc = take_mark(t, &m);
  else if ((kind & 15) == 3)
    rc = take_leg(t, &l);
  else
    rc = take_rtp(t, (uint8_t)leg, *now, r->p, n);
  r->p += n;
  r->n -= n;
  return rc;
}

static void feed(struct take *t, struct reader r) {
  int64_t now = 1700000000;
  for (int i = 0; r.n && i < 2000; i++)
    if (record(t, &r, &now) != OK) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct reader r = {data, size};
  unsigned how = take_byte(&r);
  struct take_config c = {.channels = how & 1 ? 1 : 2,
                          .keep_opus = how & 2,
                          .measures = how & 4,
                          .mask_dtmf = how & 8,
                          .sink = {NULL, packet, peaks}};
  struct take *t;
  const struct take_result *result;
  if (take_open(&c, &t) != OK) abort();
  feed(t, r);
  if (take_finish(t, &result) != OK) abort();
  if (result->needs_again) {
    if (take_again(t) != OK) abort();
    feed(t, r);
    if (take_finish(t, &result) != OK || result->needs_again) abort();
  }
  for (size_t i = 0; i < result->gap_n; i++)
    if (result->gaps[i].to_ms <= result->gaps[i].from_ms) abort();
  take_free(t);
  err_forget();
  return 0;
}
