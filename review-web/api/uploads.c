// SPDX-License-Identifier: Apache-2.0
// Uploads: another system sends a file in, whole or in parts (tus 1.0.0: creation, expiration,
// termination), and asks what became of it. The body is written down as it comes; what is in it is
// import's to read (docs/adr/0047).
#include "core/scope.h"
#include "gen/sql/upload.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"
#include "review-web/http/arrival.h"
#include "review-web/http/site.h"
#include "review-web/http/uploadhead.h"

struct sending {
  struct arrival file;
  struct upload_said said;
  struct upload_get_row row; // of one that goes on
};

static enum err import_watches(struct request *req) {
  if (req->site->settings.watch_imports) return OK;
  return fail(E_FORBIDDEN, "nothing is imported here: the setting watch_imports is off");
}

// The request's own from here on, however it ends.
static struct sending *sending_new(struct request *req, struct id id) {
  struct sending *s = arena_new(&req->arena, struct sending);
  s->file = (struct arrival){.site = req->site, .file = -1, .id = id, .key = req->viewer.key};
  req->note = s;
  req->sink = (struct sink){.drop = arrival_drop, .self = &s->file};
  return s;
}

static void set_kind(struct arrival *v, const char *kind) {
  snprintf(v->kind, sizeof v->kind, "%s", kind);
}

// ---- telling ----------------------------------------------------------------------------------

// When nobody goes on with it, as tus writes it (RFC 9110, 5.6.7).
static const char *expires(struct request *req) {
  char text[40];
  struct tm tm;
  time_t then = (time_t)((clock_wall_ms() + ARRIVAL_IDLE_MS) / 1000);
  strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&then, &tm));
  return arena_strdup(&req->arena, text);
}

static void tell_head(struct request *req, const struct arrival *v) {
  char id[ID_TEXT];
  id_text(v->id, id);
  reply_field(&req->reply, "Tus-Resumable", "1.0.0");
  reply_field(&req->reply, "Upload-Offset", arena_printf(&req->arena, "%" PRIu64, v->at));
  reply_field(&req->reply, "Upload-Length", arena_printf(&req->arena, "%" PRIu64, v->length));
  if (v->at < v->length) reply_field(&req->reply, "Upload-Expires", expires(req));
  if (req->method == METHOD_POST)
    reply_field(&req->reply, "Location", arena_printf(&req->arena, "/api/v1/uploads/%s", id));
}

static void tell_row(struct request *req, const struct upload_get_row *row, uint64_t at) {
  bool open = !strcmp(row->state, "open");
  struct told_upload told = {.upload_get = row, .offset = (int64_t)at};
  if (open) told.expires_ms = (struct opt_int){.set = true, .v = clock_wall_ms() + ARRIVAL_IDLE_MS};
  tell_upload(&req->out, &told);
}

