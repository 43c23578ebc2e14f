// SPDX-License-Identifier: Apache-2.0
// A plan's own life, the pauses, and what an evaluation asks of an item.
#include "scoring/life/plan.h"

#include "centre/event.h"
#include "gen/sql/evaluation.h"
#include "gen/sql/sampling.h"
#include "scoring/life/evaluation.h"
#include "scoring/life/plan_row.h"
#include "scoring/life/variant.h"

// ---- making one ---------------------------------------------------------------------------------
static enum err bounds_check(const char *name, const char *text, int64_t most) {
  json_t *list = json_loads(text, 0, NULL);
  int64_t last = 0;
  enum err rc = json_is_array(list) && json_array_size(list) <= SAMPLE_BOUNDS
                    ? OK
                    : fail(E_BAD_DATA, "%s: a list of at most %d numbers", name, SAMPLE_BOUNDS);
  for (size_t i = 0; !rc && i < json_array_size(list); i++) {
    const json_t *v = json_array_get(list, i);
    int64_t bound = json_integer_value(v);
    if (!json_is_integer(v) || bound <= last || bound > most)
      rc = fail(E_BAD_DATA, "%s: whole numbers that grow, at most %" PRId64, name, most);
    last = bound;
  }
  json_decref(list);
  return rc;
}

static enum err ask_check(const struct plan_ask *q) {
  if (!q->title || !*q->title) return fail(E_BAD_DATA, "title: missing");
  if (!id_is_none(q->team) && !id_is_none(q->agent))
    return fail(E_BAD_DATA, "a plan is of a team or of an agent, not of both");
  if (strcmp(q->period, "week") != 0 && strcmp(q->period, "month") != 0)
    return fail(E_BAD_DATA, "period: week or month");
  if (q->take < 1 || q->take > PLAN_TAKE) return fail(E_BAD_DATA, "take: 1 to %d", PLAN_TAKE);
  if (q->min_ms < 0 || q->max_ms <= q->min_ms)
    return fail(E_BAD_DATA, "max_ms: the longest call is longer than the shortest");
  if (!q->evaluator_count || q->evaluator_count > PLAN_EVALUATORS)
    return fail(E_BAD_DATA, "evaluators: 1 to %d people", PLAN_EVALUATORS);
  TRY(bounds_check("lengths_ms", q->lengths, INT64_C(86400000)));
  return bounds_check("parts_min", q->parts, 1439);
}

static enum err rubric_check_key(struct db *db, const char *key) {
  AUTO(arena) struct arena a;
  struct rubric_version_current_row row;
  bool found = false;
  struct rubric r;
  arena_init(&a, 16 << 20);
  TRY(sql_rubric_version_current(db, &a, &(struct rubric_version_current){key}, &row, &found));
  if (!found) return fail(E_BAD_DATA, "rubric_key: no published rubric is called %s", key);
  TRY(rubric_load(db, &a, row.id, &r));
  if (r.in_statistics) return OK;
  return fail(E_BAD_DATA, "rubric_key: %s is in no statistics: no plan draws for it", key);
}

static enum err plan_write(struct db *db, const struct plan_ask *q, int64_t now_ms, struct id id) {
  TRY(sql_sampling_plan_add(db, &(struct sampling_plan_add){.id = id,
                                                            .title = q->title,
                                                            .team = opt_id_of(q->team),
                                                            .agent = opt_id_of(q->agent),
                                                            .rubric_key = q->rubric_key,
                                                            .period = q->period,
                                                            .per_agent = q->per_agent,
                                                            .take = q->take,
                                                            .min_ms = q->min_ms,
                                                            .max_ms = q->max_ms,
                                                            .lengths = q->lengths,
                                                            .parts = q->parts,
                                                            .author = q->author,
                                                            .created_ms = now_ms,
                                                            .from_ms = q->from_ms}));
  for (size_t i = 0; i < q->evaluator_count; i++)
    TRY(sql_sampling_evaluator_add(db, &(struct sampling_evaluator_add){id, q->evaluators[i]}));
  return OK;
}

enum err plan_add(struct db *db, const struct plan_ask *ask, int64_t now_ms, struct id *out_id) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct id id = id_new();
  TRY(ask_check(ask));
  TRY(db_join(db, &tx));
  TRY(rubric_check_key(db, ask->rubric_key));
  TRY(plan_write(db, ask, now_ms, id));
  TRY(event_tell(db, EV_SAMPLE_PLAN_ADDED, (struct happening){.actor = ask->author, .object = id}));
  TRY(db_commit(&tx));
  *out_id = id;
  return OK;
}

