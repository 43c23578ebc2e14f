// SPDX-License-Identifier: Apache-2.0
#include "centre/role.h"

#include "core/jsonw.h"

static const char *const names[RIGHT_COUNT] = {
    [RB_ANYONE] = "R_ANYONE",
    [RB_SIGNED_IN] = "R_SIGNED_IN",
#define RIGHT(sym) [RB_##sym] = "R_" #sym,
#include "schemas/rights.def"
#undef RIGHT
};

enum over { OVER_NONE, OVER_OWN, OVER_LEARNS, OVER_LEADS, OVER_SITE };
static const struct role {
  const char *name;
  enum over over;
  rights carries;
} roles[] = {
#define ROLE(name, over, carries) {#name, OVER_##over, carries},
#include "schemas/roles.def"
#undef ROLE
};

static const struct role *role_of(const char *name) {
  static const struct role nobody;
  for (size_t i = 0; i < countof(roles); i++)
    if (!strcmp(roles[i].name, name)) return &roles[i];
  return &nobody;
}

rights rights_of_role(const char *role) { return R_SIGNED_IN | role_of(role)->carries; }

rights rights_of_own_call(void) {
  rights all = R_SIGNED_IN;
  for (size_t i = 0; i < countof(roles); i++)
    if (roles[i].over == OVER_OWN) all |= roles[i].carries;
  return all;
}

void rights_json(struct buf *b, rights r) {
  buf_add_char(b, '[');
  for (unsigned i = 0; i < RB_ANYONE; i++) {
    if (!(r & 1u << i)) continue;
    jsonw_comma(b);
    jsonw_text(b, names[i]);
  }
  buf_add_char(b, ']');
}

enum err role_fits(const char *role, bool of_team) {
  if (!role_known(role)) return fail(E_BAD_DATA, "there is no such role");
  if (!role_of_site(role) || !of_team) return OK;
  return fail(E_BAD_DATA, "team: an administrator is the whole site's");
}

bool role_known(const char *role) { return role_of(role)->name; }

bool role_of_site(const char *role) { return role_of(role)->over == OVER_SITE; }

bool role_leads(const char *role) { return role_of(role)->over == OVER_LEADS; }
