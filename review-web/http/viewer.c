// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/viewer.h"

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
