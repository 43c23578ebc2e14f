// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/share.h"

enum { LEAST = 100 }; // of fewer frames nothing is said
static const int64_t minute_us = 60 * 1000000LL;

void share_look(struct share *s, const struct tap_counts *c, int64_t now_us) {
  const uint64_t *n = c->wire.unread;
  uint64_t opaque = n[UNREAD_TLS] + n[UNREAD_WEBSOCKET] + n[UNREAD_SCTP];
  uint64_t frames = c->wire.frames - s->frames, unread = tap_unread(c) - s->unread;
  if (frames >= LEAST && unread * 10 > frames) s->much = true; // at once, not only a minute later
  if (opaque > s->opaque) s->sealed = true;
  if (s->since_us && now_us - s->since_us < minute_us) return;
  s->much = frames >= LEAST && unread * 10 > frames;
  s->sealed = opaque > s->opaque;
  *s = (struct share){now_us, c->wire.frames, tap_unread(c), opaque, s->much, s->sealed};
}
