// SPDX-License-Identifier: Apache-2.0
// Agreement: what the body of a use agreement (JSON) forbids. Pure; any thread.
//   {"purpose": …, "listeners": ["agent","coach",…], "retention_days": n, "veto": …}
#pragma once
#include "core/sv.h"

// Without a list of listeners everybody with the right may.
bool agreement_lets_listen(const char *body, const char *role);
MUST_CHECK enum err agreement_check(const char *body); // E_BAD_DATA: not an object, unknown roles
