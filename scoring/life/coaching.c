// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/coaching.h"

#include "centre/event.h"
#include "gen/sql/coaching.h"
#include "scoring/life/evaluation.h"
#include "scoring/life/plan.h"
#include "scoring/pure/dist.h"
#include "scoring/pure/stat_few.h"

enum { WORK_MAX = 64 << 20, RECHECK_TAKE = 4 };

static const int64_t half_year_ms = INT64_C(183) * 86400000;
static const double level = 0.95, sure = 0.98; // a change is told more carefully than a share

// The two it is between hear of it, and nobody else.
static enum err tell(struct db *db, enum event e, struct id actor, struct id plan, struct id agent,
                     struct id coach) {
  return event_tell(db, e,
                    (struct happening){.actor = actor, .object = plan, PEOPLE(agent, coach)});
}

static enum err plan_found(struct db *db, struct arena *a, struct id plan,
                           struct coaching_plan_get_row *out) {
  bool found = false;
  TRY(sql_coaching_plan_get(db, a, &(struct coaching_plan_get){plan}, out, &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such coaching plan");
}

// Whether it took is heard in calls nobody chose.
static enum err recheck_add(struct db *db, const struct coaching_ask *ask, int64_t now_ms,
                            struct id *out) {
  struct plan_ask plan = {.title = "Uppföljning", // what they work on is between the two of them
                          .rubric_key = ask->rubric_key ? ask->rubric_key : "core",
                          .period = "month",
                          .agent = ask->agent,
                          .author = ask->coach,
                          .per_agent = true,
                          .take = RECHECK_TAKE,
                          .min_ms = 30000,
                          .max_ms = INT64_C(7200000),
                          .from_ms = now_ms,
                          .lengths = "[]",
                          .parts = "[]",
                          .evaluators = &ask->coach,
                          .evaluator_count = 1};
  return plan_add(db, &plan, now_ms, out);
}

enum err coaching_start(struct db *db, const struct coaching_ask *ask, int64_t now_ms,
                        struct id *out_id) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct coaching_plan_now_row now;
  struct id id = id_new(), sample;
  bool found = false;
  arena_init(&a, WORK_MAX);
  if (!ask->rubric_key != !ask->question)
    return fail(E_BAD_DATA, "a question is named by its form and its key, or not at all");
  if (id_eq(ask->agent, ask->coach)) return fail(E_BAD_DATA, "a plan is made by two");
  TRY(db_join(db, &tx));
  TRY(sql_coaching_plan_now(db, &a, &(struct coaching_plan_now){ask->agent}, &now, &found));
  if (found) return fail(E_CONFLICT, "one focus at a time: end the present one first");
  TRY(recheck_add(db, ask, now_ms, &sample));
  TRY(sql_coaching_plan_add(db, &(struct coaching_plan_add){.id = id,
                                                            .agent = ask->agent,
                                                            .coach = ask->coach,
                                                            .rubric_key = ask->rubric_key,
                                                            .question = ask->question,
                                                            .focus = ask->focus,
                                                            .sample_plan = sample,
                                                            .created_ms = now_ms}));
  TRY(tell(db, EV_COACHING_STARTED, ask->coach, id, ask->agent, ask->coach));
  TRY(db_commit(&tx));
  *out_id = id;
  return OK;
}

enum err coaching_end(struct db *db, struct id plan, struct id by, const char *why,
                      int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct coaching_plan_get_row row;
  arena_init(&a, WORK_MAX);
  if (strcmp(why, "reached") != 0 && strcmp(why, "other_focus") != 0 && strcmp(why, "left") != 0)
    return fail(E_BAD_DATA, "why: reached, other_focus or left");
  TRY(db_join(db, &tx));
  TRY(plan_found(db, &a, plan, &row));
  TRY(sql_coaching_plan_end(db, &(struct coaching_plan_end){now_ms, why, plan}));
  if (!db_changes(db)) return fail(E_CONFLICT, "the plan has ended already");
  enum err rc = plan_retire(db, row.sample_plan, by, now_ms);
  if (rc && rc != E_CONFLICT) return rc; // the quality lead may have ended it before
  err_forget();
  TRY(tell(db, EV_COACHING_CHANGED, by, plan, row.agent, row.coach));
  return db_commit(&tx);
}

enum err coaching_meet(struct db *db, const struct coaching_meeting *m, int64_t now_ms,
                       struct id *out_id) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct coaching_plan_get_row plan;
  struct id id = id_new();
  arena_init(&a, WORK_MAX);
  if (m->follow_up_ms.set && m->follow_up_ms.v <= m->at_ms)
    return fail(E_BAD_DATA, "the next meeting comes after this one");
  TRY(db_join(db, &tx));
  TRY(plan_found(db, &a, m->plan, &plan));
  if (plan.ended_ms.set) return fail(E_CONFLICT, "the plan has ended");
  TRY(sql_coaching_session_add(db, &(struct coaching_session_add){.id = id,
                                                                  .plan = m->plan,
                                                                  .author = m->author,
                                                                  .at_ms = m->at_ms,
                                                                  .body = m->body,
                                                                  .follow_up_ms = m->follow_up_ms,
                                                                  .created_ms = now_ms}));
  TRY(tell(db, EV_COACHING_MET, m->author, m->plan, plan.agent, plan.coach));
  TRY(db_commit(&tx));
  *out_id = id;
  return OK;
}

