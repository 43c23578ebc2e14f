// SPDX-License-Identifier: Apache-2.0
// Self-evaluation first: who sees what until both are in, only the differences afterwards;
// promises; what counts in no statistics; revisions and drafts.
#include "centre/may_evaluation.h"
#include "centre/may_reach.h"
#include "gen/sql/evaluation.h"
#include "gen/sql/interaction.h"
#include "gen/sql/self.h"
#include "gen/sql/trends.h"
#include "scoring/scoring.h"
#include "tests/check.h"
#include "tests/unit/stage.h"

static struct evaluation_can seen_by(const struct stage *s, struct arena *a, struct id id,
                                     struct id viewer, bool leads) {
  struct evaluation_pair_row pair;
  struct evaluation_get_row e = stage_row(s, a, id);
  CHECK_OK(sql_evaluation_pair(s->db, a, &(struct evaluation_pair){viewer, e.interaction}, &pair));
  struct evaluation_stand stand = {.agent = e.agent,
                                   .evaluator = e.evaluator,
                                   .kind = e.kind,
                                   .state = e.state,
                                   .released = e.released_ms.set,
                                   .revision = e.replaces.set,
                                   .works = leads,
                                   .self_begun = pair.self_begun,
                                   .other_in = pair.other_in,
                                   .own_draft = pair.own_draft};
  return evaluation_may(&stand, viewer, leads);
}

static void hand_in(const struct stage *s, struct id id, struct id evaluator) {
  stage_answer_all_by(s, id, evaluator);
  CHECK_OK(evaluation_submit(s->db, id, evaluator, 0, now_ms));
  CHECK_OK(evaluation_release(s->db, id, evaluator, now_ms));
}

TEST(both_are_blind_until_both_are_in) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id own = stage_started_by(&s, s.agent, "self"), coachs = stage_started(&s);
  CHECK(!seen_by(&s, &a, own, s.coach, true).see);
  hand_in(&s, coachs, s.coach);
  struct evaluation_can can = seen_by(&s, &a, coachs, s.agent, false);
  CHECK(can.see && can.blind && !can.acknowledge && !can.dispute);
  CHECK_FAILS(E_CONFLICT, evaluation_acknowledge(s.db, coachs, s.agent, now_ms));
  struct dispute_ask ask = {
      .evaluation = coachs, .agent = s.agent, .question = "adapt", .reason = "why"};
  struct id none;
  CHECK_FAILS(E_CONFLICT, dispute_open(s.db, &ask, now_ms, &none));
  CHECK(!seen_by(&s, &a, own, s.coach, true).see); // her draft is hers
  hand_in(&s, own, s.agent);
  CHECK(!seen_by(&s, &a, coachs, s.agent, false).blind);
  can = seen_by(&s, &a, own, s.coach, true);
  CHECK(can.see && !can.blind);
  CHECK_OK(evaluation_acknowledge(s.db, coachs, s.agent, now_ms));
}

TEST(a_coach_who_has_not_handed_in_sees_that_it_is_there_and_no_more) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id own = stage_started_by(&s, s.agent, "self");
  hand_in(&s, own, s.agent);
  CHECK(seen_by(&s, &a, own, s.coach, true).blind);
  struct id coachs = stage_started(&s);
  CHECK(seen_by(&s, &a, own, s.coach, true).blind);
  struct id leads = stage_started_by(&s, s.lead, "peer");
  hand_in(&s, coachs, s.coach);
  CHECK(!seen_by(&s, &a, own, s.coach, true).blind);
  CHECK(seen_by(&s, &a, own, s.lead, true).blind); // whose own is still a draft
  CHECK_OK(evaluation_discard(s.db, leads, s.lead));
  CHECK(!seen_by(&s, &a, own, s.lead, true).blind);
}

