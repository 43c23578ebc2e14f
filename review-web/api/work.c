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

static void out_reason(struct buf *b, const struct sampling_work_row *r,
                       const struct variant_form *form) {
  out_open(b, "plan", '{');
  out_id(b, "id", r->plan);
  out_text(b, "title", r->plan_title);
  out_close(b, '}');
  if (!form) {
    out_raw(b, "form", NULL);
    return;
  }
  out_open(b, "form", '{');
  out_text(b, "key", form->key);
  out_text(b, "title_sv", form->title_sv);
  out_text(b, "title_en", form->title_en);
  out_close(b, '}');
}

static bool stands_above(const struct sampling_work_row *rows, size_t i) {
  for (size_t k = 0; k < i; k++)
    if (id_eq(rows[k].interaction, rows[i].interaction)) return true;
  return false;
}

// The other plans that drew the same call for her.
static enum err out_also(struct request *req, const struct round *w, size_t at) {
  const struct sampling_work_row *rows = w->rows;
  struct buf *b = &req->out;
  out_open(b, "also", '[');
  for (size_t i = at + 1; i < w->n; i++) {
    const struct variant_form *form;
    if (!id_eq(rows[i].interaction, rows[at].interaction)) continue;
    TRY(form_of(req, w, &rows[i], &form));
    out_open(b, NULL, '{');
    out_id(b, "item", rows[i].id);
    out_reason(b, &rows[i], form);
    out_close(b, '}');
  }
  out_close(b, ']');
  return OK;
}

static enum err out_item(struct request *req, struct round *w, size_t at) {
  const struct sampling_work_row *r = &w->rows[at];
  const struct variant_form *form;
  struct buf *b = &req->out;
  struct cover *cover = cover_of(req, &w->covers, r->plan, r->agent, r->agent_name);
  out_open(b, NULL, '{');
  out_id(b, "item", r->id);
  out_id(b, "draw", r->draw);
  TRY(form_of(req, w, r, &form));
  out_reason(b, r, form);
  TRY(out_also(req, w, at));
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
  out_int(b, "due_ms", plan_due(&w->pauses, r->drawn_ms, r->due_ms));
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

static enum err round_read(struct request *req, int64_t now, struct round *w) {
  struct id me = req->viewer.person;
  TRY(variant_read(req->db, &req->arena, &w->forms, &w->form_count));
  TRY(sql_sampling_work(req->db, &req->arena, &(struct sampling_work){me}, &w->rows, &w->n));
  return plan_pauses_read(req->db, &req->arena, now, &w->pauses);
}

// A call that two plans drew is told once, with both.
static enum err out_round(struct request *req, struct round *w) {
  int64_t waiting = 0, calls = 0;
  rows_begin(req);
  for (size_t i = 0; i < w->n; i++) {
    if (stands_above(w->rows, i)) continue;
    TRY(out_item(req, w, i));
    waiting += estimate(w->rows[i].duration_ms);
    calls++;
  }
  buf_add_str(&req->out, "],\"next\":null");
  out_int(&req->out, "left", calls);
  out_int(&req->out, "waiting_ms", waiting);
  return OK;
}

enum err me_work(struct request *req) {
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
  TRY(out_round(req, &w));
  out_int(&req->out, "heard_today", today.n);
  out_coverage(req, &w.covers);
  out_plans(req, plans, plan_count, now);
  out_text(&req->out, "paused", plan_paused(&w.pauses));
  buf_add_char(&req->out, '}');
  return OK;
}