// ---- before and after -------------------------------------------------------------------------
struct versions { // the few an agent was scored by in a year
  struct id id[16];
  struct rubric rubric[16];
  size_t n;
};

static enum err version_of(struct db *db, struct arena *a, struct versions *known, struct id id,
                           const struct rubric **out) {
  *out = NULL;
  for (size_t i = 0; i < known->n && !*out; i++)
    if (id_eq(known->id[i], id)) *out = &known->rubric[i];
  if (*out) return OK;
  if (known->n == countof(known->id)) known->n = 0;
  TRY(rubric_load(db, a, id, &known->rubric[known->n]));
  known->id[known->n] = id;
  *out = &known->rubric[known->n++];
  return OK;
}

// One question's answers on its scale, and how many of them were the top.
struct tally_of {
  const char *key;
  struct count before, after;
};
struct asked {
  struct tally_of at[QUESTIONS_MAX];
  size_t n;
};

static struct tally_of *asked_of(struct asked *all, const char *key) {
  size_t i = 0;
  while (i < all->n && strcmp(all->at[i].key, key) != 0) i++;
  if (i == QUESTIONS_MAX) return NULL;
  if (i == all->n) all->at[all->n++] = (struct tally_of){.key = key};
  return &all->at[i];
}

// The question an answer counts for, with `out_top`: is it the scale's top? NULL: it counts for
// none.
static struct tally_of *counts(struct asked *all, const struct rubric *r,
                               const struct coaching_answers_row *row, bool *out_top) {
  size_t q;
  if (rubric_find(r, row->question, &q)) {
    err_forget();
    return NULL;
  }
  const struct rubric_scale *scale = r->questions[q].scale;
  for (size_t i = 0; i < scale->n; i++)
    if (!strcmp(scale->options[i].id, row->value)) {
      *out_top = scale->options[i].points == scale->most;
      return asked_of(all, r->questions[q].key);
    }
  return NULL;
}

static int64_t first_meeting(const struct coaching_sessions_row *s, size_t n) {
  return n ? s[0].at_ms : INT64_MAX;
}

