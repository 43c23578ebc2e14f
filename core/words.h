// SPDX-License-Identifier: Apache-2.0
// Words: text cut into words as a search meets them: runs of letters and digits, lower case (ASCII
// and Latin letters to U+017E), 2 to 40 bytes; longer ones are cut. Whatever is no UTF-8 separates.
// Pure; any thread.
#pragma once
#include "core/sv.h"

enum { WORDS_LONGEST = 40, WORDS_ROOM = WORDS_LONGEST + 4 };

// The next word of *rest, NUL-terminated; false when there is none.
bool words_next(struct sv *rest, char out[WORDS_ROOM]);
