// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/wish.h"

#include "recorder/capture/tracker_inside.h"

#define PAUSE_US   (10 * 60 * INT64_C(1000000))
#define FOREVER_US (INT64_C(1) << 60)

enum wish_heed wish_heed(const char *setting) {
  if (!strcmp(setting, "none")) return WISH_NONE;
  return strcmp(setting, "erase") ? WISH_PAUSE : WISH_ERASE;
}

static void pause_call(struct tracker *t, struct call *c, int64_t limit_us) {
  if (!c->paused) live_call_mark(t, c, "pause", -1, "wish");
  c->paused = true;
  c->pause_until_us = limit_us == FOREVER_US ? FOREVER_US : t->now_us + limit_us;
}

static void resume_call(struct tracker *t, struct call *c) {
  if (c->paused) live_call_mark(t, c, "unpause", -1, "wish");
  c->paused = false;
}

void wish_apply(struct tracker *t, struct call *c, enum sdp_record wish, enum wish_heed heed) {
  if (heed == WISH_NONE || wish == SDP_RECORD_UNSAID) return;
  if (wish == SDP_RECORD_ON)
    resume_call(t, c);
  else if (wish == SDP_RECORD_PAUSE)
    pause_call(t, c, PAUSE_US);
  else if (heed == WISH_ERASE && c->sink && tracker_erase(t, c->interaction) == OK)
    return;
  else
    pause_call(t, c, FOREVER_US);
}
