// SPDX-License-Identifier: Apache-2.0
// How long a call is kept and why: what it falls under, and holds placed and released by those who
// answer for it.
#include "centre/hold.h"
#include "centre/retention.h"
#include "gen/sql/hold.h"
#include "gen/sql/place.h"
#include "gen/told/call.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"

enum { REASON_MOST = 2000 };

// Until when, by the agreement in force or else by the house's setting; as the keeper reckons.
static enum err read_until(struct request *req, struct told_keeping *t) {
  const struct agreement_at_row *agreed;
  struct hold_is_row call;
  bool found;
  TRY(sql_hold_is(req->db, &req->arena, &(struct hold_is){req->arg.id}, &call, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such call");
  TRY(agreement_now(req, &agreed));
  t->held = call.hold;
  t->agreed = agreed != NULL;
  TRY(retention_days(req->db, req->site->settings.retention_days, &t->days));
  t->until_ms = call.started_ms + t->days * DAY_MS;
  return OK;
}

enum err serve_call_keeping(struct request *req) {
  struct told_keeping t = {0};
  TRY(read_until(req, &t));
  TRY(sql_hold_acts(req->db, &req->arena, &(struct hold_acts){req->arg.id}, &t.acts, &t.n_acts));
  tell_keeping(&req->out, &t);
  return OK;
}

static enum err read_hold(struct request *req, struct hold *h) {
  *h = (struct hold){.interaction = req->reach.interaction,
                     .person = req->viewer.person,
                     .rule = HOLD_DECISION,
                     .at_ms = clock_wall_ms()};
  about(req, h->interaction, h->interaction);
  return REQUEST_JSON(req, {"reason", BODY_TEXT, &h->reason, .max = REASON_MOST});
}

enum err serve_hold_place(struct request *req) {
  struct hold h;
  bool is_new;
  TRY(read_hold(req, &h));
  TRY(hold_place(req->db, &h, &is_new));
  return is_new ? OK : fail(E_CONFLICT, "a hold lies on this call already");
}

enum err serve_hold_release(struct request *req) {
  struct hold h;
  TRY(read_hold(req, &h));
  return hold_release(req->db, &h);
}

enum err serve_holds_list(struct request *req) {
  struct holds_all_row *r;
  size_t n;
  TRY(sql_holds_all(req->db, &req->arena, &r, &n));
  ANSWER_ROWS(req, sql_holds_all_row_json, r, n, NULL);
  return OK;
}
