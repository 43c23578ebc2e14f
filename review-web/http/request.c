// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/request.h"

enum { OUT_MAX = 32 * 1024 * 1024 };

struct request *request_new(struct site *site) {
  struct request *req = calloc(1, sizeof *req);
  if (!req) return NULL;
  req->site = site;
  arena_init(&req->arena, REQUEST_ARENA_MAX);
  req->out.cap_max = OUT_MAX;
  return req;
}

void request_free(struct request *req) {
  if (!req) return;
  if (req->reply.stream.done) req->reply.stream.done(req->reply.stream.self);
  if (req->sink.drop) req->sink.drop(req->sink.self);
  buf_drop(&req->body);
  buf_drop(&req->out);
  arena_drop(&req->arena);
  free(req);
}

struct sv request_header(const struct request *req, const char *name) {
  return head_get(&req->head, sv_of(name));
}

enum err request_json(struct request *req, const struct body_field *fields, size_t n) {
  return body_read(&req->arena, buf_sv(&req->body), fields, n);
}

void request_ok_json(struct request *req) {
  if (buf_check(&req->out)) {
    request_fail(req, E_TOO_BIG);
    return;
  }
  req->reply.status = 200;
  req->reply.type = "application/json";
  req->reply.body = buf_sv(&req->out);
}

void request_no_content(struct request *req) { req->reply.status = 204; }

// What went wrong inside is nobody's business outside: from 500 on, and of an engine's words, only
// the general sentence is told.
static const char *sentence(enum err rc) {
  bool ours = err_detail()[0] && !err_is_inner();
  return err_http(rc) >= 500 || !ours ? err_text(rc) : err_detail();
}

void request_fail(struct request *req, enum err rc) {
  req->failed = rc;
  if (rc == E_TOO_MANY)
    reply_field(&req->reply, "Retry-After",
                arena_printf(&req->arena, "%" PRId64, 1 + req->later_ms / 1000));
  buf_clear(&req->out);
  buf_add_char(&req->out, '{');
  out_text(&req->out, "error", err_name(rc));
  out_text(&req->out, "text", sentence(rc));
  buf_add_char(&req->out, '}');
  req->reply.status = err_http(rc);
  req->reply.kind = REPLY_BYTES;
  req->reply.type = "application/json";
  req->reply.body = buf_sv(&req->out);
}
