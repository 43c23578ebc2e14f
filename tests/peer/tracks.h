// SPDX-License-Identifier: Apache-2.0
// Tracks: coded voices by what they were made from. Bulk plans give many legs the same sounds.
#pragma once
#include "tests/peer/code.h"

struct tracks;
struct tracks *tracks_new(void);
void tracks_free(struct tracks *t);
MUST_CHECK enum err tracks_get(struct tracks *t, const struct leg_plan *leg,
                               const struct coding *coding, int64_t length_us,
                               const struct track **out); // lives as long as `t`
