// SPDX-License-Identifier: Apache-2.0
#include "gen/sql/evaluation.h"
#include "tests/check.h"
#include "tests/unit/stage.h"

TEST(an_evaluation_is_handed_in_whole_and_read) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id id = stage_started(&s);
  CHECK_OK(stage_answer(&s, id, "greet", "partly"));
  CHECK_FAILS(E_BAD_DATA, stage_answer(&s, id, "greet", "often"));
  CHECK_FAILS(E_BAD_DATA, stage_answer(&s, id, "hello", "clear"));
  CHECK_FAILS(E_CONFLICT, evaluation_submit(s.db, id, s.coach, 340000, now_ms));
  stage_answer_all(&s, id);
  CHECK_OK(stage_answer(&s, id, "verify", "partly"));
  CHECK_FAILS(E_FORBIDDEN, evaluation_submit(s.db, id, s.agent, 340000, now_ms));
  CHECK_FAILS(E_CONFLICT, evaluation_acknowledge(s.db, id, s.agent, now_ms));
  CHECK_OK(evaluation_submit(s.db, id, s.coach, 340000, now_ms));
  CHECK_FAILS(E_CONFLICT, stage_answer(&s, id, "verify", "clear"));
  CHECK_OK(evaluation_release(s.db, id, s.coach, now_ms));
  CHECK_OK(evaluation_acknowledge(s.db, id, s.agent, now_ms + 1));
  struct evaluation_get_row row = stage_row(&s, &a, id);
  CHECK_STR(row.state, "acknowledged");
  CHECK_EQ(row.total_ppm.v, 958333); // listen 5 of 6, weight 25
  CHECK_EQ(row.heard_ms, 340000);
  CHECK_EQ(row.judged, 4);
}

TEST(a_critical_error_needs_its_comment_and_its_place) {
  AUTO(stage) struct stage s = stage_make();
  struct id id = stage_started(&s);
  stage_answer_all(&s, id);
  CHECK_OK(stage_answer(&s, id, "c_identity", "error"));
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
  struct id id = stage_started(&s), dispute, revision;
  stage_answer_all(&s, id);
  CHECK_OK(stage_answer(&s, id, "adapt", "not_yet"));
  CHECK_OK(evaluation_submit(s.db, id, s.coach, 0, now_ms));
  CHECK_OK(evaluation_release(s.db, id, s.coach, now_ms));
  struct dispute_ask ask = {.evaluation = id,
                            .agent = s.agent,
                            .question = "adapt",
                            .reason = "she was deaf, I spoke slowly",
                            .proposed = "clear",
                            .at_ms = some_int(61000)};
  CHECK_FAILS(E_CONFLICT, dispute_open(s.db, &ask, now_ms + 15 * day_ms, &dispute));
  ask.proposed = "not_yet"; // as it was given
  CHECK_FAILS(E_BAD_DATA, dispute_open(s.db, &ask, now_ms + day_ms, &dispute));
  ask.proposed = "clear";
  CHECK_OK(dispute_open(s.db, &ask, now_ms + day_ms, &dispute));
  struct dispute_decision d = {dispute, s.coach, "adjusted", "true"};
  CHECK_FAILS(E_FORBIDDEN, dispute_decide(s.db, &d, now_ms, &revision));
  d.decider = s.lead;
  CHECK_OK(dispute_decide(s.db, &d, now_ms + 2 * day_ms, &revision));
  CHECK_FAILS(E_CONFLICT, dispute_decide(s.db, &d, now_ms, &revision));
  struct evaluation_get_row old = stage_row(&s, &a, id), new = stage_row(&s, &a, revision);
  CHECK_STR(old.state, "resolved");
  CHECK_STR(new.state, "draft");
  CHECK_EQ(new.revision, 2);
  CHECK(id_eq(new.evaluator, s.lead) && id_eq(new.replaces.v, id));
  CHECK_FAILS(E_CONFLICT, evaluation_void(s.db, id, s.lead, "resolved already", now_ms));
}

// SQL as a thief or a mistaken program would send it: the statements our own programs hold.
TEST(what_was_handed_in_is_never_changed) {
  AUTO(stage) struct stage s = stage_make();
  struct id id = stage_started(&s), dispute, none;
  stage_answer_all(&s, id);
  CHECK_OK(evaluation_submit(s.db, id, s.coach, 0, now_ms));
  CHECK_FAILS(E_CONFLICT, sql_answer_put(s.db, &(struct answer_put){.evaluation = id,
                                                                    .question = "greet",
                                                                    .value = "not_yet",
                                                                    .comment = ""}));
  CHECK_FAILS(E_CONFLICT,
              sql_evaluation_move(
                  s.db, &(struct evaluation_move){.id = id, .was = "submitted", .state = "draft"}));
  CHECK_OK(evaluation_release(s.db, id, s.coach, now_ms));
  struct dispute_ask ask = {
      .evaluation = id, .agent = s.agent, .question = "adapt", .reason = "why"};
  CHECK_OK(dispute_open(s.db, &ask, now_ms, &dispute));
  CHECK_FAILS(E_CONFLICT, // the evaluator decides: refused by the trigger too
              sql_dispute_decide(s.db, &(struct dispute_decide){.id = dispute,
                                                                .decision = "upheld",
                                                                .why = "so",
                                                                .decider = s.coach,
                                                                .decided_ms = 1}));
  CHECK_OK(dispute_decide(s.db, &(struct dispute_decision){dispute, s.lead, "upheld", "so"}, now_ms,
                          &none));
  CHECK(id_is_none(none));
  CHECK_FAILS(E_CONFLICT,
              sql_evaluation_move(s.db, &(struct evaluation_move){
                                            .id = id, .was = "resolved", .state = "released"}));
  json_t *json = stage_core();
  CHECK_FAILS(E_CONFLICT, rubric_publish(s.db, json, s.lead, now_ms, &none));
  json_decref(json);
}
