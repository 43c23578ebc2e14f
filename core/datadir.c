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
  TRY(folder_open(AT_FDCWD, path, &d.dir));
  *out = d;
  return OK;
}

enum err datadir_open(const char *path, struct datadir *out) {
  AUTO(datadir) struct datadir d = {.dir = -1};
  TRY(open_at(path, &d));
  if (access(d.catalogue, F_OK))
    return fail(E_NOT_FOUND, "%s is no data folder: medlyss init --data %s makes one", path, path);
  *out = d;
  d.path[0] = '\0'; // handed over
  return OK;
}

static enum err make_folders(int dir) {
  if (fchmod(dir, 02770)) return fail_os("set the data folder's mode");
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
  return folder_open(d->dir, folders[which].name, out_fd);
}
