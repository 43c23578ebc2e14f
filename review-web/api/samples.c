// SPDX-License-Identifier: Apache-2.0
// Sampling plans: what they cover, what they drew and what became of it. The rules of a plan's life
// lie in scoring/; whose calls somebody may plan for is asked here.
#include "review-web/api/samples.h"

#include "review-web/api/common.h"
#include "scoring/scoring.h"

enum { DRAWS_SHOWN = 60, REASON_MOST = 500 };

// ---- who may ------------------------------------------------------------------------------------
enum err plan_over(struct request *req, struct opt_id team, struct opt_id agent, rights need,
                   bool *out) {
  struct id site = {{0}};
  const struct viewer *v = &req->viewer;
  *out = viewer_over(v, site) & need;
  if (!*out && team.set) *out = viewer_over(v, team.v) & need;
  if (*out || !agent.set) return OK;
  struct membership_at_row *rows;
  size_t n;
  TRY(sql_membership_at(req->db, &req->arena,
                        &(struct membership_at){.person = agent.v, .at_ms = clock_wall_ms()}, &rows,
                        &n));
  for (size_t i = 0; i < n && !*out; i++) *out = viewer_over(v, rows[i].team) & need;
  return OK;
}

static enum err hears_for(struct request *req, struct id plan, bool *out) {
  struct sampling_evaluators_row *rows;
  size_t n;
  TRY(sql_sampling_evaluators(req->db, &req->arena, &(struct sampling_evaluators){plan}, &rows,
                              &n));
  for (size_t i = 0; i < n && !*out; i++) *out = id_eq(rows[i].person, req->viewer.person);
  return OK;
}

enum err plan_look(struct request *req, struct id id, rights need,
                   struct sampling_plan_get_row *out) {
  bool found, may = false;
  TRY(sql_sampling_plan_get(req->db, &req->arena, &(struct sampling_plan_get){id}, out, &found));
  if (found) TRY(plan_over(req, out->team, out->agent, need, &may));
  if (found && !may && need == R_PLANS) TRY(hears_for(req, id, &may));
  return may ? OK : fail(E_NOT_FOUND, "there is no such plan");
}

// ---- telling ------------------------------------------------------------------------------------
static enum err out_evaluators(struct request *req, struct id plan) {
  struct sampling_evaluators_row *rows;
  size_t n;
  TRY(sql_sampling_evaluators(req->db, &req->arena, &(struct sampling_evaluators){plan}, &rows,
                              &n));
  out_open(&req->out, "evaluators", '[');
  for (size_t i = 0; i < n; i++) {
    out_open(&req->out, NULL, '{');
    out_id(&req->out, "id", rows[i].person);
    out_text(&req->out, "name", rows[i].name);
    out_text(&req->out, "languages", rows[i].languages);
    out_close(&req->out, '}');
  }
  out_close(&req->out, ']');
  return OK;
}

// When it draws next: tomorrow while this week's round found nothing, else the next Monday it
// takes.
static enum err out_next(struct request *req, const struct sampling_plan_get_row *p, int64_t now) {
  struct period period = period_at(p->period, now);
  struct sampling_draw_of_round_row row;
  bool drawn;
  TRY(sql_sampling_draw_of_round(
      req->db, &req->arena, &(struct sampling_draw_of_round){p->id, period.from_ms, period.round},
      &row, &drawn));
  int64_t next = period.day_ms + DAY_MS;
  bool waits = !drawn && period_share(&period, p->take) > 0;
  for (int weeks = 1; !waits && weeks < 8; weeks++) {
    struct period later = period_at(p->period, now + weeks * 7 * DAY_MS);
    next = later.week_ms;
    if (period_share(&later, p->take) > 0) break;
  }
  out_opt_int(&req->out, "next_ms", (struct opt_int){!p->retired_ms.set, next});
  return OK;
}

