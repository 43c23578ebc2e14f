// SPDX-License-Identifier: Apache-2.0
// The funnel over the centre, on evaluations whose totals are known: its centre, its width and each
// agent's mean are worked out by hand.
#include "gen/sql/interaction.h"
#include "gen/sql/web_call.h"
#include "scoring/life/trends.h"
#include "tests/check.h"
#include "tests/unit/stage.h"

enum { EACH = 8 };
// Of eight calls, how many score 891,667 (the worked example of the core form); the rest 1,000,000.
static const int lesser[] = {4, 4, 2, 4, 6, 4, 4, 2, 6, 4};
static const double drop = 108333;

static const struct evaluation_answer worked[] = {
    {.question = "wait", .value = "na"},      {.question = "serious", .value = "na"},
    {.question = "balance", .value = "na"},   {.question = "verify", .value = "partly"},
    {.question = "ease", .value = "not_yet"}, {.question = "anything", .value = "partly"},
};

static struct id call_of(struct stage *s, struct id agent, int64_t at_ms) {
  struct id id = id_new();
  CHECK_OK(sql_interaction_add(s->db, &(struct interaction_add){.id = id,
                                                                .started_ms = at_ms,
                                                                .duration_ms = 60000,
                                                                .local_day = 20231101,
                                                                .channel = "voice",
                                                                .source = "live",
                                                                .direction = "in",
                                                                .end_reason = "bye",
                                                                .agent = some_id(agent)}));
  return id;
}

static void scored(struct stage *s, struct id agent, int64_t at_ms, bool less) {
  s->agent = agent;
  s->call = call_of(s, agent, at_ms);
  struct id id = stage_started(s);
  stage_answer_all(s, id);
  for (size_t i = 0; less && i < countof(worked); i++) {
    struct evaluation_answer one = worked[i];
    one.comment = "Här.";
    one.at_ms = some_int(1000);
    CHECK_OK(evaluation_answer(s->db, id, s->coach, &one));
  }
  CHECK_OK(evaluation_submit(s->db, id, s->coach, 60000, at_ms));
  CHECK_OK(evaluation_release(s->db, id, s->coach, at_ms));
}

static void agent_enters_with(struct stage *s, size_t which, int each) {
  AUTO(db_tx) struct db_tx tx = {0};
  char name[] = "Agent A";
  name[6] = (char)('A' + which);
  struct id agent = stage_person(s->db, name);
  CHECK_OK(db_begin(s->db, &tx));
  for (int i = 0; i < each; i++) scored(s, agent, now_ms - (i + 1) * day_ms, i < lesser[which]);
  CHECK_OK(db_commit(&tx));
}

static void agent_enters(struct stage *s, size_t which) { agent_enters_with(s, which, EACH); }

static json_t *centre_told(struct stage *s, json_t **out_funnel) {
  AUTO(arena) struct arena a;
  json_t *told = NULL;
  arena_init(&a, 16 << 20);
  CHECK_OK(trend_group(s->db, &a, (struct id){{0}}, &(struct trend_ask){.now_ms = now_ms}, &told));
  *out_funnel = json_object_get(told, "funnel");
  return told;
}

TEST(the_funnel_is_what_was_worked_out_by_hand_and_shows_from_ten_agents) {
  struct stage s = stage_make();
  json_t *funnel, *told;
  for (size_t i = 0; i < 9; i++) agent_enters(&s, i);
  told = centre_told(&s, &funnel);
  CHECK_STR(json_string_value(json_object_get(funnel, "undefined")), "fewer than ten agents");
  CHECK_EQ(json_integer_value(json_object_get(funnel, "n")), 9);
  CHECK(!json_object_get(funnel, "agents") && !json_object_get(funnel, "center"));
  json_decref(told);

  agent_enters(&s, 9);
  told = centre_told(&s, &funnel);
  // forty of eighty are lesser; squares about each agent's own mean: six times 4*4/8, four times
  // 2*6/8
  CHECK_NEAR(json_number_value(json_object_get(funnel, "center")), 1000000 - drop / 2, 1e-6);
  CHECK_NEAR(json_number_value(json_object_get(funnel, "sigma")), drop * sqrt(18.0 / 70), 1e-6);
  CHECK_NEAR(json_number_value(json_array_get(json_object_get(funnel, "widths"), 0)), 1.959964,
             1e-6);
  CHECK_NEAR(json_number_value(json_array_get(json_object_get(funnel, "widths"), 1)), 3.090232,
             1e-6);
  json_t *agents = json_object_get(funnel, "agents");
  CHECK_EQ(json_array_size(agents), 10);
  for (size_t i = 0; i < json_array_size(agents); i++) { // by name, not by figure
    json_t *one = json_array_get(agents, i);
    CHECK_EQ(json_string_value(json_object_get(one, "name"))[6], 'A' + (int)i);
    CHECK_EQ(json_integer_value(json_object_get(one, "n")), EACH);
    CHECK_NEAR(json_number_value(json_object_get(one, "mean")), 1000000 - drop * lesser[i] / EACH,
               1e-6);
  }
  json_decref(told);
  stage_drop(&s);
}

TEST(an_agent_of_seven_calls_is_not_in_the_funnel) {
  struct stage s = stage_make();
  json_t *funnel, *told;
  for (size_t i = 0; i < 9; i++) agent_enters(&s, i);
  agent_enters_with(&s, 9, EACH - 1);
  told = centre_told(&s, &funnel);
  CHECK_STR(json_string_value(json_object_get(funnel, "undefined")), "fewer than ten agents");
  json_decref(told);
  stage_drop(&s);
}
