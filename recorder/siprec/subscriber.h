// SPDX-License-Identifier: Apache-2.0
// Subscriber: whose calls a hosted PBX records, by its own elements (BroadWorks and Webex Calling:
// userID, callingPartyNumber, calledPartyNumber). Pure.
#pragma once
#include "recorder/siprec/metadata.h"

// The participant who is that user is one of the house, and who rang is known; an id that nobody
// dials gives way to the number the subscriber is reached by. Nothing where the elements are not
// there or name nobody who takes part.
void subscriber_find(struct metadata *m);
