// SPDX-License-Identifier: Apache-2.0
// One-time codes: the first administrator, an invitation, a way back. Fifteen minutes, once, by
// word of mouth or paper; using one ends every session of the person.
#include "core/onecode.h"
#include "review-web/api/common.h"
#include "review-web/http/limiter.h"
#include "review-web/http/password.h"
#include "review-web/http/session.h"

enum { CODE_LIFE_MS = 15 * 60 * 1000 };

// ---- making one -------------------------------------------------------------------------------

// A code is as good as its person's password: nobody makes one for who may do more than herself.
static enum err check_rank(struct request *req, struct id person) {
  struct grant_at_row *g;
  size_t n;
  TRY(sql_grant_at(req->db, &req->arena,
                   &(struct grant_at){.person = person, .at_ms = clock_wall_ms()}, &g, &n));
  for (size_t i = 0; i < n; i++)
    if (rights_of_role(g[i].role) & ~rights_of_role("agent"))
      return fail(E_NOT_FOUND, "there is no such person");
  return OK;
}

// A coach lets in the agents of her own teams, an administrator everybody.
static enum err may_make(struct request *req, struct id person) {
  bool leads;
  if (req->viewer.rights & R_STAFF) return OK;
  TRY(check_rank(req, person));
  TRY(policy_leads(req, person, R_CODES, &leads));
  return leads ? OK : fail(E_NOT_FOUND, "there is no such person");
}

enum err code_make(struct request *req) {
  const char *purpose = NULL;
  struct person_get_row person;
  bool found;
  TRY(REQUEST_JSON(req, {"purpose", BODY_TEXT, &purpose, .max = 20}));
  TRY(body_one_of("purpose", purpose, "invite|recover"));
  TRY(may_make(req, req->arg.id));
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->arg.id}, &person, &found));
  if (!found || !strcmp(person.state, "left")) return fail(E_NOT_FOUND, "there is no such person");
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
  buf_add_char(&req->out, '{');
  out_text(&req->out, "code", code);
  out_int(&req->out, "expires_ms", expires);
  buf_add_char(&req->out, '}');
  return OK;
}

// ---- using one --------------------------------------------------------------------------------

struct use {
  const char *login, *name;
  char *password; // hashed
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
  return site_scope_rebuild(req->db);
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
  if (!good) return fail(E_NO_SESSION, "That code is not valid, or not any more.");
  if (row.person.set)
    person = row.person.v;
  else
    TRY(first_admin(req, u, &person));
  TRY(sql_person_password(req->db,
                          &(struct person_password){.password = u->password, .id = person}));
  TRY(sql_session_end_all(req->db, &(struct session_end_all){person}));
  req->audit_actor = req->audit_object = person;
  return session_begin(req, person);
}

enum err code_use(struct request *req) {
  struct use *u = arena_new(&req->arena, struct use);
  const char *code = NULL, *password = NULL;
  TRY(REQUEST_JSON(req, {"code", BODY_TEXT, &code, .max = 64},
                   {"password", BODY_TEXT, &password, .max = 400},
                   {"login", BODY_TEXT, &u->login, .max = 100, .optional = true},
                   {"name", BODY_TEXT, &u->name, .max = 100, .optional = true}));
  TRY(limiter_take(req->site->limiter, SV("\x01one-time codes"), clock_wall_ms()));
  TRY(password_check(sv_of(password), u->login));
  onecode_hash(sv_of(code), u->hash);
  char *hashed;
  TRY(password_hash(sv_of(password), &hashed));
  u->password = arena_strdup(&req->arena, hashed);
  free(hashed);
  req->note = u;
  req->then = use_in_tx;
  return OK;
}
