// SPDX-License-Identifier: Apache-2.0
// Which addresses are lines of the house.
#include "recorder/siprec/session.h"

// A line of the house, as the recording policy names them.
bool session_own_line(void *ctx, struct sv address) {
  const struct sessions *s = ctx;
  struct source_asks asks = {.at_us = s->now_us, .number = {sv_cut(&address, '@')}, .n_numbers = 1};
  return s->house->wanted(s->house->ctx, &asks);
}

// Where every call is recorded, that a number is wanted says nothing of whose it is.
bool session_knows_lines(const struct sessions *s) {
  struct source_asks nobody = {.at_us = s->now_us};
  return !s->house->wanted(s->house->ctx, &nobody);
}

bool session_is_own(struct sessions *s, struct sv address) {
  struct sv rest = address, user = sv_cut(&rest, '@');
  return session_knows_lines(s) && (session_own_line(s, address) || session_own_line(s, user));
}
