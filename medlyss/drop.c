// SPDX-License-Identifier: Apache-2.0
#include "medlyss/drop.h"

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static const char group[] = "medlyss-db"; // whose folder it is

enum { GROUPS = 5 };
static const struct seat {
  const char *program, *user;
  const char *groups[GROUPS]; // the first is its own
  bool raw;                   // opens raw sockets
} seats[] = {
    {"medlyss-siprec", "medlyss-siprec", {"medlyss-spool", "medlyss-run", "medlyss"}, false},
    {"medlyss-capture", "medlyss-capture", {"medlyss-spool", "medlyss-run", "medlyss"}, true},
    {"medlyss-encode",
     "medlyss-encode",
     {"medlyss-db", "medlyss-keys", "medlyss-spool", "medlyss-run", "medlyss"},
     false},
    {"medlyss-import",
     "medlyss-encode", // both write recordings and rows
     {"medlyss-db", "medlyss-keys", "medlyss-spool", "medlyss-run", "medlyss"},
     false},
    {"medlyss-web", "medlyss-web", {"medlyss-db", "medlyss-keys", "medlyss"}, false},
    {"medlyss-keeper",
     "medlyss-keeper",
     {"medlyss-db", "medlyss-keys", "medlyss-run", "medlyss"},
     false},
    {"medlyss-monitor", "medlyss-monitor", {"medlyss-run", "medlyss"}, false},
};

static const struct seat *seat_of(const char *program) {
  for (size_t i = 0; i < countof(seats); i++)
    if (!strcmp(seats[i].program, program)) return &seats[i];
  return NULL;
}

bool drop_user_exists(const char *program) {
  const struct seat *s = seat_of(program);
  return s && getpwnam(s->user) && getgrnam(group);
}

bool drop_fits(int data_dir) {
  struct stat st;
  const struct group *db = getgrnam(group);
  return !geteuid() && db && !fstat(data_dir, &st) && st.st_gid == db->gr_gid;
}

static enum err keep_raw_sockets(void) {
  struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct caps[2] = {{0}};
  caps[0].effective = caps[0].permitted = caps[0].inheritable = 1U << CAP_NET_RAW;
  if (syscall(SYS_capset, &head, caps)) return fail_os("keep CAP_NET_RAW");
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0))
    return fail_os("hand CAP_NET_RAW on");
  return OK;
}

static enum err groups_of(const struct seat *s, gid_t out[GROUPS], size_t *out_n) {
  for (size_t i = 0; i < GROUPS && s->groups[i]; i++) {
    const struct group *g = getgrnam(s->groups[i]);
    if (!g)
      return fail(E_CONFIG, "the group %s is missing: install medlyss.sysusers", s->groups[i]);
    out[(*out_n)++] = g->gr_gid;
  }
  return OK;
}

enum err drop_to_user(const char *program) {
  const struct seat *s = seat_of(program);
  const struct passwd *user = s ? getpwnam(s->user) : NULL;
  gid_t groups[GROUPS];
  size_t n = 0;
  if (!user) return fail(E_CONFIG, "%s has no user here", program);
  uid_t uid = user->pw_uid;
  TRY(groups_of(s, groups, &n));
  if (s->raw && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)) return fail_os("keep capabilities");
  if (setgroups(n, groups) || setgid(groups[0]) || setuid(uid))
    return fail_os("become the user of %s", program);
  umask(0007); // what one of a group makes, the others may use
  if (s->raw) TRY(keep_raw_sockets());
  if (!setuid(0)) return fail(E_BROKEN, "root can be had back"); // must be impossible
  return OK;
}
