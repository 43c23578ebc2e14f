// SPDX-License-Identifier: Apache-2.0
// Questions that had no answer: gathered in the quality lead's words, given to who knows, answered
// once, to all who marked them in a call.
#include <jansson.h>

#include "gen/sql/matter.h"
#include "gen/told/matter.h"
#include "review-web/api/common.h"

enum { PEOPLE_LEAST = 5 }; // of whom it may be said how many
enum {
  TITLE_MOST = 400,
  ANSWER_MOST = 8000,
  MARKS_MOST = 100,
  UNASKED_DAYS = 90,
  SHOWN_DAYS = 90,
  OUT_DAYS = 366
};

// The question as the form had it; NULL: it has none by that name.
static const char *question_text(struct request *req, const char *document, const char *id) {
  json_t *rubric = json_loads(document, 0, NULL), *section, *question;
  const char *out = NULL;
  size_t i, j;
  json_array_foreach(json_object_get(rubric, "sections"), i, section) {
    json_array_foreach(json_object_get(section, "questions"), j, question) {
      const char *name = json_string_value(json_object_get(question, "id"));
      if (out || !name || strcmp(name, id) != 0) continue;
      char *text = json_dumps(question, JSON_COMPACT);
      out = text ? arena_strdup(&req->arena, text) : NULL;
      free(text);
    }
  }
  json_decref(rubric);
  return out;
}

static enum err read_outside(struct request *req, int64_t since_ms, struct told_matters *t) {
  struct matters_outside_row *r;
  size_t n;
  TRY(sql_matters_outside(req->db, &req->arena, &(struct matters_outside){since_ms}, &r, &n));
  t->outside = arena_array(&req->arena, n + 1, struct told_outside);
  for (size_t i = 0; i < n; i++)
    t->outside[i] = (struct told_outside){
        .matters_outside = &r[i], .asked = question_text(req, r[i].document, r[i].question)};
  t->n_outside = n;
  return OK;
}

enum err serve_matters_list(struct request *req) {
  struct told_matters t = {0};
  int64_t now = clock_wall_ms();
  TRY(read_outside(req, now - UNASKED_DAYS * DAY_MS, &t));
  TRY(sql_matters_unasked(req->db, &req->arena,
                          &(struct matters_unasked){now - UNASKED_DAYS * DAY_MS}, &t.unasked,
                          &t.n_unasked));
  TRY(sql_matters_all(req->db, &req->arena, &(struct matters_all){now - SHOWN_DAYS * DAY_MS},
                      &t.rows, &t.n_rows));
  tell_matters(&req->out, &t);
  return OK;
}

static enum err ask_for(struct request *req, struct id matter, const struct body_ids *marks) {
  for (size_t i = 0; i < marks->n; i++) {
    struct matter_askable_row row;
    bool found;
    TRY(sql_matter_askable(req->db, &req->arena, &(struct matter_askable){marks->v[i]}, &row,
                           &found));
    if (!found) return fail(E_CONFLICT, "one of these is asked already, or is not there any more");
    TRY(sql_matter_ask_add(req->db, &(struct matter_ask_add){marks->v[i], matter}));
  }
  return OK;
}

// What of one question of a form was answered "beyond the agent's control", in these evaluations.
static enum err ask_outside(struct request *req, struct id matter, const char *question,
                            const struct body_ids *of) {
  for (size_t i = 0; i < of->n; i++) {
    struct matter_is_outside_row row;
    bool found;
    TRY(sql_matter_is_outside(req->db, &req->arena, &(struct matter_is_outside){of->v[i], question},
                              &row, &found));
    if (!found) return fail(E_CONFLICT, "one of these is asked already, or is not there any more");
    TRY(sql_matter_outside_add(req->db, &(struct matter_outside_add){of->v[i], question, matter}));
  }
  return OK;
}

// A question of a form and the evaluations it was answered in are one thing said.
static enum err said_whole(const char *question, const struct body_ids *of) {
  if (!question == !of->n) return OK;
  return fail(E_BAD_DATA, "evaluations: they go with the question they were answered for");
}

static enum err give(struct request *req, struct id matter, struct id owner) {
  struct matter_owner_set set = {.id = matter};
  TRY(may_reach_anybody(asker(req), owner, &set.owner));
  return sql_matter_owner_set(req->db, &set);
}

static enum err tell_owner(struct request *req, enum event e, struct id matter, struct id owner) {
  return event_tell(req->db, e,
                    (struct happening){.actor = req->viewer.person,
                                       .object = matter,
                                       PEOPLE(req->viewer.person, owner)});
}

enum err serve_matter_open(struct request *req) {
  struct matter_add m = {.id = id_new(), .opener = req->viewer.person};
  struct body_ids marks = {0}, of = {0};
  struct id owner = {0};
  const char *question = NULL;
  TRY(REQUEST_JSON(req, {"title", BODY_TEXT, &m.title, .max = TITLE_MOST},
                   {"marks", BODY_IDS, &marks, .max = MARKS_MOST, .optional = true},
                   {"question", BODY_TEXT, &question, .max = 100, .optional = true},
                   {"evaluations", BODY_IDS, &of, .max = MARKS_MOST, .optional = true},
                   {"owner", BODY_ID, &owner, .optional = true}));
  TRY(said_whole(question, &of));
  if (!marks.n == !of.n) return fail(E_BAD_DATA, "marks: choose at least one");
  m.kind = marks.n ? "no_answer" : "outside";
  m.opened_ms = clock_wall_ms();
  TRY(sql_matter_add(req->db, &m));
  TRY(ask_for(req, m.id, &marks));
  if (question) TRY(ask_outside(req, m.id, question, &of));
  if (!id_is_none(owner)) TRY(give(req, m.id, owner));
  TRY(tell_owner(req, EV_MATTER_OPENED, m.id, owner));
  answer_id(req, m.id);
  return OK;
}

