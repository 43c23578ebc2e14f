// SPDX-License-Identifier: Apache-2.0
// Rights: one bit each, from schemas/rights.def. ANYONE and SIGNED_IN are what a route may ask for
// besides; zero is no right at all, so that a forgotten one is noticed.
#pragma once
#include "core/base.h"

enum right_bit {
  RB_ANYONE,
  RB_SIGNED_IN,
#define RIGHT(sym, roles) RB_##sym,
#include "schemas/rights.def"
#undef RIGHT
  RIGHT_COUNT
};

typedef uint32_t rights; // a set
_Static_assert(RIGHT_COUNT <= 32, "a set of rights is 32 bits");

#define R_ANYONE    (1u << RB_ANYONE)
#define R_SIGNED_IN (1u << RB_SIGNED_IN)
enum {
#define RIGHT(sym, roles) R_##sym = 1u << RB_##sym,
#include "schemas/rights.def"
#undef RIGHT
};

rights rights_of_role(const char *role);
const char *right_name(enum right_bit b); // "R_LISTEN"
bool role_known(const char *role);
bool role_leads(const char *role); // holds its rights over others' calls
