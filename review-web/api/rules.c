// SPDX-License-Identifier: Apache-2.0
// Agreements (versions, never edited: a new one closes the old) and load windows.
#include "review-web/api/common.h"
#include "review-web/http/agreement.h"

enum err agreements_list(struct request *req) {
  struct agreement_list_row *r;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_agreement_list(req->db, &req->arena, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_int(b, "version", r[i].version);
    out_text(b, "title", r[i].title);
    out_raw(b, "body", r[i].body);
    out_int(b, "from_ms", r[i].from_ms);
    out_opt_int(b, "to_ms", r[i].to_ms);
    out_text(b, "signed_by", r[i].signed_by);
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}

enum err agreement_add(struct request *req) {
  struct id id = id_new();
  struct agreement_latest_row last;
  const char *title = NULL, *body = NULL, *signed_by = NULL;
  int64_t from = clock_wall_ms();
  TRY(REQUEST_JSON(req, {"title", BODY_TEXT, &title, .max = 200},
                   {"body", BODY_RAW, &body, .max = 32000},
                   {"signed_by", BODY_TEXT, &signed_by, .max = 200},
                   {"from_ms", BODY_INT, &from, .max = INT64_MAX / 2, .optional = true}));
  TRY(agreement_check(body));
  TRY(sql_agreement_latest(req->db, &req->arena, &last));
  TRY(sql_agreement_close(req->db, &(struct agreement_close){from}));
  TRY(sql_agreement_add(req->db, &(struct agreement_add){.id = id,
                                                         .version = last.version + 1,
                                                         .title = title,
                                                         .body = body,
                                                         .from_ms = from,
                                                         .signed_by = signed_by}));
  req->audit_object = id;
  answer_id(req, id);
  return OK;
}

enum err load_windows_list(struct request *req) {
  struct load_windows_all_row *r;
  size_t n;
  TRY(sql_load_windows_all(req->db, &req->arena, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&req->out);
    sql_load_windows_all_row_json(&req->out, &r[i]);
  }
  rows_end(req, NULL);
  return OK;
}

struct window {
  const char *name, *says;
  int64_t from_ms, to_ms;
};

static enum err read_window(struct request *req, struct window *w, struct opt_int *out_to) {
  w->to_ms = -1;
  TRY(REQUEST_JSON(req, {"name", BODY_TEXT, &w->name, .max = 100},
                   {"says", BODY_ANY_TEXT, &w->says, .max = 4000},
                   {"from_ms", BODY_INT, &w->from_ms, .max = INT64_MAX / 2},
                   {"to_ms", BODY_INT, &w->to_ms, .max = INT64_MAX / 2, .optional = true}));
  if (w->to_ms >= 0 && w->to_ms <= w->from_ms)
    return fail(E_BAD_DATA, "a window ends after it begins");
  *out_to = (struct opt_int){w->to_ms >= 0, w->to_ms};
  return OK;
}

// Calls that fell in the window, also before it was declared, say so; and their scores.
static enum err mark_calls(struct request *req, int64_t from_ms, struct opt_int to) {
  int64_t end = to.set ? to.v : INT64_MAX;
  TRY(sql_load_window_mark(req->db, &(struct load_window_mark){from_ms, end}));
  return sql_load_window_mark_scores(req->db, &(struct load_window_mark_scores){from_ms, end});
}

enum err load_window_add(struct request *req) {
  struct id id = id_new();
  struct window w = {0};
  struct opt_int to;
  TRY(read_window(req, &w, &to));
  TRY(sql_load_window_add(req->db, &(struct load_window_add){.id = id,
                                                             .name = w.name,
                                                             .says = w.says,
                                                             .from_ms = w.from_ms,
                                                             .to_ms = to,
                                                             .author = req->viewer.person}));
  req->audit_object = id;
  answer_id(req, id);
  return mark_calls(req, w.from_ms, to);
}

enum err load_window_change(struct request *req) {
  struct window w = {0};
  struct load_window_get_row was;
  struct opt_int to;
  bool found;
  TRY(read_window(req, &w, &to));
  TRY(sql_load_window_get(req->db, &req->arena, &(struct load_window_get){req->arg.id}, &was,
                          &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such load window");
  TRY(sql_load_window_change(
      req->db,
      &(struct load_window_change){
          .name = w.name, .says = w.says, .from_ms = w.from_ms, .to_ms = to, .id = req->arg.id}));
  req->audit_object = req->arg.id;
  TRY(mark_calls(req, was.from_ms, was.to_ms));
  return mark_calls(req, w.from_ms, to);
}
