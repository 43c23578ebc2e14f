// SPDX-License-Identifier: Apache-2.0
// Programmes: what their makers and their trainees are told alike.
#pragma once
#include "gen/sql/programme.h"
#include "gen/told/programme.h"
#include "review-web/api/common.h"

// An item's call and whether its sound can be heard now (Programme's `source`), for whoever asks.
struct item_sound {
  const char *source;
  const struct told_call_row *call; // NULL: there is none, or it is not hers to know of
  int64_t from_ms, to_ms;
};
MUST_CHECK enum err item_sound(struct request *req, const struct programme_items_row *item,
                               struct item_sound *out);
