// SPDX-License-Identifier: Apache-2.0
// Sampling plans: what they cover, what they drew and what became of it. The rules of a plan's life
// lie in scoring/.
#include "gen/sql/person.h"
#include "gen/told/sampling.h"
#include "review-web/api/common.h"
#include "review-web/api/kept.h"
#include "scoring/scoring.h"

enum { DRAWS_SHOWN = 60, REASON_MOST = 500 };

// ---- telling ------------------------------------------------------------------------------------
// When it draws next: tomorrow while this week's round found nothing, else the next Monday it
// takes.
static enum err read_next(struct request *req, const struct sampling_plan_get_row *p, int64_t now,
                          struct opt_int *out) {
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
  *out = (struct opt_int){!p->retired_ms.set, next};
  return OK;
}

static enum err read_progress(struct request *req, struct told_sample_plan *t, int64_t now) {
  const struct sampling_plan_get_row *p = t->sampling_plan_get;
  struct period period = period_at(p->period, now);
  struct sampling_progress_row row;
  struct sampling_left_of_row left;
  TRY(sql_sampling_progress(req->db, &req->arena,
                            &(struct sampling_progress){p->id, period.from_ms}, &row));
  TRY(sql_sampling_left_of(req->db, &req->arena, &(struct sampling_left_of){p->id, period.from_ms},
                           &left));
  t->period_ms = period.from_ms;
  t->ends_ms = period.to_ms;
  t->waiting = row.waiting;
  t->heard = row.heard;
  t->expired = row.expired;
  t->left = left.n;
  return OK;
}

static enum err read_told(struct request *req, const struct sampling_plan_get_row *p, int64_t now,
                          struct told_sample_plan *t) {
  bool may;
  *t = (struct told_sample_plan){.sampling_plan_get = p};
  TRY(sql_sampling_evaluators(req->db, &req->arena, &(struct sampling_evaluators){p->id},
                              &t->evaluators, &t->n_evaluators));
  TRY(read_next(req, p, now, &t->next_ms));
  TRY(may_see_whether_draws(asker(req), p, &may));
  t->may_draw = may && !p->retired_ms.set;
  return read_progress(req, t, now);
}

static enum err read_paused(struct request *req, int64_t now, const char **out) {
  struct plan_pauses *pauses = arena_new(&req->arena, struct plan_pauses);
  TRY(plan_pauses_read(req->db, &req->arena, now, pauses));
  *out = plan_paused(pauses);
  return OK;
}

static enum err read_draws(struct request *req, struct id plan, struct told_sample_plan_whole *t) {
  struct sampling_draws_of_row *d;
  TRY(sql_sampling_draws_of(req->db, &req->arena,
                            &(struct sampling_draws_of){.plan = plan, .limit = DRAWS_SHOWN}, &d,
                            &t->n_draws));
  t->draws = arena_array(&req->arena, t->n_draws + 1, struct told_draw);
  for (size_t i = 0; i < t->n_draws; i++) {
    struct plan_times times;
    TRY(plan_times(req->db, &req->arena, d[i].id, &times));
    t->draws[i] = (struct told_draw){&d[i], times.nth, times.of};
  }
  return OK;
}

static struct told_covered told_covered(struct told_named agent,
                                        const struct sampling_coverage_row *c, int64_t wanted) {
  static const struct sampling_coverage_row nothing;
  if (!c) c = &nothing;
  int64_t drawn = c->waiting + c->heard + c->expired;
  return (struct told_covered){.agent = agent,
                               .wanted = wanted < 0 ? drawn : wanted,
                               .drawn = drawn,
                               .heard = c->heard,
                               .waiting = c->waiting,
                               .expired = c->expired,
                               .withdrawn = c->withdrawn,
                               .shortfall = c->expired + (wanted > drawn ? wanted - drawn : 0)};
}

static const struct sampling_coverage_row *covered(const struct sampling_coverage_row *c, size_t n,
                                                   struct id agent) {
  for (size_t i = 0; i < n; i++)
    if (id_eq(c[i].agent, agent)) return &c[i];
  return NULL;
}

// Everyone whose calls may be drawn, also who had none; then who was drawn and is no agent any
// more.
static enum err read_coverage(struct request *req, const struct sampling_plan_get_row *p,
                              int64_t now, struct told_sample_plan_whole *t) {
  struct sampling_agents_row *agents;
  struct sampling_coverage_row *c;
  size_t n, covered_n;
  struct id viewer = req->viewer.person;
  struct period period = period_at(p->period, now);
  bool asks = p->per_agent && !p->retired_ms.set; // ended: what was drawn, and no more
  int64_t wanted = asks ? period_wanted(p->period, p->take, p->from_ms, now) : -1;
  TRY(sql_sampling_agents(
      req->db, &req->arena,
      &(struct sampling_agents){.at_ms = now, .team = p->team, .agent = p->agent, .viewer = viewer},
      &agents, &n));
  TRY(sql_sampling_coverage(
      req->db, &req->arena,
      &(struct sampling_coverage){.plan = p->id, .period_ms = period.from_ms, .viewer = viewer}, &c,
      &covered_n));
  t->coverage = arena_array(&req->arena, n + covered_n + 1, struct told_covered);
  for (size_t i = 0; i < n && !p->retired_ms.set; i++)
    t->coverage[t->n_coverage++] = told_covered((struct told_named){agents[i].id, agents[i].name},
                                                covered(c, covered_n, agents[i].id), wanted);
  for (size_t i = 0; i < covered_n; i++) {
    bool seen = false;
    for (size_t k = 0; k < t->n_coverage && !seen; k++)
      seen = id_eq(t->coverage[k].agent.id, c[i].agent);
    if (!seen)
      t->coverage[t->n_coverage++] =
          told_covered((struct told_named){c[i].agent, c[i].agent_name}, &c[i], -1);
  }
  return OK;
}

