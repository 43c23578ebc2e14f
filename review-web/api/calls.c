// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/calls.h"

#include "review-web/api/common.h"

static void out_measures(struct buf *b, const struct call_row_row *r) {
  if (!r->measured.set) {
    out_raw(b, "measures", NULL);
    return;
  }
  out_open(b, "measures", '{');
  out_opt_int(b, "agent_talk_ms", r->agent_talk_ms);
  out_opt_int(b, "caller_talk_ms", r->caller_talk_ms);
  out_opt_int(b, "overtalk_ms", r->overtalk_ms);
  out_opt_int(b, "silence_ms", r->silence_ms);
  out_opt_int(b, "hold_ms", r->hold_ms);
  out_close(b, '}');
}

enum err out_call_topics(struct request *req, struct id interaction) {
  struct call_topics_row *t;
  size_t n;
  TRY(sql_call_topics(req->db, &req->arena, &(struct call_topics){interaction}, &t, &n));
  out_open(&req->out, "topics", '[');
  for (size_t i = 0; i < n; i++) {
    out_open(&req->out, NULL, '{');
    out_id(&req->out, "id", t[i].id);
    out_text(&req->out, "name_sv", t[i].name_sv);
    out_text(&req->out, "name_en", t[i].name_en);
    out_close(&req->out, '}');
  }
  out_close(&req->out, ']');
  return OK;
}

enum err out_call_members(struct request *req, const struct call_row_row *r) {
  struct buf *b = &req->out;
  out_id(b, "id", r->id);
  out_int(b, "started_ms", r->started_ms);
  out_int(b, "duration_ms", r->duration_ms);
  out_named(b, "agent", r->agent, r->agent_name);
  out_named(b, "team", r->team, r->team_name);
  out_text(b, "title", r->title);
  out_text(b, "outcome", r->outcome);
  out_text(b, "no_recording", r->no_recording);
  out_opt_int(b, "channels", r->channels);
  out_text(b, "load_mark", r->load_mark);
  out_text(b, "direction", r->direction);
  out_bool(b, "heard_by_me", r->heard_by_me);
  out_measures(b, r);
  return out_call_topics(req, r->id);
}

static enum err out_mark_kinds(struct request *req, struct id interaction) {
  struct row_marks_row *m;
  size_t n;
  TRY(sql_row_marks(req->db, &req->arena,
                    &(struct row_marks){.interaction = interaction, .viewer = req->viewer.person},
                    &m, &n));
  out_open(&req->out, "marks", '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&req->out);
    jsonw_text(&req->out, m[i].kind);
  }
  out_close(&req->out, ']');
  return OK;
}

enum err out_call(struct request *req, struct id interaction) {
  struct call_row_row r;
  bool found;
  TRY(sql_call_row(req->db, &req->arena,
                   &(struct call_row){.viewer = req->viewer.person, .id = interaction}, &r,
                   &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such call");
  struct buf *b = &req->out;
  jsonw_comma(b);
  buf_add_char(b, '{');
  TRY(out_call_members(req, &r));
  out_bool(b, "recording", r.recording.set);
  out_int(b, "notes", r.notes);
  out_int(b, "gaps", r.gaps);
  TRY(out_mark_kinds(req, interaction));
  buf_add_char(b, '}');
  return OK;
}

void out_note_members(struct buf *b, const struct call_notes_row *n) {
  out_id(b, "id", n->id);
  out_id(b, "interaction", n->interaction);
  out_named(b, "author", some_id(n->author), n->author_name);
  out_opt_id(b, "reply_to", n->reply_to);
  out_int(b, "at_ms", n->at_ms);
  out_int(b, "len_ms", n->len_ms);
  out_text(b, "kind", n->kind);
  out_text(b, "aspect", n->aspect);
  out_text(b, "body", n->body);
  out_int(b, "created_ms", n->created_ms);
  out_opt_int(b, "edited_ms", n->edited_ms);
  out_opt_int(b, "deleted_ms", n->deleted_ms);
}

enum err out_agreement_now(struct request *req) {
  struct agreement_at_row a;
  bool found;
  TRY(sql_agreement_at(req->db, &req->arena, &(struct agreement_at){.at_ms = clock_wall_ms()}, &a,
                       &found));
  struct buf *b = &req->out;
  if (!found) {
    out_raw(b, "agreement", NULL);
    return OK;
  }
  out_open(b, "agreement", '{');
  out_int(b, "version", a.version);
  out_text(b, "title", a.title);
  out_int(b, "from_ms", a.from_ms);
  out_text(b, "signed_by", a.signed_by);
  out_close(b, '}');
  return OK;
}
