// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "gen/sql.h"
#include "scoring/evaluation.h"
#include "scoring/rubric_life.h"
#include "tests/check.h"

static const int64_t day_ms = 86400000, now_ms = 1700000000000;

struct stage { // a call, an agent, a coach, a lead, and the core rubric published
  struct db *db;
  struct id agent, coach, lead, call, version;
};

static void stage_drop(struct stage *s) { db_close(s->db); }

static struct id person(struct db *db, const char *name) {
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

static json_t *core_rubric(void) {
  AUTO(buf) struct buf text = {0};
  CHECK_OK(file_read(AT_FDCWD, "schemas/rubrics/core.json", 1 << 20, &text));
  return json_loadb(text.p, text.n, 0, NULL);
}

static struct stage stage_make(void) {
  struct stage s = {.call = id_new()};
  char path[256];
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(db_create(path, &catalogue_schema, &s.db));
  s.agent = person(s.db, "Anna");
  s.coach = person(s.db, "Maria");
  s.lead = person(s.db, "Karin");
  CHECK_OK(sql_interaction_add(s.db, &(struct interaction_add){.id = s.call,
                                                               .started_ms = now_ms,
                                                               .duration_ms = 372000,
                                                               .local_day = 20231114,
                                                               .channel = "voice",
                                                               .source = "live",
                                                               .direction = "in",
                                                               .end_reason = "bye"}));
  json_t *json = core_rubric();
  CHECK_OK(rubric_publish(s.db, json, s.lead, now_ms, &s.version));
  json_decref(json);
  return s;
}

static struct id started(const struct stage *s) {
  struct id id = {{0}};
  CHECK_OK(evaluation_start(s->db,
                            &(struct evaluation_ask){.interaction = s->call,
                                                     .agent = s->agent,
                                                     .evaluator = s->coach,
                                                     .rubric_version = s->version,
                                                     .kind = "standard",
                                                     .selection = "random"},
                            now_ms, &id));
  return id;
}

static enum err answer(const struct stage *s, struct id id, const char *question,
                       const char *value) {
  return evaluation_answer(s->db, id, s->coach,
                           &(struct evaluation_answer){.question = question, .value = value});
}

static void answer_all(const struct stage *s, struct id id) {
  static const char *const tri[] = {"greet", "wait",    "let_finish", "questions", "verify",
                                    "adapt", "serious", "balance",    "correct",   "moves",
                                    "ease",  "next",    "anything"};
  static const char *const ok[] = {"c_identity", "c_harm", "c_dignity", "c_promise"};
  for (size_t i = 0; i < countof(tri); i++) CHECK_OK(answer(s, id, tri[i], "clear"));
  for (size_t i = 0; i < countof(ok); i++) CHECK_OK(answer(s, id, ok[i], "ok"));
}

static struct evaluation_get_row row_of(const struct stage *s, struct arena *a, struct id id) {
  struct evaluation_get_row row = {.state = ""};
  bool found = false;
  CHECK_OK(sql_evaluation_get(s->db, a, &(struct evaluation_get){id}, &row, &found));
  CHECK(found);
  return row;
}

TEST(an_evaluation_is_handed_in_whole_and_read) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id id = started(&s);
  CHECK_OK(answer(&s, id, "greet", "partly"));
  CHECK_FAILS(E_BAD_DATA, answer(&s, id, "greet", "often"));
  CHECK_FAILS(E_BAD_DATA, answer(&s, id, "hello", "clear"));
  CHECK_FAILS(E_CONFLICT, evaluation_submit(s.db, id, s.coach, 340000, now_ms));
  answer_all(&s, id);
  CHECK_OK(answer(&s, id, "verify", "partly"));
  CHECK_FAILS(E_FORBIDDEN, evaluation_submit(s.db, id, s.agent, 340000, now_ms));
  CHECK_FAILS(E_CONFLICT, evaluation_acknowledge(s.db, id, s.agent, now_ms));
  CHECK_OK(evaluation_submit(s.db, id, s.coach, 340000, now_ms));
  CHECK_FAILS(E_CONFLICT, answer(&s, id, "verify", "clear"));
  CHECK_OK(evaluation_release(s.db, id, s.coach, now_ms));
  CHECK_OK(evaluation_acknowledge(s.db, id, s.agent, now_ms + 1));
  struct evaluation_get_row row = row_of(&s, &a, id);
  CHECK_STR(row.state, "acknowledged");
  CHECK_EQ(row.total_ppm.v, 958333); // listen 5 of 6, weight 25
  CHECK_EQ(row.heard_ms, 340000);
  CHECK_EQ(row.judged, 4);
}

