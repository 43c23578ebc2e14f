// SPDX-License-Identifier: Apache-2.0
#include "centre/may_evaluation.h"
#include "core/file.h"
#include "gen/sql/calibration.h"
#include "gen/sql/evaluation.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/schema.h"
#include "scoring/life/calibration.h"
#include "scoring/life/rubric_life.h"
#include "scoring/pure/agree_small.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

static const int64_t now_ms = 1700000000000;
enum { RATERS = 5, CALLS = 2 };

struct stage { // calls of an agent's, raters, a lead, and the core rubric published
  struct db *db;
  struct id agent, lead, rater[RATERS], call[CALLS], version;
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

static struct id call_of(struct db *db, struct id agent) {
  struct id id = id_new();
  CHECK_OK(sql_interaction_add(db, &(struct interaction_add){.id = id,
                                                             .started_ms = now_ms,
                                                             .duration_ms = 372000,
                                                             .local_day = 20231114,
                                                             .channel = "voice",
                                                             .source = "live",
                                                             .direction = "in",
                                                             .end_reason = "bye",
                                                             .agent = some_id(agent)}));
  CHECK_OK(sql_segment_add(db, &(struct segment_add){.id = id_new(),
                                                     .interaction = id,
                                                     .agent = some_id(agent),
                                                     .to_ms = 372000,
                                                     .decided_by = "shift",
                                                     .started_ms = now_ms}));
  return id;
}

static json_t *core_rubric(void) {
  AUTO(buf) struct buf text = {0};
  CHECK_OK(file_read(AT_FDCWD, "schemas/rubrics/core.json", 1 << 20, &text));
  return json_loadb(text.p, text.n, 0, NULL);
}

static struct stage stage_make(void) {
  struct stage s = {0};
  char path[256], name[16];
  snprintf(path, sizeof path, "%s/catalogue.db", test_folder());
  CHECK_OK(catalogue_create(path, &s.db));
  s.agent = person(s.db, "Anna");
  s.lead = person(s.db, "Karin");
  for (size_t i = 0; i < RATERS; i++) {
    snprintf(name, sizeof name, "Rater %zu", i);
    s.rater[i] = person(s.db, name);
  }
  for (size_t i = 0; i < CALLS; i++) s.call[i] = call_of(s.db, s.agent);
  json_t *json = core_rubric();
  CHECK_OK(rubric_publish(s.db, json, s.lead, now_ms, &s.version));
  json_decref(json);
  return s;
}

static struct calibration_ask wish(const struct stage *s, const char *method) {
  return (struct calibration_ask){.owner = s->lead,
                                  .rubric_version = s->version,
                                  .title = "Oktober",
                                  .method = method,
                                  .due_ms = now_ms,
                                  .calls = s->call,
                                  .n_calls = CALLS,
                                  .raters = s->rater,
                                  .n_raters = RATERS,
                                  .expert = s->rater[0]};
}

static struct id started(const struct stage *s, const char *method) {
  struct calibration_ask ask = wish(s, method);
  struct id id = {{0}};
  CHECK_OK(calibration_add(s->db, &ask, now_ms, &id));
  return id;
}

static enum err answer(const struct stage *s, struct id e, struct id who, const char *question,
                       const char *value) {
  return evaluation_answer(
      s->db, e, who,
      &(struct evaluation_answer){.question = question, .value = value, .touched = true});
}

// A rater hands in one call with this answer to "balance", the rest at its top.
static void rate(const struct stage *s, struct id session, struct id call, struct id who,
                 const char *balance) {
  static const char *const criticals[] = {"c_identity", "c_harm", "c_dignity", "c_promise"};
  struct id e;
  CHECK_OK(calibration_begin(s->db, session, call, who, now_ms, &e));
  CHECK_OK(answer(s, e, who, "balance", balance));
  CHECK_OK(evaluation_rest(s->db, e, who, false));
  for (size_t i = 0; i < countof(criticals); i++) CHECK_OK(answer(s, e, who, criticals[i], "ok"));
  CHECK_OK(evaluation_submit(s->db, e, who, 1000, now_ms));
}

static const char *state_of(const struct stage *s, struct arena *a, struct id session) {
  struct calibration_get_row row = {.state = ""};
  bool found = false;
  CHECK_OK(sql_calibration_get(s->db, a, &(struct calibration_get){session}, &row, &found));
  return row.state;
}

TEST(a_calibration_is_blind_until_all_are_in) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 8 << 20);
  struct id session = started(&s, "blind"), e;
  struct room room;
  CHECK_FAILS(E_FORBIDDEN,
              calibration_begin(s.db, session, s.call[0], s.lead, now_ms, &e)); // not a rater
  CHECK_FAILS(E_CONFLICT, calibration_reveal(s.db, session, s.lead, now_ms));   // nobody is in
  for (size_t i = 0; i < RATERS; i++)
    for (size_t c = 0; c < CALLS; c++) {
      CHECK_STR(state_of(&s, &a, session), "open");
      CHECK_FAILS(E_CONFLICT, calibration_room(s.db, &a, session, &room));
      rate(&s, session, s.call[c], s.rater[i], i < 2 ? "not_yet" : "clear");
    }
  CHECK_STR(state_of(&s, &a, session), "revealed");
  CHECK_OK(calibration_room(s.db, &a, session, &room));
  CHECK_EQ(room.units, CALLS);
  CHECK_EQ(room.raters, RATERS);
}

