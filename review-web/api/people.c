// SPDX-License-Identifier: Apache-2.0
// People: who works here, in which team, with which roles. Coaches see them to give lists and to
// filter; an administrator adds them, changes them, grants and ends.
#include "review-web/api/common.h"
#include "review-web/http/site.h"

struct staff {
  struct people_teams_row *teams;
  struct people_grants_row *grants;
  size_t n_teams, n_grants;
};

static enum err read_staff(struct request *req, struct staff *out) {
  int64_t now = clock_wall_ms();
  TRY(sql_people_teams(req->db, &req->arena, &(struct people_teams){now}, &out->teams,
                       &out->n_teams));
  return sql_people_grants(req->db, &req->arena, &(struct people_grants){now}, &out->grants,
                           &out->n_grants);
}

static void out_roles(struct buf *b, const struct staff *s, struct id person) {
  out_open(b, "roles", '[');
  for (size_t i = 0; i < s->n_grants; i++) {
    const struct people_grants_row *g = &s->grants[i];
    if (!id_eq(g->person, person)) continue;
    out_open(b, NULL, '{');
    out_id(b, "id", g->id);
    out_text(b, "role", g->role);
    out_named(b, "team", g->team, g->team_name);
    out_close(b, '}');
  }
  out_close(b, ']');
}

static void out_team(struct buf *b, const struct staff *s, struct id person) {
  for (size_t i = 0; i < s->n_teams; i++)
    if (id_eq(s->teams[i].person, person)) {
      out_named(b, "team", some_id(s->teams[i].team), s->teams[i].team_name);
      return;
    }
  out_raw(b, "team", NULL);
}

static void out_person(struct request *req, const struct staff *s,
                       const struct person_list_row *p) {
  struct buf *b = &req->out;
  bool administers = req->viewer.rights & (R_STAFF | R_CODES);
  out_open(b, NULL, '{');
  out_id(b, "id", p->id);
  out_text(b, "name", p->name);
  out_text(b, "login", administers ? p->login : NULL);
  out_text(b, "state", p->state);
  out_text(b, "ui_language", p->ui_language);
  out_text(b, "languages", p->languages);
  out_team(b, s, p->id);
  out_roles(b, s, p->id);
  out_close(b, '}');
}

enum err people_list(struct request *req) {
  struct person_list_row *p;
  struct staff s;
  size_t n;
  TRY(sql_person_list(req->db, &req->arena, &p, &n));
  TRY(read_staff(req, &s));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) out_person(req, &s, &p[i]);
  rows_end(req, NULL);
  return OK;
}

// ---- changes ----------------------------------------------------------------------------------

static enum err check_team(struct request *req, struct id team) {
  struct team_get_row row;
  bool found = true;
  if (!id_is_none(team))
    TRY(sql_team_get(req->db, &req->arena, &(struct team_get){team}, &row, &found));
  return found ? OK : fail(E_BAD_DATA, "there is no such team");
}

static enum err give_grant(struct request *req, struct id person, const char *role, struct id team,
                           struct id *out) {
  if (!role_known(role)) return fail(E_BAD_DATA, "there is no such role");
  TRY(check_team(req, team));
  *out = id_new();
  return sql_grant_add(req->db, &(struct grant_add){.id = *out,
                                                    .person = person,
                                                    .role = role,
                                                    .team = opt_id_of(team),
                                                    .from_ms = clock_wall_ms()});
}

static enum err seat(struct request *req, struct id person, struct id team) {
  int64_t now = clock_wall_ms();
  TRY(sql_membership_end(req->db, &(struct membership_end){.to_ms = now, .person = person}));
  if (id_is_none(team)) return OK;
  return sql_membership_add(
      req->db,
      &(struct membership_add){.id = id_new(), .person = person, .team = team, .from_ms = now});
}

static enum err answer_person(struct request *req, struct id id) {
  struct person_get_row p;
  struct staff s;
  bool found;
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){id}, &p, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such person");
  TRY(read_staff(req, &s));
  struct person_list_row row = {p.id,        p.name,  p.login,     p.ui_language,
                                p.languages, p.state, p.created_ms};
  out_person(req, &s, &row);
  return OK;
}

