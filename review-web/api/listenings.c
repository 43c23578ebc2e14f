// SPDX-License-Identifier: Apache-2.0
// Listening is an act: the line in the log first, then a token, then the sound. Whoever took the
// call sees who listened, when and why.
#include "review-web/api/common.h"
#include "review-web/http/players.h"
#include "review-web/http/range.h"
#include "review-web/http/session.h"
#include "review-web/http/site.h"

enum { AT_ONCE = 256 * 1024, HEARD_MOST = 2000, SHOWN_MOST = 500 };

// ---- the act ----------------------------------------------------------------------------------

static enum err check_recording(struct request *req, struct id call) {
  struct recording_of_row r;
  bool found;
  TRY(sql_recording_of(req->db, &req->arena, &(struct recording_of){call}, &r, &found));
  if (found && !strcmp(r.state, "sealed")) return OK;
  return fail(E_NOT_FOUND, "this call has no recording");
}

// What opened the call is what it is heard for: the agent reads the reason.
static enum err check_reason(const struct standing *s, const char *reason) {
  bool only_calibrates = s->calibrates && !s->own && !s->led && !s->given;
  if (!only_calibrates || !strcmp(reason, "calibration")) return OK;
  return fail(E_FORBIDDEN, "you hear this call for a calibration, and for nothing else");
}

static void answer_token(struct request *req, struct id id, const char *token) {
  struct buf *b = &req->out;
  buf_add_char(b, '{');
  out_id(b, "id", id);
  out_text(b, "audio", arena_printf(&req->arena, "/api/v1/audio/%s", token));
  out_text(b, "peaks", arena_printf(&req->arena, "/api/v1/peaks/%s", token));
  buf_add_char(b, '}');
}

enum err listening_post(struct request *req) {
  struct standing s;
  struct hearing hearing;
  struct id call, id = id_new();
  const char *reason = NULL, *text = NULL;
  char token[SESSION_TOKEN];
  uint8_t hash[32];
  TRY(REQUEST_JSON(req, {"interaction", BODY_ID, &call, .optional = false},
                   {"reason", BODY_TEXT, &reason, .max = 20},
                   {"reason_text", BODY_ANY_TEXT, &text, .max = 500, .optional = true}));
  TRY(body_one_of("reason", reason, "review|own|programme|calibration|complaint|other"));
  TRY(policy_hear(req, call, &s, &hearing));
  TRY(check_reason(&s, reason));
  TRY(check_recording(req, call));
  token_make(token);
  token_hash(sv_of(token), hash);
  TRY(sql_listening_add(req->db, &(struct listening_add){.id = id,
                                                         .interaction = call,
                                                         .person = req->viewer.person,
                                                         .reason = reason,
                                                         .reason_text = text,
                                                         .at_ms = clock_wall_ms(),
                                                         .token_hash = bytes_of(hash, 32)}));
  about(req, id, call);
  answer_token(req, id, token);
  return OK;
}

enum err listening_put(struct request *req) {
  const char *heard = NULL;
  int64_t(*pairs)[2], sum = 0;
  size_t n;
  TRY(REQUEST_JSON(req, {"heard", BODY_RAW, &heard, .max = 60000}));
  TRY(body_pairs(&req->arena, sv_of(heard), HEARD_MOST, &pairs, &n));
  for (size_t i = 0; i < n; i++) {
    if (pairs[i][1] > DAY_MS) return fail(E_BAD_DATA, "a call is shorter than a day");
    sum += pairs[i][1] - pairs[i][0];
  }
  TRY(sql_listening_heard(req->db, &(struct listening_heard){.heard = heard,
                                                             .heard_ms = sum,
                                                             .id = req->arg.id,
                                                             .person = req->viewer.person}));
  return db_changes(req->db) ? OK : fail(E_NOT_FOUND, "there is no such listening");
}

