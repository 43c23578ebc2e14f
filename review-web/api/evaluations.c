// SPDX-License-Identifier: Apache-2.0
// Evaluations: who sees one is said in centre/; every rule of its life, and what it is worth, lie
// in scoring/. What may not be seen does not exist.
#include "review-web/api/evaluations.h"

#include "gen/sql/evaluation.h"
#include "gen/sql/sampling.h"
#include "gen/sql/self.h"
#include "review-web/api/calibrations.h"
#include "review-web/api/common.h"
#include "review-web/api/kept.h"
#include "review-web/http/heard.h"

enum { COMMENT_MOST = 4000 };

// ---- what was read ------------------------------------------------------------------------------

struct seen_calls { // for the writing thread
  struct id interaction;
  struct seen_calls *next;
};

static enum err write_one(struct request *req, struct id interaction) {
  struct id viewer = req->viewer.person;
  TRY(sql_evaluation_seen_add(req->db,
                              &(struct evaluation_seen_add){viewer, interaction, clock_wall_ms()}));
  return event_tell(req->db, EV_EVALUATION_SEEN,
                    (struct happening){.actor = viewer, .object = interaction});
}

static enum err write_seen(struct request *req) {
  for (const struct seen_calls *s = req->note; s; s = s->next) TRY(write_one(req, s->interaction));
  return OK;
}

enum err evaluation_seen(struct request *req, struct id interaction) {
  struct evaluation_seen_first_row row;
  bool found;
  TRY(sql_evaluation_seen_first(req->db, &req->arena,
                                &(struct evaluation_seen_first){req->viewer.person, interaction},
                                &row, &found));
  for (const struct seen_calls *s = req->note; s && !found; s = s->next)
    found = id_eq(s->interaction, interaction);
  if (found) return OK;
  if (req->route->lane == LANE_WRITE) return write_one(req, interaction);
  struct seen_calls *s = arena_new(&req->arena, struct seen_calls);
  *s = (struct seen_calls){interaction, req->note};
  req->note = s;
  req->then = write_seen;
  return OK;
}

// What one has answered oneself is no news.
static enum err seen_here(struct request *req, const struct seen_evaluation *e) {
  bool own = id_eq(e->row.evaluator, req->viewer.person);
  return own || e->can.blind ? OK : evaluation_seen(req, e->row.interaction);
}

// ---- telling ----------------------------------------------------------------------------------

struct told_evaluation_head evaluation_head(const struct seen_evaluation *e) {
  return (struct told_evaluation_head){&e->row, e->can.blind, e->informed};
}

static enum err read_score(struct request *req, struct id id, const char **out) {
  struct rubric r;
  struct answer *answers;
  struct score s;
  TRY(evaluation_score(req->db, &req->arena, id, &r, &answers, &s));
  return json_kept(req, score_json(&r, answers, &s), out);
}

// The agent's own beside this one: that it is begun, that it is in; never what it says.
static enum err read_self(struct request *req, const struct seen_evaluation *e,
                          struct told_evaluation_shown *t) {
  struct evaluation_self_of_call_row own;
  bool found;
  if (!strcmp(e->row.kind, "self")) return OK;
  TRY(sql_evaluation_self_of_call(
      req->db, &req->arena, &(struct evaluation_self_of_call){e->row.interaction}, &own, &found));
  t->has_self = true;
  if (found) t->self = strcmp(own.state, "draft") != 0 ? "in" : "begun";
  return OK;
}

// The other side's that both are open to: the way to the differences.
static enum err read_beside(struct request *req, struct id id, struct opt_id *out) {
  struct evaluation_counterparts_row *o;
  size_t n;
  TRY(sql_evaluation_counterparts(req->db, &req->arena, &(struct evaluation_counterparts){id}, &o,
                                  &n));
  for (size_t i = 0; i < n && !out->set; i++) {
    struct seen_evaluation other;
    enum err rc = may_see_evaluation(asker(req), o[i].id, &other);
    if (rc == E_NOT_FOUND) err_forget();
    if (rc && rc != E_NOT_FOUND) return rc;
    *out = (struct opt_id){!rc && !other.can.blind, o[i].id};
  }
  return OK;
}

