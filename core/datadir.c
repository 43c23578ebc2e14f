// SPDX-License-Identifier: Apache-2.0
#include "core/datadir.h"

#include <sys/stat.h>

static const struct {
  const char *name;
  mode_t mode;
} folders[DATADIR_FOLDERS] = {
    [DATADIR_KEYS] = {"keys", 0700},      [DATADIR_SPOOL] = {"spool", 02770},
    [DATADIR_AUDIO] = {"audio", 02770},   [DATADIR_RUN] = {"run", 02770},
    [DATADIR_IMPORT] = {"import", 02770}, [DATADIR_FAILED] = {"failed", 02770},
    [DATADIR_AUDIT] = {"audit", 02770}};

void datadir_drop(struct datadir *d) {
  if (d->path[0] && d->dir >= 0) close(d->dir);
  *d = (struct datadir){.dir = -1};
}

const char *datadir_folder_name(enum datadir_folder which) { return folders[which].name; }

static enum err open_at(const char *path, struct datadir *out) {
  struct datadir d = {.dir = -1};
  int n = snprintf(d.path, sizeof d.path, "%s", path);
  if (n <= 0 || (size_t)n >= sizeof d.path) return fail(E_BAD_INPUT, "that is no folder's name");
  snprintf(d.catalogue, sizeof d.catalogue, "%s/catalogue.db", d.path);
  snprintf(d.keys_db, sizeof d.keys_db, "%s/keys.db", d.path);
  enum err rc = folder_open(AT_FDCWD, path, &d.dir);
  if (!rc) *out = d;
  return rc;
}

// Why it did not open, and what helps.
static enum err not_opened(enum err rc, const char *path, int no) {
  err_forget();
  if (no == ENOENT)
    return fail(rc, "there is no folder %s: medlyss init --data %s makes one", path, path);
  if (no == ENOTDIR) return fail(E_NOT_FOUND, "%s is a file, a data folder is wanted", path);
  if (rc == E_FORBIDDEN)
    return fail(rc, "this user may not open %s: its owner, root and the group medlyss-db may",
                path);
  errno = no;
  return fail_os("open %s", path);
}

enum err datadir_open(const char *path, struct datadir *out) {
  AUTO(datadir) struct datadir d = {.dir = -1};
  enum err rc = open_at(path, &d);
  if (rc && rc != E_BAD_INPUT) return not_opened(rc, path, errno);
  TRY(rc);
  if (access(d.catalogue, F_OK) && errno == EACCES) return not_opened(E_FORBIDDEN, path, errno);
  if (access(d.catalogue, F_OK))
    return fail(E_NOT_FOUND, "%s is no data folder: medlyss init --data %s makes one", path, path);
  *out = d;
  d.path[0] = '\0'; // handed over
  return OK;
}

static enum err make_folders(int dir) {
  struct stat st;
  if (fstat(dir, &st)) return fail_os("look at the data folder");
  // Where each program is a user of its own it is 3771, and stays so (medlyss/owners.h).
  if ((st.st_mode & 07777) != 03771 && fchmod(dir, 02770))
    return fail_os("set the data folder's mode");
  for (int i = 0; i < DATADIR_FOLDERS; i++) {
    TRY(folder_make(dir, folders[i].name, folders[i].mode & 0777));
    // mkdir heeds the umask and drops the group bit
    if (fchmodat(dir, folders[i].name, folders[i].mode, 0))
      return fail_os("set the mode of %s", folders[i].name);
  }
  return OK;
}

enum err datadir_make(const char *path, struct datadir *out) {
  AUTO(datadir) struct datadir d = {.dir = -1};
  TRY(folder_make(AT_FDCWD, path, 0770));
  TRY(open_at(path, &d));
  TRY(make_folders(d.dir));
  *out = d;
  d.path[0] = '\0';
  return OK;
}

enum err datadir_folder(const struct datadir *d, enum datadir_folder which, int *out_fd) {
  enum err rc = folder_open(d->dir, folders[which].name, out_fd);
  if (!rc) return OK;
  int no = errno;
  err_forget();
  if (rc == E_FORBIDDEN)
    return fail(rc, "this user may not open %s/%s: its owner and root may", d->path,
                folders[which].name);
  errno = no;
  return fail_os("open %s/%s", d->path, folders[which].name);
}
