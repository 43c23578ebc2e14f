// SPDX-License-Identifier: Apache-2.0
// What cannot be finished is set aside, and the other calls go on: a spool sealed to another,
// storage that takes one call not, a call the program dies in.
#include <signal.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "gen/sql/aside.h"
#include "recorder/encode/guard.h"
#include "recorder/encode/names.h"
#include "tests/check.h"
#include "tests/unit/encode_kit.h"

static void strcat_ending(char *path, const char *ending) {
  size_t n = strlen(path);
  memcpy(path + n, ending, strlen(ending) + 1);
}

static enum err one_key_is_there(void *self, struct id id) {
  static int n;
  (void)self, (void)id;
  CHECK_EQ(++n, 1);
  return OK;
}

static size_t aside_list(struct encode_kit *s, struct aside_list_row **out) {
  size_t n = 0;
  CHECK_OK(sql_aside_list(desk_catalogue(&s->desk), &s->rows, &(struct aside_list){9}, out, &n));
  return n;
}

static void try_again(struct encode_kit *s, struct id id) {
  struct aside_again_row row;
  bool found = false;
  CHECK_OK(
      sql_aside_again(desk_catalogue(&s->desk), &s->rows, &(struct aside_again){id}, &row, &found));
  CHECK(found);
  s->follow.obeyed_us = 0;
}

TEST(a_spool_sealed_to_another_is_set_aside_and_comes_back_with_its_key) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct spool_keys mine = s.desk.keys;
  struct id id = id_new(), theirs = id_at(day_us / 1000);
  struct aside_list_row *aside;
  crypto_box_keypair(s.desk.keys.public_key, s.desk.keys.secret_key);
  struct spool_keys other = s.desk.keys;
  spooled_make(&s, spooled_of(theirs, 0, 1));
  s.desk.keys = mine;
  spooled_make(&s, spooled_of(id, 0, 1));
  encode_kit_work(&s);
  struct interaction_get_row call;
  CHECK(encode_kit_call(&s, id, &call));
  CHECK_EQ(encode_kit_calls(&s), 1);
  CHECK_EQ(aside_list(&s, &aside), 1);
  CHECK_STR(aside[0].reason, "unreadable");
  CHECK_EQ(aside[0].started_ms, day_us / 1000);
  encode_kit_work(&s); // a later run on this house is not held up
  s.desk.keys = other;
  try_again(&s, theirs);
  encode_kit_work(&s);
  CHECK_EQ(encode_kit_calls(&s), 2);
  CHECK_EQ(aside_list(&s, &aside), 0);
  encode_kit_close(&s);
}

static void in_the_way(struct encode_kit *s, struct id id, char path[64], bool lift) {
  char text[ID_TEXT];
  id_text(name_recording(id), text);
  snprintf(path, 64, "audio/%.2s", text + ID_TEXT - 3);
  if (!lift) mkdirat(s->desk.data.dir, path, 02770);
  snprintf(path, 64, "audio/%.2s/%s.opus.sealed", text + ID_TEXT - 3, text);
  if (lift) CHECK_EQ(unlinkat(s->desk.data.dir, path, AT_REMOVEDIR), 0);
  if (!lift) CHECK_EQ(mkdirat(s->desk.data.dir, path, 0700), 0); // a file cannot take its name
}

TEST(a_call_that_cannot_be_kept_while_others_can_is_set_aside_and_may_be_tried_again) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id bad = id_new(), good = id_new();
  struct interaction_get_row call;
  struct aside_list_row *aside;
  char path[64];
  in_the_way(&s, bad, path, false);
  spooled_make(&s, spooled_of(bad, 0, 2));
  spooled_make(&s, spooled_of(good, 0, 2));
  encode_kit_work(&s);
  CHECK(encode_kit_call(&s, good, &call));
  CHECK(!encode_kit_call(&s, bad, &call));
  CHECK_EQ(aside_list(&s, &aside), 1);
  CHECK_STR(aside[0].reason, "storage");
  CHECK_EQ(aside[0].started_ms, day_us / 1000);
  CHECK_OK(keystore_each(desk_keystore(&s.desk), one_key_is_there, NULL));
  try_again(&s, bad);
  encode_kit_work(&s);
  CHECK_EQ(aside_list(&s, &aside), 1);
  CHECK_EQ(aside[0].tries, 6);
  in_the_way(&s, bad, path, true);
  try_again(&s, bad);
  encode_kit_work(&s);
  CHECK(encode_kit_call(&s, bad, &call));
  CHECK_EQ(aside_list(&s, &aside), 0);
  encode_kit_close(&s);
}

TEST(what_was_set_aside_is_erased_when_it_is_due_and_held_when_it_is_held) {
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_at(day_us / 1000);
  struct aside_due_row *due;
  struct aside_erase_row erased;
  size_t n;
  bool found;
  crypto_box_keypair(s.desk.keys.public_key, s.desk.keys.secret_key);
  struct spool_keys mine = s.desk.keys;
  crypto_box_keypair(s.desk.keys.public_key, s.desk.keys.secret_key);
  spooled_make(&s, spooled_of(id, 0, 1));
  s.desk.keys = mine;
  encode_kit_work(&s);
  struct db *db = desk_catalogue(&s.desk);
  CHECK_OK(sql_aside_due(db, &s.rows, &(struct aside_due){day_us / 1000 + 1, 9}, &due, &n));
  CHECK_EQ(n, 1);
  CHECK_OK(sql_aside_erase(db, &s.rows, &(struct aside_erase){id}, &erased, &found));
  CHECK(found);
  s.follow.obeyed_us = 0;
  encode_kit_work(&s);
  DIR *d = fdopendir(openat(s.desk.spool, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (struct dirent *e; (e = readdir(d));) CHECK(e->d_name[0] == '.');
  closedir(d);
  struct aside_list_row *aside;
  CHECK_EQ(aside_list(&s, &aside), 0);
  encode_kit_close(&s);
}

static void die_in(struct encode_kit *s, struct id id, int sig) {
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
  struct encode_kit s;
  encode_kit_open(&s);
  struct id id = id_new(), good = id_new();
  spooled_make(&s, spooled_of(id, 0, 1));
  spooled_make(&s, spooled_of(good, 0, 1));
  for (int i = 0; i < 5; i++) die_in(&s, good, SIGKILL);
  die_in(&s, id, SIGSEGV);
  die_in(&s, id, SIGABRT);
  CHECK_OK(guard_open(s.desk.run));
  CHECK_EQ(guard_deaths(id), 2);
  CHECK_EQ(guard_deaths(good), 0);
  encode_kit_work(&s);
  guard_close();
  struct interaction_get_row call;
  struct aside_list_row *aside;
  CHECK(encode_kit_call(&s, good, &call));
  CHECK(!encode_kit_call(&s, id, &call));
  CHECK_EQ(aside_list(&s, &aside), 1);
  CHECK_STR(aside[0].reason, "crashed");
  try_again(&s, id);
  encode_kit_work(&s);
  CHECK(encode_kit_call(&s, id, &call));
  encode_kit_close(&s);
}

TEST(a_thing_that_is_no_file_in_the_spool_holds_nobody_up) {
  struct encode_kit s;
  encode_kit_open(&s);
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
  encode_kit_work(&s);
  CHECK_EQ(aside_list(&s, &aside), 2);
  encode_kit_close(&s);
}
