// SPDX-License-Identifier: Apache-2.0
// Care: who is asked, who follows whom, what the graver press does, and that a threat holds its
// call until somebody who may lets it go.
#include "centre/care.h"
#include "centre/hold.h"
#include "gen/sql/care.h"
#include "gen/sql/hold.h"
#include "gen/sql/place.h"
#include "gen/sql/web_call.h"
#include "tests/check.h"
#include "tests/reached.h"
#include "tests/unit/stage.h"

static const int64_t minute_ms = 60000;

struct ward {
  struct stage s;
  struct arena a;
};

static struct ward ward_make(void) {
  struct ward w = {.s = stage_make()};
  arena_init(&w.a, 1 << 20);
  return w;
}

static void ward_drop(struct ward *w) {
  arena_drop(&w->a);
  stage_drop(&w->s);
}

static void on_duty(struct ward *w, struct id person, const char *address, int64_t from_ms) {
  struct id line = id_new();
  CHECK_OK(
      sql_line_add(w->s.db, &(struct line_add){.id = line, .name = address, .address = address}));
  CHECK_OK(sql_shift_add(w->s.db, &(struct shift_add){.id = id_new(),
                                                      .person = reached_by_test(person),
                                                      .line = reached_by_test(line),
                                                      .from_ms = from_ms,
                                                      .duty = "lead"}));
}

static enum err press(struct ward *w, const char *kind, int64_t at_ms) {
  return care_press(
      w->s.db, &w->a,
      &(struct care_press){
          .interaction = w->s.call, .agent = w->s.agent, .kind = kind, .at_ms = at_ms});
}

static struct care_get_row care_now(struct ward *w) {
  struct care_of_agent_row of;
  struct care_get_row c = {0};
  bool found = false;
  CHECK_OK(sql_care_of_agent(w->s.db, &w->a, &(struct care_of_agent){w->s.call, w->s.agent}, &of,
                             &found));
  CHECK(found);
  if (found) CHECK_OK(sql_care_get(w->s.db, &w->a, &(struct care_get){of.id}, &c, &found));
  return c;
}

static bool holder_is(struct ward *w, struct id person) {
  struct care_get_row c = care_now(w);
  return c.holder.set && id_eq(c.holder.v, person);
}

static bool held(struct ward *w) {
  struct hold_is_row row = {0};
  bool found;
  CHECK_OK(sql_hold_is(w->s.db, &w->a, &(struct hold_is){w->s.call}, &row, &found));
  return found && row.hold;
}

TEST(nobody_on_duty_waits_for_whoever_comes) {
  struct ward w = ward_make();
  CHECK_OK(press(&w, "tough", now_ms));
  CHECK(!care_now(&w).holder.set && !care_now(&w).asked_ms.set);
  CHECK_OK(care_move(w.s.db, &w.a, 10 * minute_ms, now_ms + minute_ms));
  CHECK(!care_now(&w).holder.set);
  on_duty(&w, w.s.lead, "1101", now_ms + 2 * minute_ms);
  CHECK_OK(care_move(w.s.db, &w.a, 10 * minute_ms, now_ms + 3 * minute_ms));
  CHECK(holder_is(&w, w.s.lead));
  CHECK_EQ(care_now(&w).asked_ms.v, now_ms + 3 * minute_ms);
  ward_drop(&w);
}

TEST(who_does_not_answer_is_followed_by_the_next) {
  struct ward w = ward_make();
  on_duty(&w, w.s.lead, "1101", now_ms - 2 * minute_ms);
  on_duty(&w, w.s.coach, "1102", now_ms - minute_ms);
  CHECK_OK(press(&w, "talk", now_ms));
  CHECK(holder_is(&w, w.s.lead));
  CHECK_OK(care_move(w.s.db, &w.a, 10 * minute_ms, now_ms + 9 * minute_ms));
  CHECK(holder_is(&w, w.s.lead));
  CHECK_OK(care_move(w.s.db, &w.a, 10 * minute_ms, now_ms + 10 * minute_ms));
  CHECK(holder_is(&w, w.s.coach));
  CHECK_FAILS(E_CONFLICT, care_take(w.s.db, &w.a, care_now(&w).id, w.s.lead, now_ms));
  CHECK_OK(care_take(w.s.db, &w.a, care_now(&w).id, w.s.coach, now_ms + 11 * minute_ms));
  CHECK_OK(care_move(w.s.db, &w.a, 10 * minute_ms, now_ms + 60 * minute_ms));
  CHECK(holder_is(&w, w.s.coach)); // taken: it moves no more
  CHECK_FAILS(E_CONFLICT, care_done(w.s.db, &w.a, care_now(&w).id, w.s.lead, now_ms));
  CHECK_OK(care_done(w.s.db, &w.a, care_now(&w).id, w.s.coach, now_ms + 61 * minute_ms));
  CHECK(care_now(&w).done_ms.set);
  ward_drop(&w);
}

