// SPDX-License-Identifier: Apache-2.0
// Data folder: where everything of one installation lies (docs/operate.md lists it). Opening it
// opens nothing but the folder itself; a program asks for the subfolders it needs, so that a
// sandbox can be drawn around those. Folders are 2770, keys/ 0700; where each program is a user of
// its own, medlyss/owners.h says who may use which.
#pragma once
#include "core/file.h"

enum datadir_folder {
  DATADIR_KEYS,   // keys/    the site's key and the encoder's pair, 0700
  DATADIR_SPOOL,  // spool/   calls in the making (the setting `spool` may put it elsewhere)
  DATADIR_AUDIO,  // audio/   sealed recordings and peaks
  DATADIR_RUN,    // run/     control socket, policy, dialogs
  DATADIR_IMPORT, // import/  files to be taken in
  DATADIR_FAILED, // failed/  those that were refused
  DATADIR_AUDIT,  // audit/   the keeper's: signed heads, what it remembers of the clock
  DATADIR_FOLDERS
};
enum { DATADIR_PATH = 1024 };

struct datadir {
  int dir;
  char path[DATADIR_PATH - 32];
  char catalogue[DATADIR_PATH], keys_db[DATADIR_PATH]; // for db_open
};

void datadir_drop(struct datadir *d);
// E_NOT_FOUND: there is none, or it was never initialised.
MUST_CHECK enum err datadir_open(const char *path, struct datadir *out);
// Makes what is missing of the folder tree, then opens it.
MUST_CHECK enum err datadir_make(const char *path, struct datadir *out);
MUST_CHECK enum err datadir_folder(const struct datadir *d, enum datadir_folder which, int *out_fd);
const char *datadir_folder_name(enum datadir_folder which);
