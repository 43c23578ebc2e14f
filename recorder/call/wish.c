// SPDX-License-Identifier: Apache-2.0
#include "recorder/call/wish.h"

#include "recorder/call/inside.h"
#include "recorder/call/life.h"

#define PAUSE_US   (10 * 60 * INT64_C(1000000))
#define FOREVER_US (INT64_C(1) << 60)

enum wish_heed wish_heed(const char *setting) {
  if (!strcmp(setting, "none")) return WISH_NONE;
  return strcmp(setting, "erase") ? WISH_PAUSE : WISH_ERASE;
}

void wish_apply(struct tracker *t, struct call *c, enum sdp_record wish, enum wish_heed heed) {
  if (heed == WISH_NONE || wish == SDP_RECORD_UNSAID) return;
  bool off = wish != SDP_RECORD_ON && wish != SDP_RECORD_PAUSE;
  struct act act = {.kind = wish == SDP_RECORD_ON ? ACT_RESUME : ACT_PAUSE,
                    .by = RULING_BY_WISH,
                    .limit_us = off ? FOREVER_US : PAUSE_US};
  if (off && heed == WISH_ERASE && c->sink && !c->ruling.held) act.kind = ACT_ERASE;
  if (life_obey(t, c, &act)) err_forget();
}
