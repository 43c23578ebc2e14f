// SPDX-License-Identifier: Apache-2.0
#include "scoring/coaching.h"

#include "core/chain.h"
#include "gen/sql.h"
#include "scoring/evaluation.h"
#include "scoring/plan.h"

enum { WORK_MAX = 64 << 20, RECHECK_TAKE = 4 };

static const int64_t half_year_ms = INT64_C(183) * 86400000;
static const double level = 0.95;

static enum err told(struct db *db, const char *event, struct id actor, struct id object) {
  return chain_append(db, &(struct chain_line){.event = event, .actor = actor, .object = object});
}

static enum err begin(struct db *db, struct db_tx *tx) {
  return db_in_tx(db) ? OK : db_begin(db, tx);
}

static enum err commit(struct db_tx *tx) { return tx->db ? db_commit(tx) : OK; }

static enum err get(struct db *db, struct arena *a, struct id plan,
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
  TRY(begin(db, &tx));
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
  TRY(told(db, "coaching.started", ask->coach, id));
  TRY(commit(&tx));
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
  TRY(begin(db, &tx));
  TRY(get(db, &a, plan, &row));
  TRY(sql_coaching_plan_end(db, &(struct coaching_plan_end){now_ms, why, plan}));
  if (!db_changes(db)) return fail(E_CONFLICT, "the plan has ended already");
  enum err rc = plan_retire(db, row.sample_plan, by, now_ms);
  if (rc && rc != E_CONFLICT) return rc; // the quality lead may have ended it before
  err_forget();
  TRY(told(db, "coaching.changed", by, plan));
  return commit(&tx);
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
  TRY(begin(db, &tx));
  TRY(get(db, &a, m->plan, &plan));
  if (plan.ended_ms.set) return fail(E_CONFLICT, "the plan has ended");
  TRY(sql_coaching_session_add(db, &(struct coaching_session_add){.id = id,
                                                                  .plan = m->plan,
                                                                  .author = m->author,
                                                                  .at_ms = m->at_ms,
                                                                  .body = m->body,
                                                                  .follow_up_ms = m->follow_up_ms,
                                                                  .created_ms = now_ms}));
  TRY(told(db, "coaching.met", m->author, m->plan));
  TRY(commit(&tx));
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

// Does the answer count for the question with this key, and is it the scale's top?
static bool counts(const struct rubric *r, const char *key, const struct coaching_answers_row *row,
                   bool *out_top) {
  size_t q;
  if (rubric_find(r, row->question, &q)) {
    err_forget();
    return false;
  }
  const struct rubric_scale *scale = r->questions[q].scale;
  if (strcmp(r->questions[q].key, key) != 0) return false;
  for (size_t i = 0; i < scale->n; i++)
    if (!strcmp(scale->options[i].id, row->value)) {
      *out_top = scale->options[i].points == scale->most;
      return true;
    }
  return false;
}

static int64_t first_meeting(const struct coaching_sessions_row *s, size_t n) {
  return n ? s[0].at_ms : INT64_MAX;
}

enum err coaching_course(struct db *db, struct arena *a, struct id plan,
                         struct coaching_course *out) {
  struct coaching_plan_get_row p;
  struct coaching_answers_row *rows = NULL;
  struct coaching_sessions_row *met;
  struct versions *known = arena_new(a, struct versions);
  struct count before = {0, 0}, after = {0, 0};
  size_t n = 0, meetings;
  TRY(get(db, a, plan, &p));
  TRY(sql_coaching_sessions(db, a, &(struct coaching_sessions){plan}, &met, &meetings));
  int64_t since = first_meeting(met, meetings);
  if (p.question)
    TRY(sql_coaching_answers(
        db, a, &(struct coaching_answers){p.agent, p.rubric_key, p.created_ms - half_year_ms},
        &rows, &n));
  for (size_t i = 0; i < n; i++) {
    const struct rubric *r;
    bool top;
    TRY(version_of(db, a, known, rows[i].rubric_version, &r));
    if (!counts(r, p.question, &rows[i], &top)) continue;
    struct count *side = rows[i].created_ms < p.created_ms ? &before
                         : rows[i].created_ms >= since     ? &after
                                                           : NULL;
    if (!side) continue;
    side->n++;
    side->x += top;
  }
  *out = (struct coaching_course){.before = stat_wilson(before, level),
                                  .after = stat_wilson(after, level),
                                  .change = stat_difference(after, before, level)};
  out->clear = !out->change.undefined && (out->change.ci.lo > 0 || out->change.ci.hi < 0);
  return OK;
}
