// SPDX-License-Identifier: Apache-2.0
// Which calls are recorded: how rules are read, and what they decide of a call, known and half
// known.
#include "centre/house_rules.h"
#include "core/rules.h"
#include "gen/sql/person.h"
#include "gen/sql/ruling.h"
#include "tests/check.h"
#include "tests/unit/encode_kit.h"

static const char anna[] = "018f0000-0000-7000-8000-00000000000a";
static const char orders[] = "018f0000-0000-7000-8000-00000000000b";

static const char ways[] = "# for people\n"
                           "Between colleagues: none if direction internal\r\n"
                           "\n"
                           "Our bank: none if number +46771* number 08-123\n"
                           "Orders: share 20 if queue 018f0000-0000-7000-8000-00000000000b "
                           "direction in\n"
                           "Anna: none if agent 018f0000-0000-7000-8000-00000000000a\n"
                           "Wrong numbers: none if shorter 10\n";

struct asked {
  const char *direction, *number, *agent, *queue;
  int64_t length_ms;
  int lot;
  bool ended;
  enum rules_says says;
  const char *rule;
};

static struct rules_call call_of(const struct asked *a) {
  struct rules_call c = {.ended = a->ended,
                         .direction = a->direction,
                         .length_ms = a->length_ms ? a->length_ms : -1,
                         .lot = a->lot};
  if (a->number) rules_call_number(&c, sv_of(a->number), "46");
  if (!a->agent && !a->queue) return c;
  struct rules_seat *s = &c.seat[c.n_seats++];
  if (a->agent) CHECK_OK(id_parse(sv_of(a->agent), &s->agent));
  if (a->queue) CHECK_OK(id_parse(sv_of(a->queue), &s->queue));
  return c;
}

static void decided(const struct rules *r, const struct asked *a) {
  struct rules_call c = call_of(a);
  struct rules_told told = rules_decide(r, &c);
  CHECK_EQ(told.says, a->says);
  CHECK_STR(told.rule ? told.rule->name : "", a->rule);
}

TEST(the_first_rule_that_fits_decides_of_a_call) {
  static struct rules r;
  static const char boss[] = "018f0000-0000-7000-8000-00000000000c";
  const struct asked cases[] = {
      {"internal", "1002", boss, 0, 60000, 0, true, RULES_EXCLUDES, "Between colleagues"},
      {"in", "077-112233", boss, 0, 60000, 0, true, RULES_EXCLUDES, "Our bank"},
      {"in", "004677112233", boss, 0, 60000, 0, true, RULES_EXCLUDES, "Our bank"},
      {"in", "08123", boss, 0, 60000, 0, true, RULES_EXCLUDES, "Our bank"},
      {"in", "081234", boss, 0, 60000, 0, true, RULES_RECORDS, ""},
      {"in", "anonymous", boss, 0, 60000, 0, true, RULES_RECORDS, ""},
      {"in", "0701", boss, orders, 5000, 1999, true, RULES_RECORDS, "Orders"},
      {"in", "0701", boss, orders, 60000, 2000, true, RULES_EXCLUDES, "Orders"},
      {"out", "0701", boss, orders, 60000, 2000, true, RULES_RECORDS, ""},
      {"in", "0701", anna, 0, 60000, 0, true, RULES_EXCLUDES, "Anna"},
      {"in", "0701", boss, 0, 9999, 0, true, RULES_EXCLUDES, "Wrong numbers"},
      {"in", "0701", boss, 0, 10000, 0, true, RULES_RECORDS, ""},
      {"unknown", 0, 0, 0, 60000, 0, true, RULES_RECORDS, ""},
  };
  CHECK_OK(rules_read(sv_of(ways), &r));
  CHECK_EQ(r.n, 5);
  for (size_t i = 0; i < countof(cases); i++) decided(&r, &cases[i]);
}

TEST(what_is_not_known_yet_decides_nothing_that_it_could_change) {
  static struct rules r;
  static const char boss[] = "018f0000-0000-7000-8000-00000000000c";
  const struct asked cases[] = {
      // at the start: known at once, whatever its length will be
      {"internal", "1002", boss, 0, 0, 0, false, RULES_EXCLUDES, "Between colleagues"},
      {"in", "0701", anna, 0, 0, 0, false, RULES_EXCLUDES, "Anna"},
      // it may be short
      {"in", "0701", boss, 0, 0, 0, false, RULES_LATER, "Wrong numbers"},
      // nobody of ours is in it yet: it may become Anna's, or of the queue
      {"in", "0701", 0, 0, 60000, 9999, false, RULES_LATER, "Orders"},
      {"in", "0701", boss, orders, 0, 0, false, RULES_RECORDS, "Orders"},
      {"in", "0701", boss, orders, 0, 9999, false, RULES_EXCLUDES, "Orders"},
      // no lot is drawn where somebody only asks
      {"in", "0701", boss, orders, 60000, -1, true, RULES_LATER, "Orders"},
  };
  CHECK_OK(rules_read(sv_of(ways), &r));
  for (size_t i = 0; i < countof(cases); i++) decided(&r, &cases[i]);
}

