// SPDX-License-Identifier: Apache-2.0
// A person's work: the drawn calls that wait for her, due first, and how far each agent's share has
// come. Nothing that was measured of a call is told here: it would judge before the ear.
#include "gen/told/work.h"

#include "gen/sql/sampling.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

struct cover { // one plan and one agent, in the running period
  struct id plan, agent;
  const char *name;
  int64_t heard, wanted, expired;
  int64_t listed; // of those that wait for the viewer: what stands in a row is planned
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

// What was drawn in an earlier period and still waits is planned too.
static int64_t planned(const struct cover *c) {
  int64_t stands = c->heard + c->expired + c->listed;
  return stands > c->wanted ? stands : c->wanted;
}

static enum err cover_plan(struct request *req, const struct sampling_plans_heard_by_row *p,
                           int64_t now, struct covers *c) {
  struct sampling_agents_row *agents;
  struct sampling_coverage_row *rows;
  size_t n, row_count;
  struct id viewer = req->viewer.person;
  struct period period = period_at(p->period, now);
  // A plan that ended asks for what it has drawn, and no more.
  bool asks = p->per_agent && !p->retired_ms.set;
  int64_t wanted = period_wanted(p->period, p->take, p->from_ms, now);
  TRY(sql_sampling_agents(
      req->db, &req->arena,
      &(struct sampling_agents){.at_ms = now, .team = p->team, .agent = p->agent, .viewer = viewer},
      &agents, &n));
  for (size_t i = 0; asks && i < n; i++)
    cover_of(req, c, p->id, agents[i].id, agents[i].name)->wanted = wanted;
  TRY(sql_sampling_coverage(
      req->db, &req->arena,
      &(struct sampling_coverage){.plan = p->id, .period_ms = period.from_ms, .viewer = viewer},
      &rows, &row_count));
  for (size_t i = 0; i < row_count; i++) {
    struct cover *one = cover_of(req, c, p->id, rows[i].agent, rows[i].agent_name);
    one->heard = rows[i].heard;
    one->expired = rows[i].expired;
    if (!asks) one->wanted = rows[i].heard + rows[i].expired + rows[i].waiting;
  }
  return OK;
}

static int by_name(const void *x, const void *y) {
  const struct cover *a = x, *b = y;
  int c = strcmp(a->name, b->name);
  return c ? c : memcmp(a->agent.b, b->agent.b, sizeof a->agent.b);
}

// Joined over the plans: an agent of whom something is planned stands once.
static void read_coverage(struct request *req, const struct covers *c, struct told_work *t) {
  struct cover *v = arena_array(&req->arena, c->n + 1, struct cover);
  if (c->n) memcpy(v, c->v, c->n * sizeof *v);
  qsort(v, c->n, sizeof *v, by_name);
  t->coverage = arena_array(&req->arena, c->n + 1, struct told_cover);
  for (size_t i = 0; i < c->n;) {
    struct told_cover sum = {.agent = {v[i].agent, v[i].name}};
    for (; i < c->n && id_eq(v[i].agent, sum.agent.id); i++) {
      sum.heard += v[i].heard;
      sum.wanted += planned(&v[i]);
      sum.expired += v[i].expired;
    }
    if (sum.wanted) t->coverage[t->n_coverage++] = sum;
  }
}

// At the speed most listen, its silences skipped, and half a minute for the answers.
static int64_t estimate(int64_t duration_ms) { return duration_ms * 2 / 3 + 30000; }

struct round { // what every row is told with
  struct sampling_work_row *rows;
  size_t n, form_count;
  struct variant_form *forms;
  struct plan_pauses pauses;
  struct covers covers;
};

// What the plan scores such a call by.
static enum err form_of(struct request *req, const struct round *w,
                        const struct sampling_work_row *r, const struct variant_form **out) {
  size_t at;
  TRY(variant_of_call(req->db, &req->arena, r->interaction, r->rubric_key, w->forms, w->form_count,
                      &at));
  *out = at < w->form_count ? &w->forms[at] : NULL;
  return OK;
}

static enum err read_reason(struct request *req, const struct round *w,
                            const struct sampling_work_row *r, struct told_work_reason *out) {
  const struct variant_form *form;
  TRY(form_of(req, w, r, &form));
  *out = (struct told_work_reason){.item = r->id, .plan = {r->plan, r->plan_title}};
  if (!form) return OK;
  struct told_work_form *told = arena_new(&req->arena, struct told_work_form);
  *told = (struct told_work_form){form->key, form->title_sv, form->title_en};
  out->form = told;
  return OK;
}

static bool stands_above(const struct sampling_work_row *rows, size_t i) {
  for (size_t k = 0; k < i; k++)
    if (id_eq(rows[k].interaction, rows[i].interaction)) return true;
  return false;
}

// The other plans that drew the same call for her.
static enum err read_also(struct request *req, const struct round *w, size_t at,
                          struct told_work_row *out) {
  const struct sampling_work_row *rows = w->rows;
  out->also = arena_array(&req->arena, w->n - at, struct told_work_reason);
  for (size_t i = at + 1; i < w->n; i++)
    if (id_eq(rows[i].interaction, rows[at].interaction))
      TRY(read_reason(req, w, &rows[i], &out->also[out->n_also++]));
  return OK;
}

static enum err read_item(struct request *req, struct round *w, size_t at,
                          struct told_work_row *out) {
  const struct sampling_work_row *r = &w->rows[at];
  struct cover *cover = cover_of(req, &w->covers, r->plan, r->agent, r->agent_name);
  struct told_work_call *call = &out->interaction;
  TRY(read_reason(req, w, r, &out->work_reason));
  TRY(read_also(req, w, at, out));
  *call = (struct told_work_call){.id = r->interaction,
                                  .started_ms = r->started_ms,
                                  .duration_ms = r->duration_ms,
                                  .agent = {r->agent, r->agent_name},
                                  .outcome = r->outcome,
                                  .title = r->title,
                                  .language = r->language};
  out->draw = r->draw;
  out->selection = "random";
  out->stands_in = r->stands_in.set;
  out->due_ms = plan_due(&w->pauses, r->drawn_ms, r->due_ms);
  out->agent_heard = cover->heard;
  out->agent_wanted = planned(cover);
  out->est_ms = estimate(r->duration_ms);
  return call_topics(req, r->interaction, &call->topics, &call->n_topics);
}

static void read_plans(struct request *req, const struct sampling_plans_heard_by_row *p, size_t n,
                       int64_t now, struct told_work *t) {
  t->plans = arena_array(&req->arena, n + 1, struct told_running_plan);
  t->n_plans = n;
  for (size_t i = 0; i < n; i++) {
    struct period period = period_at(p[i].period, now);
    t->plans[i] = (struct told_running_plan){p[i].id, p[i].title, period.from_ms, period.to_ms};
  }
}

static enum err round_read(struct request *req, int64_t now, struct round *w) {
  struct id me = req->viewer.person;
  TRY(variant_read(req->db, &req->arena, &w->forms, &w->form_count));
  TRY(sql_sampling_work(req->db, &req->arena, &(struct sampling_work){me}, &w->rows, &w->n));
  return plan_pauses_read(req->db, &req->arena, now, &w->pauses);
}

// A call that two plans drew is told once, with both.
static enum err read_rows(struct request *req, struct round *w, struct told_work *t) {
  t->rows = arena_array(&req->arena, w->n + 1, struct told_work_row);
  for (size_t i = 0; i < w->n; i++) {
    if (stands_above(w->rows, i)) continue;
    TRY(read_item(req, w, i, &t->rows[t->n_rows++]));
    t->waiting_ms += estimate(w->rows[i].duration_ms);
  }
  t->left = (int64_t)t->n_rows;
  return OK;
}

enum err serve_me_work(struct request *req) {
  struct sampling_plans_heard_by_row *plans;
  struct sampling_heard_since_row today;
  struct round w = {0};
  size_t plan_count;
  int64_t now = clock_wall_ms();
  struct id me = req->viewer.person;
  TRY(round_read(req, now, &w));
  TRY(sql_sampling_plans_heard_by(req->db, &req->arena, &(struct sampling_plans_heard_by){me},
                                  &plans, &plan_count));
  TRY(sql_sampling_heard_since(
      req->db, &req->arena,
      &(struct sampling_heard_since){.evaluator = me, .since_ms = period_at("week", now).day_ms},
      &today));
  for (size_t i = 0; i < plan_count; i++) TRY(cover_plan(req, &plans[i], now, &w.covers));
  for (size_t i = 0; i < w.n; i++)
    cover_of(req, &w.covers, w.rows[i].plan, w.rows[i].agent, w.rows[i].agent_name)->listed++;
  struct told_work t = {.heard_today = today.n, .paused = plan_paused(&w.pauses)};
  TRY(read_rows(req, &w, &t));
  read_coverage(req, &w.covers, &t);
  read_plans(req, plans, plan_count, now, &t);
  tell_work(&req->out, &t);
  return OK;
}
