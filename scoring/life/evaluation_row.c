// SPDX-License-Identifier: Apache-2.0
// An evaluation as rows: its form, how it is added, what it answers and what that comes to. What
// may become of it is in evaluation.c.
#include "gen/sql/evaluation.h"
#include "scoring/life/evaluation.h"
#include "scoring/life/life.h"

// ---- rubrics ----------------------------------------------------------------------------------
enum err rubric_load(struct db *db, struct arena *a, struct id version, struct rubric *out) {
  struct rubric_version_get_row row;
  struct problems *problems = arena_new(a, struct problems);
  bool found = false;
  TRY(sql_rubric_version_get(db, a, &(struct rubric_version_get){version}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such rubric version");
  json_t *json = json_loads(row.document, 0, NULL);
  enum err rc =
      json ? rubric_read(a, json, problems, out) : fail(E_BROKEN, "the rubric is not JSON");
  json_decref(json);
  return rc;
}

// ---- drafts -----------------------------------------------------------------------------------
enum err evaluation_start(struct db *db, const struct evaluation_ask *ask, int64_t now_ms,
                          struct id *out_id) {
  static const char *const kinds[] = {"standard", "self", "peer", "calibration", "trainee"};
  static const char *const selections[] = {"random",    "targeted",    "agent_request",
                                           "complaint", "calibration", "training"};
  AUTO(arena) struct arena a;
  struct rubric_version_get_row row;
  bool found = false;
  arena_init(&a, WORK_MAX);
  if (!one_of(ask->kind, kinds, countof(kinds))) return fail(E_BAD_DATA, "kind: not known");
  if (!one_of(ask->selection, selections, countof(selections)))
    return fail(E_BAD_DATA, "selection: not known");
  TRY(sql_rubric_version_get(db, &a, &(struct rubric_version_get){ask->rubric_version}, &row,
                             &found));
  if (!found || strcmp(row.state, "published") != 0)
    return fail(E_CONFLICT, "only a published rubric can be used");
  if (!strcmp(ask->selection, "random")) {
    struct rubric r;
    TRY(rubric_load(db, &a, ask->rubric_version, &r));
    if (!r.in_statistics)
      return fail(E_CONFLICT, "this form is in no statistics: score the call as your own choice");
  }
  struct id id = id_new();
  TRY(sql_evaluation_add(db, &(struct evaluation_add){.id = id,
                                                      .interaction = ask->interaction,
                                                      .agent = ask->agent,
                                                      .evaluator = ask->evaluator,
                                                      .rubric_version = ask->rubric_version,
                                                      .kind = ask->kind,
                                                      .selection = ask->selection,
                                                      .revision = 1,
                                                      .load_mark = ask->load_mark,
                                                      .created_ms = now_ms}));
  *out_id = id;
  return OK;
}

// ---- answers ----------------------------------------------------------------------------------
static json_t *answer_json(const struct answers_of_row *row) {
  json_t *one = json_pack("{s:s,s:s,s:b}", "option", row->value, "comment", row->comment, "touched",
                          row->touched);
  if (row->at_ms.set) json_object_set_new(one, "at_ms", json_integer(row->at_ms.v));
  return one;
}

enum err evaluation_score(struct db *db, struct arena *a, struct id id, struct rubric *out_rubric,
                          struct answer **out_answers, struct score *out) {
  struct evaluation_get_row e;
  struct answers_of_row *rows;
  size_t n;
  TRY(evaluation_found(db, a, id, &e));
  TRY(rubric_load(db, a, e.rubric_version, out_rubric));
  TRY(sql_answers_of(db, a, &(struct answers_of){id}, &rows, &n));
  json_t *says = json_object();
  for (size_t i = 0; i < n; i++) json_object_set_new(says, rows[i].question, answer_json(&rows[i]));
  enum err rc = answers_read(a, out_rubric, says, out_answers);
  json_decref(says);
  if (!rc) *out = score_answers(a, out_rubric, *out_answers);
  return rc;
}

enum err answer_check(const struct rubric *r, struct arena *a,
                      const struct evaluation_answer *answer) {
  struct answer *all;
  json_t *says = json_pack("{s:s}", answer->question, answer->value);
  if (!says) return fail(E_BAD_DATA, "answers: not text");
  enum err rc = answers_read(a, r, says, &all);
  json_decref(says);
  return rc;
}
