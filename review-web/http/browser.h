// SPDX-License-Identifier: Apache-2.0
// Browser: what a browser says it is, as two words of our own, so that a person tells her sessions
// apart: "firefox windows", "safari ios". What it says besides is not kept: no right stands on it.
#pragma once
#include "core/arena.h"
#include "core/sv.h"

// Words of review-web/ui/words/own.ts, in the arena; NULL where neither is known.
const char *browser_words(struct arena *a, struct sv user_agent);
