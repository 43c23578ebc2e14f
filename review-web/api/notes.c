// SPDX-License-Identifier: Apache-2.0
// Notes: at a point or over a span of the call's own clock. The author alone edits and removes; a
// private note is the author's alone; an answer hangs on a note of somebody else.
#include "gen/sql/begun.h"
#include "gen/sql/web_call.h"
#include "review-web/api/common.h"
#include "review-web/api/text.h"

enum { NOTE_MOST = 8000 };

struct note_in {
  int64_t at_ms, len_ms;
  const char *kind, *aspect, *body;
  struct id reply_to;
};

static enum err check(const struct note_in *in) {
  TRY(body_one_of("kind", in->kind, WORDS_NoteKind));
  return in->aspect ? body_one_of("aspect", in->aspect, WORDS_Aspect) : OK;
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
  sql_note_get_row_json(&req->out, &n);
  return OK;
}

// Nobody hears of a private note but its author's other pages.
static void tell_about(struct request *req, struct id note, struct id interaction,
                       const char *kind) {
  about(req, note, interaction);
  if (!strcmp(kind, "private")) req->news_people[0] = req->viewer.person;
}

enum err serve_note_add(struct request *req) {
  struct note_in in = {0};
  struct id id = id_new(), other = {0};
  TRY(read_new(req, &in));
  TRY(may_reach_second(asker(req), &req->reach, in.at_ms));
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
  if (id_is_none(in.reply_to))
    TRY(sql_note_draft_drop(req->db, &(struct note_draft_drop){.author = req->viewer.person,
                                                               .interaction = req->arg.id}));
  TRY(text_index(req, req->arg.id));
  tell_about(req, id, req->arg.id, in.kind);
  if (!id_is_none(other))
    TRY(event_tell(
        req->db, EV_NOTE_REPLIED,
        (struct happening){
            .actor = req->viewer.person, .object = id, .interaction = req->arg.id, PEOPLE(other)}));
  return answer_note(req, id);
}

enum err serve_interaction_tried(struct request *req) {
  struct note_tried_row *r;
  size_t n;
  TRY(sql_note_tried(req->db, &req->arena,
                     &(struct note_tried){.author = req->viewer.person, .interaction = req->arg.id},
                     &r, &n));
  ANSWER_ROWS(req, sql_note_tried_row_json, r, n, NULL);
  return OK;
}

enum err serve_note_change(struct request *req) {
  const struct note_get_row *n = req->reach.note;
  struct note_in in = {n->at_ms, n->len_ms, n->kind, NULL, n->body, {{0}}};
  bool aspect_said = false;
  TRY(REQUEST_JSON(
      req, {"at_ms", BODY_INT, &in.at_ms, .max = DAY_MS, .optional = true},
      {"len_ms", BODY_INT, &in.len_ms, .max = DAY_MS, .optional = true},
      {"kind", BODY_TEXT, &in.kind, .max = 10, .optional = true},
      {"aspect", BODY_TEXT, &in.aspect, .max = 10, .optional = true, .seen = &aspect_said},
      {"body", BODY_TEXT, &in.body, .max = NOTE_MOST, .optional = true}));
  if (!aspect_said) in.aspect = n->aspect; // null: of no aspect any more
  TRY(check(&in));
  if (in.at_ms != n->at_ms) TRY(may_reach_second(asker(req), &req->reach, in.at_ms));
  TRY(sql_note_change(req->db, &(struct note_change){.at_ms = in.at_ms,
                                                     .len_ms = in.len_ms,
                                                     .kind = in.kind,
                                                     .aspect = in.aspect,
                                                     .body = in.body,
                                                     .edited_ms = clock_wall_ms(),
                                                     .id = n->id}));
  TRY(text_index(req, n->interaction));
  tell_about(req, n->id, n->interaction, in.kind);
  return answer_note(req, n->id);
}

enum err serve_note_delete(struct request *req) {
  const struct note_get_row *n = req->reach.note;
  tell_about(req, n->id, n->interaction, n->kind);
  TRY(sql_note_delete(req->db, &(struct note_delete){.deleted_ms = clock_wall_ms(), .id = n->id}));
  return text_index(req, n->interaction);
}