TEST(a_draft_thrown_away_opens_what_it_hid_and_a_revision_is_not_thrown_away) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id coachs = stage_started(&s), own = stage_started_by(&s, s.agent, "self"), dispute;
  struct id first, second, revision;
  hand_in(&s, coachs, s.coach);
  CHECK_FAILS(E_FORBIDDEN, evaluation_discard(s.db, own, s.coach));
  CHECK_OK(stage_answer_by(&s, own, s.agent, "greet", "clear"));
  CHECK_OK(evaluation_discard(s.db, own, s.agent));
  CHECK_FAILS(E_CONFLICT, evaluation_discard(s.db, coachs, s.coach));
  CHECK(!seen_by(&s, &a, coachs, s.agent, false).blind);
  struct dispute_ask ask = {
      .evaluation = coachs, .agent = s.agent, .question = "adapt", .reason = "why"};
  CHECK_OK(dispute_open(s.db, &ask, now_ms, &first));
  ask.question = "ease";
  CHECK_OK(dispute_open(s.db, &ask, now_ms, &second));
  struct dispute_decision d = {first, s.lead, "partly", ""};
  CHECK_FAILS(E_BAD_DATA, dispute_decide(s.db, &d, now_ms, &revision));
  d.why = "she is right";
  d.decider = s.agent;
  CHECK_FAILS(E_FORBIDDEN, dispute_decide(s.db, &d, now_ms, &revision));
  d.decider = s.lead;
  CHECK_OK(dispute_decide(s.db, &d, now_ms, &revision));
  CHECK_FAILS(E_CONFLICT, evaluation_discard(s.db, revision, s.lead));
  d = (struct dispute_decision){second, s.lead, "adjusted", "and here"};
  CHECK_OK(dispute_decide(s.db, &d, now_ms, &dispute));
  CHECK(id_eq(dispute, revision)); // one revision for both
  CHECK_OK(evaluation_submit(s.db, revision, s.lead, 0, now_ms));
  struct evaluation_get_row old = stage_row(&s, &a, coachs);
  CHECK_STR(old.state, "resolved");
}

static size_t counted(const struct stage *s, struct arena *a) {
  struct evaluation_counted_row *rows;
  size_t n = 99;
  CHECK_OK(
      sql_evaluation_counted(s->db, a, &(struct evaluation_counted){s->agent, "core"}, &rows, &n));
  return n;
}

static bool is_counted(const struct stage *s, struct arena *a, struct id id) {
  struct evaluation_counted_row *rows;
  size_t n;
  CHECK_OK(
      sql_evaluation_counted(s->db, a, &(struct evaluation_counted){s->agent, "core"}, &rows, &n));
  return n == 1 && id_eq(rows[0].id, id);
}

static bool left_out(const struct stage *s, struct arena *a) {
  struct left_out_of_row *rows;
  size_t n = 99;
  CHECK_OK(sql_left_out_of(s->db, a, &(struct left_out_of){s->agent, "core", 0}, &rows, &n));
  return n == 1;
}

// Not scored, and out of the figures where her mark came before the score did; what comes after it
// moves nothing, and a decision that was made on her word is written all the same.
static void stays_out(const char *kind) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id done = stage_started(&s), draft = stage_started_by(&s, s.lead, "peer"), none;
  stage_answer_all_by(&s, done, s.coach);
  stage_answer_all_by(&s, draft, s.lead);
  CHECK_OK(evaluation_submit(s.db, done, s.coach, 0, now_ms));
  stage_mark(&s, kind);
  CHECK_OK(evaluation_release(s.db, done, s.coach, now_ms));
  CHECK_EQ(counted(&s, &a), 0);
  CHECK(left_out(&s, &a));
  CHECK_FAILS(E_CONFLICT, evaluation_submit(s.db, draft, s.lead, 0, now_ms));
  struct evaluation_ask ask = {.interaction = s.call,
                               .evaluator = s.coach,
                               .rubric_version = s.version,
                               .kind = "standard",
                               .selection = "random"};
  CHECK_FAILS(E_CONFLICT, evaluation_begin(s.db, &ask, now_ms, &none));
}

TEST(a_tough_call_is_neither_scored_nor_counted) { stays_out("tough"); }
TEST(a_threat_is_neither_scored_nor_counted) { stays_out("threat"); }
TEST(a_withdrawn_call_is_neither_scored_nor_counted) { stays_out("withdrawn"); }

