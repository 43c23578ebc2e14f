// SPDX-License-Identifier: Apache-2.0
// One-time codes: the first administrator, an invitation, a way back. Fifteen minutes, once, by
// word of mouth or paper; using one ends every session of the person.
#include "centre/onecode.h"
#include "centre/scope.h"
#include "gen/sql/person.h"
#include "gen/sql/trust.h"
#include "gen/sql/web_session.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"
#include "review-web/http/limiter.h"
#include "review-web/http/password.h"
#include "review-web/http/session.h"

enum { CODE_LIFE_MS = 15 * 60 * 1000 };

// ---- making one -------------------------------------------------------------------------------

enum err serve_code_make(struct request *req) {
  const char *purpose = NULL;
  TRY(REQUEST_JSON(req, {"purpose", BODY_TEXT, &purpose, .max = 20}));
  TRY(body_one_of("purpose", purpose, "invite|recover"));
  char code[ONECODE_TEXT];
  uint8_t hash[32];
  int64_t expires = clock_wall_ms() + CODE_LIFE_MS;
  onecode_new(code, hash);
  TRY(sql_code_retire(req->db,
                      &(struct code_retire){.used_ms = clock_wall_ms(), .person = req->arg.id}));
  TRY(sql_code_add(req->db, &(struct code_add){.code_hash = bytes_of(hash, 32),
                                               .person = some_id(req->arg.id),
                                               .purpose = purpose,
                                               .made_by = some_id(req->viewer.person),
                                               .expires_ms = expires}));
  about(req, req->arg.id, (struct id){0});
  tell_code_made(&req->out, &(struct told_code_made){code, expires});
  return OK;
}

// ---- using one --------------------------------------------------------------------------------

struct use {
  const char *login, *name, *plain;
  char *password; // hashed
  struct limiter_try try;
  uint8_t hash[32];
};

static enum err first_admin(struct request *req, const struct use *u, struct id *out) {
  struct id person = id_new();
  int64_t now = clock_wall_ms();
  if (!u->login) return fail(E_BAD_DATA, "login is missing");
  TRY(sql_person_add(req->db, &(struct person_add){.id = person,
                                                   .name = u->name ? u->name : u->login,
                                                   .login = u->login,
                                                   .ui_language = req->site->settings.site_language,
                                                   .languages = "sv en",
                                                   .prefs = "{}",
                                                   .state = "active",
                                                   .created_ms = now}));
  TRY(sql_grant_add(
      req->db,
      &(struct grant_add){.id = id_new(), .person = person, .role = "admin", .from_ms = now}));
  *out = person;
  return scope_rebuild(req->db);
}

static enum err no_good(void) {
  return fail(E_NO_SESSION, "That code is not valid, or not any more.");
}

// A code is as good as it would be if it were made now: by who may still make it, for who is still
// here. The first administrator's is good until there is one.
static enum err check_still(struct request *req, const struct code_use_row *code) {
  struct person_get_row p;
  bool found = false;
  if (!code->person.set) {
    struct grant_admin_count_row admins;
    TRY(sql_grant_admin_count(req->db, &req->arena, &(struct grant_admin_count){clock_wall_ms()},
                              &admins));
    return admins.n ? no_good() : OK;
  }
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){code->person.v}, &p, &found));
  if (!found || !strcmp(p.state, "left")) return no_good();
  if (!code->made_by.set) return OK; // on the machine itself
  enum err rc = may_reach_let_in(asker(req), code->made_by.v, code->person.v);
  if (rc != E_NOT_FOUND) return rc;
  err_forget();
  return no_good();
}

// A line in the log; what was found out on the way stays, the code is spent.
static enum err refuse_code(struct request *req, const struct code_use_row *code) {
  req->audit_event = EV_SESSION_REFUSED;
  if (code->person.set) req->audit_object = code->person.v;
  req->audit_detail = "code";
  request_fail(req, E_NO_SESSION);
  err_forget();
  return OK;
}

static enum err use_in_tx(struct request *req) {
  const struct use *u = req->note;
  struct code_use_row row = {0};
  struct id person = {0};
  bool good;
  TRY(sql_code_use(
      req->db, &req->arena,
      &(struct code_use){.used_ms = clock_wall_ms(), .code_hash = bytes_of(u->hash, 32)}, &row,
      &good));
  enum err rc = good ? check_still(req, &row) : no_good();
  if (rc == E_NO_SESSION) return refuse_code(req, &row);
  TRY(rc);
  if (row.person.set)
    person = row.person.v;
  else
    TRY(first_admin(req, u, &person));
  TRY(sql_person_password(req->db,
                          &(struct person_password){.password = u->password, .id = person}));
  TRY(sql_session_end_all(req->db, &(struct session_end_all){person}));
  TRY(sql_code_retire(req->db,
                      &(struct code_retire){.used_ms = clock_wall_ms(), .person = person}));
  limiter_forgive(req->site->limiter, &u->try);
  req->audit_actor = req->audit_object = person;
  return session_begin(req, person);
}

static enum err reckon(struct request *req) {
  struct use *u = req->note;
  char *hashed;
  TRY(password_hash(sv_of(u->plain), &hashed));
  u->password = arena_strdup(&req->arena, hashed);
  free(hashed);
  req->then = use_in_tx;
  return OK;
}

enum err serve_code_use(struct request *req) {
  struct use *u = arena_new(&req->arena, struct use);
  const char *code = NULL, *password = NULL;
  TRY(REQUEST_JSON(req, {"code", BODY_TEXT, &code, .max = 64},
                   {"password", BODY_TEXT, &password, .max = 400},
                   {"login", BODY_NAME, &u->login, .max = 100, .optional = true},
                   {"name", BODY_NAME, &u->name, .max = 100, .optional = true}));
  TRY(password_check(sv_of(password), u->login));
  onecode_hash(sv_of(code), u->hash);
  u->plain = password;
  req->note = u;
  u->try.from = peer_share(&req->from); // a share per address, none for everybody
  u->try.name = (struct sv){(const char *)u->try.from.b, sizeof u->try.from.b};
  TRY(limiter_take(req->site->limiter, &u->try, clock_wall_ms(), &req->later_ms));
  req->later = reckon;
  return OK;
}