TEST(who_is_not_in_when_it_is_revealed_stays_out) {
  AUTO(stage) struct stage s = stage_make();
  struct id session = started(&s, "blind"), late, none;
  rate(&s, session, s.call[0], s.rater[0], "clear");
  CHECK_OK(calibration_begin(s.db, session, s.call[0], s.rater[1], now_ms, &late));
  CHECK_OK(answer(&s, late, s.rater[1], "balance", "partly"));
  CHECK_OK(calibration_reveal(s.db, session, s.lead, now_ms));
  CHECK_FAILS(E_CONFLICT, answer(&s, late, s.rater[1], "balance", "clear"));
  CHECK_FAILS(E_CONFLICT, answer(&s, late, s.rater[1], "greet", "clear"));
  CHECK_FAILS(E_CONFLICT, calibration_begin(s.db, session, s.call[1], s.rater[1], now_ms, &none));
  CHECK_FAILS(E_CONFLICT, calibration_reveal(s.db, session, s.lead, now_ms));
}

TEST(a_calibration_is_never_sent_to_the_agent_or_seen_by_another) {
  AUTO(stage) struct stage s = stage_make();
  struct id session = started(&s, "blind"), e;
  rate(&s, session, s.call[0], s.rater[0], "clear");
  CHECK_OK(calibration_begin(s.db, session, s.call[0], s.rater[0], now_ms, &e));
  CHECK_FAILS(E_FORBIDDEN, evaluation_release(s.db, e, s.rater[0], now_ms));
  CHECK_FAILS(
      E_CONFLICT, // and the statement itself is refused
      sql_evaluation_release(s.db, &(struct evaluation_release){.id = e, .released_ms = 1}));
  CHECK_FAILS(E_CONFLICT, evaluation_void(s.db, e, s.rater[0], "why", now_ms));
  struct evaluation_stand stand = {.agent = s.agent,
                                   .evaluator = s.rater[0],
                                   .kind = "calibration",
                                   .state = "submitted",
                                   .works = true};
  CHECK(evaluation_may(&stand, s.rater[0], true).see);
  CHECK(!evaluation_may(&stand, s.rater[1], true).see && !evaluation_may(&stand, s.lead, true).see);
  CHECK(!evaluation_may(&stand, s.agent, false).see);
}

