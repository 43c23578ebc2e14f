// SPDX-License-Identifier: Apache-2.0
// The log, newest first, for the data protection officer and the administrator. Reading it leaves a
// line in it.
#include "review-web/api/common.h"

enum { PAGE = 100 };

static void out_line(struct buf *b, const struct audit_page_row *r) {
  out_open(b, NULL, '{');
  out_int(b, "seq", r->seq);
  out_int(b, "at_ms", r->at_ms);
  out_named(b, "actor", r->actor, r->actor_name);
  out_text(b, "event", r->event);
  out_opt_id(b, "object", r->object);
  out_text(b, "detail", r->detail);
  out_close(b, '}');
}

static enum err page_of(struct request *req, struct id object, int64_t upto,
                        struct audit_page_row **out, size_t *n) {
  struct audit_page_of_row *r;
  TRY(sql_audit_page_of(req->db, &req->arena,
                        &(struct audit_page_of){.object = object, .upto = upto, .limit = PAGE + 1},
                        &r, n));
  *out = arena_array(&req->arena, *n + 1, struct audit_page_row);
  for (size_t i = 0; i < *n; i++)
    (*out)[i] = (struct audit_page_row){r[i].seq,   r[i].at_ms,  r[i].actor, r[i].actor_name,
                                        r[i].event, r[i].object, r[i].detail};
  return OK;
}

enum err audit_list(struct request *req) {
  struct audit_page_row *r;
  struct id object;
  bool has_object, has;
  int64_t upto = INT64_MAX;
  size_t n;
  TRY(query_id(&req->query, "object", &has_object, &object));
  TRY(query_int(&req->query, "after", 0, INT64_MAX, &has, &upto));
  if (has_object)
    TRY(page_of(req, object, upto, &r, &n));
  else
    TRY(sql_audit_page(req->db, &req->arena, &(struct audit_page){.upto = upto, .limit = PAGE + 1},
                       &r, &n));
  size_t shown = n > PAGE ? PAGE : n;
  rows_begin(req);
  for (size_t i = 0; i < shown; i++) out_line(&req->out, &r[i]);
  rows_end(req, n > PAGE ? arena_printf(&req->arena, "%" PRId64, r[shown - 1].seq) : NULL);
  if (has_object) req->audit_object = object;
  return OK;
}
