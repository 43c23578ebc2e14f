// SPDX-License-Identifier: Apache-2.0
// Handed: calls that are handed on, by Replaces or REFER (docs/adr/0045). Of the judge's files
// only.
#pragma once
#include "recorder/call/inside.h"

// The call that d goes on with (recorder/signal/follow.h); its link is turned so that who stays
// keeps the side. NULL: none.
struct call *handed_call(struct tracker *t, const struct dialog *d);
// d, of call c, is answered: what it replaces is over.
void handed_over(struct tracker *t, struct call *c, const struct dialog *d, int64_t at_us);
// d was the last of c, and has ended: who it referred may ring in a moment.
void handed_wait(struct tracker *t, struct call *c, const struct dialog *d);
// ---- pickup.c
struct picked {
  uint8_t leg; // where she sits
  struct who who;
};
// Has somebody picked a ringing call up by a code? They are one now: that one. NULL: no.
struct call *pickup_look(struct tracker *t, struct picked *out);
// d was answered: is it a code, the call that it picks up is waited for.
void pickup_wait(struct tracker *t, struct call *c, const struct dialog *d);
