// SPDX-License-Identifier: Apache-2.0
// State: encode's sign of life, run/encode.state, a JSON object rewritten each second by rename (a
// reader sees the old or the new), and every five seconds in the catalogue for the health page,
// with capture's own beside it (run/capture.state).
#pragma once
#include "recorder/encode/follow.h"

// Errors are not fatal: what cannot be told is told again in a second.
void state_tell(const struct follow *f, struct desk *d);
