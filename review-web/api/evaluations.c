// SPDX-License-Identifier: Apache-2.0
// Evaluations: who may work with the call is asked here; every rule of an evaluation's life, who
// sees it and what it is worth lie in scoring/. What may not be seen does not exist.
#include "review-web/api/evaluations.h"

#include "review-web/api/calibrations.h"
#include "review-web/api/common.h"

enum { COMMENT_MOST = 4000 };

static enum err none(void) { return fail(E_NOT_FOUND, "there is no such evaluation"); }

// How the viewer stands to the agent's call; the call's own answer is not told.
enum err evaluation_leads(struct request *req, struct id interaction, bool *out) {
  struct standing s;
  enum err rc = policy_call(req, interaction, R_EVALUATE, &s);
  if (rc == E_NOT_FOUND || rc == E_FORBIDDEN) err_forget();
  *out = !rc && s.led && !s.own;
  return rc == E_NOT_FOUND || rc == E_FORBIDDEN ? OK : rc;
}

enum err evaluation_look(struct request *req, struct id id, struct seen_evaluation *out) {
  bool found;
  struct evaluation_pair_row pair;
  TRY(sql_evaluation_shown(req->db, &req->arena, &(struct evaluation_shown){id}, &out->row,
                           &found));
  if (!found) return none();
  TRY(evaluation_leads(req, out->row.interaction, &out->leads));
  TRY(sql_evaluation_pair(req->db, &req->arena,
                          &(struct evaluation_pair){req->viewer.person, out->row.interaction},
                          &pair));
  struct evaluation_stand stand = {.agent = out->row.agent,
                                   .evaluator = out->row.evaluator,
                                   .kind = out->row.kind,
                                   .state = out->row.state,
                                   .released = out->row.released_ms.set,
                                   .revision = out->row.replaces.set,
                                   .self_begun = pair.self_begun,
                                   .other_in = pair.other_in,
                                   .own_draft = pair.own_draft};
  out->can = evaluation_may(&stand, req->viewer.person, out->leads);
  return out->can.see ? OK : none();
}

// ---- telling ----------------------------------------------------------------------------------

void out_evaluation_head(struct buf *b, const struct seen_evaluation *e) {
  const struct evaluation_shown_row *r = &e->row;
  out_id(b, "id", r->id);
  out_id(b, "interaction", r->interaction);
  out_text(b, "title", r->title);
  out_int(b, "started_ms", r->started_ms);
  out_int(b, "duration_ms", r->duration_ms);
  out_named(b, "agent", some_id(r->agent), r->agent_name);
  out_named(b, "evaluator", some_id(r->evaluator), r->evaluator_name);
  out_text(b, "rubric_sv", r->title_sv);
  out_text(b, "rubric_en", r->title_en);
  out_int(b, "version", r->version);
  out_text(b, "kind", r->kind);
  out_text(b, "selection", r->selection);
  out_text(b, "state", r->state);
  out_int(b, "revision", r->revision);
  out_opt_id(b, "replaces", r->replaces);
  out_bool(b, "blind", e->can.blind);
  out_int(b, "heard_ms", r->heard_ms);
  out_int(b, "created_ms", r->created_ms);
  out_opt_int(b, "submitted_ms", r->submitted_ms);
  out_opt_int(b, "released_ms", r->released_ms);
  out_opt_int(b, "ended_ms", r->ended_ms);
}

static enum err out_score(struct request *req, struct id id) {
  struct rubric r;
  struct answer *answers;
  struct score s;
  TRY(evaluation_score(req->db, &req->arena, id, &r, &answers, &s));
  json_t *told = score_json(&r, answers, &s);
  char *text = json_dumps(told, JSON_COMPACT);
  json_decref(told);
  if (!text) return fail(E_BROKEN, "the score cannot be told");
  out_raw(&req->out, "score", text);
  free(text);
  return OK;
}

