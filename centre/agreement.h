// SPDX-License-Identifier: Apache-2.0
// Agreement: what the body of a use agreement (JSON) forbids. Pure; any thread.
//   {"purpose": …, "listeners": ["agent","coach",…], "colleagues": bool,
//    "retention_days": n, "veto": …,
//    "employer": "quality" | "admin", "notice_days": n}
#pragma once
#include "core/arena.h"
#include "core/buf.h"
#include "core/sv.h"

// Without a list of listeners everybody with the right may.
bool agreement_lets_listen(const char *body, const char *role);
// That list as it is quoted: "agent, coach".
const char *agreement_listeners(const char *body, struct arena *a);
// Who took part of a call may hear its other parts: only where it is said.
bool agreement_lets_colleagues(const char *body);
// An agent may say "do not use this call", unless "veto" is false.
bool agreement_lets_veto(const char *body);
// Who signs for the employer: a role, or NULL where the text names none.
const char *agreement_employer(const char *body);
int64_t agreement_notice_days(const char *body); // from notice to the end; 0: at once
// Clauses in force that nothing obeys, as the members of a JSON array.
void agreement_unenforced(const char *body, struct buf *out);
MUST_CHECK enum err
agreement_check(const char *body); // E_BAD_DATA: without a purpose, unknown roles …
