// SPDX-License-Identifier: Apache-2.0
// Signing in and out. A wrong name and a wrong password are one answer, in one time; each is a line
// in the log. A try waits for its turn (limiter.h) before its password is reckoned.
#include "review-web/http/session.h"

#include "centre/login.h"
#include "gen/sql/person.h"
#include "review-web/api/common.h"
#include "review-web/http/known.h"
#include "review-web/http/limiter.h"
#include "review-web/http/password.h"

static const char refused[] =
    "Wrong name or password. Forgotten? Your team lead can give you a one-time code.";

struct signing_in {
  const char *login, *password;
  struct person_by_login_row row;
  bool found;
  struct limiter_try try;
};

static enum err open_session(struct request *req) {
  const struct signing_in *s = req->note;
  req->audit_actor = req->audit_object = s->row.id;
  TRY(session_begin(req, s->row.id));
  return known_remember(req, s->row.id, s->row.password);
}

// The line says whose name it was, where there is such a person, and never what was typed.
static enum err refuse_session(struct request *req) {
  const struct signing_in *s = req->note;
  req->audit_event = EV_SESSION_REFUSED;
  if (s->found) req->audit_object = s->row.id;
  request_fail(req, fail(E_NO_SESSION, "%s", refused));
  err_forget();
  return OK;
}

static enum err reckon(struct request *req) {
  const struct signing_in *s = req->note;
  bool may = s->found && s->row.password && !strcmp(s->row.state, "active");
  bool right = password_matches(may ? s->row.password : req->site->decoy, sv_of(s->password));
  if (may && right) limiter_forgive(req->site->limiter, &s->try);
  req->then = may && right ? open_session : refuse_session;
  return OK;
}

enum err serve_session_open(struct request *req) {
  struct signing_in *s = arena_new(&req->arena, struct signing_in);
  TRY(REQUEST_JSON(req, {"login", BODY_TEXT, &s->login, .max = 100},
                   {"password", BODY_TEXT, &s->password, .max = 400}));
  TRY(login_find(req->db, &req->arena, s->login, &s->row, &s->found));
  s->try = (struct limiter_try){.name = sv_of(s->login), .from = peer_share(&req->from)};
  if (s->found) s->try.device = known_device(req, s->row.id, s->row.password);
  req->note = s;
  TRY(limiter_take(req->site->limiter, &s->try, clock_wall_ms(), &req->later_ms));
  req->later = reckon;
  return OK;
}

enum err serve_session_close(struct request *req) {
  req->audit_object = req->viewer.person;
  return session_end(req);
}
