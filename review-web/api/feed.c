// SPDX-License-Identifier: Apache-2.0
// Feed: which calls came in and which were erased, for another system that follows along by a
// cursor: each once, in their order, however often it is cut. Whose they are is not told.
#include "gen/sql/trust.h"
#include "gen/sql/upload.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"

enum { LIMIT = 200 };

// What was forgotten (outbox_days) cannot be followed from: that is said, not passed over.
static enum err still_there(struct request *req, int64_t after) {
  struct outbox_first_row first;
  TRY(sql_outbox_first(req->db, &req->arena, &first));
  if (!after || after + 1 >= first.seq) return OK;
  return fail(E_GONE, "what happened before %" PRId64 " is forgotten: begin anew, with after=0",
              first.seq);
}

enum err serve_feed_read(struct request *req) {
  int64_t after = 0, limit = LIMIT;
  bool has;
  struct told_feed told = {0};
  TRY(query_int(&req->query, "after", &has, &after));
  TRY(query_int(&req->query, "limit", &has, &limit));
  TRY(still_there(req, after));
  TRY(sql_feed(req->db, &req->arena, &(struct feed){.after = after, .limit = limit}, &told.events,
               &told.n_events));
  told.next = told.n_events ? told.events[told.n_events - 1].seq : after;
  tell_feed(&req->out, &told);
  return OK;
}