static enum err out_progress(struct request *req, const struct sampling_plan_get_row *p,
                             int64_t now) {
  struct buf *b = &req->out;
  struct period period = period_at(p->period, now);
  struct sampling_progress_row row;
  TRY(sql_sampling_progress(req->db, &req->arena,
                            &(struct sampling_progress){p->id, period.from_ms}, &row));
  out_int(b, "period_ms", period.from_ms);
  out_int(b, "ends_ms", period.to_ms);
  out_int(b, "waiting", row.waiting);
  out_int(b, "heard", row.heard);
  out_int(b, "expired", row.expired);
  struct sampling_left_of_row left;
  TRY(sql_sampling_left_of(req->db, &req->arena, &(struct sampling_left_of){p->id, period.from_ms},
                           &left));
  out_int(b, "left", left.n);
  return OK;
}

static enum err out_plan(struct request *req, const struct sampling_plan_get_row *p, int64_t now) {
  struct buf *b = &req->out;
  bool may;
  out_id(b, "id", p->id);
  out_text(b, "title", p->title);
  out_named(b, "team", p->team, p->team_name);
  out_named(b, "agent", p->agent, p->agent_name);
  out_text(b, "rubric_key", p->rubric_key);
  out_text(b, "period", p->period);
  out_bool(b, "per_agent", p->per_agent);
  out_int(b, "take", p->take);
  out_int(b, "min_ms", p->min_ms);
  out_int(b, "max_ms", p->max_ms);
  out_raw(b, "lengths_ms", p->lengths);
  out_raw(b, "parts_min", p->parts);
  out_int(b, "from_ms", p->from_ms);
  out_int(b, "created_ms", p->created_ms);
  out_opt_int(b, "retired_ms", p->retired_ms);
  TRY(out_evaluators(req, p->id));
  TRY(out_next(req, p, now));
  TRY(plan_over(req, p->team, p->agent, R_SAMPLE, &may));
  out_bool(b, "may_draw", may && !p->retired_ms.set);
  return out_progress(req, p, now);
}

static enum err out_paused(struct request *req, int64_t now) {
  struct plan_pauses pauses;
  TRY(plan_pauses_read(req->db, &req->arena, now, &pauses));
  out_text(&req->out, "paused", plan_paused(&pauses));
  return OK;
}

static enum err out_draws(struct request *req, struct id plan) {
  struct sampling_draws_of_row *d;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_sampling_draws_of(req->db, &req->arena,
                            &(struct sampling_draws_of){.plan = plan, .limit = DRAWS_SHOWN}, &d,
                            &n));
  out_open(b, "draws", '[');
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", d[i].id);
    out_int(b, "period_ms", d[i].period_ms);
    out_int(b, "ends_ms", d[i].ends_ms);
    out_int(b, "number", d[i].number);
    out_int(b, "drawn_ms", d[i].drawn_ms);
    out_int(b, "from_ms", d[i].from_ms);
    out_int(b, "to_ms", d[i].to_ms);
    out_text(b, "seed", d[i].seed);
    out_text(b, "frame_sha256", d[i].frame_sha256);
    out_int(b, "calls", d[i].calls);
    out_int(b, "eligible", d[i].eligible);
    out_raw(b, "excluded", d[i].excluded);
    out_int(b, "take", d[i].take);
    out_int(b, "drawn", d[i].drawn);
    out_int(b, "short_of", d[i].short_of);
    out_int(b, "waiting", d[i].waiting);
    out_int(b, "heard", d[i].heard);
    out_int(b, "expired", d[i].expired);
    out_int(b, "withdrawn", d[i].withdrawn);
    out_opt_id(b, "redraw_of", d[i].redraw_of);
    out_text(b, "reason", d[i].reason);
    out_named(b, "author", d[i].author, d[i].author_name);
    out_bool(b, "standing", d[i].standing);
    out_close(b, '}');
  }
  out_close(b, ']');
  return OK;
}

static void out_covered(struct buf *b, struct id agent, const char *name,
                        const struct sampling_coverage_row *c, int64_t wanted) {
  int64_t drawn = c ? c->waiting + c->heard + c->expired : 0;
  out_open(b, NULL, '{');
  out_named(b, "agent", some_id(agent), name);
  out_int(b, "wanted", wanted < 0 ? drawn : wanted);
  out_int(b, "drawn", drawn);
  out_int(b, "heard", c ? c->heard : 0);
  out_int(b, "waiting", c ? c->waiting : 0);
  out_int(b, "expired", c ? c->expired : 0);
  out_int(b, "withdrawn", c ? c->withdrawn : 0);
  out_int(b, "shortfall", (c ? c->expired : 0) + (wanted > drawn ? wanted - drawn : 0));
  out_close(b, '}');
}

