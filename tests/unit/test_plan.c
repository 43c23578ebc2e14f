// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/sampling.h"
#include "gen/sql/schema.h"
#include "gen/sql/team.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_centre.h"
#include "scoring/scoring.h"
#include "tests/check.h"
#include "tests/reached.h"
#include "tests/unit/catalogue.h"

// Thursday 12 February 2026, 12:00 in Stockholm; its week begins on the 9th.
static const int64_t now_ms = 1770894000000, day_ms = 86400000;

struct stage { // two teams, four agents, two coaches of team A, a plan's world
  struct db *db;
  struct id team, other_team, anna, omar, sara, stranger, maria, bo, plan;
};

static void stage_drop(struct stage *s) { db_close(s->db); }

static struct id person(struct db *db, const char *name, const char *languages) {
  struct id id = id_new();
  CHECK_OK(sql_person_add(db, &(struct person_add){.id = id,
                                                   .name = name,
                                                   .ui_language = "sv",
                                                   .languages = languages,
                                                   .prefs = "{}",
                                                   .state = "active",
                                                   .created_ms = 1}));
  return id;
}

static void role(struct db *db, struct id person, const char *role, struct id team) {
  struct opt_id of = strcmp(role, "coach") ? (struct opt_id){0} : some_id(team);
  CHECK_OK(sql_grant_add(db, &(struct grant_add){id_new(), person, role, of, 1, {0}}));
  if (!strcmp(role, "coach")) return;
  CHECK_OK(sql_membership_add(db, &(struct membership_add){id_new(), person, team, 1, {0}}));
}

static void rubric(struct db *db, struct id by) {
  AUTO(buf) struct buf text = {0};
  struct id version;
  CHECK_OK(file_read(AT_FDCWD, "schemas/rubrics/core.json", 1 << 20, &text));
  json_t *json = json_loadb(text.p, text.n, 0, NULL);
  CHECK_OK(rubric_publish(db, json, by, now_ms, &version));
  json_decref(json);
}

static void see(struct db *db) {
  struct id none = {{0}};
  CHECK_OK(sql_scope_clear(db));
  CHECK_OK(sql_scope_fill(db, &(struct scope_fill){.at_ms = now_ms, .none = none}));
}

static struct stage stage_make(void) {
  struct stage s = {.team = id_new(), .other_team = id_new()};
  char path[256];
  period_zone("Europe/Stockholm");
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(catalogue_create(path, &s.db));
  CHECK_OK(sql_team_add(s.db, &(struct team_add){s.team, "Norr", 1}));
  CHECK_OK(sql_team_add(s.db, &(struct team_add){s.other_team, "Syd", 1}));
  s.anna = person(s.db, "Anna", "sv");
  s.omar = person(s.db, "Omar", "sv");
  s.sara = person(s.db, "Sara", "sv");
  s.stranger = person(s.db, "Kim", "sv");
  s.maria = person(s.db, "Maria", "sv en");
  s.bo = person(s.db, "Bo", "sv fi");
  role(s.db, s.anna, "agent", s.team);
  role(s.db, s.omar, "agent", s.team);
  role(s.db, s.sara, "newhire", s.team);
  role(s.db, s.stranger, "agent", s.other_team);
  role(s.db, s.maria, "coach", s.team);
  role(s.db, s.bo, "coach", s.team);
  rubric(s.db, s.maria);
  see(s.db);
  return s;
}

struct made { // a call, as far as sampling looks
  struct id agent;
  int64_t at_ms, duration_ms;
  const char *language, *load_mark;
  bool no_sound;
};

static struct id call(const struct stage *s, struct made m) {
  struct id id = id_new();
  CHECK_OK(
      sql_interaction_add(s->db, &(struct interaction_add){.id = id,
                                                           .started_ms = m.at_ms,
                                                           .duration_ms = m.duration_ms,
                                                           .local_minute = m.at_ms / 60000 % 1440,
                                                           .channel = "voice",
                                                           .language = m.language,
                                                           .source = "live",
                                                           .direction = "in",
                                                           .end_reason = "bye",
                                                           .load_mark = m.load_mark,
                                                           .agent = opt_id_of(m.agent),
                                                           .team = some_id(s->team)}));
  if (m.no_sound) return id;
  CHECK_OK(sql_recording_add(s->db, &(struct recording_add){.id = id_new(),
                                                            .interaction = id,
                                                            .state = "sealed",
                                                            .channels = 2,
                                                            .rate_hz = 8000,
                                                            .duration_ms = m.duration_ms,
                                                            .untouched = "",
                                                            .not_untouched = ""}));
  return id;
}

