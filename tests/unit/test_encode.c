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
#include "recorder/encode/follow.h"
#include "recorder/encode/guard.h"
#include "recorder/encode/names.h"
#include "recorder/spool.h"
#include "tests/check.h"
#include "tests/reached.h"
#include "vault/blob.h"
#include "vault/playable.h"

enum { SECOND = 1000 * 1000 };
static const int64_t day_us = 1780000000LL * SECOND; // some day in 2026

struct site {
  struct desk desk;
  struct follow follow;
  struct arena rows;
};

static void site_open(struct site *s) {
  struct datadir d = {.dir = -1};
  struct keystore *k = NULL;
  struct db *db = NULL;
  *s = (struct site){0};
  arena_init(&s->rows, 1 << 20);
  CHECK_OK(datadir_make(test_folder(), &d));
  CHECK_OK(keystore_make(&d, &k));
  CHECK_OK(db_create(d.catalogue, &catalogue_schema, &db));
  db_close(db);
  keystore_free(k);
  datadir_drop(&d);
  CHECK_OK(desk_open(test_folder(), &s->desk));
}

static void site_close(struct site *s) {
  follow_drop(&s->follow);
  desk_drop(&s->desk);
  arena_drop(&s->rows);
}

static void work(struct site *s) { // until nothing is left
  bool worked;
  for (int i = 0; i < 1000; i++) {
    CHECK_OK(follow_round(&s->follow, &s->desk, true, &worked));
    if (follow_idle(&s->follow)) return;
    if (!worked) clock_sleep_ms(5); // a call that failed is tried again after a second
  }
  CHECK(!"the spool is worked off");
}

// ---- a capture's part of a call ----------------------------------------------------------------

struct part {
  struct id id;
  int64_t from_us, to_us;
  const char *direction, *caller, *callee, *mark;
  bool killed; // without END
  const char *end;
};

static void put(struct spool *s, enum spool_kind kind, int64_t at_us, struct buf *body) {
  CHECK_OK(spool_put(s, kind, at_us, buf_sv(body)));
  buf_clear(body);
}

static void packets(struct spool *s, const struct part *p) {
  uint8_t rtp[172] = {0x80, 8};
  for (int64_t at = p->from_us; at < p->to_us; at += 20000) {
    uint32_t n = (uint32_t)((at - day_us) / 20000), stamp = n * 160;
    for (int i = 0; i < 4; i++) rtp[4 + i] = (uint8_t)(stamp >> (24 - 8 * i));
    rtp[2] = (uint8_t)(n >> 8);
    rtp[3] = (uint8_t)n;
    for (uint8_t leg = 0; leg < 2; leg++) {
      rtp[11] = leg;
      memset(rtp + 12, 0xd5, 160);
      CHECK_OK(spool_rtp(s, at, leg, 0, (struct sv){(const char *)rtp, sizeof rtp}));
    }
  }
}

static void part_begin(struct spool *s, const struct part *p, struct buf *body) {
  struct spool_opening o = {
      .interaction = p->id,
      .started_us = p->from_us,
      .source = "capture",
      .direction = p->direction,
      .n_parties = 2,
      .parties = {{0, p->caller, "Kalle", "caller"}, {1, p->callee, NULL, "callee"}}};
  CHECK_OK(spool_opening_pack(&o, body));
  put(s, SPOOL_OPEN, p->from_us, body);
  for (uint8_t leg = 0; leg < 2; leg++) {
    struct spool_leg l = {
        .leg = leg, .party = leg, .n_payloads = 1, .payloads = {{8, 1, 8000, "PCMA", NULL}}};
    CHECK_OK(spool_leg_pack(&l, body));
    put(s, SPOOL_LEG, p->from_us, body);
  }
}

