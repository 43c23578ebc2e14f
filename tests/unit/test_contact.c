// SPDX-License-Identifier: Apache-2.0
// First contact, on calls whose truth is known and figures worked out by hand; before their callers
// are erased and after.
#include "core/clock.h"
#include "gen/sql/interaction.h"
#include "gen/sql/place.h"
#include "gen/sql/schema.h"
#include "gen/sql/web_call.h"
#include "medlyss/erase.h"
#include "medlyss/keeper/keep.h"
#include "scoring/life/trends.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"
#include "tests/unit/stage.h"

static const int64_t hour_ms = 3600000;

struct office {
  char path[256];
  struct house h;
  struct id agents[5], topic, lead;
  int64_t from_ms; // of the first call: sixty days ago
};

struct contact_call {
  int caller; // 0: withheld
  double day; // after the first
  const char *outcome, *direction, *load, *mark;
};

static void house_make(struct office *c) {
  struct keystore *keys = NULL;
  struct datadir d = {.dir = -1};
  struct db *db = NULL;
  c->h = HOUSE_NONE;
  snprintf(c->path, sizeof c->path, "%s/data", test_folder());
  CHECK_OK(datadir_make(c->path, &d));
  CHECK_OK(keystore_make(&d, &keys));
  keystore_free(keys);
  CHECK_OK(catalogue_create(d.catalogue, &db));
  db_close(db);
  datadir_drop(&d);
  CHECK_OK(house_open(c->path, &c->h));
  CHECK_OK(house_keys(&c->h));
}

static void office_open(struct office *c) {
  static const char *const names[] = {"Anna", "Bo", "Disa", "Eva", "Fia"};
  struct id version;
  house_make(c);
  c->from_ms = clock_wall_ms() - 60 * day_ms;
  for (size_t i = 0; i < countof(names); i++) c->agents[i] = stage_person(c->h.db, names[i]);
  c->lead = stage_person(c->h.db, "Karin");
  c->topic = id_new();
  CHECK_OK(sql_topic_add(
      c->h.db, &(struct topic_add){.id = c->topic, .name_sv = "Avfall", .name_en = "Waste"}));
  json_t *core = stage_core();
  CHECK_OK(rubric_publish(c->h.db, core, c->lead, 1, &version));
  json_decref(core);
}

static void office_drop(struct office *c) { house_drop(&c->h); }

static struct id recorded(struct office *c, struct id call, int64_t started_ms) {
  struct id id = id_new();
  CHECK_OK(sql_recording_add(c->h.db, &(struct recording_add){.id = id,
                                                              .interaction = call,
                                                              .state = "sealed",
                                                              .channels = 2,
                                                              .rate_hz = 8000,
                                                              .untouched = "",
                                                              .not_untouched = "",
                                                              .sealed_ms = started_ms}));
  return id;
}

static struct erasure called(struct office *c, const struct contact_call *one) {
  static size_t turn;
  uint8_t hash[32] = {(uint8_t)one->caller};
  struct id id = id_new();
  int64_t at = c->from_ms + (int64_t)(one->day * (double)day_ms);
  CHECK_OK(sql_interaction_add(
      c->h.db, &(struct interaction_add){
                   .id = id,
                   .started_ms = at,
                   .duration_ms = 60000,
                   .channel = "voice",
                   .source = "live",
                   .direction = one->direction ? one->direction : "in",
                   .end_reason = "bye",
                   .outcome = one->outcome,
                   .load_mark = one->load,
                   .caller_hash = one->caller ? bytes_of(hash, sizeof hash) : (struct bytes){0},
                   .agent = some_id(c->agents[turn++ % countof(c->agents)])}));
  CHECK_OK(sql_interaction_topic_add(
      c->h.db,
      &(struct interaction_topic_add){.interaction = id, .topic = c->topic, .author = c->lead}));
  if (one->mark)
    CHECK_OK(sql_mark_add(
        c->h.db, &(struct mark_add){
                     .id = id_new(), .interaction = id, .author = c->lead, .kind = one->mark}));
  return (struct erasure){recorded(c, id, at), id, "{\"why\":\"decision\"}"};
}

static const struct contact_call known[] = {
    {1, 0, "solved", 0, 0, 0},
    {2, 0.1, "solved", 0, 0, "tough"}, // no mark takes a call out
    {3, 0.2, "solved", 0, 0, 0},
    {4, 0.3, "solved", 0, 0, "withdrawn"},
    {5, 0.4, "solved", 0, 0, 0},
    {6, 1, "solved", 0, 0, 0},
    {7, 1, "solved", 0, 0, 0},
    {8, 2, "solved", 0, 0, 0}, // calls again on the ninth day: another matter
    {9, 3, "solved", 0, 0, 0}, // calls again on the seventh: not solved
    {10, 4, "handed_over", 0, 0, 0},
    {11, 4, "handed_over", 0, 0, 0},
    {12, 5, "handed_over", 0, 0, 0},
    {13, 5, "handed_over", 0, 0, 0}, // calls again the same day: not the right place
    {14, 6, "case_opened", 0, 0, 0},
    // what says nothing
    {8, 10.5, NULL, 0, 0, 0}, // no outcome known
    {9, 9.9, NULL, 0, 0, 0},
    {13, 5.2, NULL, 0, 0, 0},
    {1, 2, "solved", "out", 0, 0}, // we called her: she did not have to
    {15, 6, "solved", 0, "Snökaos", 0},
    {16, 6, "ended_abuse", 0, 0, 0},
    {0, 6, "solved", 0, 0, 0},
};
static const struct contact_call early = {19, 7, "solved", 0, 0, 0};