static void calls(const struct stage *s, struct id agent, int n) {
  for (int i = 0; i < n; i++)
    call(s, (struct made){.agent = agent,
                          .at_ms = now_ms - day_ms - i * 3600000,
                          .duration_ms = 120000 + i * 30000});
}

static struct id mark(const struct stage *s, struct id call, const char *kind) {
  struct id id = id_new();
  CHECK_OK(sql_mark_add(
      s->db,
      &(struct mark_add){
          .id = id, .interaction = call, .author = s->anna, .kind = kind, .created_ms = now_ms}));
  return id;
}

static struct id planned(const struct stage *s, const char *period, int64_t take) {
  struct id who[] = {s->maria, s->bo}, plan = {{0}};
  CHECK_OK(plan_add(s->db,
                    &(struct plan_ask){.title = "Lag Norr",
                                       .rubric_key = "core",
                                       .period = period,
                                       .team = s->team,
                                       .author = s->maria,
                                       .per_agent = true,
                                       .take = take,
                                       .min_ms = 60000,
                                       .max_ms = 3600000,
                                       .from_ms = now_ms - 60 * day_ms,
                                       .lengths = "[240000]",
                                       .parts = "[720]",
                                       .evaluators = who,
                                       .evaluator_count = countof(who)},
                    now_ms - 60 * day_ms, &plan));
  return plan;
}

static struct plan_drawn drawn(const struct stage *s, struct id plan, enum plan_when when,
                               const char *reason, int64_t at_ms) {
  struct plan_drawn d = {0};
  CHECK_OK(plan_draw(s->db, &(struct plan_order){plan, s->maria, when, reason}, at_ms, &d));
  return d;
}

static bool proves(const struct stage *s, struct id draw) {
  AUTO(arena) struct arena a;
  struct plan_proof proof = {0};
  arena_init(&a, 64 << 20);
  CHECK_OK(plan_prove(s->db, &a, draw, &proof));
  return proof.proven;
}

static struct sampling_items_of_row *items(const struct stage *s, struct arena *a, struct id draw,
                                           size_t *n) {
  struct sampling_items_of_row *rows = NULL;
  CHECK_OK(sql_sampling_items_of(s->db, a, &(struct sampling_items_of){draw}, &rows, n));
  return rows;
}

static size_t in_state(const struct stage *s, struct id draw, const char *state) {
  AUTO(arena) struct arena a;
  size_t n, seen = 0;
  arena_init(&a, 1 << 20);
  struct sampling_items_of_row *rows = items(s, &a, draw, &n);
  for (size_t i = 0; i < n; i++) seen += !strcmp(rows[i].state, state);
  return seen;
}

#define ARENA                                                                                      \
  AUTO(arena) struct arena a;                                                                      \
  arena_init(&a, 64 << 20)

TEST(a_plan_draws_each_agents_share_and_proves_it) {
  AUTO(stage) struct stage s = stage_make();
  ARENA;
  calls(&s, s.anna, 12);
  calls(&s, s.omar, 2);
  calls(&s, s.sara, 5);
  struct id plan = planned(&s, "week", 3);
  struct plan_drawn d = drawn(&s, plan, PLAN_ONCE, NULL, now_ms);
  CHECK_EQ(d.eligible, 14); // Sara is new
  CHECK_EQ(d.drawn, 5);
  CHECK_EQ(d.short_of, 1);
  CHECK(proves(&s, d.draw));
  size_t n, marias = 0;
  struct sampling_items_of_row *rows = items(&s, &a, d.draw, &n);
  CHECK_EQ(n, 5);
  for (size_t i = 0; i < n; i++) {
    CHECK(!id_eq(rows[i].agent, s.sara));
    CHECK(rows[i].evaluator.set && !id_eq(rows[i].evaluator.v, rows[i].agent));
    marias += id_eq(rows[i].evaluator.v, s.maria);
  }
  CHECK(marias == 2 || marias == 3); // shared evenly
  // The round is drawn: neither the keeper nor another saving draws it twice.
  CHECK(id_is_none(drawn(&s, plan, PLAN_DUE, NULL, now_ms + 1).draw));
}

