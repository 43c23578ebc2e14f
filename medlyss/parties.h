// SPDX-License-Identifier: Apache-2.0
// Parties: who spoke in a call, for whoever holds the keys: the caller's number and name out of
// their sealed field, each agent's line and name.
#pragma once
#include "gen/sql/interaction.h"
#include "medlyss/house.h"

// Adds "parties":[{"side","number","name"}…].
MUST_CHECK enum err parties_write(struct house *h, struct arena *a,
                                  const struct interaction_all_row *row, struct buf *b);
