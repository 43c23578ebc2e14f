// SPDX-License-Identifier: Apache-2.0
#include "medlyss/drop.h"

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static const char group[] = "medlyss-db";

// The encoder's user imports too: both write recordings and rows.
static const char *user_of(const char *program) {
  return strcmp(program, "medlyss-import") ? program : "medlyss-encode";
}

bool drop_user_exists(const char *program) { return getpwnam(user_of(program)) && getgrnam(group); }

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

enum err drop_to_user(const char *program) {
  bool raw = !strcmp(program, "medlyss-capture");
  const struct passwd *user = getpwnam(user_of(program));
  const struct group *found = getgrnam(group);
  if (!user || !found) return fail(E_CONFIG, "%s has no user here", program);
  gid_t db = found->gr_gid; // getgrnam has one answer's room only
  if (raw && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)) return fail_os("keep capabilities");
  const struct group *readers = getgrnam("medlyss-keys"); // never capture
  gid_t keys = readers ? readers->gr_gid : db;
  if (setgroups(raw ? 0 : 1, &keys) || setgid(db) || setuid(user->pw_uid))
    return fail_os("become the user of %s", program);
  if (raw) TRY(keep_raw_sockets());
  if (!setuid(0)) return fail(E_BROKEN, "root can be had back"); // must be impossible
  return OK;
}