enum err plan_retire(struct db *db, struct id plan, struct id by, int64_t now_ms) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_join(db, &tx));
  TRY(sql_sampling_plan_retire(db,
                               &(struct sampling_plan_retire){.id = plan, .retired_ms = now_ms}));
  if (!db_changes(db)) return fail(E_CONFLICT, "the plan is retired already, or was never there");
  TRY(event_tell(db, EV_SAMPLE_PLAN_RETIRED, (struct happening){.actor = by, .object = plan}));
  return db_commit(&tx);
}

// ---- pauses -------------------------------------------------------------------------------------
enum err plan_pauses_read(struct db *db, struct arena *a, int64_t now_ms, struct plan_pauses *out) {
  out->now_ms = now_ms;
  // A plan's items live a month or two: older windows have no say.
  return sql_sampling_windows(db, a, &(struct sampling_windows){now_ms - 100 * INT64_C(86400000)},
                              &out->v, &out->n);
}

const char *plan_paused(const struct plan_pauses *p) {
  for (size_t i = 0; i < p->n; i++)
    if (p->v[i].from_ms <= p->now_ms && (!p->v[i].to_ms.set || p->v[i].to_ms.v > p->now_ms))
      return p->v[i].name;
  return NULL;
}

// A window that opens before the time is up stops the clock until it closes, or until now.
int64_t plan_due(const struct plan_pauses *p, int64_t drawn_ms, int64_t due_ms) {
  int64_t counted = drawn_ms;
  for (size_t i = 0; i < p->n; i++) {
    int64_t from = p->v[i].from_ms, to = p->now_ms;
    if (p->v[i].to_ms.set && p->v[i].to_ms.v < to) to = p->v[i].to_ms.v;
    if (from < counted) from = counted;
    if (from >= due_ms || to <= from) continue;
    due_ms += to - from;
    counted = to;
  }
  return due_ms;
}

// ---- for evaluations ----------------------------------------------------------------------------
enum err plan_item_check(struct db *db, struct id item, struct id interaction,
                         struct id evaluator) {
  AUTO(arena) struct arena a;
  struct sampling_item_get_row row;
  bool found = false;
  arena_init(&a, 1 << 16);
  TRY(sql_sampling_item_get(db, &a, &(struct sampling_item_get){item}, &row, &found));
  if (!found || !id_eq(row.interaction, interaction))
    return fail(E_BAD_DATA, "item: this call was not drawn so");
  if (!row.evaluator.set || !id_eq(row.evaluator.v, evaluator))
    return fail(E_FORBIDDEN, "this call was drawn for somebody else to hear");
  if (strcmp(row.state, "waiting") != 0)
    return fail(E_CONFLICT, "the sample is %s: it waits for nobody", row.state);
  return OK;
}

// Several plans may have drawn the call; each has its own usual form, and its variant for the call.
static enum err same_form(struct db *db, struct arena *a, const struct plan_heard *heard,
                          const char *usual, const struct variant_form *forms, size_t n,
                          bool *out) {
  size_t at;
  TRY(variant_of_call(db, a, heard->interaction, usual, forms, n, &at));
  *out = at < n && !strcmp(forms[at].key, heard->key);
  return OK;
}

static enum err item_heard(struct db *db, const struct plan_heard *heard, struct id item,
                           int64_t now_ms) {
  return sql_sampling_item_heard(db, &(struct sampling_item_heard){.id = item,
                                                                   .evaluation = heard->evaluation,
                                                                   .ended_ms = now_ms});
}

enum err plan_item_heard(struct db *db, const struct plan_heard *heard, int64_t now_ms) {
  AUTO(arena) struct arena a;
  struct sampling_item_asked_row *rows;
  struct variant_form *forms;
  size_t n, form_count, waiting = 0, same = 0;
  arena_init(&a, 64 << 20);
  TRY(sql_sampling_item_asked(
      db, &a, &(struct sampling_item_asked){heard->interaction, heard->evaluator}, &rows, &n));
  if (!n) return OK; // history that was brought in
  TRY(variant_read(db, &a, &forms, &form_count));
  for (size_t i = 0; i < n; i++) {
    bool is = false;
    if (strcmp(rows[i].state, "waiting") != 0) continue;
    waiting++;
    TRY(same_form(db, &a, heard, rows[i].rubric_key, forms, form_count, &is));
    if (is) TRY(item_heard(db, heard, rows[i].id, now_ms));
    same += is;
  }
  if (!waiting)
    return fail(E_CONFLICT, "the sample is %s: score the call as your own choice", rows[0].state);
  // The call has become another kind since it was begun: it was this sample all the same.
  for (size_t i = 0; !same && i < n; i++) TRY(item_heard(db, heard, rows[i].id, now_ms));
  return OK;
}