// ---- what the question would have shown anyway
// --------------------------------------------------- It was chosen because it was low, and the
// lowest of many is partly low by chance: by itself it rises (Galton's regression). So what came
// after is held against what her other answers make likely: the beta posterior of the share before,
// its prior by moments from all her questions (coaching.h).
static struct figure share_expected(const struct asked *all, struct count mine) {
  static const char method[] = "beta-binomial by moments";
  double n = 0, x = 0, spread = 0, inverse = 0, k = 0;
  for (size_t i = 0; i < all->n; i++) {
    n += all->at[i].before.n;
    x += all->at[i].before.x;
    k += all->at[i].before.n > 0;
  }
  if (!(mine.n > 0)) return figure_undefined(method, 0, "nothing before");
  double mean = (x + 0.5) / (n + 1), binary = mean * (1 - mean), size = 2;
  for (size_t i = 0; i < all->n; i++) {
    struct count c = all->at[i].before;
    if (!(c.n > 0)) continue;
    spread += (c.x / c.n - mean) * (c.x / c.n - mean) / (k - 1);
    inverse += 1 / c.n / k;
  }
  double share =
      k > 1 ? (spread - binary * inverse) / binary : 1; // of the variance, between questions
  size = fmax(2, fmin(200, share > 0 ? 1 / share - 1 : 200));
  double a = size * mean + mine.x, b = size * (1 - mean) + mine.n - mine.x, tail = (1 - sure) / 2;
  return (struct figure){.value = a / (a + b),
                         .se = sqrt(a * b / ((a + b) * (a + b) * (a + b + 1))),
                         .ci = {dist_beta_inv(tail, a, b), dist_beta_inv(1 - tail, a, b)},
                         .n = (size_t)mine.n,
                         .method = method};
}

struct figure coaching_change(const struct count *before, size_t n, size_t which,
                              struct count after) {
  static const char method[] = "Newcombe's limits on a beta-binomial baseline";
  struct asked all = {.n = n < QUESTIONS_MAX ? n : QUESTIONS_MAX};
  for (size_t i = 0; i < all.n; i++) all.at[i].before = before[i];
  struct figure was = share_expected(&all, before[which]), is = stat_wilson(after, sure);
  size_t calls = (size_t)(before[which].n + after.n);
  if (was.undefined || is.undefined) return figure_undefined(method, calls, "nothing to compare");
  double down = hypot(is.value - is.ci.lo, was.ci.hi - was.value);
  double up = hypot(is.ci.hi - is.value, was.value - was.ci.lo), d = is.value - was.value;
  return (struct figure){.value = d,
                         .se = hypot(was.se, is.se),
                         .ci = {d - down, d + up},
                         .n = calls,
                         .method = method};
}

static enum err answers_count(struct db *db, struct arena *a, const struct coaching_plan_get_row *p,
                              int64_t since_ms, struct asked *all) {
  struct coaching_answers_row *rows;
  struct versions *known = arena_new(a, struct versions);
  size_t n;
  TRY(sql_coaching_answers(
      db, a, &(struct coaching_answers){p->agent, p->rubric_key, p->created_ms - half_year_ms},
      &rows, &n));
  for (size_t i = 0; i < n; i++) {
    const struct rubric *r;
    bool top;
    TRY(version_of(db, a, known, rows[i].rubric_version, &r));
    struct tally_of *of = counts(all, r, &rows[i], &top);
    struct count *side = !of                                  ? NULL
                         : rows[i].created_ms < p->created_ms ? &of->before
                         : rows[i].created_ms >= since_ms     ? &of->after
                                                              : NULL;
    if (!side) continue;
    side->n++;
    side->x += top;
  }
  return OK;
}

enum err coaching_course(struct db *db, struct arena *a, struct id plan,
                         struct coaching_course *out) {
  struct coaching_plan_get_row p;
  struct coaching_sessions_row *met;
  struct asked *all = arena_new(a, struct asked);
  struct count before[QUESTIONS_MAX];
  size_t meetings;
  TRY(plan_found(db, a, plan, &p));
  TRY(sql_coaching_sessions(db, a, &(struct coaching_sessions){plan}, &met, &meetings));
  struct tally_of none = {0}, *mine = p.question ? asked_of(all, p.question) : &none;
  if (p.question) TRY(answers_count(db, a, &p, first_meeting(met, meetings), all));
  for (size_t i = 0; i < all->n; i++) before[i] = all->at[i].before;
  *out = (struct coaching_course){.before = stat_share(mine->before, level),
                                  .after = stat_share(mine->after, level)};
  out->change = p.question ? coaching_change(before, all->n, 0, mine->after)
                           : figure_undefined("none", 0, "no question asks about it");
  if (p.question && (out->before.undefined || out->after.undefined))
    out->change = figure_undefined(out->change.method, out->change.n, "too few calls to say");
  out->clear = !out->change.undefined && (out->change.ci.lo > 0 || out->change.ci.hi < 0);
  return OK;
}