TEST(a_calibration_of_what_does_not_fit_is_refused) {
  AUTO(stage) struct stage s = stage_make();
  struct id none, mixed[] = {s.rater[0], s.agent}, twice[] = {s.call[0], s.call[0]};
  struct calibration_ask ask = wish(&s, "vote");
  CHECK_FAILS(E_BAD_DATA, calibration_add(s.db, &ask, now_ms, &none));
  ask = wish(&s, "reference");
  ask.expert = s.lead;
  CHECK_FAILS(E_BAD_DATA, calibration_add(s.db, &ask, now_ms, &none));
  ask = wish(&s, "blind");
  ask.raters = mixed;
  ask.n_raters = 2;
  CHECK_FAILS(E_CONFLICT, calibration_add(s.db, &ask, now_ms, &none)); // her own call
  ask = wish(&s, "blind");
  ask.calls = twice;
  CHECK_FAILS(E_BAD_DATA, calibration_add(s.db, &ask, now_ms, &none));
  ask = wish(&s, "blind");
  ask.n_raters = 1;
  CHECK_FAILS(E_BAD_DATA, calibration_add(s.db, &ask, now_ms, &none));
}

TEST(a_precedent_is_agreed_replaced_retired_and_never_edited) {
  AUTO(stage) struct stage s = stage_make();
  AUTO(arena) struct arena a;
  arena_init(&a, 8 << 20);
  struct id session = started(&s, "blind"), first, second;
  struct precedent_ask ask = {session,  s.call[0],    s.lead, "balance",
                              "partly", "half of it", {0},    {0}};
  CHECK_FAILS(E_CONFLICT, precedent_add(s.db, &ask, now_ms, &first)); // nothing is revealed
  for (size_t i = 0; i < RATERS; i++)
    for (size_t c = 0; c < CALLS; c++) rate(&s, session, s.call[c], s.rater[i], "clear");
  CHECK_OK(precedent_add(s.db, &ask, now_ms, &first));
  ask.value = "often";
  CHECK_FAILS(E_BAD_DATA, precedent_add(s.db, &ask, now_ms, &second));
  ask.value = "not_yet";
  CHECK_OK(precedent_add(s.db, &ask, now_ms + 1, &second));
  struct precedents_of_rubric_row *rows;
  size_t n;
  CHECK_OK(sql_precedents_of_rubric(s.db, &a, &(struct precedents_of_rubric){"core"}, &rows, &n));
  CHECK_EQ(n, 1);
  CHECK_STR(rows[0].value, "not_yet");
  CHECK_OK(precedent_retire(s.db, second, s.lead, now_ms));
  CHECK_FAILS(E_CONFLICT, precedent_retire(s.db, second, s.lead, now_ms));
  CHECK_OK(precedent_add(s.db, &ask, now_ms + 2, &first));
  CHECK_OK(calibration_close(s.db, session, s.lead, now_ms));
  CHECK_FAILS(E_CONFLICT, calibration_close(s.db, session, s.lead, now_ms));
  CHECK_FAILS(E_CONFLICT, precedent_add(s.db, &ask, now_ms, &first));
  CHECK_FAILS(E_CONFLICT, // the statement our own programs hold, past the rules
              sql_precedent_add(s.db, &(struct precedent_add){.id = id_new(),
                                                              .rubric = "core",
                                                              .question = "greet",
                                                              .session = session,
                                                              .interaction = s.call[0],
                                                              .value = "clear",
                                                              .why = "x",
                                                              .author = s.lead}));
  CHECK_FAILS(E_CONFLICT,
              sql_calibration_move(s.db, &(struct calibration_move){
                                             .id = session, .was = "closed", .state = "open"}));
}

// ---- figures: a room made by hand --------------------------------------------------------------
struct hall {
  struct rubric rubric;
  struct room_said said[600];
  size_t n;
  struct id call[40], rater[8];
};

static struct hall *hall_make(struct arena *a) {
  struct hall *h = arena_new(a, struct hall);
  json_t *json = core_rubric();
  CHECK_OK(rubric_read(a, json, arena_new(a, struct problems), &h->rubric));
  json_decref(json);
  for (size_t i = 0; i < countof(h->call); i++) h->call[i] = id_new();
  for (size_t i = 0; i < countof(h->rater); i++) h->rater[i] = id_new();
  return h;
}

static void hall_say(struct hall *h, size_t call, size_t rater, const char *value) {
  h->said[h->n++] = (struct room_said){.session = h->call[0],
                                       .interaction = h->call[call],
                                       .person = h->rater[rater],
                                       .question = "balance",
                                       .value = value,
                                       .touched = rater != 1};
}

