// SPDX-License-Identifier: Apache-2.0
// One's own evaluation beside the coach's: only the differences, once both are in. And what is the
// agent's alone: what she writes to herself afterwards, and what she has promised a caller.
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

static void out_side(struct buf *b, const char *key, const struct side *s) {
  out_open(b, key, '{');
  out_evaluation_head(b, &s->seen);
  out_close(b, '}');
}

static void out_side_answer(struct buf *b, const char *key, const struct side *s,
                            const char *question) {
  jsonw_key(b, key);
  for (size_t i = 0; i < s->n; i++)
    if (!strcmp(s->rows[i].question, question)) {
      sql_answers_of_row_json(b, &s->rows[i]);
      return;
    }
  jsonw_null(b);
}

// The newest of the other side that the viewer sees; both must be open to her.
static enum err find_other(struct request *req, const struct side *have, struct side *out) {
  struct evaluation_counterparts_row *o;
  size_t n;
  TRY(sql_evaluation_counterparts(req->db, &req->arena,
                                  &(struct evaluation_counterparts){have->seen.row.id}, &o, &n));
  for (size_t i = 0; i < n; i++) {
    enum err rc = evaluation_look(req, o[i].id, &out->seen);
    if (!rc && !out->seen.can.blind) return OK;
    if (rc && rc != E_NOT_FOUND) return rc;
    err_forget();
  }
  return fail(E_CONFLICT, "there is nothing to compare until both are handed in by the same form");
}

static enum err out_differences(struct request *req, const struct side *self,
                                const struct side *other) {
  struct buf *b = &req->out;
  struct comparison c = compare_answers(&req->arena, &self->rubric, self->answers, other->answers);
  out_int(b, "asked", (int64_t)c.asked);
  out_int(b, "same", (int64_t)c.same);
  out_open(b, "differ", '[');
  for (size_t i = 0; i < c.n; i++) {
    const char *question = self->rubric.questions[c.differ[i].question].id;
    out_open(b, NULL, '{');
    out_text(b, "question", question);
    out_opt_int(b, "gap", (struct opt_int){c.differ[i].has_gap, c.differ[i].gap});
    out_side_answer(b, "self", self, question);
    out_side_answer(b, "other", other, question);
    out_close(b, '}');
  }
  out_close(b, ']');
  return OK;
}

enum err evaluation_compare(struct request *req) {
  struct side have, found;
  struct buf *b = &req->out;
  TRY(evaluation_look(req, req->arg.id, &have.seen));
  if (have.seen.can.blind || !strcmp(have.seen.row.state, "draft"))
    return fail(E_CONFLICT, "there is nothing to compare until both are handed in");
  TRY(find_other(req, &have, &found));
  TRY(read_side(req, &have));
  TRY(read_side(req, &found));
  bool own = !strcmp(have.seen.row.kind, "self");
  const struct side *self = own ? &have : &found, *other = own ? &found : &have;
  buf_add_char(b, '{');
  out_side(b, "self", self);
  out_side(b, "other", other);
  out_raw(b, "rubric", self->seen.row.document);
  TRY(out_differences(req, self, other));
  buf_add_char(b, '}');
  return OK;
}

// ---- to oneself -------------------------------------------------------------------------------

// Reflections hang on what the agent may read of her own call. For everybody else there is nothing
// here, whatever their rights, and no line in the log says that she wrote.
static enum err hers(struct request *req) {
  struct seen_evaluation e;
  TRY(evaluation_look(req, req->arg.id, &e));
  if (!id_eq(e.row.agent, req->viewer.person))
    return fail(E_NOT_FOUND, "there is no such evaluation");
  if (strcmp(e.row.state, "draft") != 0) return OK;
  return fail(E_CONFLICT, "hand it in first");
}

enum err reflections_get(struct request *req) {
  struct reflections_of_row *r;
  size_t n;
  TRY(hers(req));
  TRY(sql_reflections_of(req->db, &req->arena,
                         &(struct reflections_of){req->viewer.person, req->arg.id}, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&req->out);
    sql_reflections_of_row_json(&req->out, &r[i]);
  }
  rows_end(req, NULL);
  return OK;
}

// Emptied words are gone.
enum err reflection_put(struct request *req) {
  const char *prompt = NULL, *body = NULL;
  TRY(hers(req));
  TRY(REQUEST_JSON(req, {"prompt", BODY_TEXT, &prompt, .max = 10},
                   {"body", BODY_ANY_TEXT, &body, .max = REFLECTION_MOST}));
  TRY(body_one_of("prompt", prompt, "see|kept|next"));
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

// ---- "we get back to you" ---------------------------------------------------------------------
// While a load window is open the reminder rests; the day the caller was promised stays as it is.
enum err me_promises(struct request *req) {
  struct promises_waiting_row *r;
  struct plan_pauses pauses;
  size_t n;
  TRY(plan_pauses_read(req->db, &req->arena, clock_wall_ms(), &pauses));
  TRY(sql_promises_waiting(req->db, &req->arena, &(struct promises_waiting){req->viewer.person}, &r,
                           &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&req->out);
    sql_promises_waiting_row_json(&req->out, &r[i]);
  }
  buf_add_str(&req->out, "],\"next\":null");
  out_text(&req->out, "paused", plan_paused(&pauses));
  buf_add_char(&req->out, '}');
  return OK;
}

enum err promise_put(struct request *req) {
  int64_t later = 0;
  int64_t now = clock_wall_ms();
  TRY(REQUEST_JSON(req,
                   {"later_ms", BODY_INT, &later, .max = now + 366 * DAY_MS, .optional = true}));
  return promise_step(req->db, req->arg.id, req->viewer.person, (struct opt_int){later > 0, later},
                      now);
}
