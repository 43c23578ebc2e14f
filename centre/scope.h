// SPDX-License-Identifier: Apache-2.0
// Scope: who may see whose calls, follows from grants and memberships. Called after
// each change of them, in the same transaction; and as grants begin and end by the clock.
#pragma once
#include "core/db.h"

MUST_CHECK enum err scope_rebuild(struct db *db);