static struct room hall_room(struct arena *a, const struct hall *h) {
  struct room room;
  struct room_ask ask = {.rubric = &h->rubric, .said = h->said, .n_said = h->n};
  CHECK_OK(room_make(a, &ask, &room));
  return room;
}

static size_t balance(const struct hall *h) {
  size_t at = 0;
  CHECK_OK(rubric_find(&h->rubric, "balance", &at));
  return at;
}

static const char *const steps[] = {"not_yet", "partly", "clear"};

TEST(the_rooms_figures_are_those_of_the_statistics) {
  AUTO(arena) struct arena a;
  arena_init(&a, 32 << 20);
  struct hall *h = hall_make(&a);
  double at[3 * 12];
  for (size_t c = 0; c < 12; c++)
    for (size_t r = 0; r < 3; r++) {
      size_t step = (c * 7 + r * c) % 3;
      bool off = c == 5 && r == 2; // an answer off the scale has no place on it
      at[r * 12 + c] = off ? NOT_KNOWN : (double)step;
      hall_say(h, c, r, off ? "na" : steps[step]);
    }
  struct room room = hall_room(&a, h);
  struct room_question q = room_question(&a, &room, balance(h));
  struct tally t = tally_make(&a, (struct ratings){3, 12, at}, (struct values){0});
  const double *w = weights_make(&a, t, (struct weighting){.kind = WEIGHTS_ORDINAL});
  struct coefficient ac2 = agree_gwet(&a, t, w, .95);
  struct interval small =
      agree_small(&a, t, (struct small_ask){SMALL_GWET, w, .95, 2000, 7}, ac2.figure);
  CHECK(q.ordinal && q.calls == 12 && q.raters == 3 && q.answers == 36);
  CHECK_EQ(q.untouched, 12);
  CHECK(fabs(q.gwet.value - ac2.figure.value) < 1e-12);
  CHECK(fabs(q.gwet.ci.lo - small.lo) < 1e-12 && small.hi > small.lo);
  CHECK(!q.alpha.undefined && isnan(q.alpha.ci.lo)); // alpha's asks for twenty calls
}

// Ten calls, three raters, never a difference: agreement is whole, and how sure that is has a
// width.
TEST(no_figure_of_a_room_has_an_interval_without_width) {
  AUTO(arena) struct arena a;
  arena_init(&a, 32 << 20);
  struct hall *h = hall_make(&a);
  for (size_t c = 0; c < 30; c++)
    for (size_t r = 0; r < 3; r++) {
      hall_say(h, c, r, c % 10 ? "clear" : "partly");
      h->said[h->n - 1].total = some_int(900000);
    }
  struct room room = hall_room(&a, h);
  struct room_question q = room_question(&a, &room, balance(h));
  CHECK(q.gwet.value == 1 && q.gwet.ci.hi == 1 && q.gwet.ci.lo < .99 && q.gwet.ci.lo > .7);
  CHECK(q.alpha.value == 1 && q.alpha.ci.hi == 1 && q.alpha.ci.lo < .99);
  struct figure totals = room_totals(&a, &room);
  CHECK(totals.value == 0 && totals.ci.lo == 0 && totals.ci.hi > 0);
  struct figure f = room_severity(&a, &room, h->rater[0]).figure;
  CHECK(f.value == 0 && f.ci.lo < 0 && f.ci.hi > 0);
}

// Nobody agreed on anything, there is no key, and one of three is strict: it shows.
TEST(who_is_strict_is_seen_without_a_key) {
  AUTO(arena) struct arena a;
  arena_init(&a, 32 << 20);
  struct hall *h = hall_make(&a);
  for (size_t c = 0; c < 12; c++)
    for (size_t r = 0; r < 3; r++) hall_say(h, c, r, r == 0 && c % 4 ? "partly" : "clear");
  struct room room = hall_room(&a, h);
  struct room_severity s = room_severity(&a, &room, h->rater[0]);
  CHECK_EQ(s.figure.n, 12);
  CHECK_EQ(s.agreed, 0);
  CHECK(fabs(s.figure.value + 37.5) < 1e-9 && s.figure.ci.hi < 0);
  CHECK(room_severity(&a, &room, h->rater[1]).figure.value > 10); // milder than the mean of both
}

