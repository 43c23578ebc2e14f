// SPDX-License-Identifier: Apache-2.0
// Scope: who may see whose calls, rebuilt from grants and memberships in the caller's transaction.
#pragma once
#include "core/db.h"

MUST_CHECK enum err scope_rebuild(struct db *db);
