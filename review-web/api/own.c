// SPDX-License-Identifier: Apache-2.0
// One's own account: the password, where one is signed in, and what was done to it lately.
#include "gen/sql/person.h"
#include "gen/sql/web_centre.h"
#include "gen/sql/web_session.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"
#include "review-web/http/known.h"
#include "review-web/http/limiter.h"
#include "review-web/http/password.h"
#include "review-web/http/session.h"

enum { ACCOUNT_DAYS = 90, ACCOUNT_MOST = 50 };

// A code made for her, and used, a role given: she sees it, whoever did it.
enum err serve_me_account(struct request *req) {
  struct account_acts_row *r;
  size_t n;
  TRY(sql_account_acts(req->db, &req->arena,
                       &(struct account_acts){.person = req->viewer.person,
                                              .since_ms = clock_wall_ms() - ACCOUNT_DAYS * DAY_MS,
                                              .limit = ACCOUNT_MOST},
                       &r, &n));
  ANSWER_ROWS(req, sql_account_acts_row_json, r, n, NULL);
  return OK;
}

// ---- the password -------------------------------------------------------------------------------

struct renewal {
  const char *old, *plain;
  const char *was, *hashed;
  struct limiter_try try;
};

// Every session ends, this one too, and one begins anew: whoever else was in is out.
static enum err renew(struct request *req) {
  const struct renewal *r = req->note;
  struct id me = req->viewer.person;
  TRY(sql_person_password_renew(
      req->db, &(struct person_password_renew){.password = r->hashed, .id = me, .was = r->was}));
  if (!db_changes(req->db)) return fail(E_CONFLICT, "the password was changed by another just now");
  TRY(sql_session_end_all(req->db, &(struct session_end_all){me}));
  TRY(sql_code_retire(req->db, &(struct code_retire){.used_ms = clock_wall_ms(), .person = me}));
  req->audit_object = me;
  TRY(session_begin(req, me));
  return known_remember(req, me, r->hashed);
}

static enum err refuse(struct request *req) {
  req->audit_event = EV_SESSION_REFUSED;
  req->audit_object = req->viewer.person;
  req->audit_detail = "password";
  request_fail(req, fail(E_FORBIDDEN, "that is not your password"));
  err_forget();
  return OK;
}

static enum err reckon(struct request *req) {
  struct renewal *r = req->note;
  char *hashed;
  req->then = refuse;
  if (!password_matches(r->was ? r->was : req->site->decoy, sv_of(r->old)) || !r->was) return OK;
  limiter_forgive(req->site->limiter, &r->try);
  TRY(password_hash(sv_of(r->plain), &hashed));
  r->hashed = arena_strdup(&req->arena, hashed);
  free(hashed);
  req->then = renew;
  return OK;
}

enum err serve_me_password(struct request *req) {
  struct renewal *r = arena_new(&req->arena, struct renewal);
  struct person_sign_in_row p;
  bool found;
  TRY(REQUEST_JSON(req, {"old", BODY_TEXT, &r->old, .max = 400},
                   {"password", BODY_TEXT, &r->plain, .max = 400}));
  TRY(sql_person_sign_in(req->db, &req->arena, &(struct person_sign_in){req->viewer.person}, &p,
                         &found));
  if (!found) return fail(E_NO_SESSION, "sign in first");
  TRY(password_check(sv_of(r->plain), p.login));
  r->was = p.password;
  r->try = (struct limiter_try){.name = sv_of(p.login ? p.login : ""),
                                .from = peer_share(&req->from),
                                .device = known_device(req, req->viewer.person, r->was)};
  req->note = r;
  TRY(limiter_take(req->site->limiter, &r->try, clock_wall_ms(), &req->later_ms));
  req->later = reckon;
  return OK;
}

// ---- where one is signed in ---------------------------------------------------------------------

// A name for a session that opens nothing: half of what the catalogue keeps of its token.
static struct id named(struct bytes token_hash) {
  struct id id = {{0}};
  memcpy(id.b, token_hash.p, sizeof id.b);
  return id;
}

static enum err own_sessions(struct request *req, struct session_of_row **out, size_t *out_n) {
  const struct settings *s = &req->site->settings;
  int64_t now = clock_wall_ms();
  return sql_session_of(req->db, &req->arena,
                        &(struct session_of){.person = req->viewer.person,
                                             .idle_ms = now - s->session_idle_min * 60 * 1000,
                                             .old_ms = now - s->session_longest_h * 3600 * 1000},
                        out, out_n);
}

enum err serve_me_sessions(struct request *req) {
  struct session_of_row *s;
  size_t n;
  TRY(own_sessions(req, &s, &n));
  struct told_session_open *t = arena_array(&req->arena, n + 1, struct told_session_open);
  for (size_t i = 0; i < n; i++)
    t[i] = (struct told_session_open){
        .id = named(s[i].token_hash),
        .created_ms = s[i].created_ms,
        .seen_ms = s[i].seen_ms,
        .browser = s[i].browser,
        .this = !memcmp(s[i].token_hash.p, req->viewer.session, sizeof req->viewer.session)};
  ANSWER_ROWS(req, tell_session_open, t, n, NULL);
  return OK;
}

enum err serve_me_session_end(struct request *req) {
  struct session_of_row *s;
  size_t n;
  TRY(own_sessions(req, &s, &n));
  for (size_t i = 0; i < n; i++) {
    if (!id_eq(named(s[i].token_hash), req->arg.id)) continue;
    req->audit_object = req->viewer.person;
    return sql_session_delete(req->db, &(struct session_delete){s[i].token_hash});
  }
  return fail(E_NOT_FOUND, "there is no such session");
}