TEST(how_far_apart_counts_steps_and_what_is_off_the_scale) {
  AUTO(arena) struct arena a;
  arena_init(&a, 8 << 20);
  struct hall *h = hall_make(&a);
  const char *const rows[][2] = {
      {"clear", "clear"}, {"clear", "partly"}, {"clear", "not_yet"}, {"clear", "na"}, {"na", "na"}};
  const double want[] = {0, .5, 1, 1, 0};
  for (size_t c = 0; c < countof(rows); c++)
    for (size_t r = 0; r < 2; r++) hall_say(h, c, r, rows[c][r]);
  struct room room = hall_room(&a, h);
  for (size_t c = 0; c < countof(rows); c++)
    CHECK(fabs(room_apart(&room, c, balance(h)) - want[c]) < 1e-12);
  CHECK(isnan(room_apart(&room, 0, 0))); // nobody answered
}

// Everybody spread: the question. One who differs from all others: not the question.
TEST(a_question_is_unclear_when_several_read_it_differently) {
  AUTO(arena) struct arena a;
  arena_init(&a, 64 << 20);
  for (int kind = 0; kind < 3; kind++) {
    struct hall *h = hall_make(&a);
    size_t calls = kind == 2 ? SAID_FROM - 1 : 30;
    for (size_t c = 0; c < calls; c++)
      for (size_t r = 0; r < 4; r++) {
        bool one_differs = kind == 1;
        size_t step = one_differs ? (r == 3 ? 0 : 2) : (c * 5 + r * (c % 4 + 1)) % 3;
        hall_say(h, c, r, steps[step]);
      }
    struct room room = hall_room(&a, h);
    CHECK(room_question(&a, &room, balance(h)).unclear == (kind == 0));
  }
}

TEST(severity_is_a_mean_difference_with_its_n) {
  AUTO(arena) struct arena a;
  arena_init(&a, 8 << 20);
  struct hall *h = hall_make(&a);
  struct room_chosen chosen[12];
  double difference[12];
  for (size_t c = 0; c < 12; c++) {
    size_t strict = c % 3 ? 1 : 2; // a step below what was agreed, two calls of three
    difference[c] = c % 3 ? -50 : 0;
    hall_say(h, c, 0, steps[strict]);
    hall_say(h, c, 1, "clear");
    chosen[c] = (struct room_chosen){h->call[0], h->call[c], "balance", "clear"};
  }
  struct room room;
  struct room_ask ask = {&h->rubric, h->said, h->n, chosen, countof(chosen)};
  CHECK_OK(room_make(&a, &ask, &room));
  struct figure f = room_severity(&a, &room, h->rater[0]).figure;
  struct figure want = stat_mean((struct values){difference, 12}, .95);
  CHECK_EQ(f.n, 12);
  CHECK(fabs(f.value - want.value) < 1e-12 && f.ci.lo < want.ci.lo); // one more is imagined
  CHECK(fabs(room_severity(&a, &room, h->rater[1]).figure.value) < 1e-12);
  CHECK_EQ(room_severity(&a, &room, h->rater[5]).figure.n, 0); // never rated
}

TEST(the_experts_key_is_no_rater) {
  AUTO(arena) struct arena a;
  arena_init(&a, 8 << 20);
  struct hall *h = hall_make(&a);
  hall_say(h, 0, 0, "not_yet");
  h->said[0].key = true;
  hall_say(h, 0, 1, "clear");
  struct room room = hall_room(&a, h);
  CHECK_EQ(room.raters, 1);
  CHECK(fabs(room_apart(&room, 0, balance(h)) - 1) < 1e-12);
  CHECK(fabs(room_severity(&a, &room, h->rater[1]).figure.value - 100) < 1e-12);
  CHECK(room_question(&a, &room, balance(h)).calls == 0); // nobody to compare with but the key
}
