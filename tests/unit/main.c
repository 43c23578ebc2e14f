// SPDX-License-Identifier: Apache-2.0
#include <ftw.h>
#include <sodium.h>

#include "tests/check.h"

static struct test *all;
static int failures;
static char folder[128];

void test_add(struct test *t) {
  t->next = all;
  all = t;
}

void test_failed(const char *file, int line, const char *what) {
  printf("  %s:%d: %s  (%s)\n", file, line, what, err_detail());
  failures++;
}

void test_failed_with(const char *file, int line, const char *fmt, ...) {
  char text[512];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  test_failed(file, line, text);
}

const char *test_folder(void) {
  if (!folder[0]) {
    const char *in = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/medlyss-test-XXXXXX", in ? in : "/tmp");
    if (!mkdtemp(folder)) abort();
  }
  return folder;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
  (void)st, (void)kind, (void)ftw;
  return remove(path);
}

static void folder_remove(void) {
  if (folder[0]) nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  folder[0] = '\0';
}

int main(int argc, char **argv) {
  int run = 0, bad = 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (sodium_init() < 0) return 70;
  for (struct test *t = all; t; t = t->next) {
    if (argc > 1 && !strstr(t->name, argv[1])) continue;
    failures = 0;
    err_forget();
    t->run();
    folder_remove();
    run++;
    bad += failures != 0;
    printf("%s %s\n", failures ? "not ok" : "ok", t->name);
  }
  printf("%d passed, %d failed\n", run - bad, bad);
  return bad != 0;
}
