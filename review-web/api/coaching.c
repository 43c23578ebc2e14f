// SPDX-License-Identifier: Apache-2.0
// Coaching plans: what an agent and her coach work on. Those two see a plan, nobody else; for
// others it does not exist. The rules of a plan lie in scoring/coaching.h.
#include "review-web/api/common.h"
#include "review-web/api/ical.h"
#include "scoring/scoring.h"

static enum err none(void) { return fail(E_NOT_FOUND, "there is no such coaching plan"); }

static enum err look(struct request *req, struct id plan, struct coaching_plan_get_row *out) {
  bool found;
  struct id me = req->viewer.person;
  TRY(sql_coaching_plan_get(req->db, &req->arena, &(struct coaching_plan_get){plan}, out, &found));
  return found && (id_eq(out->agent, me) || id_eq(out->coach, me)) ? OK : none();
}

static enum err own(struct request *req, struct coaching_plan_get_row *out) {
  TRY(look(req, req->arg.id, out));
  if (!id_eq(out->coach, req->viewer.person))
    return fail(E_FORBIDDEN, "only the coach of this plan may change it");
  if (out->ended_ms.set) return fail(E_CONFLICT, "the plan has ended");
  req->audit_object = out->id;
  req->news_person = out->agent;
  return OK;
}

// ---- telling ----------------------------------------------------------------------------------

static void out_head(struct buf *b, const struct coaching_plan_get_row *p) {
  out_id(b, "id", p->id);
  out_named(b, "agent", some_id(p->agent), p->agent_name);
  out_named(b, "coach", some_id(p->coach), p->coach_name);
  out_text(b, "rubric_key", p->rubric_key);
  out_text(b, "question", p->question);
  out_text(b, "focus", p->focus);
  out_int(b, "created_ms", p->created_ms);
  out_opt_int(b, "ended_ms", p->ended_ms);
  out_text(b, "ended_why", p->ended_why);
}

static enum err out_sessions(struct request *req, struct id plan) {
  struct coaching_sessions_row *s;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_coaching_sessions(req->db, &req->arena, &(struct coaching_sessions){plan}, &s, &n));
  out_open(b, "sessions", '[');
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", s[i].id);
    out_named(b, "author", some_id(s[i].author), s[i].author_name);
    out_int(b, "at_ms", s[i].at_ms);
    out_text(b, "body", s[i].body);
    out_opt_int(b, "follow_up_ms", s[i].follow_up_ms);
    out_close(b, '}');
  }
  out_close(b, ']');
  return OK;
}

static enum err out_calls(struct request *req, struct id plan) {
  struct coaching_calls_row *c;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_coaching_calls(req->db, &req->arena, &(struct coaching_calls){plan}, &c, &n));
  out_open(b, "calls", '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(b);
    sql_coaching_calls_row_json(b, &c[i]);
  }
  out_close(b, ']');
  return OK;
}

static void out_figure(struct buf *b, const char *key, const struct figure *f) {
  out_open(b, key, '{');
  jsonw_key(b, "estimate");
  if (f->undefined)
    jsonw_null(b);
  else
    jsonw_real(b, f->value);
  out_text(b, "undefined", f->undefined);
  out_open(b, "interval", '[');
  if (!f->undefined) {
    jsonw_comma(b);
    jsonw_real(b, f->ci.lo);
    jsonw_comma(b);
    jsonw_real(b, f->ci.hi);
  }
  out_close(b, ']');
  out_int(b, "n", (int64_t)f->n);
  out_text(b, "method", f->method);
  out_close(b, '}');
}

static enum err out_course(struct request *req, struct id plan) {
  struct coaching_course c;
  TRY(coaching_course(req->db, &req->arena, plan, &c));
  out_open(&req->out, "course", '{');
  out_figure(&req->out, "before", &c.before);
  out_figure(&req->out, "after", &c.after);
  out_figure(&req->out, "change", &c.change);
  out_bool(&req->out, "clear", c.clear);
  out_close(&req->out, '}');
  return OK;
}

static enum err out_plan(struct request *req, struct id plan) {
  struct coaching_plan_get_row p;
  struct buf *b = &req->out;
  TRY(look(req, plan, &p));
  out_open(b, NULL, '{');
  out_head(b, &p);
  TRY(out_sessions(req, plan));
  TRY(out_calls(req, plan));
  TRY(out_course(req, plan));
  out_bool(b, "can_change", id_eq(p.coach, req->viewer.person) && !p.ended_ms.set);
  out_close(b, '}');
  return OK;
}

enum err coaching_all(struct request *req) {
  struct coaching_plans_of_agent_row *mine;
  struct coaching_plans_of_coach_row *led;
  size_t n, m;
  struct id me = req->viewer.person;
  TRY(sql_coaching_plans_of_agent(req->db, &req->arena, &(struct coaching_plans_of_agent){me},
                                  &mine, &n));
  TRY(sql_coaching_plans_of_coach(req->db, &req->arena, &(struct coaching_plans_of_coach){me}, &led,
                                  &m));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) TRY(out_plan(req, mine[i].id));
  for (size_t i = 0; i < m; i++) TRY(out_plan(req, led[i].id));
  rows_end(req, NULL);
  return OK;
}