static enum err read_voider(struct request *req, const struct evaluation_shown_row *r,
                            const struct told_named **out) {
  struct evaluation_voider_row who = {0};
  bool found = false;
  if (!strcmp(r->state, "voided"))
    TRY(sql_evaluation_voider(req->db, &req->arena, &(struct evaluation_voider){r->id}, &who,
                              &found));
  if (found) *out = told_name(req, who.id, who.name);
  return OK;
}

static enum err read_contents(struct request *req, const struct seen_evaluation *e,
                              struct told_evaluation_contents *t) {
  const struct evaluation_shown_row *r = &e->row;
  *t = (struct told_evaluation_contents){.void_reason = r->void_reason, .rubric = r->document};
  TRY(sql_answers_of(req->db, &req->arena, &(struct answers_of){r->id}, &t->answers,
                     &t->n_answers));
  TRY(sql_disputes_of(req->db, &req->arena, &(struct disputes_of){r->id}, &t->disputes,
                      &t->n_disputes));
  TRY(read_score(req, r->id, &t->score));
  TRY(read_voider(req, r, &t->voided_by));
  TRY(sql_promises_of_call(req->db, &req->arena,
                           &(struct promises_of_call){r->interaction, r->agent}, &t->promises,
                           &t->n_promises));
  return read_beside(req, r->id, &t->beside);
}

// She may disagree for some days, and sees until when; afterwards she may not, and sees that.
static void read_dispute(struct request *req, const struct seen_evaluation *e,
                         struct told_evaluation_shown *t) {
  if (!e->can.dispute || !e->row.released_ms.set) return;
  int64_t until = dispute_until(e->row.released_ms.v, req->site->settings.dispute_days);
  t->dispute_until_ms = (struct opt_int){true, until};
  t->can.dispute = clock_wall_ms() <= until;
}

enum err answer_evaluation(struct request *req, struct id id) {
  struct told_evaluation_contents contents;
  struct seen_evaluation e;
  TRY(may_see_evaluation(asker(req), id, &e));
  TRY(seen_here(req, &e));
  struct told_evaluation_shown t = {.evaluation_head = evaluation_head(&e),
                                    .can = {.answer = e.can.answer,
                                            .release = e.can.release,
                                            .acknowledge = e.can.acknowledge,
                                            .void_ = e.can.void_,
                                            .discard = e.can.discard}};
  read_dispute(req, &e, &t);
  TRY(read_self(req, &e, &t));
  if (!e.can.blind) {
    TRY(read_contents(req, &e, &contents));
    t.evaluation_contents = &contents;
  }
  tell_evaluation_shown(&req->out, &t);
  return OK;
}

// What the viewer has opened before, or said herself: a list tells no more, and is no reading.
static enum err read_before(struct request *req, const struct seen_evaluation *e, bool *out) {
  struct evaluation_seen_first_row seen;
  struct evaluation_seen_first of = {req->viewer.person, e->row.interaction};
  *out = id_eq(e->row.evaluator, req->viewer.person);
  return *out ? OK : sql_evaluation_seen_first(req->db, &req->arena, &of, &seen, out);
}

// Hers to read, and she may score the call first: until she has opened it, or begun her own.
static enum err read_offered(struct request *req, const struct seen_evaluation *e, bool *out) {
  struct evaluation_self_of_call_row own;
  const struct evaluation_shown_row *r = &e->row;
  bool self = true, hers = id_eq(r->agent, req->viewer.person);
  *out = false;
  if (!hers || e->can.blind || strcmp(r->state, "released") != 0) return OK;
  TRY(sql_evaluation_self_of_call(req->db, &req->arena,
                                  &(struct evaluation_self_of_call){r->interaction}, &own, &self));
  *out = !self;
  return OK;
}

struct rows { // of those the viewer sees
  struct told_evaluation_row *v;
  size_t n;
};

static enum err add_row(struct request *req, struct id id, struct rows *rows) {
  struct seen_evaluation *e = arena_new(&req->arena, struct seen_evaluation);
  enum err rc = may_see_evaluation(asker(req), id, e);
  if (rc == E_NOT_FOUND) {
    err_forget();
    return OK;
  }
  TRY(rc);
  struct told_evaluation_row *row = &rows->v[rows->n++];
  row->evaluation_head = evaluation_head(e);
  bool before;
  TRY(read_before(req, e, &before));
  if (!before) return read_offered(req, e, &row->offered);
  return e->can.blind ? OK : read_score(req, id, &row->score);
}

// ---- reading ----------------------------------------------------------------------------------