static const struct sampling_coverage_row *covered(const struct sampling_coverage_row *c, size_t n,
                                                   struct id agent) {
  for (size_t i = 0; i < n; i++)
    if (id_eq(c[i].agent, agent)) return &c[i];
  return NULL;
}

// Everyone whose calls may be drawn, also who had none; then who was drawn and is no agent any
// more.
static enum err out_coverage(struct request *req, const struct sampling_plan_get_row *p,
                             int64_t now) {
  struct sampling_agents_row *agents;
  struct sampling_coverage_row *c;
  size_t n, covered_n;
  struct id viewer = req->viewer.person;
  struct period period = period_at(p->period, now);
  int64_t wanted = p->per_agent ? period_wanted(p->period, p->take, p->from_ms, now) : -1;
  TRY(sql_sampling_agents(
      req->db, &req->arena,
      &(struct sampling_agents){.at_ms = now, .team = p->team, .agent = p->agent, .viewer = viewer},
      &agents, &n));
  TRY(sql_sampling_coverage(
      req->db, &req->arena,
      &(struct sampling_coverage){.plan = p->id, .period_ms = period.from_ms, .viewer = viewer}, &c,
      &covered_n));
  out_open(&req->out, "coverage", '[');
  for (size_t i = 0; i < n; i++)
    out_covered(&req->out, agents[i].id, agents[i].name, covered(c, covered_n, agents[i].id),
                wanted);
  for (size_t i = 0; i < covered_n; i++) {
    bool seen = false;
    for (size_t k = 0; k < n && !seen; k++) seen = id_eq(agents[k].id, c[i].agent);
    if (!seen) out_covered(&req->out, c[i].agent, c[i].agent_name, &c[i], -1);
  }
  out_close(&req->out, ']');
  return OK;
}