static enum err out_answers(struct request *req, struct id id) {
  struct answers_of_row *a;
  size_t n;
  TRY(sql_answers_of(req->db, &req->arena, &(struct answers_of){id}, &a, &n));
  out_open(&req->out, "answers", '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&req->out);
    sql_answers_of_row_json(&req->out, &a[i]);
  }
  out_close(&req->out, ']');
  return OK;
}

static enum err out_disputes(struct request *req, struct id id) {
  struct disputes_of_row *d;
  size_t n;
  TRY(sql_disputes_of(req->db, &req->arena, &(struct disputes_of){id}, &d, &n));
  out_open(&req->out, "disputes", '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&req->out);
    sql_disputes_of_row_json(&req->out, &d[i]);
  }
  out_close(&req->out, ']');
  return OK;
}

static void out_can(struct buf *b, const struct evaluation_can *can) {
  out_open(b, "can", '{');
  out_bool(b, "answer", can->answer);
  out_bool(b, "release", can->release);
  out_bool(b, "acknowledge", can->acknowledge);
  out_bool(b, "dispute", can->dispute);
  out_bool(b, "void", can->retract);
  out_bool(b, "discard", can->discard);
  out_close(b, '}');
}

// The agent's own beside this one: that it is begun, that it is in; never what it says.
static enum err out_self(struct request *req, const struct seen_evaluation *e) {
  struct evaluation_self_of_call_row own;
  bool found;
  if (!strcmp(e->row.kind, "self")) return OK;
  TRY(sql_evaluation_self_of_call(
      req->db, &req->arena, &(struct evaluation_self_of_call){e->row.interaction}, &own, &found));
  bool begun = found && !strcmp(own.state, "draft");
  out_text(&req->out, "self", !found ? NULL : begun ? "begun" : "in");
  return OK;
}

// The other side's that both are open to: the way to the differences.
static enum err out_beside(struct request *req, struct id id) {
  struct evaluation_counterparts_row *o;
  struct opt_id beside = {0};
  size_t n;
  TRY(sql_evaluation_counterparts(req->db, &req->arena, &(struct evaluation_counterparts){id}, &o,
                                  &n));
  for (size_t i = 0; i < n && !beside.set; i++) {
    struct seen_evaluation other;
    enum err rc = evaluation_look(req, o[i].id, &other);
    if (rc == E_NOT_FOUND) err_forget();
    if (rc && rc != E_NOT_FOUND) return rc;
    beside = (struct opt_id){!rc && !other.can.blind, o[i].id};
  }
  out_opt_id(&req->out, "beside", beside);
  return OK;
}

static enum err out_promises(struct request *req, const struct seen_evaluation *e) {
  struct promises_of_call_row *p;
  size_t n;
  TRY(sql_promises_of_call(req->db, &req->arena,
                           &(struct promises_of_call){e->row.interaction, e->row.agent}, &p, &n));
  out_open(&req->out, "promises", '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&req->out);
    sql_promises_of_call_row_json(&req->out, &p[i]);
  }
  out_close(&req->out, ']');
  return OK;
}

static enum err out_contents(struct request *req, const struct seen_evaluation *e) {
  struct buf *b = &req->out;
  struct id id = e->row.id;
  out_text(b, "void_reason", e->row.void_reason);
  out_raw(b, "rubric", e->row.document);
  TRY(out_answers(req, id));
  TRY(out_disputes(req, id));
  TRY(out_score(req, id));
  TRY(out_promises(req, e));
  return out_beside(req, id);
}

enum err answer_evaluation(struct request *req, struct id id) {
  struct seen_evaluation e;
  struct buf *b = &req->out;
  TRY(evaluation_look(req, id, &e));
  buf_add_char(b, '{');
  out_evaluation_head(b, &e);
  TRY(out_self(req, &e));
  if (!e.can.blind) TRY(out_contents(req, &e));
  out_can(b, &e.can);
  buf_add_char(b, '}');
  return OK;
}