enum err serve_rubrics_list(struct request *req) {
  struct rubric_version_list_row *r;
  size_t n;
  TRY(sql_rubric_version_list(req->db, &req->arena, &r, &n));
  struct rubric_version_list_row *newest =
      arena_array(&req->arena, n + 1, struct rubric_version_list_row);
  size_t current = 0;
  for (size_t i = 0; i < n; i++) {
    bool newer = i && !strcmp(r[i - 1].key, r[i].key) && !strcmp(r[i - 1].state, "published");
    if (!strcmp(r[i].state, "published") && !newer) newest[current++] = r[i];
  }
  ANSWER_ROWS(req, sql_rubric_version_list_row_json, newest, current, NULL);
  return OK;
}

// Whether the agent scores this call too, and by which form; for who leads her calls.
static enum err read_begun(struct request *req, struct told_of_call *t) {
  struct evaluation_self_of_call_row own;
  bool found;
  TRY(sql_evaluation_self_of_call(req->db, &req->arena,
                                  &(struct evaluation_self_of_call){req->arg.id}, &own, &found));
  if (!found) return OK;
  struct told_own_begun *begun = arena_new(&req->arena, struct told_own_begun);
  begun->state = strcmp(own.state, "draft") != 0 ? "in" : "begun";
  begun->rubric_version = own.rubric_version;
  t->self = begun;
  return OK;
}

enum err serve_evaluations_list(struct request *req) {
  const struct standing *s = &req->reach.standing;
  struct evaluations_of_call_row *r;
  struct told_of_call t = {0};
  size_t n;
  TRY(sql_evaluations_of_call(req->db, &req->arena, &(struct evaluations_of_call){req->arg.id}, &r,
                              &n));
  struct rows rows = {arena_array(&req->arena, n + 1, struct told_evaluation_row), 0};
  for (size_t i = 0; i < n; i++) TRY(add_row(req, r[i].id, &rows));
  t.rows = rows.v;
  t.n_rows = rows.n;
  if (s->led && !s->own && may_do_with_call(s).evaluate) TRY(read_begun(req, &t));
  tell_of_call(&req->out, &t);
  return OK;
}

enum err serve_me_evaluations(struct request *req) {
  struct evaluations_of_agent_row *r;
  size_t n;
  TRY(sql_evaluations_of_agent(req->db, &req->arena,
                               &(struct evaluations_of_agent){req->viewer.person}, &r, &n));
  struct rows rows = {arena_array(&req->arena, n + 1, struct told_evaluation_row), 0};
  for (size_t i = 0; i < n; i++) TRY(add_row(req, r[i].id, &rows));
  ANSWER_ROWS(req, tell_evaluation_row, rows.v, rows.n, NULL);
  return OK;
}

enum err serve_evaluation_show(struct request *req) { return answer_evaluation(req, req->arg.id); }

// ---- scoring ----------------------------------------------------------------------------------

// {"item": …} says it all: what the plan scores by or its variant for such a call, as standard, as
// random.
static enum err of_a_draw(struct request *req, struct evaluation_ask *ask) {
  struct sampling_item_get_row item;
  struct variant_form *forms;
  size_t n, at;
  bool found = false;
  if (!ask->kind && !id_is_none(ask->item)) ask->kind = "standard";
  if (!id_is_none(ask->rubric_version) || id_is_none(ask->item))
    return id_is_none(ask->rubric_version) ? fail(E_BAD_DATA, "rubric_version is missing") : OK;
  TRY(sql_sampling_item_get(req->db, &req->arena, &(struct sampling_item_get){ask->item}, &item,
                            &found));
  if (!found) return fail(E_BAD_DATA, "item: this call was not drawn so");
  TRY(variant_read(req->db, &req->arena, &forms, &n));
  TRY(variant_of_call(req->db, &req->arena, ask->interaction, item.rubric_key, forms, n, &at));
  if (at == n) return fail(E_CONFLICT, "the plan's rubric %s is retired", item.rubric_key);
  ask->rubric_version = forms[at].version;
  return OK;
}

