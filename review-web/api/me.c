// SPDX-License-Identifier: Apache-2.0
// The signed-in person: who, what they may, what others said and heard of their calls.
#include "review-web/api/calls.h"
#include "review-web/api/common.h"

enum { FEEDBACK_MOST = 200, FEEDBACK_DAYS = 180, LISTENINGS_MOST = 500, LISTENINGS_DAYS = 7 };

static enum err out_roles(struct request *req) {
  struct buf *b = &req->out;
  struct grant_at_row *g;
  size_t n;
  TRY(sql_grant_at(req->db, &req->arena,
                   &(struct grant_at){.person = req->viewer.person, .at_ms = clock_wall_ms()}, &g,
                   &n));
  out_open(b, "roles", '[');
  for (size_t i = 0; i < n; i++) {
    struct team_get_row team = {0};
    bool found = false;
    if (g[i].team.set)
      TRY(sql_team_get(req->db, &req->arena, &(struct team_get){g[i].team.v}, &team, &found));
    out_open(b, NULL, '{');
    out_text(b, "role", g[i].role);
    out_named(b, "team", g[i].team, team.name);
    out_close(b, '}');
  }
  out_close(b, ']');
  return OK;
}

static void out_rights(struct buf *b, rights r) {
  out_open(b, "rights", '[');
  for (unsigned i = RB_SIGNED_IN + 1; i < RIGHT_COUNT; i++) {
    if (!(r & 1u << i)) continue;
    jsonw_comma(b);
    jsonw_text(b, right_name((enum right_bit)i));
  }
  out_close(b, ']');
}

static void out_site(struct request *req, bool english) {
  const struct settings *s = &req->site->settings;
  out_open(&req->out, "site", '{');
  out_text(&req->out, "name", s->site_name);
  out_text(&req->out, "caller_word", english ? s->caller_word_en : s->caller_word);
  out_close(&req->out, '}');
}

enum err me_get(struct request *req) {
  struct person_get_row p;
  bool found;
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->viewer.person}, &p, &found));
  if (!found) return fail(E_NO_SESSION, "sign in first");
  struct buf *b = &req->out;
  buf_add_char(b, '{');
  out_id(b, "id", p.id);
  out_text(b, "name", p.name);
  out_text(b, "ui_language", p.ui_language);
  TRY(out_roles(req));
  out_rights(b, req->viewer.rights);
  out_raw(b, "prefs", p.prefs);
  TRY(out_agreement_now(req));
  out_site(req, !strcmp(p.ui_language, "en"));
  buf_add_char(b, '}');
  return OK;
}

enum err me_prefs(struct request *req) {
  const char *prefs = NULL;
  // The whole body is the value: any object, kept as it is for the pages alone.
  TRY(request_is_json(req));
  TRY(body_object(&req->arena, buf_sv(&req->body), &prefs));
  return sql_person_prefs(req->db,
                          &(struct person_prefs){.prefs = prefs, .id = req->viewer.person});
}

enum err me_language(struct request *req) {
  const char *language = NULL;
  TRY(REQUEST_JSON(req, {"ui_language", BODY_TEXT, &language, .max = 2}));
  TRY(body_one_of("ui_language", language, "sv|en"));
  return sql_person_language(
      req->db, &(struct person_language){.ui_language = language, .id = req->viewer.person});
}

enum err me_feedback(struct request *req) {
  struct feedback_of_row *r;
  size_t n;
  TRY(sql_feedback_of(req->db, &req->arena,
                      &(struct feedback_of){.agent = req->viewer.person,
                                            .since_ms = clock_wall_ms() - FEEDBACK_DAYS * DAY_MS,
                                            .limit = FEEDBACK_MOST},
                      &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    struct call_notes_row note = {
        r[i].id,         r[i].interaction, r[i].author,    r[i].author_name, r[i].reply_to,
        r[i].at_ms,      r[i].len_ms,      r[i].kind,      r[i].aspect,      r[i].body,
        r[i].created_ms, r[i].edited_ms,   r[i].deleted_ms};
    out_open(&req->out, NULL, '{');
    out_note_members(&req->out, &note);
    out_text(&req->out, "title", r[i].title);
    out_int(&req->out, "started_ms", r[i].started_ms);
    out_int(&req->out, "duration_ms", r[i].duration_ms);
    out_close(&req->out, '}');
  }
  rows_end(req, NULL);
  return OK;
}

enum err me_listenings(struct request *req) {
  struct listening_to_person_row *r;
  size_t n;
  TRY(sql_listening_to_person(
      req->db, &req->arena,
      &(struct listening_to_person){.agent = req->viewer.person,
                                    .since_ms = clock_wall_ms() - LISTENINGS_DAYS * DAY_MS,
                                    .limit = LISTENINGS_MOST},
      &r, &n));
  struct buf *b = &req->out;
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_named(b, "person", some_id(r[i].person), r[i].person_name);
    out_text(b, "reason", r[i].reason);
    out_text(b, "reason_text", r[i].reason_text);
    out_int(b, "at_ms", r[i].at_ms);
    out_int(b, "heard_ms", r[i].heard_ms);
    out_open(b, "interaction", '{');
    out_id(b, "id", r[i].interaction);
    out_text(b, "title", r[i].title);
    out_int(b, "started_ms", r[i].started_ms);
    out_close(b, '}');
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}