enum err plans_list(struct request *req) {
  struct sampling_plan_list_row *r;
  size_t n;
  int64_t now = clock_wall_ms();
  TRY(sql_sampling_plan_list(req->db, &req->arena, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    struct sampling_plan_get_row p;
    enum err rc = plan_look(req, r[i].id, R_PLANS, &p);
    if (rc == E_NOT_FOUND) {
      err_forget();
      continue;
    }
    TRY(rc);
    out_open(&req->out, NULL, '{');
    TRY(out_plan(req, &p, now));
    out_close(&req->out, '}');
  }
  buf_add_str(&req->out, "],\"next\":null");
  TRY(out_paused(req, now));
  buf_add_char(&req->out, '}');
  return OK;
}

static enum err answer_plan(struct request *req, struct id id, rights need) {
  struct sampling_plan_get_row p;
  int64_t now = clock_wall_ms();
  TRY(plan_look(req, id, need, &p));
  buf_add_char(&req->out, '{');
  TRY(out_plan(req, &p, now));
  TRY(out_draws(req, id));
  TRY(out_coverage(req, &p, now));
  TRY(out_paused(req, now));
  buf_add_char(&req->out, '}');
  return OK;
}

enum err plan_show(struct request *req) { return answer_plan(req, req->arg.id, R_PLANS); }

// ---- making -------------------------------------------------------------------------------------
static enum err leads_somebody(struct request *req, struct id person) {
  struct grant_at_row *g;
  size_t n;
  TRY(sql_grant_at(req->db, &req->arena,
                   &(struct grant_at){.person = person, .at_ms = clock_wall_ms()}, &g, &n));
  for (size_t i = 0; i < n; i++)
    if (!strcmp(g[i].role, "coach") || !strcmp(g[i].role, "quality")) return OK;
  return fail(E_BAD_DATA, "evaluators: calls are heard by a coach or a quality lead");
}

static enum err read_plan(struct request *req, struct plan_ask *ask) {
  struct body_ids who = {0};
  ask->lengths = "[180000,480000]";
  ask->parts = "[600,840]";
  ask->max_ms = DAY_MS;
  TRY(REQUEST_JSON(req, {"title", BODY_TEXT, &ask->title, .max = 120},
                   {"team", BODY_ID, &ask->team, .optional = true},
                   {"agent", BODY_ID, &ask->agent, .optional = true},
                   {"rubric_key", BODY_TEXT, &ask->rubric_key, .max = 60},
                   {"period", BODY_TEXT, &ask->period, .max = 10},
                   {"per_agent", BODY_BOOL, &ask->per_agent, .optional = false},
                   {"take", BODY_INT, &ask->take, .min = 1, .max = PLAN_TAKE},
                   {"min_ms", BODY_INT, &ask->min_ms, .max = DAY_MS, .optional = true},
                   {"max_ms", BODY_INT, &ask->max_ms, .max = DAY_MS, .optional = true},
                   {"lengths_ms", BODY_RAW, &ask->lengths, .max = 200, .optional = true},
                   {"parts_min", BODY_RAW, &ask->parts, .max = 200, .optional = true},
                   {"evaluators", BODY_IDS, &who, .max = PLAN_EVALUATORS}));
  ask->evaluators = who.v;
  ask->evaluator_count = who.n;
  for (size_t i = 0; i < who.n; i++) TRY(leads_somebody(req, who.v[i]));
  return OK;
}

enum err plan_post(struct request *req) {
  struct plan_ask ask = {.author = req->viewer.person, .from_ms = clock_wall_ms()};
  struct plan_drawn drawn;
  struct id id;
  bool may;
  TRY(read_plan(req, &ask));
  TRY(plan_over(req, opt_id_of(ask.team), opt_id_of(ask.agent), R_SAMPLE, &may));
  if (!may) return fail(E_FORBIDDEN, "you may not plan for these calls");
  TRY(plan_add(req->db, &ask, ask.from_ms, &id));
  TRY(plan_draw(req->db,
                &(struct plan_order){.plan = id, .by = req->viewer.person, .when = PLAN_ONCE},
                ask.from_ms, &drawn));
  return answer_plan(req, id, R_SAMPLE);
}

enum err plan_end(struct request *req) {
  struct sampling_plan_get_row p;
  TRY(plan_look(req, req->arg.id, R_SAMPLE, &p));
  TRY(plan_retire(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  return answer_plan(req, req->arg.id, R_SAMPLE);
}

enum err plan_draw_now(struct request *req) {
  struct sampling_plan_get_row p;
  struct plan_order order = {.plan = req->arg.id, .by = req->viewer.person, .when = PLAN_AGAIN};
  struct plan_drawn drawn;
  TRY(plan_look(req, req->arg.id, R_SAMPLE, &p));
  TRY(REQUEST_JSON(req,
                   {"reason", BODY_TEXT, &order.reason, .max = REASON_MOST, .optional = true}));
  TRY(plan_draw(req->db, &order, clock_wall_ms(), &drawn));
  return answer_plan(req, req->arg.id, R_SAMPLE);
}

enum err draw_proof(struct request *req) {
  struct sampling_draw_get_row d;
  struct sampling_plan_get_row p;
  struct plan_proof proof;
  struct buf *b = &req->out;
  bool found;
  TRY(sql_sampling_draw_get(req->db, &req->arena, &(struct sampling_draw_get){req->arg.id}, &d,
                            &found));
  enum err rc = found ? plan_look(req, d.plan, R_PLANS, &p) : E_NOT_FOUND;
  if (rc == E_NOT_FOUND) {
    err_forget();
    return fail(E_NOT_FOUND, "there is no such draw");
  }
  TRY(rc);
  TRY(plan_prove(req->db, &req->arena, req->arg.id, &proof));
  buf_add_char(b, '{');
  out_bool(b, "proven", proof.proven);
  out_text(b, "says", proof.says);
  out_text(b, "seed", proof.seed);
  out_text(b, "frame_sha256", proof.frame_sha256);
  out_int(b, "calls", proof.calls);
  out_int(b, "drawn", proof.drawn);
  buf_add_char(b, '}');
  return OK;
}
