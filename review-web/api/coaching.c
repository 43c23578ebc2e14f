// SPDX-License-Identifier: Apache-2.0
// Coaching plans: what an agent and her coach work on. Those two see a plan, nobody else; for
// others it does not exist. The rules of a plan lie in scoring/life/coaching.h.
#include "gen/sql/coaching.h"

#include "gen/sql/person.h"
#include "gen/told/coaching.h"
#include "review-web/api/common.h"
#include "review-web/api/ical.h"
#include "scoring/scoring.h"

static void tell_both(struct request *req) {
  const struct coaching_plan_get_row *p = req->reach.coaching;
  req->audit_object = p->id;
  req->news_people[0] = p->agent;
  req->news_people[1] = p->coach;
}

static enum err goes_on(struct request *req) {
  if (req->reach.coaching->ended_ms.set) return fail(E_CONFLICT, "the plan has ended");
  tell_both(req);
  return OK;
}

// ---- telling ----------------------------------------------------------------------------------

static struct told_course_figure told_course_figure(struct request *req, const struct figure *f) {
  struct told_course_figure t = {.estimate = {!f->undefined, f->value},
                                 .undefined = f->undefined,
                                 .interval = arena_array(&req->arena, 2, double),
                                 .n_interval = f->undefined ? 0 : 2,
                                 .n = (int64_t)f->n,
                                 .method = f->method};
  t.interval[0] = f->ci.lo;
  t.interval[1] = f->ci.hi;
  return t;
}

static enum err read_course(struct request *req, struct id plan, struct told_course *out) {
  struct coaching_course c;
  TRY(coaching_course(req->db, &req->arena, plan, &c));
  *out = (struct told_course){told_course_figure(req, &c.before), told_course_figure(req, &c.after),
                              told_course_figure(req, &c.change), c.clear};
  return OK;
}

static enum err read_plan(struct request *req, struct id plan, struct told_coaching_plan *t) {
  struct coaching_plan_get_row *p = arena_new(&req->arena, struct coaching_plan_get_row);
  TRY(may_see_coaching(asker(req), plan, p));
  t->coaching_plan_get = p;
  TRY(sql_coaching_sessions(req->db, &req->arena, &(struct coaching_sessions){plan}, &t->sessions,
                            &t->n_sessions));
  TRY(sql_coaching_calls(req->db, &req->arena, &(struct coaching_calls){plan}, &t->calls,
                         &t->n_calls));
  TRY(read_course(req, plan, &t->course));
  t->can_change = id_eq(p->coach, req->viewer.person) && !p->ended_ms.set;
  return OK;
}

enum err serve_coaching_all(struct request *req) {
  struct coaching_plans_of_agent_row *mine;
  struct coaching_plans_of_coach_row *led;
  size_t n, m;
  struct id me = req->viewer.person;
  TRY(sql_coaching_plans_of_agent(req->db, &req->arena, &(struct coaching_plans_of_agent){me},
                                  &mine, &n));
  TRY(sql_coaching_plans_of_coach(req->db, &req->arena, &(struct coaching_plans_of_coach){me}, &led,
                                  &m));
  struct told_coaching_plan *plans = arena_array(&req->arena, n + m + 1, struct told_coaching_plan);
  size_t told = 0;
  for (size_t i = 0; i < n; i++) TRY(read_plan(req, mine[i].id, &plans[told++]));
  for (size_t i = 0; i < m; i++) {
    enum err rc = read_plan(req, led[i].id, &plans[told]);
    if (rc && rc != E_NOT_FOUND) return rc;
    err_forget();
    told += !rc;
  }
  ANSWER_ROWS(req, tell_coaching_plan, plans, told, NULL);
  return OK;
}

enum err serve_coaching_get(struct request *req) {
  struct told_coaching_plan t = {0};
  TRY(read_plan(req, req->arg.id, &t));
  tell_coaching_plan(&req->out, &t);
  return OK;
}

// ---- changing ---------------------------------------------------------------------------------

