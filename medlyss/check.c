// SPDX-License-Identifier: Apache-2.0
// medlyss check: is this machine set up as the promises need it? A line per question; exit 1 when
// an answer is bad. What is merely worth knowing is said and does not count.
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>

#include "core/clock.h"
#include "medlyss/cli.h"
#include "medlyss/commands.h"
#include "medlyss/drop.h"
#include "medlyss/house.h"
#include "medlyss/siblings.h"

struct answers {
  int bad;
};

PRINTF(3, 4) static void answer(struct answers *a, bool good, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  printf(good ? "good  " : "bad   ");
  vprintf(fmt, ap);
  putchar('\n');
  va_end(ap);
  a->bad += !good;
}

static void check_programs(struct answers *a) {
  static const char *const programs[] = {"medlyss-capture", "medlyss-encode", "medlyss-import",
                                         "medlyss-web",     "medlyss-keeper", "medlyss-scoring"};
  char path[SIBLING_PATH];
  for (size_t i = 0; i < countof(programs); i++) {
    answer(a, !sibling_path(programs[i], path), "%s is installed", programs[i]);
    err_forget();
  }
}

static void check_sandbox(struct answers *a) {
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  bool seccomp = prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
  answer(a, seccomp, "system calls can be filtered (seccomp)");
  if (abi > 0)
    answer(a, true, "files can be fenced (Landlock %ld)", abi);
  else
    printf("note  no Landlock here: the programs' folders are fenced by permissions only\n");
  if (!drop_user_exists("medlyss-web"))
    printf("note  the programs have no users of their own here: all of them run as one\n");
}

static void check_room(struct answers *a, const struct house *h) {
  struct statvfs fs;
  const char *spool = h->settings.spool;
  bool known = !statvfs(*spool ? spool : h->data.path, &fs);
  uint64_t free_mb = known ? fs.f_bavail * fs.f_frsize >> 20 : 0;
  answer(a, free_mb > (uint64_t)h->settings.spool_reserve_mb * 4,
         "the spool has %" PRIu64 " MB of room", free_mb);
}

static enum err check_agreement(struct house *h) {
  AUTO(arena) struct arena a;
  struct agreement_at_row row;
  bool found;
  arena_init(&a, 1 << 20);
  TRY(sql_agreement_at(h->db, &a, &(struct agreement_at){clock_wall_ms()}, &row, &found));
  if (found)
    printf("note  agreement %" PRId64 " is in force: %s\n", row.version, row.title);
  else
    printf("note  no agreement is in force: nothing is recorded live\n");
  return OK;
}

static enum err check_house(struct answers *a, const char *data) {
  AUTO(house) struct house h = HOUSE_NONE;
  enum err rc = house_open(data, &h);
  if (!rc) rc = house_keys(&h);
  answer(a, !rc, "the data folder opens%s%s", rc ? ": " : "", rc ? err_detail() : "");
  err_forget();
  if (rc) return OK;
  check_room(a, &h);
  return check_agreement(&h);
}

enum err command_check(struct command_line line, bool *out_no) {
  const char *data = NULL;
  struct answers a = {0};
  const struct cli_option options[] = {{.name = "--data", .value = &data}};
  TRY(cli_read(line.argc, line.argv, options, countof(options), NULL));
  TRY(cli_needed("--data", data));
  check_programs(&a);
  check_sandbox(&a);
  TRY(check_house(&a, data));
  *out_no = a.bad != 0;
  return OK;
}