enum err interaction_heard(struct request *req) {
  struct standing s;
  struct listening_of_call_row *r;
  size_t n;
  struct buf *b = &req->out;
  TRY(policy_call(req, req->arg.id, R_CALLS, &s));
  if (!s.own && !s.led) return fail(E_NOT_FOUND, "there is no such call");
  TRY(sql_listening_of_call(
      req->db, &req->arena,
      &(struct listening_of_call){.interaction = req->arg.id, .limit = SHOWN_MOST}, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_named(b, "person", some_id(r[i].person), r[i].person_name);
    out_text(b, "reason", r[i].reason);
    out_text(b, "reason_text", r[i].reason_text);
    out_int(b, "at_ms", r[i].at_ms);
    out_int(b, "heard_ms", r[i].heard_ms);
    out_raw(b, "heard", r[i].heard);
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}

// ---- the bytes --------------------------------------------------------------------------------

// A long slice goes out block by block; the rights are asked again on the way (players.h).
struct slice {
  struct players *players;
  struct player who;
  uint64_t at;
};

static ptrdiff_t slice_read(void *self, uint64_t at, char *to, size_t n) {
  struct slice *s = self;
  size_t got;
  if (players_read(s->players, &s->who, s->at + at, to, n, &got)) {
    err_forget();
    return STREAM_FAILED;
  }
  return got ? (ptrdiff_t)got : STREAM_END;
}

static void slice_done(void *self) { (void)self; } // it lies in the request's arena

static enum err send_slice(struct request *req, const struct player *who, struct range r) {
  if (r.n <= AT_ONCE) {
    void *bytes = buf_grow(&req->out, r.n); // not the arena: that is zeroed first
    size_t got = 0;
    if (!bytes) return fail(E_BUSY, "no memory");
    TRY(players_read(req->site->players, who, r.at, bytes, r.n, &got));
    buf_wrote(&req->out, got);
    req->reply.body = buf_sv(&req->out);
    return got == r.n ? OK : fail(E_BAD_DATA, "the recording is shorter than it was");
  }
  struct slice *s = arena_new(&req->arena, struct slice);
  *s = (struct slice){req->site->players, *who, r.at};
  req->reply.kind = REPLY_STREAM;
  req->reply.length = r.n;
  req->reply.stream = (struct reply_stream){slice_read, slice_done, s};
  return OK;
}

static enum err send(struct request *req, enum playable_kind kind, const char *type) {
  struct player who = {.person = req->viewer.person, .kind = kind};
  struct range r;
  uint64_t size;
  token_hash(sv_of(req->arg.token), who.token);
  memcpy(who.session, req->viewer.session, sizeof who.session);
  TRY(players_size(req->site->players, &who, &size));
  const char *etag = arena_printf(&req->arena, "\"%016" PRIx64 "\"", who.version);
  struct sv asked = request_header(req, "range"), only = request_header(req, "if-range");
  if (only.p && !sv_eq(only, sv_of(etag))) asked = (struct sv){0};
  reply_field(&req->reply, "ETag", etag);
  reply_field(&req->reply, "Accept-Ranges", "bytes");
  reply_field(&req->reply, "Cache-Control", "private, no-store");
  enum err rc = range_parse(asked, size, &r);
  if (rc == E_RANGE) {
    reply_field(&req->reply, "Content-Range", arena_printf(&req->arena, "bytes */%" PRIu64, size));
    return rc;
  }
  TRY(rc);
  TRY(send_slice(req, &who, r));
  req->reply.status = r.part ? 206 : 200;
  req->reply.type = type;
  if (r.part)
    reply_field(&req->reply, "Content-Range",
                arena_printf(&req->arena, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, r.at,
                             r.at + r.n - 1, size));
  return OK;
}

enum err listening_audio(struct request *req) {
  return send(req, PLAYABLE_OPUS, "audio/ogg; codecs=opus");
}
enum err listening_peaks(struct request *req) {
  return send(req, PLAYABLE_PEAKS, "application/octet-stream");
}
