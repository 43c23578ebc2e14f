// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/dispatch.h"

#include "core/log.h"
#include "review-web/http/assets.h"
#include "review-web/http/audit.h"
#include "review-web/http/lane.h"
#include "review-web/http/players.h"
#include "review-web/http/policy.h"
#include "review-web/http/server.h"
#include "review-web/http/site.h"

// The edge: a fault of ours is logged here, once, and told outside in general words.
static void refuse(struct request *req, enum err rc) {
  if (err_http(rc) >= 500 && rc != E_BUSY)
    log_line(LOG_ERROR, "%s %s: %s", method_name(req->method), req->route ? req->route->path : "?",
             err_detail());
  request_fail(req, rc);
  err_forget();
}

static void finish(struct request *req, enum err rc) {
  if (rc)
    refuse(req, rc);
  else if (!req->reply.status && req->out.n)
    request_ok_json(req);
  else if (!req->reply.status)
    request_no_content(req);
}

static bool is_page(const struct request *req) {
  return !sv_starts(req->path, SV("/api/")) && !sv_eq(req->path, SV("/healthz"));
}

static enum err open_head(struct request *req) {
  TRY(guard_target(req->head.target, &req->path, &req->query.raw));
  TRY(guard_head(&req->head, &req->body_bytes));
  req->query.arena = &req->arena;
  if (is_page(req)) return assets_serve(req);
  TRY(route_find(req->method, req->path, &req->route, &req->arg));
  if (req->body_bytes > req->route->body_max)
    return fail(E_TOO_BIG, "at most %u bytes here", req->route->body_max);
  TRY(worker_db(req->site, &req->db));
  return policy_admit(req);
}

void dispatch_head(struct request *req) {
  enum err rc = open_head(req);
  if (rc) refuse(req, rc);
}

void dispatch_read(struct request *req) {
  enum err rc = worker_db(req->site, &req->db);
  finish(req, rc ? rc : req->route->serve(req));
}

// ---- on the lanes -----------------------------------------------------------------------------

static enum err write_in_tx(struct request *req) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(worker_db(req->site, &req->db));
  TRY(db_begin(req->db, &tx));
  TRY(req->then ? req->then(req) : req->route->serve(req));
  if (req->route->audit) TRY(audit_request(req));
  TRY(db_commit(&tx));
  if (req->route->audit) players_recheck(req->site->players);
  return OK;
}

static void run_write(void *arg) {
  struct request *req = arg;
  finish(req, write_in_tx(req));
  server_wake(req);
}

static void to_write_lane(struct request *req) {
  if (lane_put(req->site->write, (struct lane_job){run_write, req})) return;
  refuse(req, fail(E_BUSY, "too much to write"));
  server_wake(req);
}

static void run_hash(void *arg) {
  struct request *req = arg;
  enum err rc = worker_db(req->site, &req->db);
  if (!rc) rc = req->route->serve(req);
  if (!rc && req->then) {
    to_write_lane(req);
    return;
  }
  finish(req, rc);
  server_wake(req);
}

static void run_read(void *arg) {
  struct request *req = arg;
  dispatch_read(req);
  server_wake(req);
}

static bool to_lane(struct request *req) {
  if (req->route->lane == LANE_LONG)
    return lane_put(req->site->reads, (struct lane_job){run_read, req});
  return lane_put(req->site->hash, (struct lane_job){run_hash, req});
}

void dispatch_park(struct request *req) {
  if (req->route->lane == LANE_WRITE) {
    to_write_lane(req);
    return;
  }
  if (to_lane(req)) return;
  refuse(req, fail(E_BUSY, "too many ask for the same"));
  server_wake(req);
}
