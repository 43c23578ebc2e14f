// SPDX-License-Identifier: Apache-2.0
// Listening is an act: the line in the log first, then a token, then the sound. Whoever took the
// call sees who listened, when and why.
#include "gen/sql/interaction.h"
#include "gen/sql/web_call.h"
#include "gen/told/call.h"
#include "review-web/api/common.h"
#include "review-web/api/sittings.h"
#include "review-web/http/heard.h"
#include "review-web/http/players.h"
#include "review-web/http/range.h"
#include "review-web/http/session.h"
#include "review-web/http/site.h"

enum { AT_ONCE = 256 * 1024, SHOWN_MOST = 500 };

// ---- the act ----------------------------------------------------------------------------------

static enum err check_recording(struct request *req, struct id call) {
  struct recording_of_row r;
  bool found;
  TRY(sql_recording_of(req->db, &req->arena, &(struct recording_of){call}, &r, &found));
  if (found && !strcmp(r.state, "sealed")) return OK;
  return fail(E_NOT_FOUND, "this call has no recording");
}

// What the reason stands on, or else the first thing that lets it be heard: when that ends, so does
// this listening, whatever else would let another be opened.
static const char *stands_on(const struct standing *s, const char *reason) {
  if (!strcmp(reason, "calibration") && s->calibrates) return "rates";
  if (!strcmp(reason, "programme") && s->given) return "given";
  return s->own ? "own" : s->led ? "led" : s->given ? "given" : "rates";
}

static void answer_token(struct request *req, struct id id, const char *token) {
  tell_opened(&req->out,
              &(struct told_opened){.id = id,
                                    .audio = arena_printf(&req->arena, "/api/v1/audio/%s", token),
                                    .peaks = arena_printf(&req->arena, "/api/v1/peaks/%s", token)});
}

enum err serve_listening_add(struct request *req) {
  struct standing s;
  const struct reached *reached;
  struct id call, id = id_new();
  const char *reason = NULL, *text = NULL;
  char token[SESSION_TOKEN];
  uint8_t hash[32];
  bool tells = false;
  TRY(REQUEST_JSON(req, {"interaction", BODY_ID, &call, .optional = false},
                   {"reason", BODY_TEXT, &reason, .max = 20},
                   {"reason_text", BODY_ANY_TEXT, &text, .max = 500, .optional = true},
                   {"tells", BODY_BOOL, &tells, .optional = true}));
  TRY(body_one_of("reason", reason, "review|own|programme|calibration|complaint|other"));
  TRY(may_reach_sound(asker(req), call, reason, &s, &reached));
  TRY(check_recording(req, call));
  token_make(token);
  token_hash(sv_of(token), hash);
  TRY(sql_listening_add(req->db,
                        &(struct listening_add){.id = id,
                                                .interaction = reached,
                                                .person = req->viewer.person,
                                                .reason = reason,
                                                .reason_text = text,
                                                .at_ms = clock_wall_ms(),
                                                .told = tells ? "[]" : NULL,
                                                .token_hash = bytes_of(hash, 32),
                                                .session_hash = bytes_of(req->viewer.session, 32),
                                                .stands_on = stands_on(&s, reason)}));
  about(req, id, call);
  answer_token(req, id, token);
  return OK;
}

// The answer: all that she has heard of this call, as the service counts it.
enum err serve_listening_put(struct request *req) {
  const char *told = NULL;
  struct id call;
  struct heard all;
  TRY(REQUEST_JSON(req, {"heard", BODY_RAW, &told, .max = 60000}));
  TRY(heard_told(req, req->arg.id, told, &call));
  TRY(heard_of(req->db, &req->arena, call, req->viewer.person, &all));
  tell_heard_so_far(&req->out,
                    &(struct told_heard_so_far){stretches_ms(all.v, all.n), all.v, all.n});
  return OK;
}

// How often a trainee hears a call of her programme is hers: told to whose call it is, to herself
// and in the log, and not to those who lead (docs/adr/0051).
static bool replay_of_hers(struct request *req, const struct listening_of_call_row *r) {
  return r->trainee && !strcmp(r->reason, "programme") && !req->reach.standing.own &&
         !id_eq(r->person, req->viewer.person);
}

enum err serve_interaction_heard(struct request *req) {
  struct listening_of_call_row *r;
  size_t n;
  TRY(sql_listening_of_call(
      req->db, &req->arena,
      &(struct listening_of_call){.interaction = req->arg.id, .limit = SHOWN_MOST}, &r, &n));
  struct opening *o = arena_array(&req->arena, n + 1, struct opening);
  size_t told = 0;
  for (size_t i = 0; i < n; i++) {
    if (replay_of_hers(req, &r[i])) continue;
    o[told++] = (struct opening){.id = r[i].id,
                                 .person = r[i].person,
                                 .interaction = req->arg.id,
                                 .person_name = r[i].person_name,
                                 .reason = r[i].reason,
                                 .reason_text = r[i].reason_text,
                                 .heard = r[i].heard,
                                 .served = r[i].served,
                                 .at_ms = r[i].at_ms};
  }
  return answer_sittings(req, o, told, false);
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

enum err serve_listening_audio(struct request *req) {
  return send(req, PLAYABLE_OPUS, "audio/ogg; codecs=opus");
}
enum err serve_listening_peaks(struct request *req) {
  return send(req, PLAYABLE_PEAKS, "application/octet-stream");
}
