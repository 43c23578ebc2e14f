// SPDX-License-Identifier: Apache-2.0
// Notes: at a point or over a span of the call's own clock. The author alone edits and removes; a
// private note is the author's alone; an answer hangs on a note of somebody else.
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/api/text.h"

enum { NOTE_MOST = 8000 };

struct note_in {
  int64_t at_ms, len_ms;
  const char *kind, *aspect, *body;
  struct id reply_to;
};

static enum err check(const struct note_in *in) {
  TRY(body_one_of("kind", in->kind, "keep|try|private|note"));
  return in->aspect ? body_one_of("aspect", in->aspect, "said|met") : OK;
}

static enum err read_new(struct request *req, struct note_in *in) {
  TRY(REQUEST_JSON(req, {"at_ms", BODY_INT, &in->at_ms, .max = DAY_MS},
                   {"len_ms", BODY_INT, &in->len_ms, .max = DAY_MS, .optional = true},
                   {"kind", BODY_TEXT, &in->kind, .max = 10},
                   {"body", BODY_TEXT, &in->body, .max = NOTE_MOST},
                   {"aspect", BODY_TEXT, &in->aspect, .max = 10, .optional = true},
                   {"reply_to", BODY_ID, &in->reply_to, .optional = true}));
  return check(in);
}

// An answer belongs to the other party, lies in the same call, and is never more public than what
// it answers: a private note is answered by nobody, because nobody else sees it.
static enum err check_reply(struct request *req, const struct note_in *in, struct id *out_other) {
  struct note_get_row n;
  bool found;
  if (id_is_none(in->reply_to)) return OK;
  TRY(sql_note_get(req->db, &req->arena, &(struct note_get){in->reply_to}, &n, &found));
  bool hidden = found && !strcmp(n.kind, "private") && !id_eq(n.author, req->viewer.person);
  if (!found || hidden || !id_eq(n.interaction, req->arg.id))
    return fail(E_NOT_FOUND, "there is no such note");
  if (id_eq(n.author, req->viewer.person))
    return fail(E_CONFLICT, "an answer is the other's to give");
  *out_other = n.author;
  return OK;
}

static enum err answer_note(struct request *req, struct id id) {
  struct note_get_row n;
  bool found;
  TRY(sql_note_get(req->db, &req->arena, &(struct note_get){id}, &n, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such note");
  struct call_notes_row row = {n.id,         n.interaction, n.author,    n.author_name, n.reply_to,
                               n.at_ms,      n.len_ms,      n.kind,      n.aspect,      n.body,
                               n.created_ms, n.edited_ms,   n.deleted_ms};
  buf_add_char(&req->out, '{');
  out_note_members(&req->out, &row);
  buf_add_char(&req->out, '}');
  return OK;
}

// Nobody hears of a private note but its author's other pages.
static void tell_about(struct request *req, struct id note, struct id interaction,
                       const char *kind) {
  about(req, note, interaction);
  if (!strcmp(kind, "private")) req->news_person = req->viewer.person;
}

enum err note_add(struct request *req) {
  struct standing s;
  struct note_in in = {0};
  struct id id = id_new(), other = {0};
  TRY(policy_call(req, req->arg.id, R_NOTE, &s));
  TRY(read_new(req, &in));
  TRY(check_reply(req, &in, &other));
  TRY(sql_note_add(req->db, &(struct note_add){.id = id,
                                               .interaction = req->arg.id,
                                               .author = req->viewer.person,
                                               .reply_to = opt_id_of(in.reply_to),
                                               .at_ms = in.at_ms,
                                               .len_ms = in.len_ms,
                                               .kind = in.kind,
                                               .aspect = in.aspect,
                                               .body = in.body,
                                               .created_ms = clock_wall_ms()}));
  TRY(text_index(req, req->arg.id));
  tell_about(req, id, req->arg.id, in.kind);
  if (!id_is_none(other))
    TRY(news_tell(req->db, (struct news){"note.replied", id, req->arg.id, other}));
  return answer_note(req, id);
}

// The viewer's own note, in a call still seen; anybody else's does not exist here.
static enum err own_note(struct request *req, struct note_get_row *out) {
  struct standing s;
  bool found;
  TRY(sql_note_get(req->db, &req->arena, &(struct note_get){req->arg.id}, out, &found));
  bool hidden = found && !strcmp(out->kind, "private") && !id_eq(out->author, req->viewer.person);
  if (!found || hidden || out->deleted_ms.set) return fail(E_NOT_FOUND, "there is no such note");
  enum err rc = policy_call(req, out->interaction, R_NOTE, &s);
  if (rc == E_NOT_FOUND) err_forget();
  if (rc) return rc == E_NOT_FOUND ? fail(rc, "there is no such note") : rc;
  return id_eq(out->author, req->viewer.person)
             ? OK
             : fail(E_FORBIDDEN, "a note is changed by its author");
}

enum err note_change(struct request *req) {
  struct note_get_row n;
  struct note_in in = {0};
  TRY(own_note(req, &n));
  in = (struct note_in){n.at_ms, n.len_ms, n.kind, n.aspect, n.body, {{0}}};
  TRY(REQUEST_JSON(req, {"at_ms", BODY_INT, &in.at_ms, .max = DAY_MS, .optional = true},
                   {"len_ms", BODY_INT, &in.len_ms, .max = DAY_MS, .optional = true},
                   {"kind", BODY_TEXT, &in.kind, .max = 10, .optional = true},
                   {"aspect", BODY_TEXT, &in.aspect, .max = 10, .optional = true},
                   {"body", BODY_TEXT, &in.body, .max = NOTE_MOST, .optional = true}));
  TRY(check(&in));
  TRY(sql_note_change(req->db, &(struct note_change){.at_ms = in.at_ms,
                                                     .len_ms = in.len_ms,
                                                     .kind = in.kind,
                                                     .aspect = in.aspect,
                                                     .body = in.body,
                                                     .edited_ms = clock_wall_ms(),
                                                     .id = n.id}));
  TRY(text_index(req, n.interaction));
  tell_about(req, n.id, n.interaction, in.kind);
  return answer_note(req, n.id);
}

enum err note_delete(struct request *req) {
  struct note_get_row n;
  TRY(own_note(req, &n));
  tell_about(req, n.id, n.interaction, n.kind);
  TRY(sql_note_delete(req->db, &(struct note_delete){.deleted_ms = clock_wall_ms(), .id = n.id}));
  return text_index(req, n.interaction);
}
