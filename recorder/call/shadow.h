// SPDX-License-Identifier: Apache-2.0
// Shadow: a voice that a relay codes anew is seen twice, and is one voice. The outer one (nearer
// the phone) is written; an inner one is held back until it is sure that no outer one comes.
#pragma once
#include "recorder/call/inside.h"

enum shadow { SHADOW_NONE, SHADOW_CAST, SHADOW_DOUBTED };
enum shadow shadow_judge(struct tracker *t, struct call *c, const struct media *m);
bool shadow_ever(const struct call *c, const struct media *m); // an outer one was heard at all
void shadow_heard(struct call *c, const struct media *m);
// At this depth lies what nobody can read: whatever can be is recorded before it.
enum { DEPTH_UNREAD = DEPTH_MOST + 1 };
// The call is opened: what is known of its keys by now says which of the first packets those are.
void shadow_review(struct tracker *t, struct call *c);
bool shadow_settled(const struct tracker *t, const struct call *c, uint8_t leg); // no outer came
void shadow_hold(struct tracker *t, struct hold_chain *chain, const struct media *m);
