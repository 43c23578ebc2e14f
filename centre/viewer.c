// SPDX-License-Identifier: Apache-2.0
#include "centre/viewer.h"

#include "core/clock.h"
#include "gen/sql/person.h"

void viewer_grant(struct viewer *v, struct id scope, rights r) {
  v->rights |= r;
  for (size_t i = 0; i < v->n_scopes; i++)
    if (id_eq(v->scopes[i].id, scope)) {
      v->scopes[i].rights |= r;
      return;
    }
  if (v->n_scopes < VIEWER_SCOPES) v->scopes[v->n_scopes++] = (struct viewer_scope){scope, r};
}

rights viewer_over(const struct viewer *v, struct id scope) {
  for (size_t i = 0; i < v->n_scopes; i++)
    if (id_eq(v->scopes[i].id, scope)) return v->scopes[i].rights;
  return 0;
}

bool viewer_in_team(const struct viewer *v, struct id team) {
  for (size_t i = 0; i < v->n_teams; i++)
    if (id_eq(v->teams[i], team)) return true;
  return false;
}

enum err viewer_read(struct db *db, struct arena *a, struct id person, struct viewer *out) {
  struct viewer v = {.person = person, .rights = R_SIGNED_IN};
  int64_t now = clock_wall_ms();
  struct grant_at_row *grants;
  struct membership_at_row *teams;
  size_t n_grants, n_teams;
  TRY(sql_grant_at(db, a, &(struct grant_at){.person = person, .at_ms = now}, &grants, &n_grants));
  TRY(sql_membership_at(db, a, &(struct membership_at){.person = person, .at_ms = now}, &teams,
                        &n_teams));
  for (size_t i = 0; i < n_grants; i++) {
    rights r = rights_of_role(grants[i].role);
    struct id scope = role_leads(grants[i].role) ? grants[i].team.v : person;
    if (role_of_site(grants[i].role)) scope = (struct id){{0}};
    viewer_grant(&v, scope, r);
  }
  for (size_t i = 0; i < n_teams && v.n_teams < VIEWER_SCOPES; i++)
    v.teams[v.n_teams++] = teams[i].team;
  *out = v;
  return OK;
}
