// SPDX-License-Identifier: Apache-2.0
// medlyss check: is this machine set up as the promises need it, and does what should be recorded
// reach it? A line per question; exit 1 when
// an answer is bad. What is merely worth knowing is said and does not count.
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>

#include "core/clock.h"
#include "gen/sql/place.h"
#include "medlyss/check_machine.h"
#include "medlyss/check_sources.h"
#include "medlyss/commands.h"
#include "medlyss/drop.h"
#include "medlyss/siblings.h"

static void check_programs(struct answers *a) {
  static const char *const programs[] = {"medlyss-capture", "medlyss-siprec", "medlyss-encode",
                                         "medlyss-import",  "medlyss-web",    "medlyss-keeper",
                                         "medlyss-monitor", "medlyss-scoring"};
  char path[SIBLING_PATH];
  for (size_t i = 0; i < countof(programs); i++) {
    answer(a, !sibling_path(programs[i], path), "make install puts them side by side",
           "%s is installed", programs[i]);
    err_forget();
  }
}

static void check_sandbox(struct answers *a) {
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  bool seccomp = prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
  answer(a, seccomp, "run a kernel with CONFIG_SECCOMP_FILTER",
         "system calls can be filtered (seccomp)");
  if (abi > 0)
    answer(a, true, "", "files can be fenced (Landlock %ld)", abi);
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
         "make room, or put the spool on a file system of its own (setting spool)",
         "the spool has %" PRIu64 " MB of room", free_mb);
}

// An archive elsewhere may have no end to its room.
static void check_archive(struct answers *a, const struct house *h) {
  uint64_t room = 0;
  enum err rc = archive_room(h->archive, &room);
  if (rc)
    answer(a, false, "look at the archive's folder", "the room for recordings is not known: %s",
           err_detail());
  else if (room != UINT64_MAX)
    answer(a, room >> 20 > (uint64_t)h->settings.spool_reserve_mb * 4,
           "make room, or keep recordings for fewer days (retention_days)",
           "recordings have %" PRIu64 " MB of room", room >> 20);
  err_forget();
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
  answer(a, !rc, "", "the data folder opens%s%s", rc ? ": " : "", rc ? err_detail() : "");
  err_forget();
  if (rc) return OK;
  check_room(a, &h);
  check_archive(a, &h);
  check_disk(a, &h);
  TRY(check_sources(a, &h));
  return check_agreement(&h);
}

struct check_asked {
  const char *data;
};

static enum err check(const void *asked, bool *out_no) {
  const struct check_asked *ask = asked;
  struct answers a = {0};
  check_programs(&a);
  check_sandbox(&a);
  check_clock(&a);
  TRY(check_house(&a, ask->data));
  *out_no = a.bad != 0;
  return OK;
}

static const struct cli_option check_options[] = {CLI_DATA(struct check_asked)};
const struct cli command_check = {
    .path = "check",
    .says = "Is this machine set up as the promises need it? A line per question, with what mends "
            "a bad answer. Exit 1 when one is bad.",
    .example = "medlyss check --data /var/lib/medlyss",
    .options = check_options,
    .n = countof(check_options),
    .size = sizeof(struct check_asked),
    .run = check};