enum err serve_coaching_add(struct request *req) {
  struct coaching_ask ask = {.coach = req->viewer.person};
  struct id id;
  const struct reached *agent;
  TRY(REQUEST_JSON(req, {"agent", BODY_ID, &ask.agent, .optional = false},
                   {"focus", BODY_NAME, &ask.focus, .max = 400},
                   {"rubric_key", BODY_TEXT, &ask.rubric_key, .max = 64, .optional = true},
                   {"question", BODY_TEXT, &ask.question, .max = 64, .optional = true}));
  TRY(may_reach_coached(asker(req), ask.agent, &agent));
  TRY(coaching_start(req->db, &ask, clock_wall_ms(), &id));
  answer_id(req, id);
  return OK;
}

// A button pressed twice is one second of the plan (docs/adr/0031).
static enum err attached_before(struct request *req, struct coaching_call_add *call,
                                struct id interaction, bool *out_found) {
  struct coaching_call_twin_row row;
  TRY(sql_coaching_call_twin(req->db, &req->arena,
                             &(struct coaching_call_twin){.plan = call->plan,
                                                          .since_ms = call->created_ms - 10000,
                                                          .interaction = interaction,
                                                          .at_ms = call->at_ms,
                                                          .why = call->why},
                             &row, out_found));
  if (*out_found) call->id = row.id;
  return OK;
}

enum err serve_coaching_attach(struct request *req) {
  const struct coaching_plan_get_row *p = req->reach.coaching;
  struct coaching_call_add call = {.id = id_new(), .why = "", .created_ms = clock_wall_ms()};
  struct id interaction;
  bool found;
  TRY(goes_on(req));
  TRY(REQUEST_JSON(req, {"interaction", BODY_ID, &interaction, .optional = false},
                   {"at_ms", BODY_INT, &call.at_ms, .max = DAY_MS, .optional = true},
                   {"why", BODY_ANY_TEXT, &call.why, .max = 1000, .optional = true}));
  TRY(may_reach_call_of(asker(req), interaction, p->agent, &call.interaction));
  call.plan = p->id;
  TRY(attached_before(req, &call, interaction, &found));
  if (!found) TRY(sql_coaching_call_add(req->db, &call));
  req->untold = found;
  answer_id(req, call.id);
  return OK;
}

enum err serve_coaching_detach(struct request *req) {
  tell_both(req);
  return sql_coaching_call_delete(req->db, &(struct coaching_call_delete){req->arg.id});
}

enum err serve_coaching_meet(struct request *req) {
  struct coaching_meeting m = {.plan = req->arg.id, .author = req->viewer.person};
  struct id id;
  int64_t follow_up = -1;
  TRY(goes_on(req));
  TRY(REQUEST_JSON(req, {"at_ms", BODY_INSTANT, &m.at_ms, .optional = false},
                   {"body", BODY_TEXT, &m.body, .max = 16000},
                   {"follow_up_ms", BODY_INSTANT, &follow_up, .optional = true}));
  m.follow_up_ms = (struct opt_int){follow_up >= 0, follow_up};
  TRY(coaching_meet(req->db, &m, clock_wall_ms(), &id));
  answer_id(req, id);
  return OK;
}

enum err serve_coaching_end(struct request *req) {
  const char *why = NULL;
  TRY(goes_on(req));
  TRY(REQUEST_JSON(req, {"why", BODY_TEXT, &why, .max = 20}));
  return coaching_end(req->db, req->arg.id, req->viewer.person, why, clock_wall_ms());
}

// The meetings to come, for the calendar of the one who asks. A calendar is read by others: it says
// neither whom nor what about.
enum err serve_coaching_calendar(struct request *req) {
  struct coaching_sessions_row *s;
  struct person_get_row me;
  size_t n;
  bool found;
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->viewer.person}, &me, &found));
  bool english = found && !strcmp(me.ui_language, "en");
  TRY(sql_coaching_sessions(req->db, &req->arena, &(struct coaching_sessions){req->arg.id}, &s,
                            &n));
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
