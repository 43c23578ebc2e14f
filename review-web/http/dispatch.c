// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/dispatch.h"

#include "centre/event.h"
#include "core/log.h"
#include "review-web/http/admit.h"
#include "review-web/http/assets.h"
#include "review-web/http/hosts.h"
#include "review-web/http/lane.h"
#include "review-web/http/limiter.h"
#include "review-web/http/players.h"
#include "review-web/http/site.h"

static bool is_page(const struct request *req) {
  return !sv_starts(req->path, SV("/api/")) && !sv_eq(req->path, SV("/healthz"));
}

// What the address does: "GET, HEAD, PUT" (RFC 9110, 15.5.6).
static const char *methods_of(struct request *req) {
  const char *told = "";
  if (is_page(req)) return "GET, HEAD";
  for (int m = METHOD_GET; m < METHOD_OTHER; m++) {
    const struct route *route;
    struct route_arg arg;
    bool does = !route_find(req->site->routes, (enum method)m, req->path, &route, &arg);
    if (does)
      told = arena_printf(&req->arena, "%s%s%s%s", told, *told ? ", " : "",
                          method_name((enum method)m), m == METHOD_GET ? ", HEAD" : "");
    err_forget();
  }
  return told;
}

// The edge: a fault of ours is logged here, once, and told outside in general words.
static void refuse(struct request *req, enum err rc) {
  if (err_http(rc) >= 500 && rc != E_BUSY)
    log_line(LOG_ERROR, "%s %s: %s", method_name(req->method), req->route ? req->route->path : "?",
             err_detail());
  request_fail(req, rc);
  err_forget();
  if (rc == E_METHOD) reply_field(&req->reply, "Allow", methods_of(req));
}

static void finish(struct request *req, enum err rc) {
  if (rc)
    refuse(req, rc);
  else if (!req->reply.status && req->out.n)
    request_ok_json(req);
  else if (!req->reply.status)
    request_no_content(req);
}

static enum err check_host(struct request *req) {
  enum err rc = hosts_check(req->site, request_header(req, "host"));
  if (rc) count_limit(&req->site->limits.hosts_refused);
  return rc;
}

// A link that was cut or grew a bracket on its way here. Nothing of it is used.
static bool is_lost(const struct request *req) {
  return !sv_starts(req->head.target, SV("/api/")) && assets_wanted(req);
}

// A body nobody could read as what it is, is not taken (RFC 9110, 15.5.16).
static enum err check_body_type(struct request *req) {
  struct sv type = request_header(req, "content-type");
  const char *want = req->route->csv ? "text/csv" : "application/json";
  if (!req->body_bytes || sv_ieq(sv_trim(sv_cut(&type, ';')), sv_of(want))) return OK;
  return fail(E_MEDIA, "send it as %s", want);
}

static enum err open_head(struct request *req) {
  enum err rc = guard_target(req->head.target, &req->path, &req->query.raw);
  if (rc && !is_lost(req)) return rc;
  TRY(guard_head(&req->head, &req->body_bytes));
  if (!sv_eq(req->path, SV("/healthz"))) // a probe knows the address, not the name
    TRY(check_host(req));
  req->from = peer_of_head(&req->from, &req->head, sv_of(req->site->settings.trusted_proxies));
  req->query.arena = &req->arena;
  if (rc) return assets_lost(req);
  if (is_page(req)) return assets_serve(req);
  TRY(route_find(req->site->routes, req->method, req->path, &req->route, &req->arg));
  if (!req->route->begin && req->body_bytes > req->route->body_max)
    return fail(E_TOO_BIG, "at most %u bytes here", req->route->body_max);
  TRY(worker_db(req->site, &req->db));
  TRY(admit(req));
  req->query.member = req->site->routes->member;
  req->query.members = req->site->routes->members;
  req->query.of = req->route->serve;
  TRY(query_check(&req->query));
  return req->route->begin ? req->route->begin(req) : check_body_type(req);
}

void dispatch_head(struct request *req) {
  enum err rc = open_head(req);
  if (rc) refuse(req, rc);
}

// What the path names first; then the handler, in the same transaction where there is one.
static enum err serve(struct request *req) {
  TRY(may_reach(asker(req), req->route->of, req->arg.id, &req->reach));
  if (req->route->body_max == ROUTE_EMPTY && req->body.n)
    TRY(body_read(&req->arena, buf_sv(&req->body), NULL, 0));
  return req->route->serve(req);
}