TEST(a_withdrawn_call_is_replaced_by_the_next_ticket_and_still_proven) {
  AUTO(stage) struct stage s = stage_make();
  ARENA;
  calls(&s, s.anna, 8);
  struct id plan = planned(&s, "week", 2), none = {{0}};
  struct plan_drawn d = drawn(&s, plan, PLAN_ONCE, NULL, now_ms);
  size_t n;
  struct sampling_items_of_row *rows = items(&s, &a, d.draw, &n);
  CHECK_EQ(n, 2);
  mark(&s, rows[0].interaction, "withdrawn");
  CHECK_OK(plan_settle(s.db, rows[0].interaction, now_ms + 1));
  CHECK_EQ(in_state(&s, d.draw, "withdrawn"), 1);
  CHECK_EQ(in_state(&s, d.draw, "waiting"), 2);
  struct sampling_items_of_row *later = items(&s, &a, d.draw, &n);
  CHECK_EQ(n, 3);
  size_t stand_ins = 0;
  for (size_t i = 0; i < n; i++)
    stand_ins += later[i].stands_in.set && id_eq(later[i].stands_in.v, rows[0].id);
  CHECK_EQ(stand_ins, 1);
  CHECK(proves(&s, d.draw));
  // All are marked: each stand-in falls in its turn, and nobody is left.
  for (int round = 0; round < 8; round++) {
    rows = items(&s, &a, d.draw, &n);
    for (size_t i = 0; i < n; i++)
      if (!strcmp(rows[i].state, "waiting")) mark(&s, rows[i].interaction, "tough");
    CHECK_OK(plan_settle(s.db, none, now_ms + 2));
    CHECK(proves(&s, d.draw));
  }
  CHECK_EQ(in_state(&s, d.draw, "waiting"), 0);
  CHECK_EQ(in_state(&s, d.draw, "withdrawn"), 8);
}

// Of a frame, how many calls carry a reason.
static int64_t left_out(const struct stage *s, struct id draw, const char *why) {
  ARENA;
  struct sampling_draws_of_row *d;
  size_t n;
  int64_t seen = -1;
  CHECK_OK(sql_sampling_draws_of(s->db, &a,
                                 &(struct sampling_draws_of){.plan = s->plan, .limit = 9}, &d, &n));
  for (size_t i = 0; i < n; i++) {
    if (!id_eq(d[i].id, draw)) continue;
    json_t *all = json_loads(d[i].excluded, 0, NULL);
    seen = json_integer_value(json_object_get(all, why));
    json_decref(all);
  }
  return seen;
}

TEST(each_call_that_is_left_out_has_its_reason) {
  AUTO(stage) struct stage s = stage_make();
  struct id none = {{0}};
  struct made plain = {.agent = s.anna, .at_ms = now_ms - day_ms, .duration_ms = 200000}, m;
  calls(&s, s.anna, 3);
  mark(&s, call(&s, plain), "tough");
  mark(&s, call(&s, plain), "threat");
  mark(&s, call(&s, plain), "withdrawn");
  mark(&s, call(&s, plain), "thanks"); // no reason at all
  m = plain, m.load_mark = "snow", call(&s, m);
  m = plain, m.no_sound = true, call(&s, m);
  m = plain, m.duration_ms = 59999, call(&s, m);
  m = plain, m.duration_ms = 3600001, call(&s, m);
  m = plain, m.agent = none, call(&s, m);
  m = plain, m.agent = s.sara, call(&s, m);
  m = plain, m.agent = s.stranger, call(&s, m); // on a line of the team; nobody here leads her
  m = plain, m.language = "ar", call(&s, m);
  m = plain, m.language = "fi", call(&s, m); // Bo's
  s.plan = planned(&s, "week", 9);
  struct plan_drawn d = drawn(&s, s.plan, PLAN_ONCE, NULL, now_ms);
  static const char *const whys[] = {"tough",
                                     "threat",
                                     "withdrawn",
                                     "load",
                                     "no_sound",
                                     "no_agent",
                                     "newhire",
                                     "too_short",
                                     "too_long",
                                     "no_evaluator",
                                     "no_evaluator_for_language"};
  for (size_t i = 0; i < countof(whys); i++)
    if (left_out(&s, d.draw, whys[i]) != 1) test_failed_with(__FILE__, __LINE__, "%s", whys[i]);
  CHECK_EQ(d.drawn, 5); // three, the thanked one, the Finnish one
  CHECK(proves(&s, d.draw));
}

