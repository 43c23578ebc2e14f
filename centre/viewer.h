// SPDX-License-Identifier: Apache-2.0
// Viewer: who asks, and over what. Rights hang on scopes: the person's own calls, a team's, or the
// whole site's; an interaction lies in the scopes of its agents, its teams and the site
// (interaction_scope in the catalogue), and what two sides have in common is what may be done.
#pragma once
#include "centre/role.h"
#include "core/db.h"

enum { VIEWER_SCOPES = 8 }; // the person, and at most 7 teams or the site

struct viewer_scope {
  struct id id; // a person, a team; all zero: the site
  rights rights;
};

struct viewer {
  struct id person;
  rights rights; // the union
  struct viewer_scope scopes[VIEWER_SCOPES];
  size_t n_scopes;
  struct id teams[VIEWER_SCOPES]; // where the person is a member now
  size_t n_teams;
  struct id key;       // another system, by its key: no person; none: a person
  uint8_t session[32]; // the token's hash; zero: not signed in
};

// The viewer a person is right now: her grants, and the teams she is in.
MUST_CHECK enum err viewer_read(struct db *db, struct arena *a, struct id person,
                                struct viewer *out);
// Adds a right over a scope, joining it with what is there. Past VIEWER_SCOPES it is dropped.
void viewer_grant(struct viewer *v, struct id scope, rights r);
rights viewer_over(const struct viewer *v, struct id scope);
bool viewer_in_team(const struct viewer *v, struct id team);
