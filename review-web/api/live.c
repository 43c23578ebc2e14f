// SPDX-License-Identifier: Apache-2.0
// Calls that go on: whoever sits at the line where one is now pauses it, has it go on, stops and
// erases it, or marks it. Who that is the shifts say; where the call is, the recorder that has it.
// The log and the call's rows are written by encode, of what the spool says was done
// (recorder/encode/acts.h), so that nothing is told that was not.
#include "gen/told/live.h"

#include "core/ask.h"
#include "gen/sql/control.h"
#include "review-web/api/common.h"
#include "review-web/http/site.h"

enum { LINES_ROOM = 300, CALLS_MOST = 32 };

static const char *const recorders[] = {"control.sock", "siprec.sock"};

struct hers {
  struct told_live_call call[CALLS_MOST];
  const char *at[CALLS_MOST]; // whose socket
  size_t n, lines, answered;
};

// ---- what the recorders say --------------------------------------------------------------------

// "<id> <began ms> <paused until ms> <ran out> <held>" (recorder/ruling.h)
static enum err call_read(struct sv line, struct told_live_call *out) {
  int64_t until_ms;
  struct told_live_call c = {0};
  TRY(id_parse(sv_cut(&line, ' '), &c.id));
  TRY(sv_i64(sv_cut(&line, ' '), 0, INT64_MAX, &c.began_ms));
  TRY(sv_i64(sv_cut(&line, ' '), 0, INT64_MAX, &until_ms));
  c.paused_until_ms = (struct opt_int){until_ms > 0, until_ms};
  c.ran_out = sv_eq(sv_cut(&line, ' '), SV("1"));
  c.held = sv_eq(sv_trim(line), SV("1"));
  *out = c;
  return OK;
}

static enum err calls_read(struct sv text, const char *from, struct hers *h) {
  while (text.n && h->n < CALLS_MOST) {
    TRY(call_read(sv_cut(&text, '\n'), &h->call[h->n]));
    h->at[h->n++] = from;
  }
  return OK;
}

static enum err recorder_ask(struct request *req, const char *recorder, struct sv words,
                             struct hers *h) {
  AUTO(buf) struct buf said = {0};
  enum err rc = ask_program(&req->site->recorders, recorder, words, &said);
  if (rc == E_NOT_FOUND || rc == E_BUSY) { // the other one may have it
    err_forget();
    return OK;
  }
  TRY(rc);
  h->answered++;
  if (sv_eq(buf_sv(&said), SV("ok"))) return OK; // none
  return calls_read(buf_sv(&said), recorder, h);
}

static enum err lines_of(struct request *req, struct buf *words, size_t *out_n) {
  struct control_lines_row *line;
  TRY(sql_control_lines(
      req->db, &req->arena,
      &(struct control_lines){.person = req->viewer.person, .at_ms = clock_wall_ms()}, &line,
      out_n));
  buf_add_sv(words, SV("calls"));
  for (size_t i = 0; i < *out_n; i++) {
    struct sv address = sv_of(line[i].address);
    if (strpbrk(line[i].address, " \t\r\n") || words->n + address.n >= LINES_ROOM) continue;
    buf_add_sv(words, SV(" "));
    buf_add_sv(words, address);
  }
  return words->failed ? fail(E_FULL, "no memory") : OK;
}

static enum err hers_find(struct request *req, struct hers *out) {
  AUTO(buf) struct buf words = {0};
  *out = (struct hers){0};
  TRY(lines_of(req, &words, &out->lines));
  for (size_t i = 0; out->lines && i < countof(recorders); i++)
    TRY(recorder_ask(req, recorders[i], buf_sv(&words), out));
  return OK;
}

enum err serve_me_live(struct request *req) {
  struct hers h;
  TRY(hers_find(req, &h));
  tell_live(&req->out, &(struct told_live){.sits = h.lines > 0,
                                           .away = h.lines && !h.answered,
                                           .calls = h.call,
                                           .n_calls = h.n});
  return OK;
}

// ---- what is asked of one ----------------------------------------------------------------------

static enum err answered(struct sv said) {
  if (sv_eq(said, SV("ok"))) return OK;
  if (sv_starts(said, SV("no such call"))) return fail(E_NOT_FOUND, "there is no such call");
  if (sv_starts(said, SV("the telephone system has paused")))
    return fail(E_CONFLICT, "the telephone system has paused this call: it is recorded again when "
                            "that pause ends");
  if (sv_starts(said, SV("this call is kept as evidence")))
    return fail(E_CONFLICT, "this call is kept as evidence and cannot be erased");
  return fail(E_BROKEN, "a recorder answered otherwise than it should");
}

static enum err ask_of(struct request *req, const char *verb, const char *mark) {
  AUTO(buf) struct buf said = {0};
  char person[ID_TEXT], call[ID_TEXT], words[160];
  struct hers h;
  size_t i = 0;
  TRY(hers_find(req, &h));
  while (i < h.n && !id_eq(h.call[i].id, req->arg.id)) i++;
  if (i == h.n) return fail(E_NOT_FOUND, "there is no such call");
  id_text(req->viewer.person, person);
  id_text(req->arg.id, call);
  snprintf(words, sizeof words, "as %s %s %s%s%s", person, verb, call, mark ? " " : "",
           mark ? mark : "");
  TRY(ask_program(&req->site->recorders, h.at[i], sv_of(words), &said));
  return answered(buf_sv(&said));
}

enum err serve_live_pause(struct request *req) { return ask_of(req, "pause", NULL); }
enum err serve_live_resume(struct request *req) { return ask_of(req, "resume", NULL); }
enum err serve_live_erase(struct request *req) { return ask_of(req, "erase", NULL); }

// A threat is evidence at once: from then on nobody erases it.
enum err serve_live_mark(struct request *req) {
  const char *kind = NULL;
  TRY(REQUEST_JSON(req, {"kind", BODY_TEXT, &kind, .max = 20}));
  TRY(body_one_of("kind", kind, "tough|thanks|threat"));
  return strcmp(kind, "threat") ? ask_of(req, "mark", kind) : ask_of(req, "evidence", NULL);
}
