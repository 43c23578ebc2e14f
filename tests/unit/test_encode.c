// SPDX-License-Identifier: Apache-2.0
// From the spool to the rows, with the real sound between: what the follower makes of calls that
// end well, restart, come late, are erased, or are not ours.
#include <signal.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "core/clock.h"
#include "gen/sql/aside.h"
#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/schema.h"
#include "gen/sql/team.h"
#include "recorder/encode/guard.h"
#include "recorder/encode/names.h"
#include "tests/check.h"
#include "tests/reached.h"
#include "tests/unit/encode_kit.h"
#include "vault/blob.h"
#include "vault/playable.h"

static bool recording_get(struct encode_kit *s, struct id id, struct recording_of_row *out) {
  bool found = false;
  CHECK_OK(sql_recording_of(desk_catalogue(&s->desk), &s->rows,
                            &(struct recording_of){.interaction = id}, out, &found));
  return found;
}

// ---- who is who --------------------------------------------------------------------------------

TEST(sides_follow_the_directory_then_the_direction_then_the_order) {
  static const struct {
    bool known0, known1;
    const char *said;
    int agent;
    const char *by, *direction;
  } cases[] = {
      {false, true, "unknown", 1, "directory", "in"},
      {true, false, "in", 0, "directory", "out"},
      {true, true, NULL, 1, "directory", "internal"},
      {false, false, "out", 0, "direction", "out"},
      {false, false, "in", 1, "direction", "in"},
      {false, false, NULL, 1, "sdp_order", "unknown"},
  };
  for (size_t i = 0; i < countof(cases); i++) {
    struct spool_opening o = {.n_parties = 3, .direction = cases[i].said};
    struct seat seats[SPOOL_PARTIES] = {
        {.known = cases[i].known0}, {.known = cases[i].known1}, {.known = true}};
    struct sides_ask ask = {.opening = &o, .seats = seats, .party_of_leg = {0, 1, 2, -1}};
    struct sides s;
    for (size_t k = 4; k < TAKE_LEGS; k++) ask.party_of_leg[k] = -1;
    sides_decide(&ask, &s);
    CHECK_EQ(s.agent_leg, cases[i].agent);
    CHECK_EQ(s.of_leg[cases[i].agent], SIDE_AGENT);
    CHECK_EQ(s.of_leg[!cases[i].agent], SIDE_CALLER);
    CHECK_EQ(s.of_leg[2], SIDE_AGENT);  // a further line of ours
    CHECK_EQ(s.of_leg[3], SIDE_CALLER); // unknown parties go right
    CHECK_STR(s.decided_by, cases[i].by);
    CHECK_STR(s.direction, cases[i].direction);
  }
}

// Lines: the agent, a colleague the directory does not know and the source does, the customer.
TEST(a_colleague_is_on_the_agents_side_whichever_line_is_his) {
  struct spool_opening o = {.n_parties = 3, .direction = "in", .parties = {{.role = "callee"}}};
  struct seat seats[SPOOL_PARTIES] = {{.known = true}};
  struct sides_ask ask = {
      .opening = &o, .seats = seats, .party_of_leg = {0, 1, 2}, .told_agent = {false, true}};
  struct sides s;
  for (size_t k = 3; k < TAKE_LEGS; k++) ask.party_of_leg[k] = -1;
  sides_decide(&ask, &s);
  CHECK_EQ(s.of_leg[0], SIDE_AGENT);
  CHECK_EQ(s.of_leg[1], SIDE_AGENT);
  CHECK_EQ(s.of_leg[2], SIDE_CALLER);
  CHECK_STR(s.direction, "in");
}

TEST(where_nobody_says_who_rang_the_direction_is_not_known) {
  struct spool_opening o = {.n_parties = 2, .parties = {{.role = "unknown"}}};
  struct seat seats[SPOOL_PARTIES] = {{.known = true}};
  struct sides_ask ask = {.opening = &o, .seats = seats, .party_of_leg = {0, 1}};
  struct sides s;
  for (size_t k = 2; k < TAKE_LEGS; k++) ask.party_of_leg[k] = -1;
  sides_decide(&ask, &s);
  CHECK_EQ(s.agent_leg, 0);
  CHECK_STR(s.direction, "unknown");
}

