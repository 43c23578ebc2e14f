// SPDX-License-Identifier: Apache-2.0
#include "recorder/begin.h"

#include "core/file.h"
#include "core/secret.h"

// The folder of the spool: the setting's, or the data folder's own.
static enum err spool_folder(const struct datadir *d, const struct settings *s, int *out_fd) {
  if (s->spool[0]) return folder_open(AT_FDCWD, s->spool, out_fd);
  return datadir_folder(d, DATADIR_SPOOL, out_fd);
}

enum err begin_spool(const struct datadir *data, const struct settings *settings,
                     struct spool_options options, struct spool_run **out) {
  AUTO(fd) fd keys = -1, spool = -1;
  struct secret_key encode;
  TRY(datadir_folder(data, DATADIR_KEYS, &keys));
  TRY(secret_public_read(keys, "encode.pub", &encode));
  TRY(spool_folder(data, settings, &spool));
  return spool_run_open(spool, encode.b, options, out);
}