// Whoever asks changes nothing: what must be written of it is written with its line, by `then`.
static enum err serve_reading(struct request *req) {
  TRY(worker_db(req->site, &req->db));
  db_reads_only(req->db, true);
  enum err rc = serve(req);
  db_reads_only(req->db, false);
  return rc;
}

void dispatch_read(struct request *req) {
  enum err rc = serve_reading(req);
  if (rc) req->then = NULL;
  if (!req->then) finish(req, rc);
}

// ---- on the lanes -----------------------------------------------------------------------------

// What the act's own transaction tells of it (centre/event.h): no line, no act.
static enum err tell(struct request *req) {
  enum event what = req->audit_event ? req->audit_event : req->route->audit;
  const struct id *people = req->news_people;
  return event_tell(
      req->db, what,
      (struct happening){.actor = req->audit_actor,
                         .object = req->audit_object,
                         .interaction = req->news_interaction,
                         .team = req->news_team,
                         .detail = req->audit_detail,
                         .people = people,
                         .people_n = id_is_none(people[0]) ? 0 : countof(req->news_people)});
}

static enum err write_in_tx(struct request *req) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(worker_db(req->site, &req->db));
  TRY(db_begin(req->db, &tx));
  TRY(req->then ? req->then(req) : serve(req));
  if (req->route->audit && !req->untold) TRY(tell(req));
  TRY(db_commit(&tx));
  if (req->route->audit) players_recheck(req->site->players);
  return OK;
}

static void run_write(void *arg) {
  struct request *req = arg;
  finish(req, write_in_tx(req));
  req->wake(req);
}

static void to_write_lane(struct request *req) {
  if (lane_put(req->site->write, (struct lane_job){run_write, req, NULL})) return;
  count_limit(&req->site->limits.write_full);
  refuse(req, fail(E_BUSY, "too much to write"));
  req->wake(req);
}

// One that waits for its turn when the service ends.
static void drop_later(void *arg) {
  struct request *req = arg;
  struct peer share = peer_share(&req->from);
  limiter_leave(req->site->limiter, &share);
  refuse(req, fail(E_BUSY, "the service is ending"));
  req->wake(req);
}

static void run_hash(void *arg);

static enum err to_later(struct request *req) {
  struct lane_job job = {run_hash, req, drop_later};
  if (!req->later_ms) return lane_put(req->site->hash, job) ? OK : fail(E_BUSY, "too many sign in");
  count_limit(&req->site->limits.tries_delayed);
  return lane_put_later(req->site->hash, job, req->later_ms) ? OK
                                                             : fail(E_TOO_MANY, "too many wait");
}

// Its parts in turn: the handler, what it left for later, and what is written at the end.
static void run_hash(void *arg) {
  struct request *req = arg;
  enum err (*part)(struct request *) = req->later ? req->later : serve;
  req->later = NULL;
  enum err rc = worker_db(req->site, &req->db);
  if (!rc) rc = part(req);
  if (!rc && req->later) {
    rc = to_later(req);
    if (!rc) return;
  }
  struct peer share = peer_share(&req->from);
  limiter_leave(req->site->limiter, &share);
  if (rc == E_TOO_MANY) count_limit(&req->site->limits.tries_refused);
  if (!rc && req->then) {
    to_write_lane(req);
    return;
  }
  finish(req, rc);
  req->wake(req);
}

static void run_read(void *arg) {
  struct request *req = arg;
  dispatch_read(req);
  if (req->then)
    to_write_lane(req);
  else
    req->wake(req);
}

static bool to_lane(struct request *req) {
  if (req->route->lane == LANE_LONG) {
    if (lane_put(req->site->reads, (struct lane_job){run_read, req, NULL})) return true;
    count_limit(&req->site->limits.reads_full);
    return false;
  }
  struct peer share = peer_share(&req->from);
  bool fits = limiter_enter(req->site->limiter, &share);
  if (fits && lane_put(req->site->hash, (struct lane_job){run_hash, req, drop_later})) return true;
  if (fits) limiter_leave(req->site->limiter, &share);
  count_limit(&req->site->limits.hash_full);
  return false;
}

void dispatch_park(struct request *req) {
  if (req->route->lane == LANE_WRITE || req->then) {
    to_write_lane(req);
    return;
  }
  if (to_lane(req)) return;
  refuse(req, fail(E_TOO_MANY, "too many ask for the same; try again in a moment"));
  req->wake(req);
}
