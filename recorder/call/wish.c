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
  if (wish == SDP_RECORD_ON)
    life_resume(t, c, "wish");
  else if (wish == SDP_RECORD_PAUSE)
    life_pause(t, c, t->now_us + PAUSE_US, "wish");
  else if (heed == WISH_ERASE && c->sink)
    life_erase(t, c);
  else
    life_pause(t, c, FOREVER_US, "wish");
}