// Rows of those the viewer sees.
static enum err out_row(struct request *req, struct id id) {
  struct seen_evaluation e;
  enum err rc = evaluation_look(req, id, &e);
  if (rc == E_NOT_FOUND) {
    err_forget();
    return OK;
  }
  TRY(rc);
  out_open(&req->out, NULL, '{');
  out_evaluation_head(&req->out, &e);
  if (!e.can.blind) TRY(out_score(req, id));
  out_close(&req->out, '}');
  return OK;
}

// ---- reading ----------------------------------------------------------------------------------

enum err rubrics_list(struct request *req) {
  struct rubric_version_list_row *r;
  size_t n;
  TRY(sql_rubric_version_list(req->db, &req->arena, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    bool newer = i && !strcmp(r[i - 1].key, r[i].key) && !strcmp(r[i - 1].state, "published");
    if (strcmp(r[i].state, "published") != 0 || newer) continue;
    out_open(&req->out, NULL, '{');
    out_id(&req->out, "id", r[i].id);
    out_text(&req->out, "key", r[i].key);
    out_int(&req->out, "version", r[i].version);
    out_text(&req->out, "title_sv", r[i].title_sv);
    out_text(&req->out, "title_en", r[i].title_en);
    out_close(&req->out, '}');
  }
  rows_end(req, NULL);
  return OK;
}

// "self": whether the agent scores this call too, and by which form; for who leads her calls.
static enum err out_begun(struct request *req, bool leads) {
  struct evaluation_self_of_call_row own;
  bool found = false;
  if (leads)
    TRY(sql_evaluation_self_of_call(req->db, &req->arena,
                                    &(struct evaluation_self_of_call){req->arg.id}, &own, &found));
  buf_add_str(&req->out, ",\"self\":");
  if (!found) {
    buf_add_str(&req->out, "null");
    return OK;
  }
  buf_add_char(&req->out, '{');
  out_text(&req->out, "state", strcmp(own.state, "draft") != 0 ? "in" : "begun");
  out_id(&req->out, "rubric_version", own.rubric_version);
  buf_add_char(&req->out, '}');
  return OK;
}

enum err evaluations_list(struct request *req) {
  struct standing s;
  struct evaluations_of_call_row *r;
  size_t n;
  TRY(policy_call(req, req->arg.id, R_CALLS, &s));
  TRY(sql_evaluations_of_call(req->db, &req->arena, &(struct evaluations_of_call){req->arg.id}, &r,
                              &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) TRY(out_row(req, r[i].id));
  buf_add_char(&req->out, ']');
  TRY(out_begun(req, s.led && !s.own && (s.may & R_EVALUATE)));
  buf_add_str(&req->out, ",\"next\":null}");
  return OK;
}

enum err me_evaluations(struct request *req) {
  struct evaluations_of_agent_row *r;
  size_t n;
  TRY(sql_evaluations_of_agent(req->db, &req->arena,
                               &(struct evaluations_of_agent){req->viewer.person}, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) TRY(out_row(req, r[i].id));
  rows_end(req, NULL);
  return OK;
}

enum err evaluation_show(struct request *req) { return answer_evaluation(req, req->arg.id); }

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

enum err evaluation_add(struct request *req) {
  struct standing s;
  struct evaluation_ask ask = {.interaction = req->arg.id, .evaluator = req->viewer.person};
  struct id id;
  TRY(policy_call(req, req->arg.id, R_EVALUATE, &s));
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
  buf_add_char(&req->out, '{');
  out_int(&req->out, "saved_ms", clock_wall_ms());
  TRY(out_score(req, req->arg.id));
  buf_add_char(&req->out, '}');
  return OK;
}

enum err evaluation_put(struct request *req) {
  struct seen_evaluation e;
  struct evaluation_answer a = {.touched = true};
  int64_t at = -1, len = -1;
  TRY(evaluation_look(req, req->arg.id, &e));
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

enum err evaluation_confirm(struct request *req) {
  struct seen_evaluation e;
  TRY(evaluation_look(req, req->arg.id, &e));
  TRY(evaluation_rest(req->db, req->arg.id, req->viewer.person));
  return answer_evaluation(req, req->arg.id);
}

enum err evaluation_hand_in(struct request *req) {
  struct seen_evaluation e;
  int64_t heard_ms = 0;
  TRY(evaluation_look(req, req->arg.id, &e));
  TRY(REQUEST_JSON(req, {"heard_ms", BODY_INT, &heard_ms, .max = DAY_MS, .optional = true}));
  TRY(evaluation_submit(req->db, req->arg.id, req->viewer.person, heard_ms, clock_wall_ms()));
  TRY(calibration_after(req, req->arg.id));
  return answer_evaluation(req, req->arg.id);
}

// ---- after handing in -------------------------------------------------------------------------

enum err evaluation_tell(struct request *req, const char *event,
                         const struct evaluation_shown_row *r, struct id person) {
  return news_tell(req->db, (struct news){event, r->id, r->interaction, person});
}

// Hers is in: whoever has handed in one of the same call may now see the differences.
static enum err tell_others(struct request *req, const struct evaluation_shown_row *own) {
  struct evaluation_others_of_call_row *o;
  size_t n;
  TRY(sql_evaluation_others_of_call(req->db, &req->arena,
                                    &(struct evaluation_others_of_call){own->interaction}, &o, &n));
  for (size_t i = 0; i < n; i++)
    TRY(evaluation_tell(req, "evaluation.paired", own, o[i].evaluator));
  return OK;
}

enum err evaluation_send(struct request *req) {
  struct seen_evaluation e;
  TRY(evaluation_look(req, req->arg.id, &e));
  TRY(evaluation_release(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  TRY(evaluation_tell(req, "evaluation.released", &e.row, e.row.agent));
  if (!strcmp(e.row.kind, "self")) TRY(tell_others(req, &e.row));
  return answer_evaluation(req, req->arg.id);
}

enum err evaluation_read(struct request *req) {
  struct seen_evaluation e;
  TRY(evaluation_look(req, req->arg.id, &e));
  TRY(evaluation_acknowledge(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  TRY(evaluation_tell(req, "evaluation.acknowledged", &e.row, e.row.evaluator));
  return answer_evaluation(req, req->arg.id);
}

enum err evaluation_dispute(struct request *req) {
  struct seen_evaluation e;
  struct dispute_ask ask = {.evaluation = req->arg.id,
                            .agent = req->viewer.person,
                            .days = req->site->settings.dispute_days};
  int64_t at = -1, len = -1;
  struct id id;
  TRY(evaluation_look(req, req->arg.id, &e));
  TRY(REQUEST_JSON(req, {"question", BODY_TEXT, &ask.question, .max = 100},
                   {"reason", BODY_TEXT, &ask.reason, .max = COMMENT_MOST},
                   {"proposed", BODY_TEXT, &ask.proposed, .max = 100, .optional = true},
                   {"at_ms", BODY_INT, &at, .max = DAY_MS, .optional = true},
                   {"len_ms", BODY_INT, &len, .max = DAY_MS, .optional = true}));
  ask.at_ms = (struct opt_int){at >= 0, at};
  ask.len_ms = (struct opt_int){len >= 0, len};
  TRY(dispute_open(req->db, &ask, clock_wall_ms(), &id));
  TRY(evaluation_tell(req, "dispute.opened", &e.row, e.row.evaluator));
  return answer_evaluation(req, req->arg.id);
}

enum err evaluation_retract(struct request *req) {
  struct seen_evaluation e;
  const char *reason = NULL;
  TRY(evaluation_look(req, req->arg.id, &e));
  TRY(REQUEST_JSON(req, {"reason", BODY_TEXT, &reason, .max = COMMENT_MOST}));
  TRY(evaluation_void(req->db, req->arg.id, req->viewer.person, reason, clock_wall_ms()));
  if (e.row.released_ms.set) TRY(evaluation_tell(req, "evaluation.voided", &e.row, e.row.agent));
  return answer_evaluation(req, req->arg.id);
}

enum err evaluation_throw(struct request *req) {
  struct seen_evaluation e;
  TRY(evaluation_look(req, req->arg.id, &e));
  return evaluation_discard(req->db, req->arg.id, req->viewer.person);
}
