// SPDX-License-Identifier: Apache-2.0
#include "medlyss/owners.h"

#include <grp.h>
#include <pwd.h>
#include <sodium.h>
#include <sys/stat.h>

#include "medlyss/drop.h"

struct rule {
  const char *path;
  const char *user, *group; // NULL: root
  mode_t mode;
};

static const struct rule rules[] = {
    {"keys", NULL, "medlyss-db", 0750},
    {"keys/site.key", NULL, "medlyss-keys", 0640},
    {"keys/encode.key", NULL, "medlyss-keys", 0640},
    {"keys/encode.pub", NULL, "medlyss-db", 0644},
    {"keys/policy.pub", NULL, "medlyss-db", 0644},
    {"keys/capture.key", "medlyss-capture", "medlyss-db", 0600},
    {"catalogue.db", NULL, "medlyss-db", 0660},
    {"keys.db", NULL, "medlyss-keys", 0660},
    {"medlyss.ini", NULL, "medlyss-db", 0660},
};

static enum err apply(const struct datadir *d, const struct rule *r) {
  const struct passwd *user = r->user ? getpwnam(r->user) : NULL;
  const struct group *group = getgrnam(r->group);
  if ((r->user && !user) || !group)
    return fail(E_CONFIG, "%s is missing: install medlyss.sysusers", r->user ? r->user : r->group);
  if (fchownat(d->dir, r->path, user ? user->pw_uid : 0, group->gr_gid, AT_SYMLINK_NOFOLLOW) ||
      fchmodat(d->dir, r->path, r->mode, 0))
    return fail_os("set who may read %s", r->path);
  return OK;
}

static enum err own_folders(const struct datadir *d) {
  const struct group *db = getgrnam("medlyss-db");
  for (int i = 0; db && i < DATADIR_FOLDERS; i++) {
    const char *name = datadir_folder_name((enum datadir_folder)i);
    if (i == DATADIR_KEYS) continue;
    if (fchownat(d->dir, name, (uid_t)-1, db->gr_gid, AT_SYMLINK_NOFOLLOW) ||
        fchmodat(d->dir, name, 02770, 0))
      return fail_os("set who may use %s", name);
  }
  return OK;
}

// Made here, so that capture need not be able to write beside the others' keys.
static enum err make_capture_key(const struct datadir *d) {
  uint8_t key[32];
  if (!faccessat(d->dir, "keys/capture.key", F_OK, 0)) return OK;
  randombytes_buf(key, sizeof key);
  struct sv bytes = {(const char *)key, sizeof key};
  enum err rc = file_write_atomic(d->dir, "keys/capture.key", bytes, 0600);
  sodium_memzero(key, sizeof key);
  return rc;
}

enum err owners_set(const struct datadir *d) {
  if (!drop_fits(d->dir)) return OK;
  TRY(make_capture_key(d));
  TRY(own_folders(d));
  for (size_t i = 0; i < countof(rules); i++) TRY(apply(d, &rules[i]));
  return OK;
}
