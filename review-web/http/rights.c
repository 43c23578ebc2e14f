// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/rights.h"

#include "core/sv.h"

static const struct {
  const char *name, *roles;
} table[RIGHT_COUNT] = {
    [RB_ANYONE] = {"R_ANYONE", ""},
    [RB_SIGNED_IN] = {"R_SIGNED_IN", ""},
#define RIGHT(sym, roles_) [RB_##sym] = {"R_" #sym, roles_},
#include "schemas/rights.def"
#undef RIGHT
};

static bool has_word(const char *words, const char *word) {
  for (struct sv rest = sv_of(words); rest.n;)
    if (sv_eq(sv_cut(&rest, ' '), sv_of(word))) return true;
  return false;
}

rights rights_of_role(const char *role) {
  rights r = R_SIGNED_IN;
  for (size_t i = 0; i < RIGHT_COUNT; i++)
    if (has_word(table[i].roles, role)) r |= 1u << i;
  return r;
}

const char *right_name(enum right_bit b) { return table[b].name; }

bool role_known(const char *role) {
  return has_word("agent coach newhire trainer quality dpo admin guest", role);
}

bool role_leads(const char *role) { return has_word("coach trainer quality dpo", role); }
