// SPDX-License-Identifier: Apache-2.0
// A person's work: the drawn calls that wait for her, due first, and how far each agent's share has
// come. Nothing that was measured of a call is told here: it would judge before the ear.
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

struct cover { // one plan and one agent, in the running period
  struct id plan, agent;
  const char *name;
  int64_t heard, wanted, expired;
};

struct covers {
  struct cover *v;
  size_t n, room;
};

static struct cover *cover_of(struct request *req, struct covers *c, struct id plan,
                              struct id agent, const char *name) {
  for (size_t i = 0; i < c->n; i++)
    if (id_eq(c->v[i].plan, plan) && id_eq(c->v[i].agent, agent)) return &c->v[i];
  if (c->n == c->room) {
    struct cover *v = arena_array(&req->arena, c->room * 2 + 64, struct cover);
    if (c->n) memcpy(v, c->v, c->n * sizeof *v);
    c->v = v;
    c->room = c->room * 2 + 64;
  }
  c->v[c->n] = (struct cover){.plan = plan, .agent = agent, .name = name};
  return &c->v[c->n++];
}

static enum err cover_plan(struct request *req, const struct sampling_plans_heard_by_row *p,
                           int64_t now, struct covers *c) {
  struct sampling_agents_row *agents;
  struct sampling_coverage_row *rows;
  size_t n, row_count;
  struct id viewer = req->viewer.person;
  struct period period = period_at(p->period, now);
  int64_t wanted = period_wanted(p->period, p->take, p->from_ms, now);
  TRY(sql_sampling_agents(
      req->db, &req->arena,
      &(struct sampling_agents){.at_ms = now, .team = p->team, .agent = p->agent, .viewer = viewer},
      &agents, &n));
  for (size_t i = 0; p->per_agent && i < n; i++)
    cover_of(req, c, p->id, agents[i].id, agents[i].name)->wanted = wanted;
  TRY(sql_sampling_coverage(
      req->db, &req->arena,
      &(struct sampling_coverage){.plan = p->id, .period_ms = period.from_ms, .viewer = viewer},
      &rows, &row_count));
  for (size_t i = 0; i < row_count; i++) {
    struct cover *one = cover_of(req, c, p->id, rows[i].agent, rows[i].agent_name);
    one->heard = rows[i].heard;
    one->expired = rows[i].expired;
    if (!p->per_agent) one->wanted = rows[i].heard + rows[i].expired + rows[i].waiting;
  }
  return OK;
}

static int by_name(const void *x, const void *y) {
  const struct cover *a = x, *b = y;
  int c = strcmp(a->name, b->name);
  return c ? c : memcmp(a->agent.b, b->agent.b, sizeof a->agent.b);
}

// Joined over the plans: an agent stands once.
static void out_coverage(struct request *req, const struct covers *c) {
  struct buf *b = &req->out;
  struct cover *v = arena_array(&req->arena, c->n + 1, struct cover);
  if (c->n) memcpy(v, c->v, c->n * sizeof *v);
  qsort(v, c->n, sizeof *v, by_name);
  out_open(b, "coverage", '[');
  for (size_t i = 0; i < c->n; i++) {
    struct cover sum = v[i];
    for (; i + 1 < c->n && id_eq(v[i + 1].agent, sum.agent); i++) {
      sum.heard += v[i + 1].heard;
      sum.wanted += v[i + 1].wanted;
      sum.expired += v[i + 1].expired;
    }
    out_open(b, NULL, '{');
    out_named(b, "agent", some_id(sum.agent), sum.name);
    out_int(b, "heard", sum.heard);
    out_int(b, "wanted", sum.wanted);
    out_int(b, "expired", sum.expired);
    out_close(b, '}');
  }
  out_close(b, ']');
}

// At the speed most listen, its silences skipped, and half a minute for the answers.
static int64_t estimate(int64_t duration_ms) { return duration_ms * 2 / 3 + 30000; }

static enum err out_item(struct request *req, const struct sampling_work_row *r,
                         const struct plan_pauses *pauses, struct covers *c) {
  struct buf *b = &req->out;
  struct cover *cover = cover_of(req, c, r->plan, r->agent, r->agent_name);
  out_open(b, NULL, '{');
  out_id(b, "item", r->id);
  out_id(b, "draw", r->draw);
  out_open(b, "plan", '{');
  out_id(b, "id", r->plan);
  out_text(b, "title", r->plan_title);
  out_close(b, '}');
  out_open(b, "interaction", '{');
  out_id(b, "id", r->interaction);
  out_int(b, "started_ms", r->started_ms);
  out_int(b, "duration_ms", r->duration_ms);
  out_named(b, "agent", some_id(r->agent), r->agent_name);
  TRY(out_call_topics(req, r->interaction));
  out_text(b, "outcome", r->outcome);
  out_text(b, "title", r->title);
  out_text(b, "language", r->language);
  out_close(b, '}');
  out_text(b, "selection", "random");
  out_bool(b, "stands_in", r->stands_in.set);
  out_int(b, "due_ms", plan_due(pauses, r->drawn_ms, r->due_ms));
  out_int(b, "agent_heard", cover->heard);
  out_int(b, "agent_wanted", cover->wanted);
  out_int(b, "est_ms", estimate(r->duration_ms));
  out_close(b, '}');
  return OK;
}

static void out_plans(struct request *req, const struct sampling_plans_heard_by_row *p, size_t n,
                      int64_t now) {
  struct buf *b = &req->out;
  out_open(b, "plans", '[');
  for (size_t i = 0; i < n; i++) {
    struct period period = period_at(p[i].period, now);
    out_open(b, NULL, '{');
    out_id(b, "id", p[i].id);
    out_text(b, "title", p[i].title);
    out_int(b, "period_ms", period.from_ms);
    out_int(b, "ends_ms", period.to_ms);
    out_close(b, '}');
  }
  out_close(b, ']');
}

enum err me_work(struct request *req) {
  struct sampling_work_row *rows;
  struct sampling_plans_heard_by_row *plans;
  struct sampling_heard_since_row today;
  struct plan_pauses pauses;
  struct covers covers = {0};
  size_t n, plan_count;
  int64_t now = clock_wall_ms(), waiting = 0;
  struct id me = req->viewer.person;
  TRY(sql_sampling_work(req->db, &req->arena, &(struct sampling_work){me}, &rows, &n));
  TRY(sql_sampling_plans_heard_by(req->db, &req->arena, &(struct sampling_plans_heard_by){me},
                                  &plans, &plan_count));
  TRY(sql_sampling_heard_since(
      req->db, &req->arena,
      &(struct sampling_heard_since){.evaluator = me, .since_ms = period_at("week", now).day_ms},
      &today));
  TRY(plan_pauses_read(req->db, &req->arena, now, &pauses));
  for (size_t i = 0; i < plan_count; i++) TRY(cover_plan(req, &plans[i], now, &covers));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    TRY(out_item(req, &rows[i], &pauses, &covers));
    waiting += estimate(rows[i].duration_ms);
  }
  buf_add_str(&req->out, "],\"next\":null");
  out_int(&req->out, "heard_today", today.n);
  out_int(&req->out, "left", (int64_t)n);
  out_int(&req->out, "waiting_ms", waiting);
  out_coverage(req, &covers);
  out_plans(req, plans, plan_count, now);
  out_text(&req->out, "paused", plan_paused(&pauses));
  buf_add_char(&req->out, '}');
  return OK;
}
