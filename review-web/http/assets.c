// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/assets.h"

static const char not_built[] =
    "<!doctype html><title>Medlyss</title><p>The pages were not built into "
    "this program. Run <code>make ui all</code>.";

static const struct asset *find(struct sv path) {
  for (const struct asset *a = assets; a->path; a++)
    if (sv_eq(sv_of(a->path), path)) return a;
  return NULL;
}

// A coding that Accept-Encoding names, unless it says q=0 (RFC 9110, 12.5.3).
static bool accepts(struct sv header, const char *coding) {
  while (header.n) {
    struct sv params = sv_trim(sv_cut(&header, ','));
    struct sv name = sv_trim(sv_cut(&params, ';'));
    if (sv_ieq(name, sv_of(coding))) return !sv_ieq(sv_trim(params), SV("q=0"));
  }
  return false;
}

static const struct asset_form *pick(const struct request *req, const struct asset *a) {
  struct sv header = request_header(req, "accept-encoding");
  for (int f = ASSET_FORMS - 1; f > ASSET_PLAIN; f--)
    if (a->forms[f].p && accepts(header, a->forms[f].encoding)) return &a->forms[f];
  return &a->forms[ASSET_PLAIN];
}

static enum err serve(struct request *req, const struct asset *a) {
  struct reply *r = &req->reply;
  const struct asset_form *f = pick(req, a);
  bool for_ever = !strncmp(a->path, "/assets/", 8);
  reply_field(r, "Cache-Control", for_ever ? "public, max-age=31536000, immutable" : "no-cache");
  reply_field(r, "ETag", a->etag);
  reply_field(r, "Vary", "Accept-Encoding");
  if (sv_eq(request_header(req, "if-none-match"), sv_of(a->etag))) {
    r->status = 304;
    return OK;
  }
  if (f->encoding) reply_field(r, "Content-Encoding", f->encoding);
  r->status = 200;
  r->type = a->type;
  r->body = (struct sv){(const char *)f->p, (size_t)(f->end - f->p)};
  return OK;
}

static bool is_page_path(struct sv path) {
  size_t dot;
  return !sv_starts(path, SV("/assets/")) && !sv_find(path, '.', &dot);
}

bool assets_wanted(const struct request *req) {
  struct sv header = request_header(req, "accept");
  return req->method == METHOD_GET && accepts(header, "text/html");
}

// The page finds no such place in the address, and says so in the reader's words.
enum err assets_lost(struct request *req) {
  const struct asset *a = find(SV("/index.html"));
  if (!a) return fail(E_NOT_FOUND, "there is nothing at this address");
  TRY(serve(req, a));
  if (req->reply.status == 200) req->reply.status = 404; // else the browser has it already
  return OK;
}

enum err assets_serve(struct request *req) {
  if (req->method != METHOD_GET) return fail(E_METHOD, "pages are only read");
  const struct asset *a = find(req->path);
  if (!a && is_page_path(req->path)) a = find(SV("/index.html"));
  if (a) return serve(req, a);
  if (!is_page_path(req->path) && assets_wanted(req)) return assets_lost(req);
  if (!is_page_path(req->path)) return fail(E_NOT_FOUND, "there is nothing at this address");
  req->reply.status = 200;
  req->reply.type = "text/html; charset=utf-8";
  req->reply.body = sv_of(not_built);
  return OK;
}
