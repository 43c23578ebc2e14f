// SPDX-License-Identifier: Apache-2.0
// Forms as those who write them see them: versions, drafts, what changes for whom. A draft is seen
// by those who may write one; for everybody else it does not exist.
#include "review-web/api/common.h"

static bool writes(const struct request *req) { return req->viewer.rights & R_RUBRICS; }

enum err rubric_versions_list(struct request *req) {
  struct rubric_versions_all_row *r;
  size_t n;
  TRY(sql_rubric_versions_all(req->db, &req->arena, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    if (!strcmp(r[i].state, "draft") && !writes(req)) continue;
    struct buf *b = &req->out;
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_text(b, "key", r[i].key);
    out_int(b, "version", r[i].version);
    out_text(b, "state", r[i].state);
    out_text(b, "title_sv", r[i].title_sv);
    out_text(b, "title_en", r[i].title_en);
    out_named(b, "author", r[i].author, r[i].author_name);
    out_int(b, "created_ms", r[i].created_ms);
    out_opt_int(b, "published_ms", r[i].published_ms);
    out_opt_int(b, "retired_ms", r[i].retired_ms);
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}