TEST(a_call_goes_to_who_understands_it_and_never_to_its_agent) {
  AUTO(stage) struct stage s = stage_make();
  ARENA;
  role(s.db, s.maria, "agent", s.team); // a coach who takes calls too
  see(s.db);
  for (int i = 0; i < 6; i++) {
    call(&s,
         (struct made){
             .agent = s.anna, .at_ms = now_ms - day_ms, .duration_ms = 200000, .language = "fi"});
    call(&s,
         (struct made){
             .agent = s.maria, .at_ms = now_ms - day_ms, .duration_ms = 200000, .language = "en"});
    call(&s, (struct made){.agent = s.maria, .at_ms = now_ms - day_ms, .duration_ms = 200000});
  }
  s.plan = planned(&s, "week", 6);
  struct plan_drawn d = drawn(&s, s.plan, PLAN_ONCE, NULL, now_ms);
  size_t n;
  struct sampling_items_of_row *rows = items(&s, &a, d.draw, &n);
  CHECK_EQ(n, 12);
  for (size_t i = 0; i < n; i++) CHECK(rows[i].evaluator.set && id_eq(rows[i].evaluator.v, s.bo));
  CHECK_EQ(left_out(&s, d.draw, "no_evaluator_for_language"), 6); // English is Maria's alone
}

TEST(a_redraw_has_a_reason_and_keeps_what_was_heard) {
  AUTO(stage) struct stage s = stage_make();
  ARENA;
  calls(&s, s.anna, 9);
  s.plan = planned(&s, "week", 3);
  struct plan_drawn d = drawn(&s, s.plan, PLAN_ONCE, NULL, now_ms), none = {0};
  struct plan_order order = {s.plan, s.maria, PLAN_AGAIN, NULL};
  size_t n;
  struct sampling_items_of_row *rows = items(&s, &a, d.draw, &n);
  struct evaluation_ask ask = {.interaction = rows[0].interaction,
                               .evaluator = rows[0].evaluator.v,
                               .kind = "standard",
                               .item = rows[0].id};
  CHECK_OK(plan_item_check(s.db, rows[0].id, rows[0].interaction, rows[0].evaluator.v));
  CHECK_FAILS(E_FORBIDDEN, plan_item_check(s.db, rows[0].id, rows[0].interaction, s.anna));
  CHECK_FAILS(E_BAD_DATA, plan_item_check(s.db, rows[0].id, rows[1].interaction, ask.evaluator));
  CHECK_OK(
      sql_sampling_item_end(s.db, &(struct sampling_item_end){"heard", NULL, now_ms, rows[0].id}));
  CHECK_FAILS(E_BAD_DATA, plan_draw(s.db, &order, now_ms + 1, &none));
  struct plan_drawn again = drawn(&s, s.plan, PLAN_AGAIN, "the wrong week", now_ms + 1);
  CHECK_EQ(again.drawn, 3);
  CHECK_EQ(left_out(&s, again.draw, "heard"), 1);
  CHECK_EQ(in_state(&s, d.draw, "heard"), 1);
  CHECK_EQ(in_state(&s, d.draw, "withdrawn"), 2);
  CHECK(proves(&s, d.draw) && proves(&s, again.draw));
}