static struct id agent_at(struct encode_kit *s, const char *address) {
  struct db *db = desk_catalogue(&s->desk);
  struct id team = id_new(), person = id_new(), line = id_new();
  CHECK_OK(sql_team_add(db, &(struct team_add){.id = team, .name = "Team", .created_ms = 1}));
  CHECK_OK(sql_person_add(db, &(struct person_add){.id = person,
                                                   .name = "Anna",
                                                   .ui_language = "sv",
                                                   .languages = "sv",
                                                   .prefs = "{}",
                                                   .state = "active",
                                                   .created_ms = 1}));
  CHECK_OK(sql_line_add(
      db,
      &(struct line_add){.id = line, .name = "1003", .address = address, .team = some_id(team)}));
  CHECK_OK(sql_shift_add(db, &(struct shift_add){.id = id_new(),
                                                 .person = reached_by_test(person),
                                                 .line = reached_by_test(line),
                                                 .from_ms = 1,
                                                 .duty = "phone"}));
  return person;
}

TEST(a_call_becomes_rows_and_files_that_fit_together) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new(), agent = agent_at(&s, "1003");
  spooled_make(&s, spooled_of(id, 0, 6));
  encode_kit_work(&s);
  struct interaction_get_row call = {0};
  struct recording_of_row rec = {0};
  CHECK(encode_kit_call(&s, id, &call) && recording_get(&s, id, &rec));
  CHECK_STR(call.end_reason, "bye");
  CHECK_EQ(call.duration_ms, 6000);
  CHECK_EQ(call.started_ms, day_us / 1000);
  CHECK(call.agent.set && id_eq(call.agent.v, agent));
  CHECK_EQ(rec.samples, 6 * 48000);
  CHECK(!rec.swapped);
  struct playable *p = NULL;
  uint64_t samples = 0;
  CHECK_OK(playable_open(s.desk.archive, desk_keystore(&s.desk), rec.id, PLAYABLE_OPUS, false, &p));
  CHECK_OK(playable_verify(p, &samples));
  CHECK_EQ(samples, rec.samples);
  CHECK_EQ(playable_size(p), rec.bytes);
  playable_free(p);
  AUTO(buf) struct buf number = {0};
  AUTO(buf) struct buf name = {0};
  struct sv sealed = {(const char *)call.caller_sealed.p, call.caller_sealed.n};
  CHECK_OK(secret_caller_open(keystore_site(desk_keystore(&s.desk)), id, sealed, &number, &name));
  CHECK_STR(number.p, "0701234567");
  CHECK_STR(name.p, "Kalle");
  encode_kit_close(&s);
}

TEST(an_agent_who_calls_out_is_still_the_agent) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  agent_at(&s, "1003@pbx.example");
  struct spooled p = spooled_of(id, 0, 2);
  p.caller = "1003@pbx.example";
  p.callee = "0709999999";
  spooled_make(&s, p);
  encode_kit_work(&s);
  struct interaction_get_row call = {0};
  CHECK(encode_kit_call(&s, id, &call));
  CHECK_STR(call.direction, "out");
  CHECK(call.agent.set);
  encode_kit_close(&s);
}

// ---- ends --------------------------------------------------------------------------------------

static int64_t gap_ms(struct encode_kit *s, struct id id, const char *reason) {
  struct gap_list_row *rows = NULL;
  size_t n = 0;
  int64_t ms = -1;
  CHECK_OK(sql_gap_list(desk_catalogue(&s->desk), &s->rows, &(struct gap_list){.interaction = id},
                        &rows, &n));
  for (size_t i = 0; i < n; i++)
    if (!strcmp(rows[i].reason, reason)) ms = rows[i].to_ms - rows[i].from_ms;
  return ms;
}

TEST(a_kill_after_the_last_sound_leaves_no_mark) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  struct spooled first = spooled_of(id, 0, 3), second = spooled_of(id, 3, 3);
  first.killed = true;
  spooled_make(&s, first);
  spooled_make(&s, second);
  encode_kit_work(&s);
  CHECK_EQ(gap_ms(&s, id, "restart"), -1);
  encode_kit_close(&s);
}

TEST(a_restarted_capture_continues_its_call_with_a_gap) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  struct spooled first = spooled_of(id, 0, 3), second = spooled_of(id, 5, 8);
  first.killed = true;
  spooled_make(&s, first);
  spooled_make(&s, second);
  encode_kit_work(&s);
  struct interaction_get_row call = {0};
  CHECK(encode_kit_call(&s, id, &call));
  CHECK_EQ(encode_kit_calls(&s), 1);
  CHECK_EQ(call.duration_ms, 8000);
  CHECK_STR(call.end_reason, "bye");
  CHECK_NEAR((double)gap_ms(&s, id, "restart"), 2000, 40);
  encode_kit_close(&s);
}