static enum err find(struct request *req, struct upload_get_row *out) {
  bool found;
  TRY(sql_upload_get(req->db, &req->arena,
                     &(struct upload_get){.id = req->arg.id, .api_key = req->viewer.key}, out,
                     &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such upload");
}

// ---- a new one --------------------------------------------------------------------------------

enum err begin_interaction_send(struct request *req) {
  struct sending *s = sending_new(req, id_new());
  struct upload_head head = {.type = request_header(req, "content-type"),
                             .length = request_header(req, "upload-length"),
                             .metadata = request_header(req, "upload-metadata"),
                             .body_bytes = req->body_bytes};
  TRY(import_watches(req));
  TRY(upload_head_read(&req->arena, &head, &s->said));
  if (s->said.call.n) TRY(body_is_object(s->said.call));
  if (s->said.body == UPLOAD_TOLD && req->body_bytes > req->route->body_max)
    return fail(E_TOO_BIG, "what is told of a call has at most %u bytes", req->route->body_max);
  set_kind(&s->file, s->said.kind);
  s->file.length = s->said.length;
  TRY(arrival_admit(req->db, &req->arena, &s->file));
  TRY(arrival_make(&s->file));
  if (s->said.body == UPLOAD_SOUND) req->sink.take = arrival_take;
  return OK;
}

static enum err add_row(struct request *req) {
  struct sending *s = req->note;
  struct arrival *v = &s->file;
  bool whole = v->at == v->length;
  int64_t now = clock_wall_ms();
  struct upload_get_row row = {.id = v->id,
                               .state = whole ? "whole" : "open",
                               .name = s->said.name,
                               .length = (int64_t)v->length,
                               .created_ms = now};
  TRY(sql_upload_add(req->db, &(struct upload_add){.id = v->id,
                                                   .api_key = v->key,
                                                   .name = row.name,
                                                   .kind = v->kind,
                                                   .beside = s->said.call.n != 0,
                                                   .length = row.length,
                                                   .state = row.state,
                                                   .created_ms = now}));
  v->fresh = false; // kept; were it not committed, it is swept
  tell_head(req, v);
  tell_row(req, &row, v->at);
  request_ok_json(req);
  req->reply.status = 201;
  return OK;
}

enum err serve_interaction_send(struct request *req) {
  struct sending *s = req->note;
  if (s->said.body == UPLOAD_TOLD) {
    TRY(body_is_object(buf_sv(&req->body)));
    s->said.call = buf_sv(&req->body);
  }
  if (s->said.call.n) TRY(arrival_tell(&s->file, s->said.call));
  TRY(arrival_flush(&s->file));
  req->then = add_row;
  return OK;
}

// ---- going on with one ------------------------------------------------------------------------

static enum err goes_on(struct request *req, struct sending *s) {
  struct arrival *v = &s->file;
  struct sv said = request_header(req, "upload-offset");
  uint64_t at;
  if (!sv_is_u64(sv_trim(said), INT64_MAX, &at))
    return fail(E_BAD_INPUT, "Upload-Offset is missing: from which byte this goes on");
  reply_field(&req->reply, "Upload-Offset", arena_printf(&req->arena, "%" PRIu64, v->at));
  if (at != v->at) return fail(E_CONFLICT, "%" PRIu64 " bytes are here: go on from there", v->at);
  if (at + req->body_bytes > v->length)
    return fail(E_TOO_BIG, "the file was announced with %" PRIu64 " bytes", v->length);
  return OK;
}

enum err begin_upload_go_on(struct request *req) {
  struct sending *s = sending_new(req, req->arg.id);
  struct sv rest = request_header(req, "content-type"), type = sv_trim(sv_cut(&rest, ';'));
  TRY(import_watches(req));
  if (!sv_ieq(type, SV("application/offset+octet-stream")) &&
      !sv_ieq(type, SV("application/octet-stream")))
    return fail(E_MEDIA, "send it as application/offset+octet-stream");
  TRY(find(req, &s->row));
  set_kind(&s->file, s->row.kind);
  s->file.length = (uint64_t)s->row.length;
  if (strcmp(s->row.state, "open") != 0)
    return fail(E_CONFLICT, "all of this file is here: nothing is added to it");
  TRY(arrival_open(&s->file));
  TRY(goes_on(req, s));
  req->reply.n_fields = 0; // told anew at the end
  req->sink.take = arrival_take;
  return OK;
}

static enum err is_whole(struct request *req) {
  struct sending *s = req->note;
  tell_head(req, &s->file);
  return sql_upload_whole(req->db,
                          &(struct upload_whole){.changed_ms = clock_wall_ms(), .id = s->row.id});
}

enum err serve_upload_go_on(struct request *req) {
  struct sending *s = req->note;
  TRY(arrival_flush(&s->file));
  if (s->file.at == s->file.length)
    req->then = is_whole;
  else
    tell_head(req, &s->file);
  return OK;
}

// ---- what became of it ------------------------------------------------------------------------

enum err serve_upload_show(struct request *req) {
  struct upload_get_row row;
  TRY(find(req, &row));
  struct arrival v = {.site = req->site, .file = -1, .id = row.id, .length = (uint64_t)row.length};
  v.at = v.length;
  set_kind(&v, row.kind);
  if (!strcmp(row.state, "open")) TRY(arrival_look(&v));
  tell_head(req, &v);
  tell_row(req, &row, v.at);
  return OK;
}

enum err serve_upload_drop(struct request *req) {
  struct upload_get_row row;
  TRY(find(req, &row));
  struct arrival v = {.site = req->site, .file = -1, .id = row.id};
  set_kind(&v, row.kind);
  if (strcmp(row.state, "open") != 0)
    return fail(E_CONFLICT, "all of this file is here: import has it");
  enum err rc = arrival_open(&v);
  if (rc == E_NOT_FOUND) err_forget(), rc = OK;
  if (!rc) rc = sql_upload_gone(req->db, &(struct upload_gone){row.id});
  if (!rc) rc = arrival_remove(&v);
  arrival_drop(&v);
  return rc;
}