static void part_make(struct site *s, struct part p) {
  AUTO(buf) struct buf body = {0};
  struct spool_run *run = NULL;
  struct spool *call = NULL;
  CHECK_OK(spool_run_open(s->desk.spool, s->desk.keys.public_key,
                          (struct spool_options){.no_sync = true}, &run));
  CHECK_OK(spool_open(run, p.id, &call));
  part_begin(call, &p, &body);
  packets(call, &p);
  if (p.mark) {
    CHECK_OK(
        spool_mark_pack(&(struct spool_mark){.kind = p.mark, .leg = -1, .at_us = p.to_us}, &body));
    put(call, SPOOL_MARK, p.to_us, &body);
  }
  if (!p.killed) {
    CHECK_OK(spool_ending_pack(&(struct spool_ending){p.end ? p.end : "bye", p.to_us}, &body));
    put(call, SPOOL_END, p.to_us, &body);
  }
  spool_close(call);
  spool_run_free(run);
}

static struct part part_of(struct id id, int from_s, int to_s) {
  return (struct part){.id = id,
                       .from_us = day_us + from_s * SECOND,
                       .to_us = day_us + to_s * SECOND,
                       .direction = "in",
                       .caller = "0701234567@op.example",
                       .callee = "1003@pbx.example"};
}

static bool call_get(struct site *s, struct id id, struct interaction_get_row *out) {
  bool found = false;
  CHECK_OK(sql_interaction_get(desk_catalogue(&s->desk), &s->rows,
                               &(struct interaction_get){.id = id}, out, &found));
  return found;
}

static bool recording_get(struct site *s, struct id id, struct recording_of_row *out) {
  bool found = false;
  CHECK_OK(sql_recording_of(desk_catalogue(&s->desk), &s->rows,
                            &(struct recording_of){.interaction = id}, out, &found));
  return found;
}

static int64_t call_count(struct site *s) {
  struct interaction_count_row row = {0};
  CHECK_OK(sql_interaction_count(desk_catalogue(&s->desk), &s->rows, &row));
  return row.n;
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
    int party[TAKE_LEGS] = {0, 1, 2, -1};
    struct sides s;
    for (size_t k = 4; k < TAKE_LEGS; k++) party[k] = -1;
    sides_decide(&o, seats, party, &s);
    CHECK_EQ(s.agent_leg, cases[i].agent);
    CHECK_EQ(s.of_leg[cases[i].agent], SIDE_AGENT);
    CHECK_EQ(s.of_leg[!cases[i].agent], SIDE_CALLER);
    CHECK_EQ(s.of_leg[2], SIDE_AGENT);  // a further line of ours
    CHECK_EQ(s.of_leg[3], SIDE_CALLER); // unknown parties go right
    CHECK_STR(s.decided_by, cases[i].by);
    CHECK_STR(s.direction, cases[i].direction);
  }
}

static struct id agent_at(struct site *s, const char *address) {
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
  struct site s;
  site_open(&s);
  struct id id = id_new(), agent = agent_at(&s, "1003");
  part_make(&s, part_of(id, 0, 6));
  work(&s);
  struct interaction_get_row call = {0};
  struct recording_of_row rec = {0};
  CHECK(call_get(&s, id, &call) && recording_get(&s, id, &rec));
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
  site_close(&s);
}

TEST(an_agent_who_calls_out_is_still_the_agent) {
  struct site s;
  site_open(&s);
  struct id id = id_new();
  agent_at(&s, "1003@pbx.example");
  struct part p = part_of(id, 0, 2);
  p.caller = "1003@pbx.example";
  p.callee = "0709999999";
  part_make(&s, p);
  work(&s);
  struct interaction_get_row call = {0};
  CHECK(call_get(&s, id, &call));
  CHECK_STR(call.direction, "out");
  CHECK(call.agent.set);
  site_close(&s);
}

// ---- ends --------------------------------------------------------------------------------------

static int64_t gap_ms(struct site *s, struct id id, const char *reason) {
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
  struct site s;
  site_open(&s);
  struct id id = id_new();
  struct part first = part_of(id, 0, 3), second = part_of(id, 3, 3);
  first.killed = true;
  part_make(&s, first);
  part_make(&s, second);
  work(&s);
  CHECK_EQ(gap_ms(&s, id, "restart"), -1);
  site_close(&s);
}

