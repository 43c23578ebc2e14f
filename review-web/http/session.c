// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/session.h"

#include <sodium.h>

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/web_session.h"
#include "review-web/http/browser.h"
#include "review-web/http/cookie.h"
#include "review-web/http/lane.h"
#include "review-web/http/players.h"
#include "review-web/http/session_row.h"
#include "review-web/http/site.h"

enum { SEEN_EVERY_MS = 60 * 1000 };

void token_make(char out[SESSION_TOKEN]) {
  uint8_t raw[32];
  randombytes_buf(raw, sizeof raw);
  sodium_bin2base64(out, SESSION_TOKEN, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(raw, sizeof raw);
}

void token_hash(struct sv token, uint8_t out[32]) {
  crypto_generichash(out, 32, (const unsigned char *)token.p, token.n, NULL, 0);
}

static struct sv cookie_name(const struct site *s) {
  return s->https ? SV("__Host-medlyss") : SV("medlyss");
}

// ---- the session of a request -----------------------------------------------------------------

// "Still here" is written at most once a minute, by the writing thread, when it gets to it.
struct seen {
  struct site *site;
  uint8_t hash[32];
};

static void write_seen(void *arg) {
  struct seen *s = arg;
  struct db *db;
  struct session_seen q = {.token_hash = bytes_of(s->hash, 32), .seen_ms = clock_wall_ms()};
  enum err rc = worker_db(s->site, &db);
  if (!rc) rc = sql_session_seen(db, &q);
  if (rc) log_err(rc, "session not prolonged");
  free(s);
}

static void seen_now(struct site *site, const uint8_t hash[32]) {
  struct seen *s = calloc(1, sizeof *s);
  if (!s) return;
  s->site = site;
  memcpy(s->hash, hash, 32);
  if (!lane_put(site->write, (struct lane_job){write_seen, s, NULL})) free(s);
}

enum err session_find(struct request *req) {
  struct sv token = cookie_get(request_header(req, "cookie"), cookie_name(req->site));
  uint8_t hash[32];
  struct session_get_row row = {0};
  bool alive = false;
  token_hash(token, hash);
  if (token.n == SESSION_TOKEN - 1)
    TRY(session_row(req->site, req->db, &req->arena, hash, &row, &alive));
  if (!alive) return fail(E_NO_SESSION, "sign in first");
  TRY(viewer_read(req->db, &req->arena, row.person, &req->viewer));
  memcpy(req->viewer.session, hash, sizeof hash);
  req->audit_actor = row.person;
  if (clock_wall_ms() - row.seen_ms > SEEN_EVERY_MS) seen_now(req->site, hash);
  return OK;
}

// In the middle of a recording: who this is, and that the sound is hers, was asked within the last
// second and nothing has changed here since. Such a viewer has no rights but the token's.
bool session_of_player(struct request *req) {
  struct sv token = cookie_get(request_header(req, "cookie"), cookie_name(req->site));
  struct player who = {.kind = PLAYABLE_OPUS};
  if (token.n != SESSION_TOKEN - 1) return false;
  token_hash(sv_of(req->arg.token), who.token);
  token_hash(token, who.session);
  bool known = players_know(req->site->players, &who);
  if (!known) {
    who.kind = PLAYABLE_PEAKS;
    known = players_know(req->site->players, &who);
  }
  if (!known) return false;
  req->viewer = (struct viewer){.person = who.person, .rights = R_SIGNED_IN};
  memcpy(req->viewer.session, who.session, sizeof who.session);
  return true;
}

static const char *set_cookie(struct request *req, const char *token, const char *life) {
  struct sv name = cookie_name(req->site);
  return arena_printf(&req->arena, SV_FMT "=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
                      SV_ARG(name), token, req->site->https ? "; Secure" : "", life);
}

enum err session_begin(struct request *req, struct id person) {
  char token[SESSION_TOKEN];
  uint8_t hash[32];
  int64_t now = clock_wall_ms();
  token_make(token);
  token_hash(sv_of(token), hash);
  TRY(sql_session_add(
      req->db, &(struct session_add){
                   .token_hash = bytes_of(hash, 32),
                   .person = person,
                   .created_ms = now,
                   .seen_ms = now,
                   .browser = browser_words(&req->arena, request_header(req, "user-agent"))}));
  reply_field(&req->reply, "Set-Cookie", set_cookie(req, token, ""));
  sodium_memzero(token, sizeof token);
  return OK;
}

enum err session_end(struct request *req) {
  reply_field(&req->reply, "Set-Cookie", set_cookie(req, "", "; Max-Age=0"));
  reply_field(&req->reply, "Clear-Site-Data", "\"cache\"");
  return sql_session_delete(req->db, &(struct session_delete){bytes_of(req->viewer.session, 32)});
}
