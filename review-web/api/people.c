// SPDX-License-Identifier: Apache-2.0
// People: who works here, in which team, with which roles. Coaches see them to give lists and to
// filter; an administrator adds them, changes them, grants and ends.
#include "centre/login.h"
#include "centre/scope.h"
#include "gen/sql/begun.h"
#include "gen/sql/coaching.h"
#include "gen/sql/matter.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/programme.h"
#include "gen/sql/self.h"
#include "gen/sql/team.h"
#include "gen/sql/web_centre.h"
#include "gen/sql/web_list.h"
#include "gen/sql/web_session.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"
#include "review-web/http/site.h"
#include "scoring/scoring.h"

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

static void read_roles(struct request *req, const struct staff *s, struct told_person *out) {
  out->roles = arena_array(&req->arena, s->n_grants + 1, struct people_grants_row);
  for (size_t i = 0; i < s->n_grants; i++)
    if (id_eq(s->grants[i].person, out->person_list->id)) out->roles[out->n_roles++] = s->grants[i];
}

static const struct told_named *team_of(struct request *req, const struct staff *s,
                                        struct id person) {
  for (size_t i = 0; i < s->n_teams; i++)
    if (id_eq(s->teams[i].person, person))
      return told_name(req, s->teams[i].team, s->teams[i].team_name);
  return NULL;
}

// By what name somebody signs in is told to those who let her in.
static enum err person_told(struct request *req, const struct staff *s,
                            const struct person_list_row *p, struct told_person *out) {
  bool administers;
  TRY(may_see_login(asker(req), p->id, &administers));
  *out = (struct told_person){
      .person_list = p, .login = administers ? p->login : NULL, .team = team_of(req, s, p->id)};
  read_roles(req, s, out);
  return OK;
}

enum err serve_people_list(struct request *req) {
  struct person_list_row *p;
  struct staff s;
  size_t n;
  TRY(sql_person_list(req->db, &req->arena, &p, &n));
  TRY(read_staff(req, &s));
  struct told_person *told = arena_array(&req->arena, n + 1, struct told_person);
  size_t shown = 0;
  for (size_t i = 0; i < n; i++) {
    bool seen;
    TRY(may_see_person(asker(req), p[i].id, &seen));
    if (seen) TRY(person_told(req, &s, &p[i], &told[shown++]));
  }
  ANSWER_ROWS(req, tell_person, told, shown, NULL);
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
  TRY(role_fits(role, !id_is_none(team)));
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
  TRY(sql_shift_end_elsewhere(
      req->db,
      &(struct shift_end_elsewhere){.to_ms = now, .person = person, .team = opt_id_of(team)}));
  TRY(sql_shift_drop_empty(req->db, &(struct shift_drop_empty){person}));
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
  struct told_person told;
  TRY(person_told(req, &s, &row, &told));
  tell_person(&req->out, &told);
  return OK;
}

enum err serve_person_add(struct request *req) {
  struct id id = id_new(), team = {0}, grant;
  const char *name = NULL, *login = NULL, *role = NULL, *languages = "sv";
  TRY(REQUEST_JSON(req, {"name", BODY_NAME, &name, .max = 100},
                   {"login", BODY_NAME, &login, .max = 100}, {"role", BODY_TEXT, &role, .max = 10},
                   {"team", BODY_ID, &team, .optional = true},
                   {"languages", BODY_ANY_TEXT, &languages, .max = 100, .optional = true}));
  TRY(name_read_languages(&req->arena, "languages", &languages));
  TRY(login_read(req->db, &req->arena, id, &login));
  TRY(sql_person_add(req->db, &(struct person_add){.id = id,
                                                   .name = name,
                                                   .login = login,
                                                   .ui_language = req->site->settings.site_language,
                                                   .languages = languages,
                                                   .prefs = "{}",
                                                   .state = "invited",
                                                   .created_ms = clock_wall_ms()}));
  TRY(give_grant(req, id, role, team, &grant));
  TRY(seat(req, id, team));
  TRY(scope_rebuild(req->db));
  req->audit_object = id;
  return answer_person(req, id);
}

// What let her in: sessions, grants, the password, codes made for her and by her.
static enum err shut_out(struct request *req, struct id person, int64_t now) {
  TRY(sql_session_end_all(req->db, &(struct session_end_all){person}));
  TRY(sql_grant_end_all(req->db, &(struct grant_end_all){.to_ms = now, .person = person}));
  TRY(sql_person_password_forget(req->db, &(struct person_password_forget){person}));
  return sql_code_retire_all(req->db, &(struct code_retire_all){.used_ms = now, .person = person});
}

// What she let others hear: her lists, what was given to her, her yes to calls on others' lists.
static enum err take_back(struct request *req, struct id person, int64_t now) {
  TRY(sql_list_retire_all(req->db, &(struct list_retire_all){.retired_ms = now, .owner = person}));
  TRY(sql_list_reader_end_all(req->db, &(struct list_reader_end_all){person}));
  TRY(sql_consent_end_all(req->db, &(struct consent_end_all){.decided_ms = now, .agent = person}));
  return sql_list_item_end_all(req->db,
                               &(struct list_item_end_all){.decided_ms = now, .agent = person});
}

// Her place in programmes, and what was hers there; whom she was the mentor of.
static enum err leave_programmes(struct request *req, struct id person, int64_t now) {
  TRY(sql_programme_answers_forget(req->db, &(struct programme_answers_forget){person}));
  TRY(sql_programme_guesses_forget(req->db, &(struct programme_guesses_forget){person}));
  TRY(sql_programme_asks_forget(req->db, &(struct programme_asks_forget){person}));
  TRY(sql_programme_mentor_end_all(req->db, &(struct programme_mentor_end_all){person}));
  return sql_programme_members_end_all(
      req->db, &(struct programme_members_end_all){.ended_ms = now, .person = person});
}