static enum err login_taken(enum err rc) {
  if (rc != E_CONFLICT) return rc;
  err_forget();
  return fail(E_CONFLICT, "somebody signs in by that name already");
}

enum err person_add(struct request *req) {
  struct id id = id_new(), team = {0}, grant;
  const char *name = NULL, *login = NULL, *role = NULL, *languages = "sv";
  TRY(REQUEST_JSON(req, {"name", BODY_TEXT, &name, .max = 100},
                   {"login", BODY_TEXT, &login, .max = 100}, {"role", BODY_TEXT, &role, .max = 10},
                   {"team", BODY_ID, &team, .optional = true},
                   {"languages", BODY_ANY_TEXT, &languages, .max = 100, .optional = true}));
  TRY(login_taken(
      sql_person_add(req->db, &(struct person_add){.id = id,
                                                   .name = name,
                                                   .login = login,
                                                   .ui_language = req->site->settings.site_language,
                                                   .languages = languages,
                                                   .prefs = "{}",
                                                   .state = "invited",
                                                   .created_ms = clock_wall_ms()})));
  TRY(give_grant(req, id, role, team, &grant));
  TRY(seat(req, id, team));
  TRY(site_scope_rebuild(req->db));
  req->audit_object = id;
  return answer_person(req, id);
}

// Leaving ends the sessions, the grants and the place in the team at once; what somebody wrote to
// herself goes with her.
static enum err leave(struct request *req, struct id person) {
  TRY(sql_reflection_erase(req->db, &(struct reflection_erase){person}));
  TRY(sql_session_end_all(req->db, &(struct session_end_all){person}));
  TRY(sql_grant_end_all(req->db,
                        &(struct grant_end_all){.to_ms = clock_wall_ms(), .person = person}));
  return seat(req, person, (struct id){0});
}

enum err person_change(struct request *req) {
  struct person_get_row p;
  struct id team = {0};
  const char *role = NULL;
  bool found, team_said = false;
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->arg.id}, &p, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such person");
  TRY(REQUEST_JSON(req, {"name", BODY_TEXT, &p.name, .max = 100, .optional = true},
                   {"login", BODY_TEXT, &p.login, .max = 100, .optional = true},
                   {"languages", BODY_ANY_TEXT, &p.languages, .max = 100, .optional = true},
                   {"state", BODY_TEXT, &p.state, .max = 10, .optional = true},
                   {"role", BODY_TEXT, &role, .max = 10, .optional = true},
                   {"team", BODY_ID, &team, .optional = true, .seen = &team_said}));
  TRY(body_one_of("state", p.state, "invited|active|left"));
  if (role) return fail(E_BAD_DATA, "roles are given and ended as grants");
  TRY(check_team(req, team));
  TRY(login_taken(sql_person_change(req->db, &(struct person_change){.name = p.name,
                                                                     .login = p.login,
                                                                     .languages = p.languages,
                                                                     .state = p.state,
                                                                     .id = p.id})));
  if (team_said) TRY(seat(req, p.id, team));
  if (!strcmp(p.state, "left")) TRY(leave(req, p.id));
  req->audit_object = p.id;
  return site_scope_rebuild(req->db);
}

enum err grant_add(struct request *req) {
  struct person_get_row p;
  struct id team = {0}, id;
  const char *role = NULL;
  bool found;
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->arg.id}, &p, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such person");
  TRY(REQUEST_JSON(req, {"role", BODY_TEXT, &role, .max = 10},
                   {"team", BODY_ID, &team, .optional = true}));
  TRY(give_grant(req, p.id, role, team, &id));
  req->audit_object = p.id;
  req->audit_detail = role;
  answer_id(req, id);
  return site_scope_rebuild(req->db);
}

enum err grant_end(struct request *req) {
  struct grant_end_row row;
  bool found;
  TRY(sql_grant_end(req->db, &req->arena,
                    &(struct grant_end){.to_ms = clock_wall_ms(), .id = req->arg.id}, &row,
                    &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such grant");
  req->audit_object = row.person;
  req->audit_detail = row.role;
  return site_scope_rebuild(req->db);
}