enum err serve_evaluation_add(struct request *req) {
  struct evaluation_ask ask = {.interaction = req->arg.id, .evaluator = req->viewer.person};
  struct id id;
  TRY(REQUEST_JSON(req, {"rubric_version", BODY_ID, &ask.rubric_version, .optional = true},
                   {"kind", BODY_TEXT, &ask.kind, .max = 20, .optional = true},
                   {"selection", BODY_TEXT, &ask.selection, .max = 20, .optional = true},
                   {"item", BODY_ID, &ask.item, .optional = true}));
  TRY(of_a_draw(req, &ask));
  TRY(body_one_of("kind", ask.kind, "standard|self|peer"));
  TRY(evaluation_begin(req->db, &ask, clock_wall_ms(), &id));
  req->audit_object = id;
  return answer_evaluation(req, id);
}

// What the page needs after each answer: what is missing, what is hidden, what it adds up to.
static enum err answer_score(struct request *req) {
  struct told_saved saved = {.saved_ms = clock_wall_ms()};
  TRY(read_score(req, req->arg.id, &saved.score));
  tell_saved(&req->out, &saved);
  return OK;
}

enum err serve_evaluation_answer(struct request *req) {
  struct evaluation_answer a = {.touched = true};
  int64_t at = -1, len = -1;
  TRY(REQUEST_JSON(req, {"question", BODY_TEXT, &a.question, .max = 100},
                   {"option", BODY_TEXT, &a.value, .max = 100},
                   {"comment", BODY_ANY_TEXT, &a.comment, .max = COMMENT_MOST, .optional = true},
                   {"at_ms", BODY_INT, &at, .max = DAY_MS, .optional = true},
                   {"len_ms", BODY_INT, &len, .max = DAY_MS, .optional = true},
                   {"touched", BODY_BOOL, &a.touched, .optional = true}));
  a.at_ms = (struct opt_int){at >= 0, at};
  a.len_ms = (struct opt_int){len >= 0, len};
  TRY(evaluation_answer(req->db, req->arg.id, req->viewer.person, &a));
  return answer_score(req);
}

enum err serve_evaluation_rest(struct request *req) {
  bool critical = false;
  if (req->body.n) TRY(REQUEST_JSON(req, {"critical", BODY_BOOL, &critical, .optional = true}));
  TRY(evaluation_rest(req->db, req->arg.id, req->viewer.person, critical));
  return answer_evaluation(req, req->arg.id);
}

enum err serve_evaluation_submit(struct request *req) {
  struct heard heard;
  TRY(heard_of(req->db, &req->arena, req->reach.interaction, req->viewer.person, &heard));
  TRY(evaluation_submit(req->db, req->arg.id, req->viewer.person, stretches_ms(heard.v, heard.n),
                        clock_wall_ms()));
  return answer_evaluation(req, req->arg.id);
}

// ---- after handing in -------------------------------------------------------------------------

enum err serve_evaluation_release(struct request *req) {
  TRY(evaluation_release(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  return answer_evaluation(req, req->arg.id);
}

enum err serve_evaluation_acknowledge(struct request *req) {
  TRY(evaluation_acknowledge(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  return answer_evaluation(req, req->arg.id);
}

enum err serve_evaluation_dispute(struct request *req) {
  struct dispute_ask ask = {.evaluation = req->arg.id,
                            .agent = req->viewer.person,
                            .days = req->site->settings.dispute_days};
  int64_t at = -1, len = -1;
  struct id id;
  TRY(REQUEST_JSON(req, {"question", BODY_TEXT, &ask.question, .max = 100},
                   {"reason", BODY_TEXT, &ask.reason, .max = COMMENT_MOST},
                   {"proposed", BODY_TEXT, &ask.proposed, .max = 100, .optional = true},
                   {"at_ms", BODY_INT, &at, .max = DAY_MS, .optional = true},
                   {"len_ms", BODY_INT, &len, .max = DAY_MS, .optional = true}));
  ask.at_ms = (struct opt_int){at >= 0, at};
  ask.len_ms = (struct opt_int){len >= 0, len};
  TRY(dispute_open(req->db, &ask, clock_wall_ms(), &id));
  return answer_evaluation(req, req->arg.id);
}

enum err serve_evaluation_void(struct request *req) {
  const char *reason = NULL;
  TRY(REQUEST_JSON(req, {"reason", BODY_TEXT, &reason, .max = COMMENT_MOST}));
  TRY(evaluation_void(req->db, req->arg.id, req->viewer.person, reason, clock_wall_ms()));
  return answer_evaluation(req, req->arg.id);
}

enum err serve_evaluation_discard(struct request *req) {
  return evaluation_discard(req->db, req->arg.id, req->viewer.person);
}
