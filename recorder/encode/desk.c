// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/desk.h"

#include "core/clock.h"
#include "core/fence_try.h"
#include "core/log.h"
#include "gen/sql/schema.h"

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

static enum err folders_open(const char *data_path, struct desk *out) {
  *out = (struct desk){.spool = -1, .run = -1};
  TRY(datadir_open(data_path, &out->data));
  TRY(settings_open(out->data.dir, &out->settings));
  TRY(spool_folder(out));
  TRY(archive_open(&out->data, &out->settings, &out->archive));
  TRY(datadir_folder(&out->data, DATADIR_RUN, &out->run));
  TRY(keys_read(out));
  zone_set(out->settings.time_zone);
  return OK;
}

enum err desk_open(const char *data_path, struct desk *out) {
  TRY(folders_open(data_path, out));
  decoders_start(out);
  return OK;
}

static enum err lock_in(const struct desk *d, struct fence *f) {
  static char decoder[1024];
  f->starts = true;
  fence_add(f, d->data.path, FENCE_READ | FENCE_WRITE);
  archive_fence(d->archive, f, FENCE_READ | FENCE_WRITE);
  fence_add_fd(f, d->spool, FENCE_READ | FENCE_WRITE);
  fence_add(f, decoder_path(decoder, sizeof decoder), FENCE_RUN);
  fence_add_libraries(f);
  return fence_enter(f);
}

enum err desk_open_fenced(const char *data_path, struct fence *f, struct desk *out) {
  TRY(folders_open(data_path, out));
  TRY(lock_in(out, f));
  decoders_start(out);
  return OK;
}

struct trial {
  struct desk *d;
  struct fence *f;
};

static enum err enter(void *self) {
  struct trial *t = self;
  return lock_in(t->d, t->f);
}

bool desk_try_forbidden(struct desk *d, struct fence *f) {
  struct trial t = {d, f};
  return fence_try(&(struct fence_trial){
      .enter = enter, .self = &t, .data = d->data.path, .starts = true, .catalogue = true});
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

// What is away may come back; what is another's, or was changed, a person is to look at.
enum err desk_look(struct desk *d) {
  connect_now_and_then(d);
  return d->away_for == E_CONFLICT ? connect(d) : OK;
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

void desk_keystore_failed(struct desk *d) {
  keystore_free(d->keystore);
  d->keystore = NULL;
  d->asked_us = 0;
}

void desk_drop(struct desk *d) {
  desk_catalogue_failed(d);
  decoders_free(d->decoders);
  secret_wipe(&d->keys, sizeof d->keys);
  fd_drop(&d->spool);
  archive_free(d->archive);
  fd_drop(&d->run);
  settings_drop(&d->settings);
  datadir_drop(&d->data);
}
