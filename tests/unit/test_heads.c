// SPDX-License-Identifier: Apache-2.0
// Signed heads: what was under one is found to be changed, cut, rolled back or another house's.
#include <sys/stat.h>
#include <sys/wait.h>

#include "centre/heads.h"
#include "core/file.h"
#include "gen/sql/schema.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

struct site {
  char db_path[256], heads_path[256];
  struct db *db;
  struct heads_key key;
  struct chain_place last;
  int keys, file;
};

static void tamper(const struct site *s, const char *sql) {
  pid_t child = fork();
  if (!child) {
    execlp("sqlite3", "sqlite3", s->db_path, sql, (char *)NULL);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK_EQ(status, 0);
}

static void lines(struct site *s, int n) {
  struct chain_line line = {.event = EV_RECORDING_LISTENED, .actor = id_new()};
  for (int i = 0; i < n; i++) CHECK_OK(chain_append(s->db, &line));
}

static void site_open(struct site *s, const char *name) {
  char folder[200];
  snprintf(folder, sizeof folder, "%s/%s", test_folder(), name);
  CHECK_EQ(mkdir(folder, 0700), 0);
  snprintf(s->db_path, sizeof s->db_path, "%s/catalogue.db", folder);
  snprintf(s->heads_path, sizeof s->heads_path, "%s/heads", folder);
  s->last = (struct chain_place){0};
  CHECK_OK(folder_open(AT_FDCWD, folder, &s->keys));
  CHECK_OK(catalogue_create(s->db_path, &s->db));
  CHECK_OK(file_open(AT_FDCWD, s->heads_path, O_RDWR | O_APPEND | O_CREAT, 0600, &s->file));
  CHECK_FAILS(E_NOT_FOUND, heads_key_read(s->keys, &s->key));
  CHECK_OK(heads_key_make(s->keys));
  CHECK_OK(heads_key_read(s->keys, &s->key));
  lines(s, 3);
  CHECK_OK(heads_announce(s->db, &s->key));
  CHECK_OK(heads_write(s->db, &s->key, s->file, &s->last));
}

static void site_drop(struct site *s) {
  db_close(s->db);
  close(s->file);
  close(s->keys);
}

static void sign_more(struct site *s, int n) {
  lines(s, n);
  CHECK_OK(heads_write(s->db, &s->key, s->file, &s->last));
}

static struct heads_report look(struct site *s) {
  AUTO(buf) struct buf text = {0};
  struct heads_report r;
  struct heads_file f = {0};
  CHECK_OK(heads_signed(s->db, &f));
  CHECK_OK(file_read(AT_FDCWD, s->heads_path, 1 << 20, &text));
  f.text = buf_sv(&text);
  CHECK_OK(heads_verify(s->db, &f, &r));
  return r;
}

TEST(heads_are_signed_when_the_chain_has_grown) {
  AUTO(site) struct site s;
  site_open(&s, "a");
  CHECK_OK(heads_write(s.db, &s.key, s.file, &s.last)); // nothing new, nothing written
  sign_more(&s, 5);
  struct heads_report r = look(&s);
  CHECK_STR(r.says, "");
  CHECK(r.heads == 2 && r.first == 4 && r.last == 9 && r.keys == 1);
}

TEST(cut_heads_and_rolled_back_chains_are_found) {
  AUTO(site) struct site s;
  site_open(&s, "a");
  sign_more(&s, 5);
  sign_more(&s, 5);
  // the tail cut together with its head: only the file knows
  tamper(&s, "DELETE FROM audit WHERE seq > 11; UPDATE audit_head SET seq = 11,"
             " hash = (SELECT hash FROM audit WHERE seq = 11)");
  struct chain_report chain;
  CHECK_OK(chain_verify(s.db, &chain));
  CHECK_STR(chain.says, "");
  CHECK_EQ(look(&s).bad_seq, 14);
  lines(&s, 5); // the keeper does not sign what does not follow
  CHECK_FAILS(E_BAD_DATA, heads_write(s.db, &s.key, s.file, &s.last));
}

TEST(a_file_of_heads_that_was_cut_is_found) {
  AUTO(site) struct site s;
  site_open(&s, "a");
  struct stat st;
  CHECK_EQ(fstat(s.file, &st), 0);
  sign_more(&s, 5);
  CHECK_EQ(ftruncate(s.file, st.st_size), 0);
  CHECK(strstr(look(&s).says, "missing"));
  CHECK_FAILS(E_BAD_DATA, heads_write(s.db, &s.key, s.file, &s.last));
  CHECK_EQ(ftruncate(s.file, 0), 0);
  CHECK(strstr(look(&s).says, "no signed head"));
  CHECK_EQ(pwrite(s.file, "medlyss-head 2 what\n", 20, 0), 20);
  CHECK(look(&s).says[0]);
}

TEST(another_houses_heads_and_key_are_found) {
  AUTO(site) struct site s;
  AUTO(site) struct site other;
  site_open(&s, "a");
  site_open(&other, "b");
  sign_more(&s, 2);
  sign_more(&other, 2);
  char here[256];
  snprintf(here, sizeof here, "%s", s.heads_path);
  memcpy(s.heads_path, other.heads_path, sizeof here);
  CHECK(strstr(look(&s).says, "not signed by this site"));
  memcpy(s.heads_path, here, sizeof here);
  CHECK_STR(look(&s).says, "");
  s.key = other.key; // a key the chain never announced
  sign_more(&s, 1);
  CHECK(strstr(look(&s).says, "not signed by this site"));
}

TEST(a_new_key_is_announced_and_the_former_signs_no_more) {
  AUTO(site) struct site s;
  site_open(&s, "a");
  struct heads_key former = s.key;
  CHECK_OK(heads_key_make(s.keys));
  CHECK_OK(heads_key_read(s.keys, &s.key));
  CHECK_OK(heads_announce(s.db, &s.key));
  sign_more(&s, 1);
  struct heads_report r = look(&s);
  CHECK_STR(r.says, "");
  CHECK_EQ(r.keys, 2);
  s.key = former;
  sign_more(&s, 1);
  CHECK(look(&s).says[0]);
}

TEST(a_key_open_to_others_is_no_key) {
  AUTO(site) struct site s;
  site_open(&s, "a");
  CHECK_EQ(fchmodat(s.keys, "heads.key", 0640, 0), 0);
  CHECK_FAILS(E_CONFIG, heads_key_read(s.keys, &s.key));
}
