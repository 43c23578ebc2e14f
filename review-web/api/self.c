// SPDX-License-Identifier: Apache-2.0
// One's own evaluation beside the coach's: only the differences, once both are in. And what is the
// agent's alone: what she writes to herself afterwards.
#include "gen/sql/self.h"

#include "gen/sql/evaluation.h"
#include "review-web/api/common.h"
#include "review-web/api/evaluations.h"

enum { REFLECTION_MOST = 8000 };

// ---- the differences --------------------------------------------------------------------------

struct side {
  struct seen_evaluation seen;
  struct answers_of_row *rows;
  size_t n;
  struct rubric rubric;
  struct answer *answers;
};

static enum err read_side(struct request *req, struct side *s) {
  struct score score;
  struct id id = s->seen.row.id;
  TRY(evaluation_score(req->db, &req->arena, id, &s->rubric, &s->answers, &score));
  return sql_answers_of(req->db, &req->arena, &(struct answers_of){id}, &s->rows, &s->n);
}

static const struct answers_of_row *side_answer(const struct side *s, const char *question) {
  for (size_t i = 0; i < s->n; i++)
    if (!strcmp(s->rows[i].question, question)) return &s->rows[i];
  return NULL;
}

// It is there, and opens with a draft of hers, by whatever form, out of the way.
static enum err hidden_by_draft(void) {
  return fail(E_CONFLICT, "the other one is hidden while you have a draft of the same call");
}

// Blind: the agent has begun her own, or the viewer has; else nobody has handed one in yet.
static enum err why_blind(struct request *req, const struct evaluation_shown_row *e) {
  struct evaluation_pair_row pair;
  TRY(sql_evaluation_pair(
      req->db, &req->arena,
      &(struct evaluation_pair){.interaction = e->interaction, .viewer = req->viewer.person},
      &pair));
  if (pair.own_draft || id_eq(e->agent, req->viewer.person)) return hidden_by_draft();
  return fail(E_CONFLICT, "there is nothing to compare until both are handed in");
}

// The newest of the other side that the viewer sees; both must be open to her.
static enum err find_other(struct request *req, const struct side *have, struct side *out) {
  struct evaluation_counterparts_row *o;
  size_t n;
  bool hidden = false;
  TRY(sql_evaluation_counterparts(req->db, &req->arena,
                                  &(struct evaluation_counterparts){have->seen.row.id}, &o, &n));
  for (size_t i = 0; i < n; i++) {
    enum err rc = may_see_evaluation(asker(req), o[i].id, &out->seen);
    if (!rc && !out->seen.can.blind) return OK;
    if (rc && rc != E_NOT_FOUND) return rc;
    hidden |= !rc;
    err_forget();
  }
  if (hidden) return hidden_by_draft();
  if (n) return fail(E_CONFLICT, "the other one is handed in and not shown yet");
  return fail(E_CONFLICT, "there is nothing to compare until both are handed in by the same form");
}

static void read_differences(struct request *req, const struct side *self, const struct side *other,
                             struct told_comparison *t) {
  struct comparison c = compare_answers(&req->arena, &self->rubric, self->answers, other->answers);
  t->asked = (int64_t)c.asked;
  t->same = (int64_t)c.same;
  t->differ = arena_array(&req->arena, c.n + 1, struct told_difference);
  t->n_differ = c.n;
  for (size_t i = 0; i < c.n; i++) {
    const char *question = self->rubric.questions[c.differ[i].question].id;
    t->differ[i] = (struct told_difference){.question = question,
                                            .gap = {c.differ[i].has_gap, c.differ[i].gap},
                                            .self = side_answer(self, question),
                                            .other = side_answer(other, question)};
  }
}

enum err serve_evaluation_compare(struct request *req) {
  struct side have, found;
  have.seen = *req->reach.evaluation;
  if (have.seen.can.blind) return why_blind(req, &have.seen.row);
  if (!strcmp(have.seen.row.state, "draft"))
    return fail(E_CONFLICT, "there is nothing to compare until both are handed in");
  TRY(find_other(req, &have, &found));
  TRY(evaluation_seen(req, have.seen.row.interaction));
  TRY(read_side(req, &have));
  TRY(read_side(req, &found));
  bool own = !strcmp(have.seen.row.kind, "self");
  const struct side *self = own ? &have : &found, *other = own ? &found : &have;
  struct told_comparison t = {.self = evaluation_head(&self->seen),
                              .other = evaluation_head(&other->seen),
                              .rubric = self->seen.row.document};
  read_differences(req, self, other, &t);
  tell_comparison(&req->out, &t);
  return OK;
}

// ---- to oneself -------------------------------------------------------------------------------

// Reflections hang on what the agent may read of her own call. For everybody else there is nothing
// here, whatever their rights, and no line in the log says that she wrote.
static enum err handed_in(struct request *req) {
  if (strcmp(req->reach.evaluation->row.state, "draft") != 0) return OK;
  return fail(E_CONFLICT, "hand it in first");
}

enum err serve_reflections_get(struct request *req) {
  struct reflections_of_row *r;
  size_t n;
  TRY(handed_in(req));
  TRY(sql_reflections_of(req->db, &req->arena,
                         &(struct reflections_of){req->viewer.person, req->arg.id}, &r, &n));
  ANSWER_ROWS(req, sql_reflections_of_row_json, r, n, NULL);
  return OK;
}

// Emptied words are gone.
enum err serve_reflection_put(struct request *req) {
  const char *prompt = NULL, *body = NULL;
  TRY(handed_in(req));
  TRY(REQUEST_JSON(req, {"prompt", BODY_TEXT, &prompt, .max = 10},
                   {"body", BODY_ANY_TEXT, &body, .max = REFLECTION_MOST}));
  TRY(body_one_of("prompt", prompt, WORDS_Prompt));
  if (!*body)
    return sql_reflection_remove(req->db, &(struct reflection_remove){.author = req->viewer.person,
                                                                      .evaluation = req->arg.id,
                                                                      .prompt = prompt});
  return sql_reflection_put(req->db, &(struct reflection_put){.evaluation = req->arg.id,
                                                              .author = req->viewer.person,
                                                              .prompt = prompt,
                                                              .body = body,
                                                              .written_ms = clock_wall_ms()});
}
