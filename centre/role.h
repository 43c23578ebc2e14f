// SPDX-License-Identifier: Apache-2.0
// Rights: one bit each, from schemas/rights.def; roles carry them, as schemas/roles.def says.
// ANYONE and SIGNED_IN are what a route may ask for besides; zero is no right at all, so that a
// forgotten one is noticed.
#pragma once
#include "core/buf.h"

enum right_bit {
#define RIGHT(sym) RB_##sym,
#include "schemas/rights.def"
#undef RIGHT
  RB_ANYONE, // the last: the others are enumerators, which are int
  RB_SIGNED_IN,
  RIGHT_COUNT
};

typedef uint32_t rights; // a set
_Static_assert(RIGHT_COUNT <= 32, "a set of rights is 32 bits");

#define R_ANYONE    (1u << RB_ANYONE)
#define R_SIGNED_IN (1u << RB_SIGNED_IN)
enum {
#define RIGHT(sym) R_##sym = 1u << RB_##sym,
#include "schemas/rights.def"
#undef RIGHT
};

rights rights_of_role(const char *role);
rights rights_of_own_call(void);           // of whoever took it, whatever else she is now
void rights_json(struct buf *b, rights r); // ["R_CALLS",…], those that are asked for by name
// E_BAD_DATA: no such role, or one of the whole site's given over a team.
MUST_CHECK enum err role_fits(const char *role, bool of_team);
bool role_known(const char *role);
bool role_leads(const char *role);   // holds its rights over others' calls
bool role_of_site(const char *role); // over the whole site, whatever team its grant names
