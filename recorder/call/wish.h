// SPDX-License-Identifier: Apache-2.0
// Wish: what a phone in the call asks of whoever records it (a=recordpref, RFC 7866, 6.2): an agent
// who presses pause before a personal number is read, a caller who will not be recorded. How far a
// wish is heeded is the site's choice (setting record_wishes): a threatening caller must not erase
// his own threat where the site does not want it.
#pragma once
#include "recorder/wire/sdp.h"

enum wish_heed { WISH_NONE, WISH_PAUSE, WISH_ERASE };

struct tracker;
struct call;

enum wish_heed wish_heed(const char *setting); // none | pause | erase
// pause: until `on`, ten minutes at most. off: until `on`, and with WISH_ERASE what was recorded is
// erased and nothing more comes: `c` is gone then.
void wish_apply(struct tracker *t, struct call *c, enum sdp_record wish, enum wish_heed heed);
