// SPDX-License-Identifier: Apache-2.0
// What may.c and may_hear.c have in common.
#pragma once
#include "centre/may.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_find.h"

// Adds the rights of each grant of hers that covers this part.
MUST_CHECK enum err may_rights_over(struct asker who, const struct call_segments_row *part,
                                    rights *out);
struct care_named {
  bool closed;        // the call is under care
  bool agent, holder; // the viewer asked for it; has it, or is asked
};
MUST_CHECK enum err may_see_care(struct asker who, struct id interaction, struct care_named *out);

// What of the call was given to her on lists.
MUST_CHECK enum err may_given(struct asker who, struct id interaction, struct given_items_row **out,
                              size_t *out_n);
