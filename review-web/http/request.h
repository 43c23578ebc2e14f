// SPDX-License-Identifier: Apache-2.0
// Request: one question, its answer, and what it needs on the way. Made when the head has come,
// released when the response is gone. One thread at a time; it may move between threads (lane.h).
#pragma once
#include "core/db.h"
#include "review-web/http/body.h"
#include "review-web/http/guard.h"
#include "review-web/http/out.h"
#include "review-web/http/peer.h"
#include "review-web/http/query.h"
#include "review-web/http/reply.h"
#include "review-web/http/route.h"
#include "review-web/http/site.h"

enum { REQUEST_ARENA_MAX = 16 * 1024 * 1024 };

// A body that goes somewhere as it comes, instead of into `body` (TAKEN rows of routes.def).
struct sink {
  enum err (*take)(void *self, const char *p, size_t n);
  void (*drop)(void *self); // exactly once, however the request ends
  void *self;
};

struct request {
  struct site *site;
  void *connection; // server.c's own
  void (*wake)(
      struct request *req); // the paused connection goes on; from any thread, once per pause
  struct peer from;         // where it came from, through the proxies that are trusted
  struct arena arena;
  struct db *db; // this thread's; set while a handler runs

  struct head head;
  enum method method;
  struct sv path;
  struct query query;
  struct buf body;
  struct sink sink;
  uint64_t body_bytes; // as announced

  const struct route *route;
  struct route_arg arg; // what stood at {id} or {token}
  struct viewer viewer; // who asks; empty for R_ANYONE
  struct reach reach;   // what {id} named, found, and hers to touch so

  struct reply reply;
  struct buf out; // a JSON answer grows here
  enum err failed;

  // The audit line of this request: what it is about, and what may be erased later.
  struct id audit_object, audit_actor;
  const char *audit_detail;
  struct id news_interaction, news_team, news_people[2]; // who may hear of it: event_tell says how
  enum event audit_event;                                // instead of the route's own
  bool untold;                         // what was asked for was there: nothing happened
  enum err (*then)(struct request *);  // the last part, in a transaction: of a HASHED row, or
                                       // what reading something leaves behind
  enum err (*later)(struct request *); // a part before it, whose turn comes in later_ms
  int64_t later_ms;
  void *note; // between the parts
};

struct request *request_new(struct site *site);
void request_free(struct request *req);

static inline struct asker asker(struct request *req) {
  return (struct asker){req->db, &req->arena, &req->viewer, req->route ? req->route->right : 0};
}

struct sv request_header(const struct request *req, const char *name);
// The body as JSON against its fields.
MUST_CHECK enum err request_json(struct request *req, const struct body_field *fields, size_t n);
#define REQUEST_JSON(req, ...)                                                                     \
  request_json((req), (const struct body_field[]){__VA_ARGS__},                                    \
               countof(((const struct body_field[]){__VA_ARGS__})))

void request_ok_json(struct request *req); // 200 with what `out` holds
void request_no_content(struct request *req);
void request_fail(struct request *req, enum err rc); // the error's status, {"error","text"}