TEST(what_is_excluded_whichever_way_it_goes_is_excluded_at_once) {
  static struct rules r;
  CHECK_OK(rules_read(SV("Short: none if shorter 10\nRest: none\n"), &r));
  decided(&r, &(struct asked){"in", "0701", 0, 0, 0, 0, false, RULES_EXCLUDES, "Rest"});
  CHECK_OK(rules_read(SV("Learning: all if agent 018f0000-0000-7000-8000-00000000000a\nRest: none"),
                      &r));
  decided(&r, &(struct asked){"in", "0701", anna, 0, 0, 0, false, RULES_RECORDS, "Learning"});
  decided(&r, &(struct asked){"in", "0701", orders, 0, 0, 0, false, RULES_EXCLUDES, "Rest"});
  struct rules_call refused = {.refused = true, .length_ms = -1};
  r.n = 0;
  CHECK_EQ(rules_decide(&r, &refused).says, RULES_EXCLUDES);
  CHECK(rules_decide(&r, &refused).refused);
}

TEST(rules_that_are_not_understood_change_nothing_and_say_where) {
  static struct rules r;
  static const char *const bad[] = {"none",
                                    ": none",
                                    "A: some",
                                    "A: share 101",
                                    "A: share",
                                    "A: none if",
                                    "A: none direction in",
                                    "A: none if direction up",
                                    "A: none if number x12",
                                    "A: none if shorter -1",
                                    "A: none if agent \"Bo",
                                    "A: none if agent",
                                    "A: none if weather fine",
                                    "A: none\nA: all",
                                    "A\tB: none"};
  for (size_t i = 0; i < countof(bad); i++) CHECK_FAILS(E_BAD_DATA, rules_read(sv_of(bad[i]), &r));
  CHECK(rules_read(SV("A: all\n\nB: now\n"), &r) == E_BAD_DATA);
  CHECK(strstr(err_detail(), "line 3") != NULL);
  err_forget();
}

TEST(a_rule_is_written_as_it_is_read) {
  static struct rules r, again;
  AUTO(buf) struct buf b = {0};
  CHECK_OK(
      rules_read(SV("A b: share 7 if queue \"Nord och syd\" agent Bo number 08*\nC: all"), &r));
  for (size_t i = 0; i < r.n; i++) rules_write(&r.rule[i], &b);
  CHECK_STR(b.p, "A b: share 7 if queue \"Nord och syd\" agent Bo number 08*\nC: all\n");
  CHECK_OK(rules_read(buf_sv(&b), &again));
  CHECK_EQ(again.n, 2);
}

TEST(a_lot_is_drawn_once_and_fairly) {
  struct secret_key key = {{7}};
  int kept = 0;
  for (uint32_t i = 0; i < 10000; i++) {
    struct sv name = {(const char *)&i, sizeof i};
    int32_t lot = rules_lot(&key, name);
    CHECK(lot >= 0 && lot < RULES_LOTS && lot == rules_lot(&key, name));
    kept += lot < 2000;
  }
  CHECK(kept > 1880 && kept < 2120); // three deviations of 40
}

TEST(versions_of_the_rules_are_kept_and_a_call_has_that_of_its_start) {
  struct encode_kit s;
  static struct rules r;
  struct id anna_is = id_new();
  encode_kit_open(&s);
  struct db *db = desk_catalogue(&s.desk);
  CHECK_OK(sql_person_add(db, &(struct person_add){.id = anna_is,
                                                   .name = "Anna Berg",
                                                   .ui_language = "sv",
                                                   .languages = "sv",
                                                   .prefs = "{}",
                                                   .state = "active",
                                                   .created_ms = 1}));
  CHECK_OK(house_rules_at(db, 5000, &r));
  CHECK_EQ(r.n, 0);
  CHECK_OK(rules_read(SV("Hers: none if agent \"Anna Berg\""), &r));
  CHECK_OK(house_rules_learn(db, &r));
  CHECK_OK(house_rules_set(db, &r, 1000));
  CHECK_OK(rules_read(SV("Nothing: none"), &r));
  CHECK_OK(house_rules_set(db, &r, 2000));
  CHECK_OK(house_rules_at(db, 1999, &r));
  CHECK_EQ(r.version, 1);
  struct id kept;
  CHECK(id_is(sv_of(r.rule[0].want[0].value), &kept) && id_eq(kept, anna_is));
  CHECK_OK(house_rules_name(db, &r));
  CHECK_STR(r.rule[0].want[0].value, "Anna Berg");
  CHECK_OK(house_rules_at(db, 2000, &r));
  CHECK_EQ(r.version, 2);
  CHECK_OK(rules_read(SV("X: none if agent Nobody"), &r));
  CHECK_FAILS(E_BAD_DATA, house_rules_learn(db, &r));
  encode_kit_close(&s);
}

TEST(a_number_that_refused_is_known_in_any_form_and_kept_in_none) {
  struct encode_kit s;
  bool is_new;
  struct rules_call c = {.lot = -1}, other = {.lot = -1};
  encode_kit_open(&s);
  struct db *db = desk_catalogue(&s.desk);
  const struct secret_key *site = keystore_site(desk_keystore(&s.desk));
  CHECK_OK(house_rules_refuse(db, site, SV("070-174 06 06"), "46", true, &is_new));
  CHECK(is_new);
  CHECK_OK(house_rules_refuse(db, site, SV("0046701740606"), "46", true, &is_new));
  CHECK(!is_new);
  rules_call_number(&c, SV("+46701740606"), "46");
  CHECK_OK(house_rules_ask(db, site, &c));
  CHECK(c.refused);
  rules_call_number(&other, SV("+46701740607"), "46");
  CHECK_OK(house_rules_ask(db, site, &other));
  CHECK(!other.refused);
  CHECK_OK(house_rules_refuse(db, site, SV("0701740606"), "46", false, &is_new));
  c.refused = false;
  CHECK_OK(house_rules_ask(db, site, &c));
  CHECK(is_new && !c.refused);
  encode_kit_close(&s);
}