enum err serve_plans_list(struct request *req) {
  struct sampling_plan_list_row *r;
  size_t n;
  int64_t now = clock_wall_ms();
  TRY(sql_sampling_plan_list(req->db, &req->arena, &r, &n));
  struct told_sample_plans t = {.rows = arena_array(&req->arena, n + 1, struct told_sample_plan)};
  for (size_t i = 0; i < n; i++) {
    struct sampling_plan_get_row *p = arena_new(&req->arena, struct sampling_plan_get_row);
    enum err rc = may_see_plan(asker(req), r[i].id, p);
    if (rc == E_NOT_FOUND) {
      err_forget();
      continue;
    }
    TRY(rc);
    TRY(read_told(req, p, now, &t.rows[t.n_rows++]));
  }
  TRY(read_paused(req, now, &t.paused));
  tell_sample_plans(&req->out, &t);
  return OK;
}

static enum err answer_plan(struct request *req, struct id id) {
  struct sampling_plan_get_row p;
  int64_t now = clock_wall_ms();
  TRY(may_see_plan(asker(req), id, &p));
  struct told_sample_plan_whole t = {0};
  TRY(read_told(req, &p, now, &t.sample_plan));
  TRY(read_draws(req, id, &t));
  TRY(read_coverage(req, &p, now, &t));
  TRY(read_paused(req, now, &t.paused));
  tell_sample_plan_whole(&req->out, &t);
  return OK;
}

enum err serve_plan_show(struct request *req) { return answer_plan(req, req->arg.id); }

// ---- making -------------------------------------------------------------------------------------
static enum err read_plan(struct request *req, struct plan_ask *ask) {
  const struct reached *one;
  struct body_ids who = {0};
  ask->lengths = "[180000,480000]";
  ask->parts = "[600,840]";
  ask->max_ms = DAY_MS;
  TRY(REQUEST_JSON(req, {"title", BODY_NAME, &ask->title, .max = 120},
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
  for (size_t i = 0; i < who.n; i++) TRY(may_reach_evaluator(asker(req), who.v[i], &one));
  return OK;
}

enum err serve_plan_add(struct request *req) {
  struct plan_ask ask = {.author = req->viewer.person, .from_ms = clock_wall_ms()};
  struct plan_drawn drawn;
  struct id id;
  TRY(read_plan(req, &ask));
  TRY(may_reach_planned(asker(req), opt_id_of(ask.team), opt_id_of(ask.agent)));
  TRY(plan_add(req->db, &ask, ask.from_ms, &id));
  TRY(plan_draw(req->db,
                &(struct plan_order){.plan = id, .by = req->viewer.person, .when = PLAN_ONCE},
                ask.from_ms, &drawn));
  return answer_plan(req, id);
}

enum err serve_plan_retire(struct request *req) {
  TRY(plan_retire(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  return answer_plan(req, req->arg.id);
}

enum err serve_plan_draw(struct request *req) {
  struct plan_order order = {.plan = req->arg.id, .by = req->viewer.person, .when = PLAN_AGAIN};
  struct plan_drawn drawn;
  TRY(REQUEST_JSON(req,
                   {"reason", BODY_TEXT, &order.reason, .max = REASON_MOST, .optional = true}));
  TRY(plan_draw(req->db, &order, clock_wall_ms(), &drawn));
  return answer_plan(req, req->arg.id);
}

enum err serve_draw_proof(struct request *req) {
  struct plan_proof proof;
  struct plan_times times;
  TRY(plan_prove(req->db, &req->arena, req->arg.id, &proof));
  TRY(plan_times(req->db, &req->arena, req->arg.id, &times));
  tell_proof(&req->out, &(struct told_proof){.proven = proof.proven,
                                             .says = proof.says,
                                             .seed = proof.seed,
                                             .frame_sha256 = proof.frame_sha256,
                                             .calls = proof.calls,
                                             .drawn = proof.drawn,
                                             .nth = times.nth,
                                             .times = times.of});
  return OK;
}

// The whole draw, for whoever wants to make it again without us.
enum err serve_draw_export(struct request *req) {
  json_t *told;
  TRY(plan_export(req->db, &req->arena, req->arg.id, &told));
  req->audit_object = req->arg.id;
  return answer_json(req, told);
}
