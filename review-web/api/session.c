// SPDX-License-Identifier: Apache-2.0
// Signing in and out. A wrong name and a wrong password are one answer, in one time.
#include "review-web/http/session.h"

#include "review-web/api/common.h"
#include "review-web/http/limiter.h"
#include "review-web/http/password.h"

static const char refused[] =
    "Wrong name or password. Forgotten? Your team lead can give you a one-time code.";

static enum err open_session(struct request *req) {
  struct id person = *(struct id *)req->note;
  req->audit_actor = req->audit_object = person;
  return session_begin(req, person);
}

enum err session_post(struct request *req) {
  const char *login = NULL, *password = NULL;
  struct person_by_login_row row = {0};
  bool found;
  TRY(REQUEST_JSON(req, {"login", BODY_TEXT, &login, .max = 100},
                   {"password", BODY_TEXT, &password, .max = 400}));
  TRY(limiter_take(req->site->limiter, sv_of(login), clock_wall_ms()));
  TRY(sql_person_by_login(req->db, &req->arena, &(struct person_by_login){login}, &row, &found));
  bool may = found && row.password && !strcmp(row.state, "active");
  bool right = password_matches(may ? row.password : req->site->decoy, sv_of(password));
  if (!may || !right) return fail(E_NO_SESSION, "%s", refused);
  limiter_forgive(req->site->limiter, sv_of(login));
  req->note = arena_new(&req->arena, struct id);
  *(struct id *)req->note = row.id;
  req->then = open_session;
  return OK;
}

enum err session_delete(struct request *req) {
  req->audit_object = req->viewer.person;
  return session_end(req);
}