TEST(a_restarted_capture_continues_its_call_with_a_gap) {
  struct site s;
  site_open(&s);
  struct id id = id_new();
  struct part first = part_of(id, 0, 3), second = part_of(id, 5, 8);
  first.killed = true;
  part_make(&s, first);
  part_make(&s, second);
  work(&s);
  struct interaction_get_row call = {0};
  CHECK(call_get(&s, id, &call));
  CHECK_EQ(call_count(&s), 1);
  CHECK_EQ(call.duration_ms, 8000);
  CHECK_STR(call.end_reason, "bye");
  CHECK_NEAR((double)gap_ms(&s, id, "restart"), 2000, 40);
  site_close(&s);
}

TEST(a_capture_that_never_came_back_is_named_at_the_end) {
  struct site s;
  site_open(&s);
  struct id id = id_new();
  struct part p = part_of(id, 0, 3);
  p.killed = true;
  part_make(&s, p);
  work(&s);
  struct interaction_get_row call = {0};
  CHECK(call_get(&s, id, &call));
  CHECK_STR(call.end_reason, "restart");
  CHECK_EQ(gap_ms(&s, id, "restart"), 0);
  site_close(&s);
}

TEST(a_part_that_comes_after_the_commit_is_listed_by_itself) {
  struct site s;
  site_open(&s);
  struct id id = id_new();
  struct part p = part_of(id, 0, 3);
  p.killed = true;
  part_make(&s, p);
  work(&s);
  part_make(&s, part_of(id, 9, 12));
  work(&s);
  struct recording_of_row rec = {0};
  CHECK_EQ(call_count(&s), 2);
  CHECK(recording_get(&s, id, &rec));
  CHECK_EQ(rec.duration_ms, 3000);
  site_close(&s);
}

static void rename_done(struct site *s, struct id id) { // as just before a commit
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
  struct site s;
  site_open(&s);
  struct id id = id_new();
  struct recording_of_row before = {0}, after = {0};
  part_make(&s, part_of(id, 0, 3));
  work(&s);
  CHECK(recording_get(&s, id, &before));
  part_make(&s, part_of(id, 0, 3));
  rename_done(&s, id);
  work(&s);
  CHECK(recording_get(&s, id, &after));
  CHECK_EQ(call_count(&s), 1);
  CHECK_EQ(before.sealed_ms, after.sealed_ms);
  struct playable *p = NULL;
  CHECK_OK(
      playable_open(s.desk.archive, desk_keystore(&s.desk), after.id, PLAYABLE_OPUS, false, &p));
  playable_free(p);
  site_close(&s);
}

TEST(a_refused_call_is_listed_without_a_recording) {
  struct site s;
  site_open(&s);
  struct id id = id_new();
  struct part p = part_of(id, 0, 0);
  p.end = "refused";
  part_make(&s, p);
  work(&s);
  struct interaction_get_row call = {0};
  struct recording_of_row rec;
  CHECK(call_get(&s, id, &call));
  CHECK_STR(call.no_recording, "refused");
  CHECK(!recording_get(&s, id, &rec));
  site_close(&s);
}

static enum err none_is_there(void *self, struct id id, const char *kind) {
  (void)self, (void)id, (void)kind;
  CHECK(!"a blob");
  return OK;
}

static enum err no_key_is_there(void *self, struct id id) { return none_is_there(self, id, "key"); }

TEST(stop_and_erase_leaves_no_sound_and_no_key) {
  struct site s;
  site_open(&s);
  struct id id = id_new();
  struct part p = part_of(id, 0, 3);
  p.mark = "erase";
  part_make(&s, p);
  work(&s);
  struct interaction_get_row call = {0};
  CHECK(call_get(&s, id, &call));
  CHECK_STR(call.no_recording, "erased");
  CHECK_OK(archive_each(s.desk.archive, &(struct archive_visit){.each = none_is_there}));
  CHECK_OK(keystore_each(desk_keystore(&s.desk), no_key_is_there, NULL));
  site_close(&s);
}

