// SPDX-License-Identifier: Apache-2.0
// Follow: a dialog that goes on with another one, because its INVITE says that it takes that one's
// place (Replaces, RFC 3891: a pickup, a call taken over, the last step of an attended transfer),
// or because that one's REFER asked for it (RFC 3515). Inside of signal; tells nothing.
//
// Who sends an INVITE with Replaces sits where the other end of whoever receives it sat; who was
// asked by REFER keeps its seat and rings somebody new. Either way one side of the older dialog is
// kept, and the newcomer sits on the other.
#pragma once
#include "recorder/signal/signal.h"

// The dialog of the INVITE in s->sip begins: what it says of others is kept, and `comes` is set.
void follow_begin(struct signal *s, struct dialog *d, const struct datagram *at);
void follow_refer(struct signal *s, struct dialog *d, int side); // the message in s->sip, by side