// Leaving ends all of that and her seats at once; what somebody wrote to herself goes with her.
static enum err leave(struct request *req, struct id person) {
  int64_t now = clock_wall_ms();
  TRY(sql_reflection_erase(req->db, &(struct reflection_erase){person}));
  TRY(sql_note_drafts_forget(req->db, &(struct note_drafts_forget){person}));
  TRY(sql_matter_owner_leaves(req->db, &(struct matter_owner_leaves){person}));
  TRY(sql_promises_handed_forget(req->db, &(struct promises_handed_forget){person}));
  TRY(shut_out(req, person, now));
  TRY(take_back(req, person, now));
  TRY(leave_programmes(req, person, now));
  TRY(sql_shift_end_all(req->db, &(struct shift_end_all){.to_ms = now, .person = person}));
  return seat(req, person, (struct id){0});
}

// After a change of who leads whom: visibility anew, and coaching whose coach leads no more ends.
static enum err leads_changed(struct request *req) {
  struct coaching_plans_left_row *left;
  size_t n;
  int64_t now = clock_wall_ms();
  TRY(sql_coaching_plans_left(req->db, &req->arena, &(struct coaching_plans_left){now}, &left, &n));
  for (size_t i = 0; i < n; i++)
    TRY(coaching_end(req->db, left[i].id, req->viewer.person, "left", now));
  return scope_rebuild(req->db);
}

// Nobody could make another: a site keeps an administrator who has not left.
static enum err one_administers(struct request *req) {
  struct grant_admin_count_row admins;
  TRY(sql_grant_admin_count(req->db, NULL, &(struct grant_admin_count){clock_wall_ms()}, &admins));
  return admins.n ? OK : fail(E_CONFLICT, "the last administrator stays: make another one first");
}

// What an older house holds stays as it is until somebody changes it.
static enum err words_changed(struct request *req, struct person_get_row *p, const char *was_login,
                              const char *was_languages) {
  if (p->languages != was_languages)
    TRY(name_read_languages(&req->arena, "languages", &p->languages));
  bool same = !p->login || p->login == was_login || (was_login && !strcmp(p->login, was_login));
  return same ? OK : login_read(req->db, &req->arena, p->id, &p->login);
}

enum err serve_person_change(struct request *req) {
  struct person_get_row p;
  struct id team = {0};
  const char *role = NULL;
  bool found, team_said = false;
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->arg.id}, &p, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such person");
  const char *was_login = p.login, *was_languages = p.languages;
  TRY(REQUEST_JSON(req, {"name", BODY_NAME, &p.name, .max = 100, .optional = true},
                   {"login", BODY_NAME, &p.login, .max = 100, .optional = true},
                   {"languages", BODY_ANY_TEXT, &p.languages, .max = 100, .optional = true},
                   {"state", BODY_TEXT, &p.state, .max = 10, .optional = true},
                   {"role", BODY_TEXT, &role, .max = 10, .optional = true},
                   {"team", BODY_ID, &team, .optional = true, .seen = &team_said}));
  TRY(body_one_of("state", p.state, WORDS_PersonState));
  if (role) return fail(E_BAD_DATA, "roles are given and ended as grants");
  TRY(check_team(req, team));
  TRY(words_changed(req, &p, was_login, was_languages));
  TRY(sql_person_change(req->db, &(struct person_change){.name = p.name,
                                                         .login = p.login,
                                                         .languages = p.languages,
                                                         .state = p.state,
                                                         .id = p.id}));
  if (team_said) TRY(seat(req, p.id, team));
  if (!strcmp(p.state, "left")) TRY(leave(req, p.id));
  TRY(one_administers(req));
  req->audit_object = p.id;
  return leads_changed(req);
}

// What one may do is said by another, as soon as there is another who can say it.
static enum err another_says(struct request *req, struct id person) {
  struct grant_admin_count_row admins;
  if (!id_eq(person, req->viewer.person)) return OK;
  TRY(sql_grant_admin_count(req->db, NULL, &(struct grant_admin_count){clock_wall_ms()}, &admins));
  return admins.n < 2
             ? OK
             : fail(E_FORBIDDEN, "nobody gives herself a role: another administrator does");
}

enum err serve_grant_add(struct request *req) {
  struct person_get_row p;
  struct id team = {0}, id;
  const char *role = NULL;
  bool found;
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->arg.id}, &p, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such person");
  if (!strcmp(p.state, "left")) return fail(E_CONFLICT, "whoever has left is given no role");
  TRY(another_says(req, p.id));
  TRY(REQUEST_JSON(req, {"role", BODY_TEXT, &role, .max = 10},
                   {"team", BODY_ID, &team, .optional = true}));
  TRY(give_grant(req, p.id, role, team, &id));
  req->audit_object = p.id;
  req->audit_detail = role;
  answer_id(req, id);
  return leads_changed(req);
}

enum err serve_grant_end(struct request *req) {
  struct grant_end_row row;
  bool found;
  TRY(sql_grant_end(req->db, &req->arena,
                    &(struct grant_end){.to_ms = clock_wall_ms(), .id = req->arg.id}, &row,
                    &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such grant");
  TRY(one_administers(req));
  req->audit_object = row.person;
  req->audit_detail = row.role;
  return leads_changed(req);
}
