// SPDX-License-Identifier: Apache-2.0
// What a client asks of the recording: a pause holds for all the calls its dialog carries, and no
// longer than the house lets one; a stop until it says otherwise.
#include "recorder/siprec/within.h"

enum { LIMIT_S = 600 };

static int64_t limit_us(const struct sessions *s, enum asked asked) {
  if (asked == ASKED_STOP) return INT64_MAX / 2;
  return s->house->pause_limit_us ? s->house->pause_limit_us(s->house->ctx) : LIMIT_S * 1000000LL;
}

void session_obey(struct sessions *s, struct session *d, enum asked asked) {
  struct act act = {.kind = asked == ASKED_RESUME ? ACT_RESUME : ACT_PAUSE,
                    .by = RULING_BY_SIGNAL,
                    .limit_us = limit_us(s, asked)};
  for (int line = -1; line < OFFER_LINES && asked; line++) {
    struct taking *k = line < 0 ? d->taking : d->apart[line];
    if (k && taking_obey(&s->taker, k, &act, s->now_us)) err_forget(); // only an erasure fails
  }
  if (asked) s->counts.changes++;
}
