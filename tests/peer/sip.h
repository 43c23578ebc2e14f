// SPDX-License-Identifier: Apache-2.0
// SIP: the messages of one call (RFC 3261, SDP by RFC 4566), put among the events at their
// instants.
#pragma once
#include "tests/peer/event.h"
#include "tests/peer/plan.h"

// The Call-ID a plan's call has.
const char *sip_call_id(struct arena *a, const struct call_plan *c);
uint32_t sip_host(const char *dotted); // host order
void sip_add(struct arena *a, const struct call_plan *c, struct events *out);
