// SPDX-License-Identifier: Apache-2.0
// How much room there is, four times an hour, so that somebody can be told when the disk is full
// (centre/room.h); and what the health of recording is reckoned from, forgotten when it is old.
#include <sys/statvfs.h>

#include "core/clock.h"
#include "gen/sql/health.h"
#include "medlyss/keeper/keep.h"

enum { EACH_MS = 15 * 60 * 1000, ROOM_DAYS = 14, COUNTED_DAYS = 100 };

static enum err sample(struct keeper *k, const char *place, uint64_t free_bytes) {
  struct room_sample_last_row last;
  int64_t now_ms = clock_wall_ms();
  TRY(sql_room_sample_last(k->house.db, NULL, &(struct room_sample_last){place}, &last));
  if (now_ms - last.at_ms < EACH_MS) return OK;
  if (free_bytes > INT64_MAX) return OK; // it has no end
  return sql_room_sample_add(k->house.db,
                             &(struct room_sample_add){place, now_ms, (int64_t)free_bytes});
}

static enum err forget_old(struct keeper *k) {
  const int64_t now_ms = clock_wall_ms(), day_ms = 24 * 3600 * INT64_C(1000);
  const int64_t counted_ms = now_ms - COUNTED_DAYS * day_ms;
  if (k->clock_suspect) return OK;
  TRY(sql_room_sample_trim(k->house.db, &(struct room_sample_trim){now_ms - ROOM_DAYS * day_ms}));
  TRY(sql_source_run_trim(k->house.db, &(struct source_run_trim){counted_ms}));
  return sql_expected_call_trim(k->house.db, &(struct expected_call_trim){counted_ms});
}

uint64_t keeper_spool_room(const struct house *h) {
  struct statvfs fs;
  char path[DATADIR_PATH + 8];
  snprintf(path, sizeof path, "%s/spool", h->data.path);
  return statvfs(*h->settings.spool ? h->settings.spool : path, &fs)
             ? UINT64_MAX
             : (uint64_t)fs.f_bavail * fs.f_frsize;
}

enum err keep_room(struct keeper *k) {
  uint64_t recordings;
  TRY(sample(k, "spool", keeper_spool_room(&k->house)));
  TRY(archive_room(k->house.archive, &recordings));
  TRY(sample(k, "recordings", recordings));
  return forget_old(k);
}