TEST(a_critical_error_needs_its_comment_and_its_place) {
  AUTO(stage) struct stage s = stage_make();
  struct id id = started(&s);
  answer_all(&s, id);
  CHECK_OK(answer(&s, id, "c_identity", "error"));
  CHECK_FAILS(E_CONFLICT, evaluation_submit(s.db, id, s.coach, 0, now_ms));
  CHECK_OK(evaluation_answer(s.db, id, s.coach,
                             &(struct evaluation_answer){.question = "c_identity",
                                                         .value = "error",
                                                         .comment = "no check before the balance",
                                                         .at_ms = some_int(61000),
                                                         .touched = true}));
  CHECK_OK(evaluation_submit(s.db, id, s.coach, 0, now_ms));
}

TEST(a_dispute_is_decided_by_another_and_makes_a_revision) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id id = started(&s), dispute, revision;
  answer_all(&s, id);
  CHECK_OK(answer(&s, id, "adapt", "not_yet"));
  CHECK_OK(evaluation_submit(s.db, id, s.coach, 0, now_ms));
  CHECK_OK(evaluation_release(s.db, id, s.coach, now_ms));
  struct dispute_ask ask = {id, s.agent, "adapt", "she was deaf, I spoke slowly", "clear"};
  CHECK_FAILS(E_CONFLICT, dispute_open(s.db, &ask, now_ms + 15 * day_ms, &dispute));
  CHECK_OK(dispute_open(s.db, &ask, now_ms + day_ms, &dispute));
  struct dispute_decision d = {dispute, s.coach, "adjusted", "true"};
  CHECK_FAILS(E_FORBIDDEN, dispute_resolve(s.db, &d, now_ms, &revision));
  d.decider = s.lead;
  CHECK_OK(dispute_resolve(s.db, &d, now_ms + 2 * day_ms, &revision));
  CHECK_FAILS(E_CONFLICT, dispute_resolve(s.db, &d, now_ms, &revision));
  struct evaluation_get_row old = row_of(&s, &a, id), new = row_of(&s, &a, revision);
  CHECK_STR(old.state, "resolved");
  CHECK_STR(new.state, "draft");
  CHECK_EQ(new.revision, 2);
  CHECK(id_eq(new.evaluator, s.lead) && id_eq(new.replaces.v, id));
  CHECK_FAILS(E_CONFLICT, evaluation_void(s.db, id, s.lead, "resolved already", now_ms));
}

// SQL as a thief or a mistaken program would send it: the statements our own programs hold.
TEST(what_was_handed_in_is_never_changed) {
  AUTO(stage) struct stage s = stage_make();
  struct id id = started(&s), dispute, none;
  answer_all(&s, id);
  CHECK_OK(evaluation_submit(s.db, id, s.coach, 0, now_ms));
  CHECK_FAILS(E_CONFLICT, sql_answer_put(s.db, &(struct answer_put){.evaluation = id,
                                                                    .question = "greet",
                                                                    .value = "not_yet",
                                                                    .comment = ""}));
  CHECK_FAILS(E_CONFLICT,
              sql_evaluation_move(
                  s.db, &(struct evaluation_move){.id = id, .was = "submitted", .state = "draft"}));
  CHECK_OK(evaluation_release(s.db, id, s.coach, now_ms));
  struct dispute_ask ask = {id, s.agent, "adapt", "why", NULL};
  CHECK_OK(dispute_open(s.db, &ask, now_ms, &dispute));
  CHECK_FAILS(E_CONFLICT, // the evaluator decides: refused by the trigger too
              sql_dispute_decide(s.db, &(struct dispute_decide){.id = dispute,
                                                                .decision = "upheld",
                                                                .why = "so",
                                                                .decider = s.coach,
                                                                .decided_ms = 1}));
  CHECK_OK(dispute_resolve(s.db, &(struct dispute_decision){dispute, s.lead, "upheld", "so"},
                           now_ms, &none));
  CHECK(id_is_none(none));
  CHECK_FAILS(E_CONFLICT,
              sql_evaluation_move(s.db, &(struct evaluation_move){
                                            .id = id, .was = "resolved", .state = "released"}));
  json_t *json = core_rubric();
  CHECK_FAILS(E_CONFLICT, rubric_publish(s.db, json, s.lead, now_ms, &none));
  json_decref(json);
}