static enum err one_key_is_there(void *self, struct id id) {
  static int n;
  (void)self, (void)id;
  CHECK_EQ(++n, 1);
  return OK;
}
static void strcat_ending(char *path, const char *ending) {
  size_t n = strlen(path);
  memcpy(path + n, ending, strlen(ending) + 1);
}

// ---- one call's trouble
// --------------------------------------------------------------------------

static size_t aside_list(struct site *s, struct aside_list_row **out) {
  size_t n = 0;
  CHECK_OK(sql_aside_list(desk_catalogue(&s->desk), &s->rows, &(struct aside_list){9}, out, &n));
  return n;
}

static void try_again(struct site *s, struct id id) {
  struct aside_again_row row;
  bool found = false;
  CHECK_OK(
      sql_aside_again(desk_catalogue(&s->desk), &s->rows, &(struct aside_again){id}, &row, &found));
  CHECK(found);
  s->follow.obeyed_us = 0;
}

TEST(a_spool_sealed_to_another_is_set_aside_and_comes_back_with_its_key) {
  struct site s;
  site_open(&s);
  struct spool_keys mine = s.desk.keys;
  struct id id = id_new(), theirs = id_at(day_us / 1000);
  struct aside_list_row *aside;
  crypto_box_keypair(s.desk.keys.public_key, s.desk.keys.secret_key);
  struct spool_keys other = s.desk.keys;
  part_make(&s, part_of(theirs, 0, 1));
  s.desk.keys = mine;
  part_make(&s, part_of(id, 0, 1));
  work(&s);
  struct interaction_get_row call;
  CHECK(call_get(&s, id, &call));
  CHECK_EQ(call_count(&s), 1);
  CHECK_EQ(aside_list(&s, &aside), 1);
  CHECK_STR(aside[0].reason, "unreadable");
  CHECK_EQ(aside[0].started_ms, day_us / 1000);
  work(&s); // a later run on this house is not held up
  s.desk.keys = other;
  try_again(&s, theirs);
  work(&s);
  CHECK_EQ(call_count(&s), 2);
  CHECK_EQ(aside_list(&s, &aside), 0);
  site_close(&s);
}

static void in_the_way(struct site *s, struct id id, char path[64], bool lift) {
  char text[ID_TEXT];
  id_text(name_recording(id), text);
  snprintf(path, 64, "audio/%.2s", text + ID_TEXT - 3);
  if (!lift) mkdirat(s->desk.data.dir, path, 02770);
  snprintf(path, 64, "audio/%.2s/%s.opus.sealed", text + ID_TEXT - 3, text);
  if (lift) CHECK_EQ(unlinkat(s->desk.data.dir, path, AT_REMOVEDIR), 0);
  if (!lift) CHECK_EQ(mkdirat(s->desk.data.dir, path, 0700), 0); // a file cannot take its name
}

TEST(a_call_that_cannot_be_kept_while_others_can_is_set_aside_and_may_be_tried_again) {
  struct site s;
  site_open(&s);
  struct id bad = id_new(), good = id_new();
  struct interaction_get_row call;
  struct aside_list_row *aside;
  char path[64];
  in_the_way(&s, bad, path, false);
  part_make(&s, part_of(bad, 0, 2));
  part_make(&s, part_of(good, 0, 2));
  work(&s);
  CHECK(call_get(&s, good, &call));
  CHECK(!call_get(&s, bad, &call));
  CHECK_EQ(aside_list(&s, &aside), 1);
  CHECK_STR(aside[0].reason, "storage");
  CHECK_EQ(aside[0].started_ms, day_us / 1000);
  CHECK_OK(keystore_each(desk_keystore(&s.desk), one_key_is_there, NULL));
  try_again(&s, bad);
  work(&s);
  CHECK_EQ(aside_list(&s, &aside), 1);
  CHECK_EQ(aside[0].tries, 6);
  in_the_way(&s, bad, path, true);
  try_again(&s, bad);
  work(&s);
  CHECK(call_get(&s, bad, &call));
  CHECK_EQ(aside_list(&s, &aside), 0);
  site_close(&s);
}