TEST(what_comes_after_a_score_was_released_does_not_move_the_figure) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id done = stage_started(&s), dispute, revision;
  stage_answer_all_by(&s, done, s.coach);
  CHECK_OK(evaluation_submit(s.db, done, s.coach, 0, now_ms - 1));
  CHECK_OK(evaluation_release(s.db, done, s.coach, now_ms - 1));
  CHECK_EQ(counted(&s, &a), 1);
  stage_mark(&s, "tough");
  CHECK_EQ(counted(&s, &a), 1);
  struct id own = stage_started_by(&s, s.agent, "self");
  CHECK_EQ(counted(&s, &a), 1);
  CHECK_OK(evaluation_discard(s.db, own, s.agent));
  struct dispute_ask ask = {
      .evaluation = done, .agent = s.agent, .question = "adapt", .reason = "why"};
  CHECK_OK(dispute_open(s.db, &ask, now_ms, &dispute));
  CHECK_FAILS(E_CONFLICT, dispute_open(s.db, &ask, now_ms, &revision)); // once
  struct dispute_decision d = {dispute, s.lead, "adjusted", "she is right"};
  CHECK_OK(dispute_decide(s.db, &d, now_ms, &revision));
  CHECK_OK(evaluation_submit(s.db, revision, s.lead, 0, now_ms)); // marked meanwhile, and decided
  CHECK_EQ(counted(&s, &a), 1);
  CHECK(!is_counted(&s, &a, revision)); // until it is sent
  CHECK_OK(evaluation_release(s.db, revision, s.lead, now_ms));
  CHECK(is_counted(&s, &a, revision));
  CHECK_OK(evaluation_void(s.db, revision, s.lead, "it was too good", now_ms));
  CHECK(is_counted(&s, &a, revision));
  CHECK(!left_out(&s, &a));
}

TEST(a_self_evaluation_is_in_no_figure_and_hides_what_it_waits_for_and_not_for_ever) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id own = stage_started_by(&s, s.agent, "self"), coachs = stage_started(&s);
  hand_in(&s, coachs, s.coach);
  CHECK_EQ(counted(&s, &a), 0); // not open to her yet
  CHECK(seen_by(&s, &a, coachs, s.agent, false).blind);
  CHECK_OK(
      sql_evaluation_self_overdue(s.db, &(struct evaluation_self_overdue){now_ms + 1, now_ms + 1}));
  CHECK_EQ(counted(&s, &a), 1);
  CHECK(!seen_by(&s, &a, coachs, s.agent, false).blind);
  hand_in(&s, own, s.agent);
  CHECK_EQ(counted(&s, &a), 1); // the coach's alone
}

TEST(who_has_read_the_others_answers_is_not_blind_to_them) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id coachs = stage_started(&s);
  hand_in(&s, coachs, s.coach);
  CHECK_OK(sql_evaluation_seen_add(s.db, &(struct evaluation_seen_add){s.agent, s.call, now_ms}));
  struct id own = stage_started_by(&s, s.agent, "self");
  CHECK(!seen_by(&s, &a, coachs, s.agent, false).blind);
  CHECK_OK(evaluation_acknowledge(s.db, coachs, s.agent, now_ms));
  hand_in(&s, own, s.agent);
}

TEST(having_written_an_evaluation_is_no_right_to_read_it_when_the_role_has_ended) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id done = stage_started(&s), draft = stage_started_by(&s, s.lead, "peer");
  CHECK(seen_by(&s, &a, draft, s.lead, true).answer);
  CHECK(!seen_by(&s, &a, draft, s.lead, false).see);
  hand_in(&s, done, s.coach);
  CHECK(seen_by(&s, &a, done, s.coach, true).see);
  CHECK(!seen_by(&s, &a, done, s.coach, false).see);
}

TEST(words_of_an_erased_call_go_also_from_answers_that_were_handed_in) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct id done = stage_started(&s);
  struct answers_of_row *rows;
  size_t n, words = 0;
  struct evaluation_answer said = {
      .question = "greet", .value = "partly", .comment = "kunden heter Svensson", .touched = true};
  stage_answer_all_by(&s, done, s.coach);
  CHECK_OK(evaluation_answer(s.db, done, s.coach, &said));
  said.at_ms = some_int(1);
  CHECK_OK(evaluation_answer(s.db, done, s.coach, &said));
  CHECK_OK(evaluation_submit(s.db, done, s.coach, 0, now_ms));
  CHECK_FAILS(E_CONFLICT, sql_answers_erased(s.db, &(struct answers_erased){s.call}));
  CHECK_OK(sql_interaction_erased(s.db, &(struct interaction_erased){s.call}));
  CHECK_OK(sql_answers_erased(s.db, &(struct answers_erased){s.call}));
  CHECK_OK(sql_answers_of(s.db, &a, &(struct answers_of){done}, &rows, &n));
  for (size_t i = 0; i < n; i++) words += rows[i].comment[0] != '\0';
  CHECK(n && !words);
}

static struct answer *answers(struct arena *a, const struct rubric *r, const char *text) {
  struct answer *out = NULL;
  json_t *json = json_loads(text, 0, NULL);
  CHECK_OK(answers_read(a, r, json, &out));
  json_decref(json);
  return out;
}