// Told to stop, a recorder says so at the end of what it has: the next one goes on.
TEST(a_capture_that_was_stopped_continues_its_call_with_a_gap) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  struct spooled first = spooled_of(id, 0, 3);
  first.end = "restart";
  spooled_make(&s, first);
  spooled_make(&s, spooled_of(id, 5, 8));
  encode_kit_work(&s);
  struct interaction_get_row call = {0};
  CHECK(encode_kit_call(&s, id, &call));
  CHECK_EQ(encode_kit_calls(&s), 1);
  CHECK_EQ(call.duration_ms, 8000);
  CHECK_STR(call.end_reason, "bye");
  CHECK_NEAR((double)gap_ms(&s, id, "restart"), 2000, 40);
  encode_kit_close(&s);
}

TEST(a_capture_that_never_came_back_is_named_at_the_end) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  struct spooled p = spooled_of(id, 0, 3);
  p.killed = true;
  spooled_make(&s, p);
  encode_kit_work(&s);
  struct interaction_get_row call = {0};
  CHECK(encode_kit_call(&s, id, &call));
  CHECK_STR(call.end_reason, "restart");
  CHECK_EQ(gap_ms(&s, id, "restart"), 0);
  encode_kit_close(&s);
}

TEST(a_part_that_comes_after_the_commit_is_listed_by_itself) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  struct spooled p = spooled_of(id, 0, 3);
  p.killed = true;
  spooled_make(&s, p);
  encode_kit_work(&s);
  spooled_make(&s, spooled_of(id, 9, 12));
  encode_kit_work(&s);
  struct recording_of_row rec = {0};
  CHECK_EQ(encode_kit_calls(&s), 2);
  CHECK(recording_get(&s, id, &rec));
  CHECK_EQ(rec.duration_ms, 3000);
  encode_kit_close(&s);
}

static void rename_done(struct encode_kit *s, struct id id) { // as just before a commit
  char from[128], to[128], text[ID_TEXT];
  int again = openat(s->desk.spool, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  AUTO(listing) DIR *d = fdopendir(again);
  id_text(id, text);
  for (struct dirent *e; (e = readdir(d));) {
    if (e->d_name[0] == '.') continue;
    snprintf(from, sizeof from, "%.36s/%s.spool", e->d_name, text);
    snprintf(to, sizeof to, "%.36s/%s.done", e->d_name, text);
    CHECK_EQ(renameat(s->desk.spool, from, s->desk.spool, to), 0);
  }
}

TEST(a_crash_between_commit_and_unlink_leaves_one_call) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  struct recording_of_row before = {0}, after = {0};
  spooled_make(&s, spooled_of(id, 0, 3));
  encode_kit_work(&s);
  CHECK(recording_get(&s, id, &before));
  spooled_make(&s, spooled_of(id, 0, 3));
  rename_done(&s, id);
  encode_kit_work(&s);
  CHECK(recording_get(&s, id, &after));
  CHECK_EQ(encode_kit_calls(&s), 1);
  CHECK_EQ(before.sealed_ms, after.sealed_ms);
  struct playable *p = NULL;
  CHECK_OK(
      playable_open(s.desk.archive, desk_keystore(&s.desk), after.id, PLAYABLE_OPUS, false, &p));
  playable_free(p);
  encode_kit_close(&s);
}

TEST(a_refused_call_is_listed_without_a_recording) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  struct spooled p = spooled_of(id, 0, 0);
  p.end = "refused";
  spooled_make(&s, p);
  encode_kit_work(&s);
  struct interaction_get_row call = {0};
  struct recording_of_row rec;
  CHECK(encode_kit_call(&s, id, &call));
  CHECK_STR(call.no_recording, "refused");
  CHECK(!recording_get(&s, id, &rec));
  encode_kit_close(&s);
}

static enum err none_is_there(void *self, struct id id, const char *kind) {
  (void)self, (void)id, (void)kind;
  CHECK(!"a blob");
  return OK;
}

static enum err no_key_is_there(void *self, struct id id) { return none_is_there(self, id, "key"); }

TEST(stop_and_erase_leaves_no_sound_and_no_key) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new();
  struct spooled p = spooled_of(id, 0, 3);
  p.mark = "erase";
  spooled_make(&s, p);
  encode_kit_work(&s);
  struct interaction_get_row call = {0};
  CHECK(encode_kit_call(&s, id, &call));
  CHECK_STR(call.no_recording, "erased");
  CHECK_OK(archive_each(s.desk.archive, &(struct archive_visit){.each = none_is_there}));
  CHECK_OK(keystore_each(desk_keystore(&s.desk), no_key_is_there, NULL));
  encode_kit_close(&s);
}
