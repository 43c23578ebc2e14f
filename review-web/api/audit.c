// SPDX-License-Identifier: Apache-2.0
// The log, newest first, for the data protection officer and the administrator. Reading it leaves a
// line in it.
#include "gen/sql/web_centre.h"
#include "review-web/api/common.h"

enum { PAGE = 100 };

static const char *after(struct request *req, size_t found, int64_t last) {
  return found > PAGE ? arena_printf(&req->arena, "%" PRId64, last) : NULL;
}

enum err serve_audit_list(struct request *req) {
  struct audit_page_row *all;
  struct audit_page_of_row *of;
  struct id object;
  bool has_object, has;
  int64_t upto = INT64_MAX, kept = 1;
  size_t n;
  TRY(query_id(&req->query, "object", &has_object, &object));
  TRY(query_int(&req->query, "after", &has, &upto));
  TRY(query_int(&req->query, "kept", &has, &kept));
  if (has_object) {
    struct audit_page_of ask = {.object = object, .upto = upto, .kept = kept, .limit = PAGE + 1};
    TRY(sql_audit_page_of(req->db, &req->arena, &ask, &of, &n));
    req->audit_object = object;
    size_t shown = n > PAGE ? PAGE : n;
    ANSWER_ROWS(req, sql_audit_page_of_row_json, of, shown,
                after(req, n, shown ? of[shown - 1].seq : 0));
    return OK;
  }
  struct audit_page ask = {.upto = upto, .kept = kept, .limit = PAGE + 1};
  TRY(sql_audit_page(req->db, &req->arena, &ask, &all, &n));
  size_t shown = n > PAGE ? PAGE : n;
  ANSWER_ROWS(req, sql_audit_page_row_json, all, shown,
              after(req, n, shown ? all[shown - 1].seq : 0));
  return OK;
}
