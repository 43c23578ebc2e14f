// SPDX-License-Identifier: Apache-2.0
// What a capture of before adr 19 left in dialogs.state ("MEDLIVE1": calls, dialogs and places as
// they lay in its memory), so that an upgrade cuts no live call. Inside of the judge.
#pragma once
#include "recorder/call/tracker.h"

bool adopt_is_before(struct span saved);
MUST_CHECK enum err adopt_before(struct tracker *t, struct span saved, int64_t now_us);