TEST(only_the_differences_are_told_in_steps_of_the_scale) {
  AUTO(arena) struct arena a;
  arena_init(&a, 8 << 20);
  struct problems *problems = arena_new(&a, struct problems);
  struct rubric r;
  json_t *json = stage_core();
  CHECK_OK(rubric_read(&a, json, problems, &r));
  json_decref(json);
  struct answer *self = answers(&a, &r,
                                "{\"greet\":\"clear\",\"wait\":\"na\",\"verify\":\"not_yet\","
                                "\"ease\":\"clear\",\"c_harm\":\"ok\"}");
  struct answer *other = answers(&a, &r,
                                 "{\"greet\":\"clear\",\"wait\":\"clear\",\"verify\":\"clear\","
                                 "\"ease\":\"partly\",\"c_harm\":\"ok\"}");
  struct comparison c = compare_answers(&a, &r, self, other);
  CHECK_EQ(c.asked, 5);
  CHECK_EQ(c.same, 2);
  CHECK_EQ(c.n, 3);
  CHECK_STR(r.questions[c.differ[0].question].id, "wait");
  CHECK(!c.differ[0].has_gap); // N/A is no step
  CHECK_STR(r.questions[c.differ[1].question].id, "verify");
  CHECK_EQ(c.differ[1].gap, -2);
  CHECK_EQ(c.differ[2].gap, 1);
}

TEST(a_promise_is_kept_by_its_agent_alone) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  struct promises_waiting_row *rows;
  struct id anger;
  size_t n;
  arena_init(&a, 1 << 20);
  json_t *json = stage_rubric("schemas/rubrics/anger.json");
  CHECK_OK(rubric_publish(s.db, json, s.lead, now_ms, &anger));
  json_decref(json);
  s.version = anger;
  static const char *const steps[] = {"vent", "name", "facts", "verify", "do", "follow"};
  for (int twice = 0; twice < 2; twice++) { // hers and the coach's: one promise
    struct id who = twice ? s.coach : s.agent;
    struct id id = stage_started_by(&s, who, twice ? "standard" : "self");
    for (size_t i = 0; i < countof(steps); i++)
      CHECK_OK(evaluation_answer(s.db, id, who,
                                 &(struct evaluation_answer){.question = steps[i],
                                                             .value = "partly",
                                                             .at_ms = some_int(1000)}));
    CHECK_OK(stage_answer_by(&s, id, who, "c_dignity", "ok"));
    CHECK_OK(evaluation_submit(s.db, id, who, 0, now_ms));
    CHECK_OK(evaluation_release(s.db, id, who, now_ms + day_ms));
  }
  CHECK_OK(sql_promises_waiting(s.db, &a, &(struct promises_waiting){s.agent}, &rows, &n));
  CHECK_EQ(n, 1);
  CHECK_EQ(rows[0].due_ms, now_ms + 3 * day_ms); // from the call, not from the reading
  struct id id = rows[0].id;
  CHECK_FAILS(E_NOT_FOUND, promise_step(s.db, id, s.coach, (struct opt_int){0}, now_ms));
  CHECK_FAILS(E_BAD_DATA, promise_step(s.db, id, s.agent, some_int(now_ms - 1), now_ms));
  CHECK_OK(promise_step(s.db, id, s.agent, some_int(now_ms + 5 * day_ms), now_ms));
  struct promise_handing hand = {id, s.coach, may_reach_of_the_house(&a, s.lead), "Ring Eva"};
  CHECK_FAILS(E_NOT_FOUND, promise_hand(s.db, &hand, now_ms)); // not hers to hand over
  hand.agent = s.agent;
  CHECK_OK(promise_hand(s.db, &hand, now_ms));
  CHECK_FAILS(E_CONFLICT, promise_hand(s.db, &hand, now_ms));
  CHECK_FAILS(E_NOT_FOUND, promise_back(s.db, id, s.coach));
  CHECK_OK(promise_back(s.db, id, s.lead)); // given back by who had it
  CHECK_FAILS(E_CONFLICT, promise_back(s.db, id, s.agent));
  CHECK_FAILS(E_NOT_FOUND, promise_step(s.db, id, s.lead, (struct opt_int){0}, now_ms));
  CHECK_OK(promise_hand(s.db, &hand, now_ms));
  CHECK_OK(promise_step(s.db, id, s.lead, (struct opt_int){0}, now_ms)); // done for her
  CHECK_FAILS(E_CONFLICT, promise_step(s.db, id, s.agent, (struct opt_int){0}, now_ms));
  CHECK_OK(sql_promises_waiting(s.db, &a, &(struct promises_waiting){s.agent}, &rows, &n));
  CHECK_EQ(n, 0);
}
