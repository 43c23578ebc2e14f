// SPDX-License-Identifier: Apache-2.0
// What is opened is what is looked at, however often a name stands for something else meanwhile.
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "core/file.h"
#include "tests/check.h"

struct stand {
  int dir;
  atomic_bool stop;
  ino_t secret; // what lies outside
};

static void put(int dir, const char *name, const char *text) {
  CHECK_OK(file_write_atomic(dir, name, sv_of(text), 0600));
}

// The name is a file, a FIFO, a link out, a link in a circle, a folder, nothing, in turn.
static void *swap(void *self) {
  struct stand *s = self;
  for (unsigned i = 0; !atomic_load(&s->stop); i++) {
    unlinkat(s->dir, "new", 0);
    unlinkat(s->dir, "new", AT_REMOVEDIR);
    int rc = 0;
    switch (i % 5) {
    case 0: rc = linkat(s->dir, "good", s->dir, "new", 0); break;
    case 1: rc = mkfifoat(s->dir, "new", 0600); break;
    case 2: rc = symlinkat("../secret", s->dir, "new"); break;
    case 3: rc = symlinkat("name", s->dir, "new"); break;
    default: rc = mkdirat(s->dir, "new", 0700);
    }
    if (!rc && renameat(s->dir, "new", s->dir, "name"))
      unlinkat(s->dir, "name", i % 5 == 4 ? 0 : AT_REMOVEDIR);
    // and the folder on the way is a folder or a link to one
    unlinkat(s->dir, "way", 0);
    if (renameat(s->dir, i % 2 ? "real" : "way", s->dir, i % 2 ? "way" : "real"))
      rc = symlinkat("..", s->dir, "way");
    (void)rc;
  }
  return NULL;
}

static void look(struct stand *s, const char *name, int *n_good) {
  AUTO(fd) fd f = -1;
  struct stat st;
  enum err rc = file_open(s->dir, name, O_RDONLY, 0, &f);
  if (!rc && !fstat(f, &st)) {
    CHECK(S_ISREG(st.st_mode) && st.st_ino != s->secret);
    ++*n_good;
  }
  if (rc) CHECK(rc == E_NOT_FOUND || rc == E_BAD_DATA || rc == E_BUSY);
  err_forget();
}

TEST(no_race_of_names_leads_out_or_is_waited_for) {
  struct stand s = {.dir = -1};
  struct stat st;
  AUTO(fd) fd outer = -1;
  pthread_t thread;
  int n_good = 0, n = 0;
  CHECK_OK(folder_open(AT_FDCWD, test_folder(), &outer));
  put(outer, "secret", "outside");
  CHECK_EQ(fstatat(outer, "secret", &st, 0), 0);
  s.secret = st.st_ino;
  CHECK_EQ(mkdirat(outer, "in", 0700), 0);
  CHECK_OK(folder_open(outer, "in", &s.dir));
  CHECK_EQ(mkdirat(s.dir, "real", 0700), 0);
  put(s.dir, "good", "inside");
  put(s.dir, "real/secret", "inside too");
  CHECK_EQ(pthread_create(&thread, NULL, swap, &s), 0);
  for (int64_t until = clock_mono_us() + 1500000; clock_mono_us() < until; n++) {
    look(&s, "name", &n_good);
    look(&s, "way/secret", &n_good);
    look(&s, "../secret", &n_good);
    look(&s, "real/../../secret", &n_good);
  }
  atomic_store(&s.stop, true);
  pthread_join(thread, NULL);
  CHECK(n > 100 && n_good > 10);
  close(s.dir);
}

TEST(a_file_that_is_made_takes_the_place_of_a_link_not_its_target) {
  AUTO(fd) fd dir = -1;
  AUTO(buf) struct buf text = {0};
  AUTO(fd) fd made = -1;
  CHECK_OK(folder_open(AT_FDCWD, test_folder(), &dir));
  put(dir, "catalogue", "dear");
  CHECK_EQ(symlinkat("catalogue", dir, "state.new"), 0);
  put(dir, "state", "told");
  CHECK_EQ(linkat(dir, "catalogue", dir, "other", 0), 0);
  CHECK_OK(file_create(dir, "other", 0600, &made));
  CHECK_OK(file_read(dir, "catalogue", 100, &text));
  CHECK(sv_eq(buf_sv(&text), SV("dear")));
}