TEST(a_load_window_stops_drawing_and_the_clock_of_what_is_due) {
  AUTO(stage) struct stage s = stage_make();
  struct id window = id_new();
  calls(&s, s.anna, 5);
  s.plan = planned(&s, "week", 2);
  struct plan_drawn d = drawn(&s, s.plan, PLAN_ONCE, NULL, now_ms), no = {0};
  struct period week = period_at("week", now_ms);
  CHECK_OK(sql_load_window_add(
      s.db, &(struct load_window_add){.id = window,
                                      .name = "snow",
                                      .says = "",
                                      .from_ms = week.to_ms - day_ms,
                                      .author = s.maria,
                                      .team = reached_by_test((struct id){{0}})}));
  int64_t later = week.to_ms + 3 * day_ms;
  CHECK_OK(plan_keep(s.db, later));
  CHECK_EQ(in_state(&s, d.draw, "waiting"), 2);
  CHECK_FAILS(E_CONFLICT,
              plan_draw(s.db, &(struct plan_order){s.plan, s.maria, PLAN_AGAIN, "x"}, later, &no));
  // Closed after four days: they are added to the period's end.
  CHECK_OK(sql_load_window_change(s.db, &(struct load_window_change){.id = window,
                                                                     .name = "snow",
                                                                     .says = "",
                                                                     .from_ms = week.to_ms - day_ms,
                                                                     .to_ms = some_int(later)}));
  CHECK_OK(plan_expire(s.db, week.to_ms + 4 * day_ms - 1));
  CHECK_EQ(in_state(&s, d.draw, "waiting"), 2);
  CHECK_OK(plan_expire(s.db, week.to_ms + 4 * day_ms));
  CHECK_EQ(in_state(&s, d.draw, "expired"), 2);
  CHECK(proves(&s, d.draw));
}

TEST(every_call_stands_in_one_frame) {
  AUTO(stage) struct stage s = stage_make();
  ARENA;
  struct sampling_draws_of_row *d;
  size_t n, drawn_calls = 0;
  struct period month = period_at("month", now_ms);
  for (int i = 0; i < 28; i++)
    call(&s, (struct made){
                 .agent = s.anna, .at_ms = month.from_ms + i * day_ms + 1, .duration_ms = 200000});
  s.plan = planned(&s, "month", 3);
  for (int64_t at = month.from_ms + 1; at < month.to_ms + 8 * day_ms; at += day_ms / 2)
    CHECK_OK(plan_keep(s.db, at));
  CHECK_OK(sql_sampling_draws_of(s.db, &a, &(struct sampling_draws_of){.plan = s.plan, .limit = 99},
                                 &d, &n));
  CHECK(n >= 3);
  for (size_t i = 0; i + 1 < n; i++) CHECK_EQ(d[i].from_ms, d[i + 1].to_ms); // newest first
  for (size_t i = 0; i < n; i++) drawn_calls += (size_t)d[i].calls;
  CHECK_EQ(drawn_calls, 28);
}

TEST(a_week_begins_on_monday_and_a_month_is_whole_weeks) {
  period_zone("Europe/Stockholm");
  struct period week = period_at("week", now_ms), month = period_at("month", now_ms);
  CHECK_EQ(week.from_ms, 1770591600000); // Monday 9 February 2026, 00:00 in Stockholm
  CHECK_EQ(week.to_ms - week.from_ms, 7 * day_ms);
  CHECK_EQ(month.from_ms, 1769986800000); // Monday 2 February
  CHECK_EQ(month.rounds, 4);
  CHECK_EQ(month.round, 1);
  struct period spring = period_at("week", 1774526400000); // 26 March 2026: summer time begins
  CHECK_EQ(spring.to_ms - spring.from_ms, 7 * day_ms - 3600000);
  int64_t sum = 0;
  for (month.round = 0; month.round < month.rounds; month.round++) sum += period_share(&month, 7);
  CHECK_EQ(sum, 7);
}

TEST(what_was_planned_and_drawn_is_never_changed) {
  AUTO(stage) struct stage s = stage_make();
  ARENA;
  calls(&s, s.anna, 3);
  s.plan = planned(&s, "week", 1);
  struct plan_drawn d = drawn(&s, s.plan, PLAN_ONCE, NULL, now_ms);
  size_t n;
  struct sampling_items_of_row *rows = items(&s, &a, d.draw, &n);
  struct sampling_item_end end = {"heard", NULL, now_ms, rows[0].id};
  CHECK_OK(sql_sampling_item_end(s.db, &end));
  end.state = "expired";
  CHECK_OK(sql_sampling_item_end(s.db, &end)); // nothing waits: nothing is written
  CHECK_EQ(in_state(&s, d.draw, "heard"), 1);
  CHECK_OK(plan_retire(s.db, s.plan, s.maria, now_ms));
  CHECK_FAILS(E_CONFLICT, plan_retire(s.db, s.plan, s.maria, now_ms));
}