// Two who do not answer are not asked in a circle: it waits, is said so, and is free to be taken.
TEST(all_were_asked_and_it_waits_for_whoever_takes_it) {
  struct ward w = ward_make();
  struct care_mine_row *mine;
  size_t n;
  on_duty(&w, w.s.lead, "1101", now_ms - 2 * minute_ms);
  on_duty(&w, w.s.coach, "1102", now_ms - minute_ms);
  CHECK_OK(press(&w, "talk", now_ms));
  for (int i = 1; i <= 2; i++)
    CHECK_OK(care_move(w.s.db, &w.a, 10 * minute_ms, now_ms + i * 10 * minute_ms));
  CHECK(!care_now(&w).holder.set);
  CHECK_OK(care_move(w.s.db, &w.a, 10 * minute_ms, now_ms + 40 * minute_ms));
  CHECK(!care_now(&w).holder.set);
  CHECK_OK(sql_care_mine(w.s.db, &w.a, &(struct care_mine){.viewer = w.s.agent}, &mine, &n));
  CHECK(n == 1 && mine[0].unanswered);
  // Who comes on duty anew was not asked in that shift.
  on_duty(&w, w.s.lead, "1103", now_ms + 50 * minute_ms);
  CHECK_OK(care_move(w.s.db, &w.a, 10 * minute_ms, now_ms + 51 * minute_ms));
  CHECK(holder_is(&w, w.s.lead));
  CHECK_OK(sql_care_mine(w.s.db, &w.a, &(struct care_mine){.viewer = w.s.agent}, &mine, &n));
  CHECK(n == 1 && !mine[0].unanswered);
  ward_drop(&w);
}

TEST(the_graver_press_wins_and_nobody_writes_to_nobody) {
  struct ward w = ward_make();
  CHECK_OK(press(&w, "tough", now_ms));
  CHECK_FAILS(E_CONFLICT,
              care_say(w.s.db, &w.a, care_now(&w).id, w.s.agent, "hej", now_ms + minute_ms));
  CHECK_OK(press(&w, "threat", now_ms + minute_ms));
  CHECK_STR(care_now(&w).kind, "threat");
  CHECK_OK(press(&w, "talk", now_ms + 2 * minute_ms));
  CHECK_STR(care_now(&w).kind, "threat");
  CHECK_EQ(care_now(&w).pressed_ms, now_ms); // one press after the other, before it was done
  ward_drop(&w);
}

TEST(a_threat_holds_its_call_until_it_is_let_go) {
  struct ward w = ward_make();
  struct hold by = {.interaction = w.s.call,
                    .person = w.s.lead,
                    .rule = HOLD_DECISION,
                    .reason = "domen har vunnit laga kraft",
                    .at_ms = now_ms + minute_ms};
  struct hold_acts_row *acts;
  size_t n;
  bool is_new;
  CHECK_OK(press(&w, "tough", now_ms));
  CHECK(!held(&w));
  CHECK_FAILS(E_CONFLICT, hold_release(w.s.db, &by));
  CHECK_OK(press(&w, "threat", now_ms));
  CHECK_OK(press(&w, "threat", now_ms)); // once more is no second act
  CHECK(held(&w));
  CHECK_OK(hold_place(w.s.db, &by, &is_new));
  CHECK(!is_new);
  CHECK_OK(hold_release(w.s.db, &by));
  CHECK(!held(&w));
  CHECK_OK(sql_hold_acts(w.s.db, &w.a, &(struct hold_acts){w.s.call}, &acts, &n));
  CHECK_EQ(n, 2);
  CHECK(!acts[0].held && !strcmp(acts[0].rule, "decision") && id_eq(acts[0].person, w.s.lead));
  CHECK_STR(acts[0].reason, "domen har vunnit laga kraft");
  CHECK(acts[1].held && !strcmp(acts[1].rule, "threat") && id_eq(acts[1].person, w.s.agent));
  CHECK_OK(press(&w, "threat", now_ms + 2 * minute_ms)); // and anew
  CHECK(held(&w));
  ward_drop(&w);
}

TEST(what_nothing_asks_for_any_more_ends) {
  struct ward w = ward_make();
  struct id mark = id_new();
  CHECK_OK(sql_mark_add(w.s.db, &(struct mark_add){.id = mark,
                                                   .author = w.s.agent,
                                                   .kind = "tough",
                                                   .created_ms = now_ms,
                                                   .interaction = w.s.call}));
  CHECK_OK(press(&w, "tough", now_ms));
  struct care_of_agent_row of;
  bool found;
  CHECK_OK(care_settle(w.s.db, &w.a, w.s.call, w.s.coach, now_ms)); // not hers
  CHECK(!care_now(&w).ended_ms.set);
  CHECK_OK(sql_mark_delete(w.s.db, &(struct mark_delete){mark}));
  CHECK_OK(care_settle(w.s.db, &w.a, w.s.call, w.s.agent, now_ms + minute_ms));
  CHECK_OK(
      sql_care_of_agent(w.s.db, &w.a, &(struct care_of_agent){w.s.call, w.s.agent}, &of, &found));
  CHECK(!found);
  ward_drop(&w);
}
