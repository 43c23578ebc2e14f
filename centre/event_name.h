// SPDX-License-Identifier: Apache-2.0
// Event names: schemas/events.def as an enum, for those who name what happened and tell nobody.
// The pages have the same list (build/gen/api.ts).
#pragma once
#include "core/base.h"

enum event {
  EV_NONE,
#define EVENT(sym, name, where, says) EV_##sym,
#include "schemas/events.def"
#undef EVENT
  EVENT_COUNT
};

const char *event_name(enum event e); // "noun.verbed"; NULL: none
bool event_is_kept(enum event e);     // written into the audit chain
bool event_is_told(enum event e);     // to event streams
