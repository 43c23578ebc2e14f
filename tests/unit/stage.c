// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/stage.h"

#include "core/file.h"
#include "gen/sql/evaluation.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/schema.h"
#include "gen/sql/web_call.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

void stage_drop(struct stage *s) { db_close(s->db); }

struct id stage_person(struct db *db, const char *name) {
  struct id id = id_new();
  CHECK_OK(sql_person_add(db, &(struct person_add){.id = id,
                                                   .name = name,
                                                   .ui_language = "sv",
                                                   .languages = "sv",
                                                   .prefs = "{}",
                                                   .state = "active",
                                                   .created_ms = 1}));
  return id;
}

json_t *stage_rubric(const char *file) {
  AUTO(buf) struct buf text = {0};
  CHECK_OK(file_read(AT_FDCWD, file, 1 << 20, &text));
  return json_loadb(text.p, text.n, 0, NULL);
}

json_t *stage_core(void) { return stage_rubric("schemas/rubrics/core.json"); }

struct stage stage_make(void) {
  struct stage s = {.call = id_new()};
  char path[256];
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(catalogue_create(path, &s.db));
  s.agent = stage_person(s.db, "Anna");
  s.coach = stage_person(s.db, "Maria");
  s.lead = stage_person(s.db, "Karin");
  CHECK_OK(sql_interaction_add(s.db, &(struct interaction_add){.id = s.call,
                                                               .started_ms = now_ms,
                                                               .duration_ms = 372000,
                                                               .local_day = 20231114,
                                                               .channel = "voice",
                                                               .source = "live",
                                                               .direction = "in",
                                                               .end_reason = "bye",
                                                               .agent = some_id(s.agent)}));
  json_t *json = stage_core();
  CHECK_OK(rubric_publish(s.db, json, s.lead, now_ms, &s.version));
  json_decref(json);
  return s;
}

struct id stage_started_by(const struct stage *s, struct id evaluator, const char *kind) {
  struct id id = {{0}};
  CHECK_OK(evaluation_start(s->db,
                            &(struct evaluation_ask){.interaction = s->call,
                                                     .agent = s->agent,
                                                     .evaluator = evaluator,
                                                     .rubric_version = s->version,
                                                     .kind = kind,
                                                     .selection = "random"},
                            now_ms, &id));
  return id;
}

struct id stage_started(const struct stage *s) {
  return stage_started_by(s, s->coach, "standard");
}

enum err stage_answer_by(const struct stage *s, struct id id, struct id evaluator,
                         const char *question, const char *value) {
  return evaluation_answer(s->db, id, evaluator,
                           &(struct evaluation_answer){.question = question, .value = value});
}

enum err stage_answer(const struct stage *s, struct id id, const char *question,
                      const char *value) {
  return stage_answer_by(s, id, s->coach, question, value);
}

void stage_answer_all_by(const struct stage *s, struct id id, struct id evaluator) {
  static const char *const tri[] = {"greet", "wait",    "let_finish", "questions", "verify",
                                    "adapt", "serious", "balance",    "correct",   "moves",
                                    "ease",  "next",    "anything"};
  static const char *const ok[] = {"c_identity", "c_harm", "c_dignity", "c_promise"};
  for (size_t i = 0; i < countof(tri); i++)
    CHECK_OK(stage_answer_by(s, id, evaluator, tri[i], "clear"));
  for (size_t i = 0; i < countof(ok); i++) CHECK_OK(stage_answer_by(s, id, evaluator, ok[i], "ok"));
}

void stage_answer_all(const struct stage *s, struct id id) { stage_answer_all_by(s, id, s->coach); }

struct evaluation_get_row stage_row(const struct stage *s, struct arena *a, struct id id) {
  struct evaluation_get_row row = {.state = ""};
  bool found = false;
  CHECK_OK(sql_evaluation_get(s->db, a, &(struct evaluation_get){id}, &row, &found));
  CHECK(found);
  return row;
}

void stage_mark(const struct stage *s, const char *kind) {
  CHECK_OK(sql_mark_add(s->db, &(struct mark_add){.id = id_new(),
                                                  .author = s->agent,
                                                  .kind = kind,
                                                  .created_ms = now_ms,
                                                  .interaction = s->call}));
}