enum err coaching_get(struct request *req) { return out_plan(req, req->arg.id); }

// ---- changing ---------------------------------------------------------------------------------

enum err coaching_add(struct request *req) {
  struct coaching_ask ask = {.coach = req->viewer.person};
  struct id id;
  bool leads;
  TRY(REQUEST_JSON(req, {"agent", BODY_ID, &ask.agent, .optional = false},
                   {"focus", BODY_TEXT, &ask.focus, .max = 400},
                   {"rubric_key", BODY_TEXT, &ask.rubric_key, .max = 64, .optional = true},
                   {"question", BODY_TEXT, &ask.question, .max = 64, .optional = true}));
  TRY(policy_leads(req, ask.agent, R_COACH, &leads));
  if (!leads) return fail(E_NOT_FOUND, "there is no such person");
  TRY(coaching_start(req->db, &ask, clock_wall_ms(), &id));
  answer_id(req, id);
  return OK;
}

// A plan tells the agent a call's title: it is one of her own. A colleague's comes by a listening
// list, where its agent is asked.
static enum err hers(struct request *req, struct id call, struct id agent) {
  struct call_segments_row *seg;
  size_t n;
  TRY(sql_call_segments(req->db, &req->arena, &(struct call_segments){call}, &seg, &n));
  for (size_t i = 0; i < n; i++)
    if (seg[i].agent.set && id_eq(seg[i].agent.v, agent)) return OK;
  return fail(E_BAD_DATA, "interaction: a plan holds calls of its agent; lists hold a colleague's");
}

enum err coaching_attach(struct request *req) {
  struct coaching_plan_get_row p;
  struct standing s;
  struct coaching_call_add call = {.id = id_new(), .why = "", .created_ms = clock_wall_ms()};
  TRY(own(req, &p));
  TRY(REQUEST_JSON(req, {"interaction", BODY_ID, &call.interaction, .optional = false},
                   {"at_ms", BODY_INT, &call.at_ms, .max = DAY_MS, .optional = true},
                   {"why", BODY_ANY_TEXT, &call.why, .max = 1000, .optional = true}));
  TRY(policy_call(req, call.interaction, R_CALLS, &s));
  TRY(hers(req, call.interaction, p.agent));
  call.plan = p.id;
  TRY(sql_coaching_call_add(req->db, &call));
  answer_id(req, call.id);
  return OK;
}

enum err coaching_detach(struct request *req) {
  struct coaching_call_get_row c;
  bool found;
  TRY(sql_coaching_call_get(req->db, &req->arena, &(struct coaching_call_get){req->arg.id}, &c,
                            &found));
  if (!found || !id_eq(c.coach, req->viewer.person)) return none();
  req->audit_object = c.plan;
  return sql_coaching_call_delete(req->db, &(struct coaching_call_delete){c.id});
}

enum err coaching_session(struct request *req) {
  struct coaching_plan_get_row p;
  struct coaching_meeting m = {.plan = req->arg.id, .author = req->viewer.person};
  struct id id;
  int64_t follow_up = -1;
  TRY(own(req, &p));
  TRY(REQUEST_JSON(req, {"at_ms", BODY_INT, &m.at_ms, .max = INT64_MAX / 2},
                   {"body", BODY_TEXT, &m.body, .max = 16000},
                   {"follow_up_ms", BODY_INT, &follow_up, .max = INT64_MAX / 2, .optional = true}));
  m.follow_up_ms = (struct opt_int){follow_up >= 0, follow_up};
  TRY(coaching_meet(req->db, &m, clock_wall_ms(), &id));
  answer_id(req, id);
  return OK;
}

enum err coaching_finish(struct request *req) {
  struct coaching_plan_get_row p;
  const char *why = NULL;
  TRY(own(req, &p));
  TRY(REQUEST_JSON(req, {"why", BODY_TEXT, &why, .max = 20}));
  return coaching_end(req->db, p.id, req->viewer.person, why, clock_wall_ms());
}

// The meetings to come, for the calendar of the one who asks. A calendar is read by others: it says
// neither whom nor what about.
enum err coaching_calendar(struct request *req) {
  struct coaching_plan_get_row p;
  struct coaching_sessions_row *s;
  struct person_get_row me;
  size_t n;
  bool found;
  TRY(look(req, req->arg.id, &p));
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->viewer.person}, &me, &found));
  bool english = found && !strcmp(me.ui_language, "en");
  TRY(sql_coaching_sessions(req->db, &req->arena, &(struct coaching_sessions){p.id}, &s, &n));
  ical_begin(&req->out);
  for (size_t i = 0; i < n; i++)
    if (s[i].follow_up_ms.set)
      ical_event(&req->out, s[i].id, s[i].follow_up_ms.v, clock_wall_ms(),
                 english ? "Follow-up (Medlyss)" : "Uppföljning (Medlyss)");
  ical_end(&req->out);
  req->reply.status = 200;
  req->reply.type = "text/calendar; charset=utf-8";
  req->reply.body = buf_sv(&req->out);
  reply_field(&req->reply, "Content-Disposition", "attachment; filename=\"medlyss.ics\"");
  return OK;
}
