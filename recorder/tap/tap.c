// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/tap.h"

#include "recorder/tap/copies.h"

struct tap {
  struct dissect *dissect;
  struct copies *copies;
  uint64_t n_copies;
  dissect_fn *fn; // of the frame that is being taken apart
  void *ctx;
};

struct tap *tap_new(void) {
  struct tap *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->dissect = dissect_new();
  t->copies = copies_new();
  if (t->dissect && t->copies) return t;
  tap_free(t);
  return NULL;
}

void tap_free(struct tap *t) {
  if (!t) return;
  dissect_free(t->dissect);
  copies_free(t->copies);
  free(t);
}

void tap_sip_port(struct tap *t, uint16_t port) { dissect_sip_port(t->dissect, port); }

static void on_datagram(void *ctx, const struct datagram *d) {
  struct tap *t = ctx;
  if (!d->tcp && copies_seen(t->copies, d))
    t->n_copies++;
  else
    t->fn(t->ctx, d);
}

void tap_frame(struct tap *t, const struct frame *f, dissect_fn *fn, void *ctx) {
  t->fn = fn;
  t->ctx = ctx;
  dissect_frame(t->dissect, f, on_datagram, t);
}

void tap_counts(const struct tap *t, struct tap_counts *out) {
  dissect_counts(t->dissect, &out->wire);
  out->copies = t->n_copies;
}

uint64_t tap_unread(const struct tap_counts *c) {
  uint64_t n = 0;
  for (int why = UNREAD_NONE + 1; why < UNREAD_KINDS; why++) n += c->wire.unread[why];
  return n;
}

void tap_say_number(uint64_t n, struct buf *out) {
  if (n >= 1000) {
    tap_say_number(n / 1000, out);
    buf_printf(out, ",%03u", (unsigned)(n % 1000));
  } else
    buf_printf(out, "%u", (unsigned)n);
}

static void say_one(const struct tap_counts *c, enum unread why, struct buf *out) {
  if (out->n) buf_add_str(out, "; ");
  tap_say_number(c->wire.unread[why], out);
  const char *text = unread_text(why), *rest = strchr(text, ' ');
  int noun = (int)(rest - text) - (c->wire.unread[why] == 1); // one frame, two frames
  buf_printf(out, " %.*s%s", noun, text, rest);
  uint32_t number = c->wire.example[why];
  if (why == UNREAD_TYPE) buf_printf(out, " (first: 0x%04x)", number);
  if (why == UNREAD_LINK) buf_printf(out, " (first: %u)", number);
}

void tap_say_unread(const struct tap_counts *c, struct buf *out) {
  bool said[UNREAD_KINDS] = {true}; // UNREAD_NONE
  for (;;) {
    int most = UNREAD_NONE;
    for (int why = UNREAD_NONE + 1; why < UNREAD_KINDS; why++)
      if (!said[why] && c->wire.unread[why] > (most ? c->wire.unread[most] : 0)) most = why;
    if (!most) return;
    said[most] = true;
    say_one(c, (enum unread)most, out);
  }
}
