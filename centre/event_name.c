// SPDX-License-Identifier: Apache-2.0
#include "centre/event_name.h"

enum { AUDIT = 1, OUTBOX = 2, BOTH = AUDIT | OUTBOX };

static const struct {
  const char *name;
  int where;
} events[EVENT_COUNT] = {
#define EVENT(sym, name, where, says) [EV_##sym] = {name, where},
#include "schemas/events.def"
#undef EVENT
};

const char *event_name(enum event e) { return e < EVENT_COUNT ? events[e].name : NULL; }

bool event_is_kept(enum event e) { return e < EVENT_COUNT && events[e].where & AUDIT; }

bool event_is_told(enum event e) { return e < EVENT_COUNT && events[e].where & OUTBOX; }