static void says(struct office *c, const char *which, double rate, double lo, double hi, int n) {
  AUTO(arena) struct arena a;
  json_t *told = NULL, *figure;
  arena_init(&a, 8 << 20);
  CHECK_OK(trend_group(c->h.db, &a, (struct id){{0}},
                       &(struct trend_ask){.now_ms = clock_wall_ms()}, &told));
  figure = json_object_get(json_array_get(json_object_get(told, "topics"), 0), which);
  json_t *interval = json_object_get(figure, "interval");
  CHECK_EQ(json_array_size(json_object_get(told, "topics")), 1);
  CHECK_EQ(json_integer_value(json_object_get(figure, "n")), n);
  CHECK_NEAR(json_number_value(json_object_get(figure, "estimate")), rate, 1e-9);
  CHECK_NEAR(json_number_value(json_array_get(interval, 0)), lo, 1e-6);
  CHECK_NEAR(json_number_value(json_array_get(interval, 1)), hi, 1e-6);
  json_decref(told);
}

// Wilson by hand, z = 1.959964: 8 of 14 is .325906 to .786192, 3 of 4 is .300642 to .954413.
static void says_what_is_known(struct office *c) {
  says(c, "first", 8.0 / 14, 0.325906, 0.786192, 14);
  says(c, "handed", 0.75, 0.300642, 0.954413, 4);
}

TEST(first_contact_is_what_was_worked_out_by_hand_and_stays_when_callers_are_erased) {
  AUTO(office) struct office c;
  struct keeper k;
  office_open(&c);
  for (size_t i = 0; i < countof(known); i++) called(&c, &known[i]);
  says_what_is_known(&c);
  struct erasure soon = called(&c, &early);
  says(&c, "first", 9.0 / 15, 0.357468, 0.801755, 15);
  CHECK_OK(sql_interaction_erased(c.h.db, &(struct interaction_erased){soon.interaction}));
  CHECK_OK(sql_contact_erased(c.h.db, &(struct contact_erased){.erased_ms = c.from_ms + 9 * day_ms,
                                                               .interaction = soon.interaction}));
  says_what_is_known(&c); // nobody can know whether she would have called again
  CHECK_OK(keep_open(c.path, &k));
  CHECK_OK(keep_retention(&k));
  CHECK_EQ(k.erased, countof(known) + 1);
  keeper_drop(&k);
  says_what_is_known(&c);
}

TEST(the_order_in_which_calls_come_in_does_not_matter) {
  AUTO(office) struct office c;
  office_open(&c);
  for (size_t i = countof(known); i-- > 0;) called(&c, &known[i]); // as old files are brought in
  says_what_is_known(&c);
}

TEST(a_caller_erased_at_once_has_still_called_again) {
  AUTO(office) struct office c;
  office_open(&c);
  for (int i = 0; i < 5; i++)
    called(&c, &(struct contact_call){1 + i, 0, "solved", NULL, NULL, NULL});
  struct erasure again = called(&c, &(struct contact_call){1, 1, "solved", NULL, NULL, NULL});
  CHECK_OK(erase_recording(&c.h, &again)); // the second call's caller before anybody looked
  says(&c, "first", 5.0 / 6, 0.436498, 0.969947, 6);
}

TEST(fewer_than_five_who_answered_show_no_share_of_a_topic) {
  AUTO(office) struct office c;
  AUTO(arena) struct arena a;
  json_t *told = NULL;
  office_open(&c);
  arena_init(&a, 8 << 20);
  c.agents[4] = c.agents[3];
  for (int i = 0; i < 20; i++)
    called(&c, &(struct contact_call){1 + i, 0, "solved", NULL, NULL, NULL});
  CHECK_OK(trend_group(c.h.db, &a, (struct id){{0}},
                       &(struct trend_ask){.now_ms = c.from_ms + 20 * hour_ms + 10 * day_ms},
                       &told));
  json_t *topic = json_array_get(json_object_get(told, "topics"), 0);
  CHECK(json_is_null(json_object_get(json_object_get(topic, "first"), "estimate")));
  CHECK_STR(json_string_value(json_object_get(json_object_get(topic, "first"), "undefined")),
            "fewer than five people");
  json_decref(told);
}