static enum err still_open(const struct request *req) {
  if (!req->reach.matter->answered_ms.set) return OK;
  return fail(E_CONFLICT, "it has been answered already");
}

enum err serve_matter_change(struct request *req) {
  struct body_ids marks = {0}, of = {0};
  struct id owner = {0};
  const char *title = NULL, *question = NULL;
  TRY(still_open(req));
  TRY(REQUEST_JSON(req, {"title", BODY_TEXT, &title, .max = TITLE_MOST, .optional = true},
                   {"marks", BODY_IDS, &marks, .max = MARKS_MOST, .optional = true},
                   {"question", BODY_TEXT, &question, .max = 100, .optional = true},
                   {"evaluations", BODY_IDS, &of, .max = MARKS_MOST, .optional = true},
                   {"owner", BODY_ID, &owner, .optional = true}));
  TRY(said_whole(question, &of));
  bool outside = !strcmp(req->reach.matter->kind, "outside");
  if (outside ? marks.n : of.n) return fail(E_CONFLICT, "that is asked of another kind");
  if (title) TRY(sql_matter_title(req->db, &(struct matter_title){title, req->arg.id}));
  TRY(ask_for(req, req->arg.id, &marks));
  if (question) TRY(ask_outside(req, req->arg.id, question, &of));
  if (!id_is_none(owner)) TRY(give(req, req->arg.id, owner));
  return tell_owner(req, EV_MATTER_CHANGED, req->arg.id, owner);
}

// To all who asked, and to her who gathered it.
static enum err tell_askers(struct request *req) {
  struct matter_askers_row *r;
  size_t n;
  TRY(sql_matter_askers(req->db, &req->arena, &(struct matter_askers){req->arg.id}, &r, &n));
  struct id *people = arena_array(&req->arena, n + 2, struct id);
  for (size_t i = 0; i < n; i++) people[i] = r[i].author;
  people[n] = req->reach.matter->opener;
  people[n + 1] = req->viewer.person;
  return event_tell(
      req->db, EV_MATTER_ANSWERED,
      (struct happening){
          .actor = req->viewer.person, .object = req->arg.id, .people = people, .people_n = n + 2});
}

enum err serve_matter_reply(struct request *req) {
  const char *answer = NULL;
  TRY(REQUEST_JSON(req, {"answer", BODY_TEXT, &answer, .max = ANSWER_MOST}));
  TRY(still_open(req));
  TRY(sql_matter_answer(req->db, &(struct matter_answer){.answer = answer,
                                                         .answered_by = req->viewer.person,
                                                         .answered_ms = clock_wall_ms(),
                                                         .id = req->arg.id}));
  return tell_askers(req);
}

enum err serve_matter_seen(struct request *req) {
  return sql_matter_read(req->db, &(struct matter_read){.read_ms = clock_wall_ms(),
                                                        .matter = req->arg.id,
                                                        .author = req->viewer.person});
}

enum err serve_me_matters(struct request *req) {
  struct matters_owned_row *r;
  size_t n;
  TRY(sql_matters_owned(req->db, &req->arena, &(struct matters_owned){req->viewer.person}, &r, &n));
  ANSWER_ROWS(req, sql_matters_owned_row_json, r, n, NULL);
  return OK;
}

enum err serve_me_answers(struct request *req) {
  struct answers_to_me_row *r;
  size_t n;
  TRY(sql_answers_to_me(req->db, &req->arena,
                        &(struct answers_to_me){.author = req->viewer.person,
                                                .since_ms = clock_wall_ms() - SHOWN_DAYS * DAY_MS},
                        &r, &n));
  ANSWER_ROWS(req, sql_answers_to_me_row_json, r, n, NULL);
  return OK;
}

// Without names; where fewer than five people's calls are behind it, without how often, too.
enum err serve_matters_export(struct request *req) {
  struct matters_out_row *r;
  size_t n;
  TRY(sql_matters_out(req->db, &req->arena,
                      &(struct matters_out){clock_wall_ms() - OUT_DAYS * DAY_MS}, &r, &n));
  struct told_matter_out *out = arena_array(&req->arena, n + 1, struct told_matter_out);
  for (size_t i = 0; i < n; i++)
    out[i] = (struct told_matter_out){.kind = r[i].kind,
                                      .title = r[i].title,
                                      .state = r[i].answered_ms.set ? "answered"
                                               : r[i].owner.set     ? "given"
                                                                    : "waits",
                                      .opened_ms = r[i].opened_ms,
                                      .answer = r[i].answer,
                                      .answered_ms = r[i].answered_ms,
                                      .few = r[i].people < PEOPLE_LEAST,
                                      .times = {r[i].people >= PEOPLE_LEAST, r[i].times}};
  ANSWER_ROWS(req, tell_matter_out, out, n, NULL);
  return OK;
}