TEST(what_was_set_aside_is_erased_when_it_is_due_and_held_when_it_is_held) {
  struct site s;
  site_open(&s);
  struct id id = id_at(day_us / 1000);
  struct aside_due_row *due;
  struct aside_erase_row erased;
  size_t n;
  bool found;
  crypto_box_keypair(s.desk.keys.public_key, s.desk.keys.secret_key);
  struct spool_keys mine = s.desk.keys;
  crypto_box_keypair(s.desk.keys.public_key, s.desk.keys.secret_key);
  part_make(&s, part_of(id, 0, 1));
  s.desk.keys = mine;
  work(&s);
  struct db *db = desk_catalogue(&s.desk);
  CHECK_OK(sql_aside_due(db, &s.rows, &(struct aside_due){day_us / 1000 + 1, 9}, &due, &n));
  CHECK_EQ(n, 1);
  CHECK_OK(sql_aside_erase(db, &s.rows, &(struct aside_erase){id}, &erased, &found));
  CHECK(found);
  s.follow.obeyed_us = 0;
  work(&s);
  DIR *d = fdopendir(openat(s.desk.spool, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (struct dirent *e; (e = readdir(d));) CHECK(e->d_name[0] == '.');
  closedir(d);
  struct aside_list_row *aside;
  CHECK_EQ(aside_list(&s, &aside), 0);
  site_close(&s);
}

static void die_in(struct site *s, struct id id, int sig) {
  pid_t pid = fork();
  if (!pid) {
    signal(sig, SIG_DFL); // a sanitizer's own handler would tell of it
    if (guard_open(s->desk.run)) _exit(1);
    guard_enter(id);
    raise(sig);
    _exit(2);
  }
  waitpid(pid, NULL, 0);
  CHECK_OK(guard_open(s->desk.run));
  guard_close();
}

TEST(a_call_the_program_dies_in_twice_is_set_aside_and_a_killed_program_accuses_nobody) {
  struct site s;
  site_open(&s);
  struct id id = id_new(), good = id_new();
  part_make(&s, part_of(id, 0, 1));
  part_make(&s, part_of(good, 0, 1));
  for (int i = 0; i < 5; i++) die_in(&s, good, SIGKILL);
  die_in(&s, id, SIGSEGV);
  die_in(&s, id, SIGABRT);
  CHECK_OK(guard_open(s.desk.run));
  CHECK_EQ(guard_deaths(id), 2);
  CHECK_EQ(guard_deaths(good), 0);
  work(&s);
  guard_close();
  struct interaction_get_row call;
  struct aside_list_row *aside;
  CHECK(call_get(&s, good, &call));
  CHECK(!call_get(&s, id, &call));
  CHECK_EQ(aside_list(&s, &aside), 1);
  CHECK_STR(aside[0].reason, "crashed");
  try_again(&s, id);
  work(&s);
  CHECK(call_get(&s, id, &call));
  site_close(&s);
}

TEST(a_thing_that_is_no_file_in_the_spool_holds_nobody_up) {
  struct site s;
  site_open(&s);
  struct id run = id_new(), id = id_new(), linked = id_new();
  char text[ID_TEXT], path[2 * ID_TEXT + 16];
  id_text(run, text);
  CHECK_EQ(mkdirat(s.desk.spool, text, 02770), 0);
  snprintf(path, sizeof path, "%s/", text);
  id_text(id, path + ID_TEXT);
  strcat_ending(path, ".spool");
  CHECK_EQ(mkfifoat(s.desk.spool, path, 0660), 0);
  id_text(linked, path + ID_TEXT);
  strcat_ending(path, ".spool");
  CHECK_EQ(symlinkat("/dev/zero", s.desk.spool, path), 0);
  struct aside_list_row *aside;
  work(&s);
  CHECK_EQ(aside_list(&s, &aside), 2);
  site_close(&s);
}
