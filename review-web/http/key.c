// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/key.h"

#include "centre/key.h"
#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/upload.h"
#include "review-web/http/lane.h"
#include "review-web/http/site.h"

enum { USED_EVERY_MS = 60 * 1000 };

static const struct sv scheme = {"Bearer ", 7};

bool key_shown(const struct request *req) {
  return sv_istarts(request_header(req, "authorization"), scheme);
}

struct used {
  struct site *site;
  struct id key;
};

static void write_used(void *arg) {
  struct used *u = arg;
  struct db *db;
  enum err rc = worker_db(u->site, &db);
  if (!rc) rc = sql_key_used(db, &(struct key_used){.used_ms = clock_wall_ms(), .id = u->key});
  if (rc) log_err(rc, "when a key was used is not written");
  free(u);
}

static void used_now(struct site *site, struct id key) {
  struct used *u = calloc(1, sizeof *u);
  if (!u) return;
  *u = (struct used){site, key};
  if (!lane_put(site->write, (struct lane_job){write_used, u, NULL})) free(u);
}

enum err key_find(struct request *req) {
  struct sv text = sv_trim(sv_from(request_header(req, "authorization"), scheme.n));
  uint8_t hash[KEY_HASH];
  struct key_by_hash_row row = {0};
  bool found = false;
  int64_t now = clock_wall_ms();
  key_hash(text, hash);
  if (text.n == KEY_TEXT - 1)
    TRY(sql_key_by_hash(req->db, &req->arena, &(struct key_by_hash){bytes_of(hash, sizeof hash)},
                        &row, &found));
  if (!found || row.revoked_ms.set || row.expires_ms <= now) {
    reply_field(&req->reply, "WWW-Authenticate", "Bearer");
    return fail(E_NO_SESSION, "this key is not known here, has expired or was revoked");
  }
  req->viewer = (struct viewer){.rights = key_rights(row.scopes), .key = row.id};
  if (!row.used_ms.set || now - row.used_ms.v > USED_EVERY_MS) used_now(req->site, row.id);
  return OK;
}
