// SPDX-License-Identifier: Apache-2.0
// Keys of other systems: made, listed, revoked by an administrator. The key itself is told once.
#include <sodium.h>

#include "centre/key.h"
#include "gen/sql/upload.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"

enum { DAYS_MOST = 730 };

enum err serve_keys_list(struct request *req) {
  struct key_list_row *rows;
  size_t n;
  TRY(sql_key_list(req->db, &req->arena, &rows, &n));
  ANSWER_ROWS(req, sql_key_list_row_json, rows, n, NULL);
  return OK;
}

enum err serve_key_make(struct request *req) {
  const char *name = NULL, *scopes = NULL;
  int64_t days = 0, now = clock_wall_ms();
  char key[KEY_TEXT];
  uint8_t hash[KEY_HASH];
  struct id id = id_new();
  TRY(REQUEST_JSON(req, {"name", BODY_NAME, &name, .max = 100},
                   {"scopes", BODY_TEXT, &scopes, .max = 100},
                   {"days", BODY_INT, &days, .min = 1, .max = DAYS_MOST}));
  TRY(key_scopes_read(&req->arena, &scopes));
  key_new(key, hash);
  TRY(sql_key_add(req->db, &(struct key_add){.id = id,
                                             .name = name,
                                             .key_hash = bytes_of(hash, sizeof hash),
                                             .scopes = scopes,
                                             .made_by = req->viewer.person,
                                             .created_ms = now,
                                             .expires_ms = now + days * DAY_MS}));
  about(req, id, (struct id){0});
  req->audit_detail = name;
  tell_key_made(&req->out, &(struct told_key_made){id, key, now + days * DAY_MS});
  sodium_memzero(key, sizeof key);
  return OK;
}

enum err serve_key_revoke(struct request *req) {
  struct key_revoke_row row;
  bool found;
  TRY(sql_key_revoke(req->db, &req->arena,
                     &(struct key_revoke){.revoked_ms = clock_wall_ms(),
                                          .revoked_by = req->viewer.person,
                                          .id = req->arg.id},
                     &row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such key, or it was revoked already");
  about(req, req->arg.id, (struct id){0});
  return OK;
}
