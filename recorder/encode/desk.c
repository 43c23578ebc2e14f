// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/desk.h"

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql.h"

enum { ASK_EACH_US = 1000 * 1000, PATIENCE_MS = 250 };

static enum err keys_read(struct desk *d) {
  AUTO(fd) fd keys = -1;
  struct secret_key k;
  TRY(datadir_folder(&d->data, DATADIR_KEYS, &keys));
  TRY(secret_public_read(keys, "encode.pub", &k));
  memcpy(d->keys.public_key, k.b, sizeof k.b);
  TRY(secret_key_read(keys, "encode.key", &k));
  memcpy(d->keys.secret_key, k.b, sizeof k.b);
  secret_wipe(&k, sizeof k);
  return OK;
}

static enum err spool_folder(struct desk *d) {
  if (!d->settings.spool || !*d->settings.spool)
    return datadir_folder(&d->data, DATADIR_SPOOL, &d->spool);
  return folder_open(AT_FDCWD, d->settings.spool, &d->spool);
}

// The decoder's program lies beside ours.
static const char *decoder_path(char *room, size_t n) {
  static const char name[] = "medlyss-decode";
  ssize_t k = readlink("/proc/self/exe", room, n - sizeof name);
  if (k <= 0) return name;
  while (k && room[k - 1] != '/') k--;
  memcpy(room + k, name, sizeof name);
  return room;
}

static void decoders_start(struct desk *d) {
  char path[1024];
  enum err rc = decoders_open(decoder_path(path, sizeof path), &d->decoders);
  if (rc) log_err(rc, "no decoder program: rarer codecs become gaps");
}

static void zone_set(const char *zone) {
  setenv("TZ", zone, 1);
  tzset();
}

enum err desk_open(const char *data_path, struct desk *out) {
  *out = (struct desk){.spool = -1, .audio = -1, .run = -1};
  TRY(datadir_open(data_path, &out->data));
  TRY(settings_open(out->data.dir, &out->settings));
  TRY(spool_folder(out));
  TRY(datadir_folder(&out->data, DATADIR_AUDIO, &out->audio));
  TRY(datadir_folder(&out->data, DATADIR_RUN, &out->run));
  TRY(keys_read(out));
  zone_set(out->settings.time_zone);
  decoders_start(out);
  return OK;
}

static enum err connect(struct desk *d) {
  if (!d->catalogue) TRY(db_open(d->data.catalogue, &catalogue_schema, &d->catalogue));
  db_patience(d->catalogue, PATIENCE_MS);
  if (!d->keystore) TRY(keystore_open(&d->data, &d->keystore));
  keystore_patience(d->keystore, PATIENCE_MS);
  return OK;
}

static void connect_now_and_then(struct desk *d) {
  int64_t now = clock_mono_us();
  if ((d->catalogue && d->keystore) || (d->asked_us && now - d->asked_us < ASK_EACH_US)) return;
  d->asked_us = now;
  d->away_for = connect(d);
  if (d->away_for) log_err(d->away_for, "the catalogue does not answer; calls wait in the spool");
}

struct db *desk_catalogue(struct desk *d) {
  connect_now_and_then(d);
  return d->keystore ? d->catalogue : NULL;
}

struct keystore *desk_keystore(struct desk *d) {
  connect_now_and_then(d);
  return d->catalogue ? d->keystore : NULL;
}

void desk_catalogue_failed(struct desk *d) {
  db_close(d->catalogue);
  keystore_free(d->keystore);
  d->catalogue = NULL;
  d->keystore = NULL;
  d->asked_us = clock_mono_us();
}

void desk_drop(struct desk *d) {
  desk_catalogue_failed(d);
  decoders_free(d->decoders);
  secret_wipe(&d->keys, sizeof d->keys);
  fd_drop(&d->spool);
  fd_drop(&d->audio);
  fd_drop(&d->run);
  settings_drop(&d->settings);
  datadir_drop(&d->data);
}
